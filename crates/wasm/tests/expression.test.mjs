// Expressions through the package.

import assert from "node:assert/strict";
import { test } from "node:test";

import { casement } from "./frame/package.mjs";
import { refuses } from "./frame/refusal.mjs";

const { Expression, Expressions, evaluate } = casement;

test("an expression is evaluated in one call", () => {
  assert.equal(evaluate("{a} + {b}", { a: 1, b: 2 }), 3);
  assert.equal(evaluate("iif({age} >= 18, 'adult', 'minor')", { age: 20 }), "adult");
  assert.deepEqual(evaluate("{items}", { items: [1, { a: null }] }), [1, { a: null }]);
  assert.equal(evaluate("1 + 1"), 2);
});

test("a prepared expression is evaluated as often as one likes", () => {
  const expression = new Expression("{age} >= 18 and {age} < {Limit}");
  assert.equal(expression.holds({ age: 20, limit: 30 }), true);
  assert.equal(expression.holds({ age: 40, limit: 30 }), false);
  assert.deepEqual(expression.names, ["age", "Limit"]);
  assert.deepEqual(expression.problems, []);
  assert.equal(expression.text, "{age} >= 18 and {age} < {Limit}");
});

test("a text with a syntax error says where, is null and never holds", () => {
  const expression = new Expression("'ü' + ");
  const [problem] = expression.problems;
  assert.match(problem.code, /^expression\//);
  assert.ok(problem.start <= problem.end && problem.end <= "'ü' + ".length);
  assert.equal(expression.evaluate({}), null);
  assert.equal(expression.holds({}), false);
  refuses(() => evaluate("'ü' + "), problem.code);
});

test("the clock can be fixed, so that results can be repeated", () => {
  const options = { now: Date.parse("2024-05-15T10:20:30.000Z"), utcOffset: 0 };
  assert.equal(evaluate("year(today())", {}, options), 2024);
  assert.equal(evaluate("year(today())", {}, { ...options, now: new Date(0) }), 1970);
  assert.equal(evaluate("year(today())"), new Date().getFullYear());
});

test("values that no answer can be are refused with their path", () => {
  refuses(() => evaluate("{a}", { a: () => 1 }), "value/unsupported", "values.a");
  refuses(() => evaluate("{a}", { a: [1n] }), "value/unsupported", "values.a[0]");
  refuses(() => evaluate("{a}", { a: Symbol("s") }), "value/unsupported", "values.a");
  const cycle = {};
  cycle.self = cycle;
  refuses(() => evaluate("{a}", cycle), "value/cycle", "values.self");
});

test("arguments of a wrong type are refused", () => {
  refuses(() => evaluate(), "argument/not-a-string", "expression");
  refuses(() => new Expression(12), "argument/not-a-string", "expression");
  refuses(() => evaluate("1", "text"), "argument/not-an-object", "values");
  refuses(() => evaluate("1", {}, { now: "today" }), "options/invalid", "options.now");
  refuses(() => evaluate("1", {}, { utcOffset: NaN }), "options/invalid", "options.utcOffset");
});

test("many expressions are prepared in one object", () => {
  const all = new Expressions(["{a} + 1", "{a} +", "{a} > 1"]);
  assert.equal(all.length, 3);
  assert.deepEqual([0, 1, 2].map((at) => all.isValid(at)), [true, false, true]);
  assert.deepEqual(all.problems(1), new Expression("{a} +").problems);
  assert.equal(all.evaluate(0, { a: 2 }), 3);
  assert.deepEqual(all.evaluateAll({ a: 2 }), [3, null, true]);
  refuses(() => all.evaluate(3), "argument/out-of-range");
  refuses(() => new Expressions("{a}"), "argument/not-an-array", "expressions");
  refuses(() => new Expressions(["{a}", 1]), "argument/not-a-string", "expressions");
});
