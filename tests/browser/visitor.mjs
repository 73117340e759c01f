// A visitor with a browser: opens pages in the system's Chromium, sees every error that a page
// reports, and takes pictures of what it shows.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

/** Where pictures go; the repository leaves them out. */
export const PICTURES = fileURLToPath(new URL("screenshots", import.meta.url));

/** Screens that each state is pictured on. */
const SCREENS = [
  { name: "phone", viewport: { width: 360, height: 740 } },
  { name: "desktop", viewport: { width: 1280, height: 800 } },
];

/** Starts Chromium; no part of it talks to anybody but the page's servers. */
export const openBrowser = () =>
  chromium.launch({
    executablePath: process.env.CASEMENT_CHROMIUM ?? "/usr/bin/chromium",
    chromiumSandbox: false,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-quic",
    ],
  });

/**
 * Opens a page in a context of its own.
 *
 * Returns the page, the addresses it has asked for, and `close()`, which fails if the page reported
 * an error: a console error, an uncaught exception, a violation of its security policy. `expected`
 * lists patterns of errors that the test brings about.
 */
export async function visit(browser, url, { expected = [], ...options } = {}) {
  const context = await browser.newContext({
    viewport: SCREENS[1].viewport,
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const faults = [];
  const requests = [];
  const note = (fault) => {
    if (!expected.some((pattern) => pattern.test(fault))) faults.push(fault);
  };
  page.on("console", (message) => {
    if (message.type() === "error") note(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => note(`uncaught: ${error.stack ?? error}`));
  page.on("request", (request) => requests.push(request.url()));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy ${event.effectiveDirective} blocks ${event.blockedURI || "inline"}`),
    );
  });
  await page.goto(url);
  const close = async () => {
    await context.close();
    assert.deepEqual(faults, [], "the page reported errors");
  };
  return { page, requests, faults, close };
}

/** Pictures the page on each screen, light and dark, and leaves it as it was. */
export async function picture(page, name) {
  mkdirSync(PICTURES, { recursive: true });
  const before = page.viewportSize();
  for (const screen of SCREENS) {
    await page.setViewportSize(screen.viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${PICTURES}/${name}-${screen.name}-${colorScheme}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
}
