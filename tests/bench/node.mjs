// The benchmark in Node: memory first, while the process is fresh, then every work.
//
//   node tests/bench/node.mjs [--json] [--questions N,N] [--only WORK] [--chromium] [--cpu]
//
// `--cpu` measures the processor's time in place of the clock's, in Node: on a machine on which others
// work, too, a step is interrupted the more often the longer it takes, and the ratios of times by the
// clock say little. Collecting garbage and compiling are in it, also where another thread does it.
//
// CASEMENT_NPM names the folder of the package (default: target/npm).

import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { measureInChromium } from "./chromium.mjs";
import { checked } from "./forms.mjs";
import { measureAll } from "./measure.mjs";
import { HEAD, evenness, line } from "./table.mjs";
import { WORKS, casementSide, surveySide } from "./works.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const npm = resolve(process.env.CASEMENT_NPM ?? join(root, "target/npm"));

function options(words) {
  const chosen = { json: false, chromium: false, cpu: false, sizes: [125, 1000, 10_000], only: null };
  const rest = words.values();
  for (const word of rest) {
    if (word === "--json") chosen.json = true;
    else if (word === "--chromium") chosen.chromium = true;
    else if (word === "--cpu") chosen.cpu = true;
    else if (word === "--only") chosen.only = rest.next().value;
    else if (word === "--questions") chosen.sizes = rest.next().value.split(",").map(Number);
    else throw new Error(`${word} is not known here`);
  }
  return chosen;
}

/** What loading a form keeps: JavaScript's heap, and the memory of the module. */
function memory(sides, size) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const held = [];
  const [survey, casement] = sides.map((side) => {
    const json = checked(size);
    const module = () => side.memory?.() ?? 0;
    collect();
    const before = process.memoryUsage().heapUsed + module();
    held.push(side.load(json));
    collect();
    return process.memoryUsage().heapUsed + module() - before;
  });
  const ratio = survey / casement;
  const [shown, same] = sides.map((side, at) => side.shown(held[at]));
  const agree = shown === same;
  held.forEach((form, at) => sides[at].free(form));
  return { work: "memory", size, unit: "B", survey, casement, runs: 1, agree, ratio, goal: 10 };
}

const { json, chromium, cpu, sizes, only } = options(process.argv.slice(2));
const works = WORKS.filter(({ work }) => only === null || work === only);
const figures = [];
let wrong = 0;
const tell = (place) => (figure) => {
  const found = { place, ...figure };
  figures.push(found);
  if (!found.agree) wrong += 1;
  console.log(json ? JSON.stringify(found) : line(found));
};

const core = await import("survey-core");
const casement = createRequire(import.meta.url)(join(npm, "nodejs/casement.js"));
core.settings.onDateCreated = (date, _, given) =>
  given ? date : new Date("2024-05-15T10:20:30.000Z");
// survey-core reports questions of equal names and the like to the console.
console.warn = () => {};
console.error = () => {};

const sides = [surveySide(core), casementSide(casement)];
if (!json) console.log(`Node ${process.version}, survey-core ${core.Version}\n${HEAD}`);
if (only === null || only === "memory") tell("node")(memory(sides, 1000));
const processor = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
await measureAll(works, sizes, sides, tell("node"), cpu ? processor : undefined);
if (!json && evenness(figures)) console.log(evenness(figures));
for (const folder of chromium ? ["fast", "web"] : []) {
  if (!json) console.log(`\nChromium, headless, casement/${folder}\n${HEAD}`);
  await measureInChromium({ root, npm, folder, sizes, only }, tell(`chromium ${folder}`));
}
process.exitCode = wrong === 0 ? 0 : 1;
