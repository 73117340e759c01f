// One scenario: a visitor on the host page of a running system, with the window open.

import { after, before, test } from "node:test";

import { SupportWindow } from "./support-window.mjs";
import { startSystem } from "./system.mjs";
import { openBrowser, visit } from "./visitor.mjs";

/** What a browser reports about an answer that says that something went wrong. */
export const REFUSED = /Failed to load resource: the server responded with a status of (404|422|429|50\d)/;

/**
 * Starts a system and a browser for the tests of a file.
 *
 * Returns `scenario(name, options, act)`: a test in which `act` gets the window (open, unless
 * `closed`), the page, the system, and the addresses asked for.
 */
export function scenarios() {
  const shared = {};
  before(async () => {
    shared.system = await startSystem();
    shared.browser = await openBrowser();
  });
  after(async () => {
    await shared.browser?.close();
    await shared.system?.stop();
  });
  return (name, options, act) =>
    test(name, async () => {
      const { closed = false, path = "", ...visiting } = options;
      const { page, requests, close } = await visit(
        shared.browser,
        shared.system.url + path,
        visiting,
      );
      const support = new SupportWindow(page);
      if (!closed) await support.open();
      await act({ support, page, requests, system: shared.system });
      await close();
    });
}
