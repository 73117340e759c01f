// The conversation and the directive through the package.

import assert from "node:assert/strict";
import { test } from "node:test";

import { casement } from "./frame/package.mjs";
import { refuses } from "./frame/refusal.mjs";

const { Conversation, parseDirective, renderDirective } = casement;

const CASE = { email: "ann@example.com", caseNumber: "00001026" };
const FOUND = {
  email: CASE.email,
  CaseNumber: CASE.caseNumber,
  Status: "In Progress",
  Subject: "Login Issue",
  Priority: "Medium",
  CreatedDate: "2024-05-15T10:20:30.000Z",
  comments: [{ CommentBody: "We look into it.", CreatedDate: "2024-05-15T11:00:00.000Z" }],
};

/** The one action with this key. */
function only(actions, key) {
  const found = actions.filter((action) => key in action);
  assert.equal(found.length, 1, `${key} in ${JSON.stringify(actions)}`);
  return found[0][key];
}

// R14, R15, R17, R21
test("a status look-up is followed by a hand-off without another question", () => {
  const conversation = new Conversation();
  const { form } = only(conversation.handle({ choose: "caseStatus" }), "showForm");
  const answers = { caseNumber: CASE.caseNumber, email: CASE.email };
  const call = only(conversation.handle({ submit: { form, answers } }), "callTool");
  assert.equal(call.tool, "salesforceCaseManagement");
  assert.deepEqual(call.arguments, { caseNumber: CASE.caseNumber, email: CASE.email });
  const shown = conversation.handle({ toolResult: { tool: call.tool, ok: true, result: FOUND } });
  assert.ok(shown.some(({ say }) => say?.text.includes("We look into it.")));
  const handoff = only(conversation.handle({ choose: "liveAgent" }), "handoff");
  assert.equal(handoff.directive, renderDirective(CASE.email, CASE.caseNumber));
});

// R28
test("two conversations know nothing of each other", () => {
  const [one, other] = [new Conversation(), new Conversation()];
  one.handle({ choose: "caseStatus" });
  const answers = { caseNumber: CASE.caseNumber, email: CASE.email };
  one.handle({ submit: { form: "Fetch_status_of_a_case", answers } });
  const { prefill } = only(other.handle({ choose: "caseStatus" }), "showForm");
  assert.deepEqual(prefill, {});
});

// R5
test("a site's own form replaces a standard one, and a broken one is refused", () => {
  refuses(
    () => new Conversation({ forms: { Create_case: "{" } }),
    "forms/invalid",
    "options.forms.Create_case",
  );
  refuses(
    () => new Conversation({ forms: { Create_case: 12 } }),
    "argument/not-json",
    "options.forms.Create_case",
  );
});

test("an event that is none is refused", () => {
  const conversation = new Conversation();
  for (const event of [{}, { shout: "hello" }, { say: 1 }, { choose: "tea" }, [], "text"]) {
    refuses(() => conversation.handle(event), "event/invalid");
  }
  refuses(() => conversation.handle(), "argument/not-json", "event");
});

// R19, R20
test("a directive is rendered from real values and parsed strictly", () => {
  const line = renderDirective(CASE.email, CASE.caseNumber);
  assert.equal(
    line,
    '[directive=liveAgent data={"email":"ann@example.com", "CaseNumber":"00001026"} ]',
  );
  assert.deepEqual(parseDirective(line), { email: CASE.email, CaseNumber: CASE.caseNumber });
  refuses(() => renderDirective("nobody", CASE.caseNumber), "directive/email");
  refuses(() => renderDirective(CASE.email, ""), "directive/case-number");
  refuses(() => renderDirective(CASE.email), "argument/not-a-string", "caseNumber");
  refuses(() => parseDirective(`${line} and more`), "directive/syntax");
});
