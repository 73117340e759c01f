// Runs the recorded expression cases through the package and says what share agrees.
//
//   node crates/wasm/tests/conformance.mjs [FILE...]     (default: all of tests/conformance)
//
// Ends with status 0 only where every case agrees. Lines without `expr` (forms) are not counted.

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { gunzipSync } from "node:zlib";

import { decode, encode } from "./frame/encoding.mjs";
import { caseFiles, cases, casement } from "./frame/package.mjs";

/** Deliberate differences for which a case may hold an answer of its own. */
const DEVIATIONS = ["quoted-text", "date-operand"];

const HOST = { now: Date.parse("2024-05-15T10:20:30.000Z"), utcOffset: 0 };

/** What the package answers to a case. */
export function answer({ expr, values, mode }) {
  const expression = new casement.Expression(expr);
  try {
    const given = decode(values);
    const result =
      mode === "cond" ? expression.holds(given, HOST) : expression.evaluate(given, HOST);
    return { ok: expression.isValid, result: encode(result) };
  } finally {
    expression.free();
  }
}

/**
 * Whether an answer is the recorded one, or that of an allowed deviation. Where survey-core throws,
 * the value is null; `holds` answers with a boolean, and null doesn't hold.
 */
export function agrees(recorded, got) {
  if ("threw" in recorded) return got.result === (recorded.mode === "cond" ? false : null);
  const others = (recorded.alt ?? []).filter(({ deviation }) => DEVIATIONS.includes(deviation));
  return [recorded, ...others].some(
    (want) => want.ok === got.ok && isDeepStrictEqual(wellFormed(want.result), got.result),
  );
}

/** The core's texts are UTF-8: half of a surrogate pair is U+FFFD. */
function wellFormed(value) {
  return JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part === "string" ? part.toWellFormed() : part,
  );
}

/** Runs one file: how many cases, and those that disagree. */
export function runFile(path) {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const recorded = text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const expressions = recorded.filter((line) => typeof line.expr === "string");
  const wrong = expressions
    .map((want) => ({ want, got: answer(want) }))
    .filter(({ want, got }) => !agrees(want, got));
  return { count: expressions.length, wrong };
}

/** "7,990 of 8,000 agree (99.875 %)" */
export function share(agree, count) {
  const percent = count === 0 ? 0 : Math.floor((agree / count) * 100_000) / 1_000;
  return `${agree.toLocaleString("en")} of ${count.toLocaleString("en")} agree (${percent} %)`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const named = process.argv.slice(2);
  const files = named.length > 0 ? named : caseFiles().map((name) => join(cases, name));
  let [count, agree] = [0, 0];
  for (const file of files) {
    const { count: found, wrong } = runFile(file);
    if (found === 0) continue;
    for (const { want, got } of wrong.slice(0, 5)) {
      console.log(`${want.id}: ${want.expr}\n  want ${JSON.stringify(want.result)} ok ${want.ok}`);
      console.log(`   got ${JSON.stringify(got.result)} ok ${got.ok}`);
    }
    console.log(`${basename(file)}: ${share(found - wrong.length, found)}`);
    count += found;
    agree += found - wrong.length;
  }
  console.log(share(agree, count));
  process.exitCode = count > 0 && agree === count ? 0 : 1;
}
