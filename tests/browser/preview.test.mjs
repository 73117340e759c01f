// The form preview as somebody who writes forms meets it.

import assert from "node:assert/strict";

import { scenarios } from "./scenario.mjs";
import { picture } from "./visitor.mjs";

const scenario = scenarios();

scenario("the preview shows a form beside its JSON", { closed: true, path: "preview/" }, async ({ page, requests, system }) => {
  await page.getByRole("form").first().waitFor();
  await page.getByRole("textbox").first().waitFor();
  assert.deepEqual(requests.filter((address) => !address.startsWith(system.url)), []);
  assert.equal(requests.filter((address) => address.endsWith(".wasm")).length, 1);
  await picture(page, "preview");
});
