// The same works in headless Chromium: a page that has nothing but both libraries.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join, normalize } from "node:path";

import { chromium } from "playwright-core";

const TYPES = { ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm" };

const PAGE = `<!doctype html><title>Benchmark</title>
<script type="importmap">{"imports": {"survey-core": "/node_modules/survey-core/fesm/survey-core.mjs"}}</script>`;

/** Serves the repository's and the package's files to this machine alone. */
async function serve(root, npm) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const file = path.startsWith("/npm/") ? join(npm, path.slice(5)) : join(root, path);
    try {
      const body = path === "/" ? PAGE : await readFile(file);
      const type = path === "/" ? "text/html" : TYPES[path.slice(path.lastIndexOf("."))];
      // Only a page that is isolated gets a clock finer than a tenth of a millisecond.
      response.writeHead(200, {
        "content-type": type ?? "application/octet-stream",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** Runs in the page. */
async function measureHere({ folder, sizes, only }) {
  const [core, casement, { measureAll }, { WORKS, casementSide, surveySide }] = await Promise.all([
    import("survey-core"),
    import(`/npm/${folder}/casement.js`),
    import("/tests/bench/measure.mjs"),
    import("/tests/bench/works.mjs"),
  ]);
  await casement.default();
  core.settings.onDateCreated = (date, _, given) =>
    given ? date : new Date("2024-05-15T10:20:30.000Z");
  console.warn = () => {};
  console.error = () => {};
  const works = WORKS.filter(({ work }) => only === null || work === only);
  await measureAll(works, sizes, [surveySide(core), casementSide(casement)], globalThis.figure);
}

/**
 * Measures all works in Chromium with one of the package's folders for browsers, `fast` or `web`, and
 * hands out each figure as soon as it is there.
 */
export async function measureInChromium({ root, npm, folder, sizes, only }, figure) {
  const site = await serve(root, npm);
  const browser = await chromium.launch({
    executablePath: process.env.CASEMENT_CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    env: { ...process.env, TZ: "UTC" },
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.exposeFunction("figure", figure);
    await page.goto(site.url);
    await page.evaluate(measureHere, { folder, sizes, only });
  } finally {
    await browser.close();
    site.close();
  }
}
