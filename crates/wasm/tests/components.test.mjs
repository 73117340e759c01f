// Question types that a page registers, and elements under choices.

import assert from "node:assert/strict";
import { test } from "node:test";

import { casement } from "./frame/package.mjs";
import { refuses } from "./frame/refusal.mjs";

const { Form, lint } = casement;

const FULL_NAME = {
  name: "fullname",
  title: "Full name",
  defaultQuestionTitle: "Your name",
  elementsJSON: [
    { type: "text", name: "first", isRequired: true },
    { type: "text", name: "last", visibleIf: "{composite.first} notempty" },
  ],
};

/** Kept in metres, typed in centimetres. */
const LENGTH = {
  name: "Length",
  questionJSON: { type: "text", inputType: "number" },
  getValue: (centimetres) => (centimetres === undefined ? undefined : centimetres / 100),
  setValue: (metres) => (metres === undefined ? undefined : metres * 100),
  getErrorText: (metres) => (metres > 3 ? "too long" : undefined),
  getDisplayValue: (metres) => `${metres} m`,
};

test("several elements are one question whose answer is an object", () => {
  const form = new Form(
    { elements: [{ type: "fullname", name: "author" }, { type: "text", name: "mail", visibleIf: "{author.first} = 'A'" }] },
    { components: [FULL_NAME] },
  );
  assert.deepEqual(form.problems, []);
  assert.deepEqual([form.element("author").type, form.element("author").title], ["fullname", "Your name"]);
  const author = form.numberOf("author");
  const [first, last] = ["first", "last"].map((name) => form.questionIn(author, name));
  assert.equal(form.isShown(last), false);
  assert.equal(form.complete().ok, false);
  form.put(first, "A");
  assert.deepEqual([form.isShown(last), form.element("mail").shown], [true, true]);
  form.put(last, "B");
  assert.equal(form.complete().ok, true);
  assert.deepEqual(form.data, { author: { first: "A", last: "B" } });
});

test("one question under another name turns values by the page's functions", () => {
  const form = new Form({ elements: [{ type: "length", name: "table" }] }, { components: [LENGTH] });
  const table = form.numberOf("table");
  const inside = form.questionIn(table, "any");
  form.put(inside, 250);
  assert.deepEqual(form.data, { table: 2.5 });
  assert.equal(form.partsOf(table).display, "2.5 m");
  form.put(table, 4);
  assert.equal(form.elementAt(inside).value, 400);
  assert.equal(form.validate().ok, false);
  assert.deepEqual(form.element("table").errors.map(({ text }) => text), ["too long"]);
});

test("a function that throws leaves nothing", () => {
  const broken = { ...LENGTH, getValue: () => { throw new Error("no"); } };
  const form = new Form({ elements: [{ type: "length", name: "table" }] }, { components: [broken] });
  form.put(form.questionIn(form.numberOf("table"), "any"), 250);
  assert.deepEqual(form.data, {});
});

test("a type that nobody registered stays a problem with its place", () => {
  const json = { elements: [{ type: "fullname", name: "author" }] };
  const found = (options) => new Form(json, options).problems.map(({ code, path }) => [code, path]);
  assert.deepEqual(found(undefined), [["element/unknown-type", "elements[0].type"]]);
  assert.deepEqual(found({ components: [FULL_NAME] }), []);
  const unknown = (options) => lint(json, options).filter((it) => it.ruleId === "element/unknown-type");
  assert.equal(unknown({}).length, 1);
  assert.equal(unknown({ components: [FULL_NAME, LENGTH] }).length, 0);
});

test("what can't be registered is refused with its place", () => {
  const at = (...components) => () => new Form({}, { components });
  refuses(at({ questionJSON: { type: "text" } }), "options/invalid", "options.components[0]");
  refuses(at(FULL_NAME, { name: "text", questionJSON: { type: "text" } }), "options/invalid", "options.components[1].name");
  refuses(at(5), "options/invalid", "options.components[0]");
});

test("elements under a choice have its number, and answers of their own", () => {
  const form = new Form({
    elements: [
      {
        type: "radiogroup",
        name: "how",
        choices: ["mail", { value: "phone", elements: [{ type: "text", name: "number", isRequired: true }] }],
      },
    ],
  });
  assert.deepEqual(form.problems, []);
  const how = form.numberOf("how");
  const [mail, phone] = form.partsOf(how).choices;
  assert.equal(mail.panel, undefined);
  assert.deepEqual([...form.partsOf(phone.panel).children], [form.numberOf("number")]);
  assert.deepEqual([form.element("number").parent, form.element("how").children], ["how", ["number"]]);
  assert.equal(form.validate().ok, true);
  form.put(how, "phone");
  assert.equal(form.validate().ok, false);
  form.answer("number", "1");
  form.put(how, "mail");
  assert.equal(form.complete().ok, true);
  assert.deepEqual(form.data, { how: "mail" });
});

test("functions of a component change answers inside and react to them", () => {
  const calls = [];
  const order = {
    name: "order",
    elementsJSON: [
      { type: "text", name: "count", inputType: "number" },
      { type: "text", name: "price", inputType: "number" },
      { type: "text", name: "sum" },
    ],
    createElements: () => [{ type: "comment", name: "note", visible: false }],
    onLoaded: () => ({ "price.title": "Price!" }),
    onValueChanging: (value, name, count) => (name === "count" ? Math.min(count, 10) : count),
    onValueChanged: (value, name, changed) => {
      calls.push([value, name, changed]);
      return name === "sum" ? undefined : { sum: (value.count ?? 0) * (value.price ?? 0), "note.visible": value.count > 5 };
    },
  };
  const form = new Form({ elements: [{ type: "order", name: "o" }] }, { components: [order] });
  const inside = (name) => form.questionIn(form.numberOf("o"), name);
  assert.equal(form.textOf(inside("price"), "title"), "Price!");
  form.put(inside("price"), 3);
  form.put(inside("count"), 70);
  assert.deepEqual(form.data, { o: { price: 3, sum: 30, count: 10 } });
  assert.equal(form.isShown(inside("note")), true);
  assert.deepEqual(calls[1], [{ price: 3, sum: 0, count: 10 }, "count", 10]);
  const wrong = { ...order, createElements: () => ({}) };
  refuses(() => new Form({}, { components: [wrong] }), "options/invalid");
});
