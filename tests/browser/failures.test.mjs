// What goes wrong: each time one clear sentence, and nothing that was typed is lost.

import assert from "node:assert/strict";

import { REFUSED, scenarios } from "./scenario.mjs";
import { KNOWN, NEW_CASE } from "./support-window.mjs";
import { picture } from "./visitor.mjs";

const scenario = scenarios();

const FAILED_CREATION = "Your case could not be submitted.";
const FAILED_LOOK_UP = "Your request could not be completed.";

/** Ways in which an org can be away. */
const OUTAGES = {
  "answers with an error": { status: 503 },
  "answers with a page of HTML": { html: "<html><h1>Down for maintenance</h1></html>" },
  "drops the connection": { dropConnection: "beforeCommit" },
};

for (const [outage, fault] of Object.entries(OUTAGES)) {
  // R11, R12, R13
  scenario(
    `while the org ${outage}, nothing is confirmed or lost, and a second try succeeds`,
    { expected: [REFUSED] },
    async ({ support, page, system }) => {
      await system.control("faults", { method: "POST", body: fault });
      await support.choose("createCase");
      await support.fill(NEW_CASE);
      await support.submit();
      await support.hears(FAILED_CREATION);
      assert.equal(await support.caseNumber.count(), 0, "no case number is shown");
      for (const [title, value] of Object.entries(NEW_CASE)) {
        assert.equal(await support.field(title).inputValue(), value, title);
      }
      if (fault.status) await picture(page, "failed");
      await system.control("faults", { method: "DELETE" });
      await support.log.getByRole("button", { name: "Try again" }).last().click();
      await support.caseNumber.waitFor();
    },
  );
}

scenario(
  "a case whose confirmation was lost is found at the second try, not created again",
  { expected: [REFUSED] },
  async ({ support, page, system }) => {
    const keys = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/salesforceCaseCreation")) keys.push(request.headers()["idempotency-key"]);
    });
    await system.control("calls", { method: "DELETE" });
    await system.control("faults", {
      method: "POST",
      body: { path: "/composite", dropConnection: "afterCommit", once: true },
    });
    await support.choose("createCase");
    await support.fill({ ...NEW_CASE, Subject: "Lost answer" });
    await support.submit();
    await support.hears(FAILED_CREATION);
    await system.control("faults", { method: "DELETE" });
    await support.log.getByRole("button", { name: "Try again" }).last().click();
    await support.caseNumber.waitFor();
    assert.equal(keys.length, 2);
    assert.match(keys[0], /^[0-9a-f]{32}$/);
    assert.equal(keys[1], keys[0]);
    const calls = await system.control("calls");
    const creations = calls.filter(
      ({ method, path, body }) =>
        method === "POST" && path.includes("/composite") && JSON.stringify(body).includes("Lost answer"),
    );
    assert.equal(creations.length, 1);
  },
);

// R13
scenario("a look-up that fails keeps its entries", { expected: [REFUSED] }, async ({ support, system }) => {
  await system.control("faults", { method: "POST", body: { status: 500 } });
  await support.choose("caseStatus");
  await support.fill({ "Case Number": KNOWN.caseNumber, "Email Address": KNOWN.email });
  await support.submit();
  await support.hears(FAILED_LOOK_UP);
  assert.equal(await support.field("Case Number").inputValue(), KNOWN.caseNumber);
  await system.control("faults", { method: "DELETE" });
  await support.submit();
  await support.hears("Case summary: Case 00001026");
});

scenario("an expired session is renewed without the visitor noticing", {}, async ({ support, system }) => {
  await system.control("expire-sessions", { method: "POST" });
  await support.choose("caseStatus");
  await support.fill({ "Case Number": KNOWN.caseNumber, "Email Address": KNOWN.email });
  await support.submit();
  await support.hears("Case summary: Case 00001026");
});

scenario(
  "a subject of 5,000 characters gives one clear error and stays",
  { expected: [REFUSED] },
  async ({ support, page }) => {
    const subject = "x".repeat(5_000);
    await support.choose("createCase");
    await support.fill({ ...NEW_CASE, Subject: subject });
    await support.submit();
    await support.log.getByText(/longer than|characters/).last().waitFor();
    assert.equal(await support.field("Subject").inputValue(), subject);
    assert.equal(await support.field("First Name").inputValue(), NEW_CASE["First Name"]);
    await picture(page, "too-long");
  },
);

scenario("two clicks in a row send one case", {}, async ({ support, system }) => {
  await system.control("faults", { method: "POST", body: { latencyMs: 300 } });
  await system.control("calls", { method: "DELETE" });
  await support.choose("createCase");
  await support.fill({ ...NEW_CASE, Subject: "Only once" });
  await support.form.locator("button[type=submit]").dblclick();
  await support.caseNumber.waitFor();
  await system.control("faults", { method: "DELETE" });
  const calls = await system.control("calls");
  const creations = calls.filter(({ body }) => JSON.stringify(body ?? null).includes("Only once"));
  assert.equal(creations.length, 1);
});

scenario(
  "a module that does not come says so, and comes at the second try",
  { closed: true, expected: [/Failed to load resource/, /dynamically imported module/] },
  async ({ support, page }) => {
    await page.route("**/assets/**", (route) => route.abort());
    await support.launcher.click();
    await support.panel.getByText("could not be loaded").waitFor();
    await picture(page, "unreachable");
    await page.unroute("**/assets/**");
    await support.panel.getByRole("button", { name: "Try again" }).click();
    await support.choice("createCase").waitFor();
  },
);
