// What a site's page gets by one script tag, before and after a visitor's intent.

import assert from "node:assert/strict";

import { scenarios } from "./scenario.mjs";
import { picture } from "./visitor.mjs";

const scenario = scenarios();

scenario(
  "nothing but the launcher loads before a visitor shows intent",
  { closed: true },
  async ({ support, page, requests, system }) => {
    await support.launcher.waitFor();
    await page.waitForLoadState("networkidle");
    const paths = requests.map((address) => new URL(address).pathname);
    assert.ok(paths.includes("/casement.js"), `${paths}`);
    assert.deepEqual(paths.filter((path) => /\.wasm|\/assets\/|\/api\//.test(path)), []);
    assert.deepEqual(requests.filter((address) => !address.startsWith(system.url)), []);
    assert.equal(await page.evaluate(() => document.cookie + localStorage.length), "0");
    await picture(page, "launcher");
  },
);

scenario("the window comes when it is wanted, and greets", {}, async ({ support, page, requests }) => {
  await support.panel.waitFor();
  for (const intent of ["createCase", "caseStatus", "liveAgent"]) {
    assert.ok(await support.choice(intent).isVisible());
  }
  assert.equal(requests.filter((address) => address.endsWith(".wasm")).length, 1);
  await picture(page, "greeting");
});

scenario("the page's policy is strict and holds", {}, async ({ page, system }) => {
  const answer = await fetch(system.url);
  const policy = answer.headers.get("content-security-policy");
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
  assert.equal(await page.evaluate(() => document.querySelectorAll("casement-widget").length), 1);
});
