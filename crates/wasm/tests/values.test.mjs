// Values cross to the module and back unchanged, or are refused with a path.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { casement, root } from "./frame/package.mjs";
import { refuses } from "./frame/refusal.mjs";

const { evaluate, Form } = casement;

/** A value after its way through the module. */
const back = (value) => evaluate("{a}", { a: [value] })[0];

test("what an answer can be crosses unchanged", () => {
  const proto = JSON.parse('{"__proto__": {"polluted": true}}');
  const letters = ["", "a", "\0", "ü", "Grüße \u{1F600}", "x".repeat(47), "x".repeat(48), `${"x".repeat(48)}ü`, "ü".repeat(300)];
  for (const value of [
    undefined, null, true, false, 0, -1.5e300, NaN, -Infinity, ...letters, new Date(1715768430000),
    [], [1, [2, [undefined]], null], {}, { b: 1, a: { c: [new Date(0)] }, 7: "seven" }, proto, "y".repeat(100_000),
  ]) {
    assert.deepStrictEqual(back(value), value);
  }
  assert.deepStrictEqual(back(Object.create(null)), {});
  assert.ok(Number.isNaN(back(new Date(NaN)).getTime()));
  assert.equal(back([, , 3]).length, 3);
  assert.deepEqual(Object.keys(back(proto)), ["__proto__"]);
  assert.equal(back(proto).polluted, undefined);
  assert.equal(back("\ud800"), "\ufffd", "half of a surrogate pair is none of a text");
});

test("what no answer can be is refused with its path", () => {
  const cyclic = { b: {} };
  cyclic.b.c = cyclic;
  const own = [];
  own.push(own);
  const cases = [
    [() => 1, "value/unsupported", "value"],
    [{ a: [1, Symbol("s")] }, "value/unsupported", "value.a[1]"],
    [[10n], "value/unsupported", "value[0]"],
    [{ m: new Map() }, "value/unsupported", "value.m"],
    [/x/, "value/unsupported", "value"],
    [cyclic, "value/cycle", "value.b.c"],
    [own, "value/cycle", "value[0]"],
    [{ get a() { throw 1; } }, "value/unreadable", "value"],
    [new Proxy({}, { ownKeys() { throw 1; } }), "value/unreadable", "value"],
    [{ [Symbol.toStringTag]: "Date" }, "value/unreadable", "value"],
  ];
  const form = new Form({ elements: [{ type: "text", name: "q" }] });
  for (const [value, code, path] of cases) refuses(() => form.setValue("q", value), code, path);
});

test("one part in two places is no cycle", () => {
  const part = {};
  assert.deepEqual(back([part, part]), [{}, {}]);
});

test("depth and size are bounded", () => {
  const nested = (depth) => JSON.parse("[".repeat(depth) + "]".repeat(depth));
  const form = new Form({});
  form.setVariable("v", nested(100));
  refuses(() => form.setVariable("v", nested(101)), "value/too-deep");
  let shared = [1];
  for (let i = 0; i < 40; i++) shared = [shared, shared];
  refuses(() => form.setVariable("v", shared), "value/too-large");
  refuses(() => form.setVariable("v", new Array(4e9)), "value/too-large");
});

test("a getter that calls the package while it is read disturbs nothing", () => {
  const value = { first: 1, get sum() { return evaluate("{a} + {b}", { a: 1, b: "x".repeat(200) }); }, last: "end" };
  assert.deepEqual(back(value), { first: 1, sum: `1${"x".repeat(200)}`, last: "end" });
});

test("data of many members cross as they are, whatever data came before them", () => {
  const form = new Form({});
  const crossed = (data) => {
    form.putData(data);
    return form.data;
  };
  const many = (make) => Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`k${at}`, make(at)]));
  const kinds = [1, "text", true, false, -1.5, "K\u00f6ln \u{1f600}", [1, { a: [2] }], { b: { c: 1 } }, null, "x".repeat(99)];
  const first = many((at) => kinds[at % kinds.length]);
  const others = { ...many((at) => at + 1), 7: "seven", "\u00fc": 1 };
  const longer = { ...first, last: 1 };
  const dated = { ...first, k1: new Date(5), k2: [new Date(6), undefined], k4: NaN };
  const gotten = { ...first, get k3() { return evaluate("{k1}", others); } };
  for (const data of [first, first, others, first, longer, others, gotten, first, gotten, dated]) {
    assert.deepStrictEqual(crossed(data), { ...data });
    assert.deepStrictEqual(Object.keys(form.data), Object.keys(data));
  }
  // Keys that are one text here.
  const halves = { ...first, "\ud800": 1, "\ud801": 2 };
  for (let time = 0; time < 2; time++) assert.deepStrictEqual(crossed(halves), { ...first, "\ufffd": 2 });
  assert.deepStrictEqual(crossed(first), first);
  const refused = { ...first, k5: [1, () => 1] };
  refuses(() => crossed(refused), "value/unsupported", "data.k5[1]");
  assert.deepStrictEqual(form.data, first);
  refuses(() => crossed({ ...others, get k4() { throw 1; } }), "value/unreadable");
  assert.deepStrictEqual(crossed(others), others);
  const freed = new Form({});
  freed.free();
  refuses(() => freed.putData({ ...first, new: 1 }), "object/freed");
  assert.deepStrictEqual(crossed({ ...first, new: 1 }), { ...first, new: 1 });
});

test("a getter of large data that reads a form while it is read disturbs nothing", () => {
  const form = new Form({ title: "Title" });
  const many = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`k${at}`, `value ${at}`]));
  form.putData(many);
  const gotten = { ...many, get k3() { return form.text("title"); }, get k1500() { return Object.keys(form.data).length; } };
  for (let time = 0; time < 2; time++) {
    form.putData(gotten);
    assert.deepStrictEqual(form.data, { ...many, k3: "Title", k1500: 2000 });
  }
});

test("a function that calls the package while it is called disturbs nothing", () => {
  let form;
  const functions = {
    twice: (value) => evaluate("{v} * 2", { v: value }),
    other: () => form?.data.b ?? "none",
    broken: () => form.setValue("b", 1),
  };
  form = new Form({ elements: [{ type: "text", name: "a" }, { type: "text", name: "b" }] }, { functions });
  const [twice, other, broken] = ["twice({a})", "other()", "broken()"].map((text) => form.prepare(text));
  form.setData({ a: 4, b: "x" });
  assert.deepEqual(form.valuesOf(Uint32Array.of(twice, other)), [8, "x"]);
  assert.equal(form.valueOf(broken), null, "what changes the form that is at work is refused");
  assert.deepEqual(form.data, { a: 4, b: "x" });
});

test("an object that was given back is refused", () => {
  const form = new Form({});
  form.free();
  form.free();
  refuses(() => form.data, "object/freed");
});

test("patterns are those of JavaScript", () => {
  const form = new Form({
    elements: [{ type: "text", name: "q", validators: [{ type: "regex", regex: "^a(?=b)\\w?$" }] }],
  });
  form.setValue("q", "ab");
  assert.equal(form.validate().ok, true);
  form.setValue("q", "ac");
  assert.equal(form.validate().ok, false);
});

test("the module knows its operations by the numbers of the package's tables", () => {
  const read = (file) => readFileSync(join(root, "crates/wasm/src", file), "utf8");
  const [, tables] = /const TABLES = \{([^]*?)\n\};/.exec(read("js/held.js"));
  const names = [...tables.matchAll(/"([^"]*)"/g)].flatMap(([, table]) => table.trim().split(/ +/));
  const [, list] = /\noperations! \{([^]*?)\n\}/.exec(read("operation.rs"));
  const numbered = list.trim().split(/\s+/);
  assert.equal(names.length, numbered.length);
  names.forEach((entry, at) => {
    const name = /\w+/.exec(entry)[0].toLowerCase();
    assert.ok(numbered[at].toLowerCase().includes(name), `${at}: ${name} and ${numbered[at]}`);
  });
});

test("the module's records have the members that the package reads", () => {
  const read = (file) => readFileSync(join(root, "crates/wasm/src", file), "utf8");
  const [, records] = /const RECORDS = \[([^]*?)\n\]/.exec(read("js/crossing.js"));
  const [, kinds] = /enum Record \{([^]*?)\n\}/.exec(read("output.rs"));
  assert.equal(records.match(/"/g).length / 2, kinds.match(/^ {4}\w+,/gm).length);
});
