// Everything can be done with a keyboard, and is heard as well as seen.

import assert from "node:assert/strict";

import { axeFindings } from "./axe.mjs";
import { scenarios } from "./scenario.mjs";
import { KNOWN, NEW_CASE } from "./support-window.mjs";

const scenario = scenarios();

/** Each state of the window, reached from its greeting. */
const STATES = {
  "the greeting": async () => {},
  "a form": (support) => support.choose("createCase"),
  "a form with errors": async (support) => {
    await support.choose("createCase");
    await support.submit();
    await support.form.locator("[aria-invalid=true]").first().waitFor();
  },
  "a form with pages": (support) => support.choose("liveAgent"),
  "a status": async (support) => {
    await support.choose("caseStatus");
    await support.fill({ "Case Number": KNOWN.caseNumber, "Email Address": KNOWN.email });
    await support.submit();
    await support.hears("Case summary");
  },
  "a new case's number": async (support) => {
    await support.choose("createCase");
    await support.createCase();
  },
  "a hand-off": async (support) => {
    await STATES["a status"](support);
    await support.choose("liveAgent");
    await support.hears("Connecting you with a live agent");
  },
};

for (const [state, reach] of Object.entries(STATES)) {
  for (const colorScheme of ["light", "dark"]) {
    scenario(`axe finds nothing in ${state}, ${colorScheme}`, { colorScheme }, async ({ support, page }) => {
      await reach(support);
      assert.deepEqual(await axeFindings(page), []);
    });
  }
}

/** Whether the focus is on this control, in whichever root it is. */
const isFocused = (control) =>
  control.evaluate((element) => element.getRootNode().activeElement === element);

/** Presses a key until the focus is on the control. */
async function tabTo(page, control, key = "Tab") {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await isFocused(control)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${control} was not reached by ${key}`);
}

scenario("a case is created with the keyboard alone", { closed: true }, async ({ support, page }) => {
  await support.launcher.waitFor();
  await tabTo(page, support.launcher);
  await page.keyboard.press("Enter");
  await support.choice("createCase").waitFor();
  await tabTo(page, support.choice("createCase"), "Shift+Tab");
  await page.keyboard.press("Enter");
  await support.form.waitFor();
  for (const [title, value] of Object.entries(NEW_CASE)) {
    await tabTo(page, support.field(title));
    await page.keyboard.insertText(value);
  }
  await tabTo(page, support.form.locator("button[type=submit]"));
  await page.keyboard.press("Enter");
  await support.caseNumber.waitFor();
  await page.keyboard.press("Escape");
  await support.panel.waitFor({ state: "hidden" });
  assert.ok(await isFocused(support.launcher), "closing gives the focus back to the launcher");
});

scenario("a form that is refused takes the focus to its first faulty field", {}, async ({ support, page }) => {
  await support.choose("createCase");
  await support.fill({ "First Name": "Ann" });
  await support.submit();
  await support.form.locator("[aria-invalid=true]").first().waitFor();
  // The focus moves in the frame after the error is shown.
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const field = support.field("Last Name");
  assert.ok(await isFocused(field));
  const described = await field.evaluate((input) =>
    (input.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => input.getRootNode().getElementById(id)?.textContent ?? "")
      .join(" "),
  );
  assert.match(described, /required|Enter your last name/i);
});

scenario(
  "on a screen of 320 pixels nothing needs sideways scrolling",
  { viewport: { width: 320, height: 640 } },
  async ({ support, page }) => {
    for (const intent of ["createCase", "caseStatus", "liveAgent"]) {
      await support.choose(intent);
      await support.form.waitFor();
      const overflow = await support.log.evaluate((log) => log.scrollWidth - log.clientWidth);
      assert.ok(overflow <= 0, `${overflow} px in ${intent}`);
    }
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  },
);
