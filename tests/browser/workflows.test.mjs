// The three workflows from a visitor's first click to the last answer.

import assert from "node:assert/strict";

import { REFUSED, scenarios } from "./scenario.mjs";
import { KNOWN, NEW_CASE } from "./support-window.mjs";
import { PICTURES, picture } from "./visitor.mjs";

const scenario = scenarios();

const STATUS = { "Case Number": KNOWN.caseNumber, "Email Address": KNOWN.email };

async function askForStatus(support, entries = STATUS) {
  await support.choose("caseStatus");
  await support.fill(entries);
  await support.submit();
}

/** The calls of the org that created something, with what was sent. */
async function created(system) {
  const calls = await system.control("calls");
  return JSON.stringify(calls.filter(({ method }) => method === "POST").map(({ body }) => body));
}

// R2, R4, R7, R18
scenario("a case is created, and its number is shown", {}, async ({ support, page, system }) => {
  await system.control("calls", { method: "DELETE" });
  await support.choose("createCase");
  await picture(page, "create-form");
  const number = await support.createCase();
  await support.hears(`Your case number is ${number}.`);
  const sent = await created(system);
  for (const value of Object.values(NEW_CASE)) {
    assert.ok(sent.includes(JSON.stringify(value).slice(1, -1)), `${value} in ${sent}`);
  }
  await picture(page, "created");
});

// R10
scenario("an address that is none is refused beside its field", {}, async ({ support, page, system }) => {
  await system.control("calls", { method: "DELETE" });
  await support.choose("createCase");
  await support.fill({ ...NEW_CASE, "Email Address": "ann@", Subject: "" });
  await support.submit();
  await support.form.getByText("Please enter a valid email address").waitFor();
  assert.equal(await support.field("Email Address").getAttribute("aria-invalid"), "true");
  assert.equal(await support.field("Email Address").inputValue(), "ann@");
  assert.equal(await support.field("Issue Description").inputValue(), NEW_CASE["Issue Description"]);
  assert.deepEqual(await system.control("calls"), [], "the org was not asked");
  await picture(page, "create-form-errors");
});

// R14, R15, R17
scenario("the status of a case comes with its comments and a summary", {}, async ({ support, page }) => {
  await support.say("Where does my case stand?");
  await support.fill(STATUS);
  await picture(page, "status-form");
  await support.submit();
  await support.hears("Case summary: Case 00001026 is currently In Progress. Subject: Login Issue.");
  assert.equal(await support.log.locator("li").count(), 3);
  await picture(page, "status");
});

scenario("a case number without its zeros and an email in capitals are found", {}, async ({ support }) => {
  await askForStatus(support, { "Case Number": "1026", "Email Address": "JohnSmith@XYZ.com" });
  await support.hears("Case 00001026 is currently In Progress");
});

// R19, R20, R21, R29
scenario("after a status look-up a live agent comes at once", {}, async ({ support, page }) => {
  await askForStatus(support);
  await support.hears("Case summary");
  await support.say("I want to talk to a person");
  await support.requireHandoff(KNOWN);
  await picture(page, "handoff");
});

// R21
scenario("after a creation a live agent comes at once", {}, async ({ support }) => {
  await support.choose("createCase");
  const caseNumber = await support.createCase();
  await support.choose("liveAgent");
  await support.requireHandoff({ email: NEW_CASE["Email Address"], caseNumber });
});

// R3, R22, R23, R25
scenario("a live agent comes by the branch with a case at hand", {}, async ({ support, page }) => {
  await support.choose("liveAgent");
  await support.pick("Yes, I have a case number");
  await picture(page, "agent-form");
  await support.submit();
  await support.pick("Yes, I have it");
  await support.fill(STATUS);
  await picture(page, "agent-form-verification");
  await support.submit();
  await support.requireHandoff(KNOWN);
});

// R3, R24
scenario("a live agent comes by the branch that creates a case", {}, async ({ support }) => {
  await support.choose("liveAgent");
  await support.pick("No, I need to create a case");
  await support.submit();
  await support.fill(NEW_CASE);
  await support.submit();
  await support.hears("Connecting you with a live agent");
  const [{ CaseNumber: caseNumber }] = await support.announced();
  await support.requireHandoff({ email: NEW_CASE["Email Address"], caseNumber });
});

// R3
scenario("a mind changed in the middle leaves nothing of the other branch", {}, async ({ support, page, system }) => {
  await system.control("calls", { method: "DELETE" });
  await support.choose("liveAgent");
  await support.pick("Yes, I have a case number");
  await support.submit();
  await support.pick("Yes, I have it");
  await support.fill({ "Case Number": "99999999", "Email Address": "other@example.com" });
  await support.pick("No, I cannot find it");
  await support.form.getByText("No problem!").waitFor();
  await picture(page, "agent-form-mind-changed");
  await support.submit();
  await support.fill(NEW_CASE);
  await support.submit();
  await support.hears("Connecting you with a live agent");
  const sent = await created(system);
  assert.doesNotMatch(sent, /99999999|other@example\.com/);
  assert.equal((await support.announced())[0].email, NEW_CASE["Email Address"]);
});

// R16, R23, R24
scenario(
  "a case that is not found can be created, and the live agent still comes",
  { expected: [REFUSED] },
  async ({ support, page }) => {
    await support.choose("liveAgent");
    await support.pick("Yes, I have a case number");
    await support.submit();
    await support.pick("Yes, I have it");
    await support.fill({ "Case Number": "00009999", "Email Address": KNOWN.email });
    await support.submit();
    await support.hears("I could not find a case with this case number and email address.");
    await picture(page, "not-found");
    assert.deepEqual(await support.announced(), []);
    await support.choose("createCase");
    const caseNumber = await support.createCase();
    await support.requireHandoff({ email: NEW_CASE["Email Address"], caseNumber });
  },
);

// R16
scenario(
  "an unknown number and a wrong email are answered alike",
  { expected: [REFUSED] },
  async ({ support }) => {
    const answer = "I could not find a case with this case number and email address. Please check both";
    await askForStatus(support, { ...STATUS, "Case Number": "00009999" });
    await support.hears(answer);
    await support.fill({ "Case Number": KNOWN.caseNumber, "Email Address": "somebody@example.com" });
    await support.submit();
    await support.log.getByText(answer).nth(1).waitFor();
  },
);

scenario(
  "on a phone the window fills the screen, and shows what was answered",
  { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  async ({ support, page }) => {
    const { width, height } = await support.panel.boundingBox();
    assert.deepEqual([Math.round(width), Math.round(height)], [360, 740]);
    await askForStatus(support);
    await support.hears("Case summary");
    await support.choose("liveAgent");
    await support.requireHandoff(KNOWN);
    const last = await support.log.locator("[data-item]").last().boundingBox();
    assert.ok(last.y >= 0 && last.y < 740, "the hand-off is in view");
    await page.screenshot({ path: `${PICTURES}/handoff-by-touch.png` });
  },
);

// R28
scenario("a second session knows nothing of the first", {}, async ({ support, page }) => {
  await askForStatus(support);
  await support.hears("Case summary");
  await support.element.getByRole("button", { name: "Start over" }).click();
  assert.equal(await support.log.getByText("Case summary").count(), 0);
  await support.choose("liveAgent");
  await support.form.getByText("Have you opened a case?").waitFor();
  assert.deepEqual(await support.announced(), []);

  await page.reload();
  await support.open();
  await support.choose("caseStatus");
  assert.equal(await support.field("Case Number").inputValue(), "");
  assert.equal(await support.field("Email Address").inputValue(), "");
});
