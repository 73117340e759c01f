// What axe-core finds on a page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The findings, one line each; contrast that axe can't decide counts as found. */
export async function axeFindings(page) {
  // A script element would be refused by the page's policy.
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: AXE });
  await session.detach();
  const { violations, incomplete } = await page.evaluate(
    (tags) =>
      globalThis.axe.run(document, {
        runOnly: { type: "tag", values: tags },
        rules: { "target-size": { enabled: true } },
      }),
    TAGS,
  );
  const undecided = incomplete.filter(({ id }) => id === "color-contrast");
  return [...violations, ...undecided].flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${target.flat().join(" ")}: ${any[0]?.message ?? ""}`),
  );
}
