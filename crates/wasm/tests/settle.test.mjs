// Choices that are fetched, with a `fetch` that answers from a table.

import assert from "node:assert/strict";
import { test } from "node:test";

import { settle } from "../settle.mjs";
import { casement } from "./frame/package.mjs";
import { refuses } from "./frame/refusal.mjs";

const { Form } = casement;

const DEFINITION = {
  elements: [
    { type: "dropdown", name: "region", choicesByUrl: { url: "/regions" } },
    {
      type: "dropdown",
      name: "country",
      choicesByUrl: { url: "/countries?of={region}", valueName: "code", titleName: "name" },
    },
  ],
};

const ANSWERS = {
  "/regions": ["eu", "us"],
  "/countries?of=eu": [{ code: "PT", name: "Portugal" }],
};

/** A `fetch` that knows some addresses, and notes which were asked for. */
function table(asked = []) {
  return async (url) => {
    asked.push(url);
    return url in ANSWERS
      ? { status: 200, statusText: "OK", text: async () => JSON.stringify(ANSWERS[url]) }
      : { status: 404, statusText: "Not Found", text: async () => "nobody" };
  };
}

const choices = (form, name) => form.partsOf(form.numberOf(name)).choices.map(({ text }) => text);

test("settle fetches what is wanted, and asks again when an address changes", async () => {
  const form = new Form(DEFINITION);
  const asked = [];
  assert.equal(form.partsOf(form.numberOf("region")).isLoading, true);
  await settle(form, { fetch: table(asked) });
  assert.deepEqual(choices(form, "region"), ["eu", "us"]);
  assert.deepEqual(choices(form, "country"), []);
  form.answer("region", "eu");
  await settle(form, { fetch: table(asked) });
  assert.deepEqual(choices(form, "country"), ["Portugal"]);
  assert.deepEqual(asked, ["/regions", "/countries?of=eu"]);
});

test("what fails is said beside the question", async () => {
  const failing = { elements: [{ type: "dropdown", name: "country", choicesByUrl: { url: "/none" } }] };
  const form = new Form(failing);
  const changes = [];
  await settle(form, { fetch: table(), changed: (some) => changes.push(...some) });
  const [{ errors }] = form.errors;
  assert.deepEqual(
    errors.map(({ type, text }) => [type, text]),
    [["webrequest", "The request returned error 'Not Found'. nobody"]],
  );
  assert.ok(changes.some(({ kind, element }) => kind === "errors" && element === "country"));
  const offline = new Form(failing);
  await settle(offline, { fetch: async () => { throw new TypeError("no network"); } });
  assert.match(offline.errors[0].errors[0].text, /no network/);
});

test("an answer to a request that isn't waited for is refused", () => {
  const form = new Form(DEFINITION);
  const [{ id, url, element }] = form.takeRequests();
  assert.deepEqual([url, element], ["/regions", "region"]);
  form.answerRequest(id, "[]");
  refuses(() => form.answerRequest(id, "[]"), "form/unknown-request");
  refuses(() => form.answerRequest(id, 5), "argument/not-a-string");
});

test("answers are JSON, lines, or XML", () => {
  const cases = [
    ['["a","b"]', {}, ["a", "b"]],
    ["a|Alpha\nb\n", {}, ["Alpha", "b"]],
    ["<list><item><n>a</n></item><item><n>b</n></item></list>", { path: "list,item" }, ["a", "b"]],
  ];
  for (const [text, more, want] of cases) {
    const form = new Form({ elements: [{ type: "dropdown", name: "q", choicesByUrl: { url: "u", ...more } }] });
    form.answerRequest(form.takeRequests()[0].id, text);
    assert.deepEqual(choices(form, "q"), want, text);
  }
});
