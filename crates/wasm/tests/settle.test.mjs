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

const NAMES = {
  pages: [
    {
      name: "first",
      elements: [
        {
          type: "text",
          name: "name",
          validators: [{ type: "expression", expression: "isFree({name})", text: "taken" }],
        },
        { type: "text", name: "size", visibleIf: "twice({name.length}) > 6" },
      ],
    },
    { name: "last", elements: [{ type: "text", name: "note" }] },
  ],
};

test("a page waits for a validator whose result comes later, and goes on", async () => {
  const asked = [];
  const form = new Form(NAMES, {
    functions: { twice: (length) => 2 * length },
    asyncFunctions: {
      isFree: async (name) => {
        asked.push(name);
        return name !== "ada";
      },
    },
  });
  form.answer("name", "ada");
  form.nextPage();
  assert.equal(form.currentPage, "first");
  await settle(form);
  assert.equal(form.currentPage, "first");
  assert.deepEqual(form.errors[0].errors.map(({ text }) => text), ["taken"]);
  form.answer("name", "grace");
  form.nextPage();
  await settle(form);
  assert.equal(form.currentPage, "last");
  assert.deepEqual(asked, ["ada", "grace"]);
  form.previousPage();
  form.nextPage();
  assert.equal(form.currentPage, "last");
  assert.equal(asked.length, 2);
});

test("late-result: a result for values that have changed since decides nothing", () => {
  const form = new Form(
    { elements: [{ type: "text", name: "a" }, { type: "text", name: "b", visibleIf: "allowed({a})" }] },
    { asyncFunctions: { allowed: async () => true } },
  );
  const next = () => form.takeCalls()[0].id;
  form.answerCall(next(), true);
  assert.equal(form.element("b").shown, true);
  form.answer("a", 1);
  const early = next();
  form.answer("a", 2);
  const late = next();
  form.answerCall(late, false);
  assert.equal(form.element("b").shown, false);
  form.answerCall(early, true);
  assert.equal(form.element("b").shown, false);
  form.answer("a", 1);
  assert.equal(form.element("b").shown, true, "it is known by now");
});

test("a function that fails gives nothing, and a validator doesn't pass", async () => {
  const failures = [];
  const form = new Form(NAMES, {
    functions: { twice: () => { throw new Error("no"); } },
    asyncFunctions: { isFree: async () => { throw new Error("down"); } },
  });
  form.answer("name", "ada");
  assert.equal(form.element("size").shown, false);
  form.nextPage();
  await settle(form, { failed: (error, name) => failures.push([error.message, name]) });
  assert.deepEqual(failures, [["down", "isFree"]]);
  assert.equal(form.errors[0].errors[0].text, "taken");
});

test("functions that are none are refused", () => {
  refuses(() => new Form(NAMES, { functions: { twice: 2 } }), "options/invalid", "options.functions");
  refuses(() => new Form(NAMES, { asyncFunctions: 5 }), "options/invalid", "options.asyncFunctions");
  const form = new Form(NAMES);
  refuses(() => form.answerCall(0, true), "form/unknown-call");
});
