// Forms through the package.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { casement, cases, folder } from "./frame/package.mjs";
import { refuses } from "./frame/refusal.mjs";

const { ChangeKind, Form, lint, Linter } = casement;

/** The recorded cases of a file. */
const readRecorded = (file) =>
  gunzipSync(readFileSync(join(cases, file))).toString("utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

const DEFINITION = {
  title: "Visit",
  pages: [
    {
      name: "person",
      elements: [
        { type: "text", name: "name", title: "Your name", isRequired: true },
        { type: "boolean", name: "member" },
        { type: "text", name: "number", visibleIf: "{member} = true" },
      ],
    },
    { name: "last", elements: [{ type: "comment", name: "note", title: "Note for {name}" }] },
  ],
};

test("a form starts from an object and from JSON text alike", () => {
  for (const json of [DEFINITION, JSON.stringify(DEFINITION)]) {
    const form = new Form(json);
    assert.equal(form.state, "running");
    assert.equal(form.currentPage, "person");
    assert.equal(form.text("title"), "Visit");
    assert.deepEqual(form.problems, []);
    assert.deepEqual(form.data, {});
    assert.deepEqual([form.isFirstPage, form.isLastPage], [true, false]);
  }
});

test("long texts of any letters come as they are", () => {
  for (const letters of ["a", "ä", "a€", "😀", "\0é", `${"x".repeat(1999)}ü`]) {
    const title = letters.repeat(2000 / letters.length + 1);
    const form = new Form({ elements: [{ type: "text", name: "q", title }] });
    assert.equal(form.element("q").title, title);
    form.putData(JSON.stringify({ q: title }));
    assert.equal(form.data.q, title);
  }
});

test("an answer returns what changed because of it", () => {
  const form = new Form(DEFINITION);
  assert.equal(form.element("number").shown, false);
  const changes = form.answer("member", true);
  assert.ok(changes.some((change) => change.kind === "value" && change.element === "member"));
  assert.ok(changes.some((change) => change.kind === "shown" && change.element === "number"));
  assert.equal(form.element("number").shown, true);
  assert.deepEqual(form.data, { member: true });
});

test("elements say what they are and what they lie in", () => {
  const form = new Form(DEFINITION);
  assert.deepEqual(
    form.elements.map((element) => [element.name, element.parent, element.shown]),
    [
      ["person", null, true],
      ["name", "person", true],
      ["member", "person", true],
      ["number", "person", false],
      ["last", null, true],
      ["note", "last", true],
    ],
  );
  const { title, required, readOnly, visible, children } = form.element("name");
  assert.deepEqual(
    { title, required, readOnly, visible, children },
    { title: "Your name", required: true, readOnly: false, visible: true, children: [] },
  );
  assert.ok(!form.visibleElements.some((element) => element.name === "number"));
  assert.equal(form.element("nobody"), undefined);
});

test("an element's type is SurveyJS's", () => {
  const types = ["text", "boolean", "html", "comment", "panel", "matrixdropdown", "paneldynamic"];
  const form = new Form({
    elements: types.map((type, index) => ({ type, name: `q${index}` })),
  });
  assert.deepEqual(
    form.elements.filter(({ parent }) => parent !== null).map(({ type }) => type),
    types,
  );
});

test("an element says why it is shown or hidden", () => {
  const form = new Form(DEFINITION);
  assert.deepEqual(form.explain("number"), {
    shown: false,
    visible: false,
    empty: false,
    hiddenBy: null,
    condition: {
      text: "{member} = true",
      broken: false,
      names: [{ name: "member", known: true, value: undefined }],
      result: false,
    },
  });
  form.answer("member", true);
  const { shown, condition } = form.explain("number");
  assert.deepEqual([shown, condition.result, condition.names[0].value], [true, true, true]);
  assert.equal(form.explain("name").condition, null);
  refuses(() => form.explain("nobody"), "form/unknown-element");
});

test("answers can be reviewed before they are sent", () => {
  const form = new Form({ showPreviewBeforeComplete: true, ...DEFINITION });
  form.mergeData({ name: "Ann" });
  assert.equal(form.showPreview().ok, true);
  assert.equal(form.state, "preview");
  form.cancelPreview();
  assert.equal(form.state, "running");
});

test("pages are checked on the way", () => {
  const form = new Form(DEFINITION);
  assert.equal(form.nextPage().ok, false);
  const [{ element, errors }] = form.errors;
  assert.equal(element, "name");
  assert.equal(errors[0].type, "required");
  assert.equal(errors[0].severity, "error");
  assert.ok(errors[0].text.length > 0);
  form.answer("name", "Ann");
  assert.equal(form.nextPage().ok, true);
  assert.deepEqual(form.errors, []);
  assert.equal(form.currentPage, "last");
  assert.equal(form.element("note").title, "Note for Ann");
  assert.deepEqual([form.progress.page, form.progress.pages], [1, 2]);
  assert.equal(form.previousPage().ok, true);
});

test("a form is completed with its data, and can start again", () => {
  const form = new Form(DEFINITION);
  assert.equal(form.validate().ok, false);
  form.mergeData({ name: "Ann", extra: [1, 2] });
  assert.equal(form.complete().ok, true);
  assert.equal(form.state, "completed");
  assert.equal(form.data.name, "Ann");
  form.clear();
  assert.equal(form.state, "running");
  assert.deepEqual(form.data, {});
  form.completeUnchecked();
  assert.equal(form.state, "completed");
});

test("values, comments, variables and properties can be set from outside", () => {
  const form = new Form({
    elements: [
      { type: "text", name: "q", visibleIf: "{limit} > 3" },
      { type: "text", name: "other" },
    ],
  });
  assert.equal(form.element("q").shown, false);
  form.setVariable("limit", 5);
  assert.equal(form.element("q").shown, true);
  form.setValue("q", "x");
  assert.equal(form.element("q").value, "x");
  form.setValue("q", undefined);
  assert.deepEqual(form.data, {});
  form.setData({ other: "y" });
  assert.deepEqual(form.data, { other: "y" });
  form.setProperty("other", "title", "Another");
  assert.equal(form.element("other").title, "Another");
  form.setProperty(null, "title", "All");
  assert.equal(form.text("title"), "All");
});

test("conditions and choices that are set while a form runs hold at once and from then on", () => {
  const form = new Form({
    elements: [
      { type: "text", name: "country", validators: [{ type: "text", minLength: 2 }] },
      { type: "dropdown", name: "city", choices: ["Rome"] },
    ],
  });
  const city = form.numberOf("city");
  form.setProperty("city", "visibleIf", "{country} = 'FR'");
  assert.equal(form.element("city").shown, false);
  form.answer("country", "FR");
  assert.equal(form.element("city").shown, true);
  form.setProperty("city", "choices", ["Paris", { value: "Lyon", enableIf: "{country} = 'DE'" }]);
  assert.deepEqual(
    form.partsOf(city).choices.map(({ value, enabled }) => [value, enabled]),
    [["Paris", true], ["Lyon", false]],
  );
  form.put(city, "Paris");
  assert.deepEqual(form.data, { country: "FR", city: "Paris" });
  form.setProperty("city", "requiredIf", "{country} notempty");
  form.answer("country", "D");
  form.setProperty("city", "visibleIf", "");
  assert.equal(form.validate().ok, false);
  assert.deepEqual(form.errors.map(({ element }) => element), ["country"]);
});

test("what is wrong with a definition is told after a condition has been set, too", () => {
  const form = new Form({
    elements: [{ type: "text", name: "a", validators: [{ type: "numerik" }, { type: "email" }] }],
  });
  form.setProperty("a", "requiredIf", "{b} = 1");
  assert.deepEqual(form.problems.map(({ code }) => code), ["validator/unknown-type"]);
  form.answer("a", "x");
  assert.equal(form.validate().ok, false);
});

test("the display mode makes everything read-only", () => {
  const form = new Form(DEFINITION, { mode: "display" });
  assert.equal(form.element("name").readOnly, true);
});

test("messages in another language come from the package's files", () => {
  const german = readFileSync(join(folder, "locales/de.json"), "utf8");
  const form = new Form({ locale: "de-CH", elements: [{ type: "text", name: "a", isRequired: true }] });
  form.validate();
  for (const messages of [german, JSON.parse(german)]) {
    assert.ok(form.setMessages(messages).length > 0);
    assert.equal(form.errors[0].errors[0].text, "Bitte beantworten Sie diese Frage.");
    assert.equal(form.text("pageNextText"), "Weiter");
  }
  refuses(() => form.setMessages({ locale: "de", texts: { next: "Weiter" } }), "messages/unknown-key");
});

test("findings come with line and column", () => {
  const text = '{\n  "elements": [\n    { "type": "text", "name": "a", "visibleIf": "{b} +" }\n  ]\n}';
  const finding = lint(text).find(({ path }) => path.endsWith("visibleIf"));
  assert.equal(finding.ruleId, "expression/syntax");
  assert.equal(finding.line, 3);
  assert.ok(finding.column > 1);
  assert.ok(finding.message.length > 0);
  assert.equal(finding.severity, "error");
  const [problem] = new Form(text).problems;
  assert.equal(problem.code, "expression/syntax");
  assert.equal(problem.line, 3);
});

test("a linter follows the edits of a text", () => {
  const text = '{"title": "\u{1F600}", "elements": [{"type": "text", "name": "a", "visibleIf": "{b} = 1"}]}';
  const linter = new Linter(text);
  const [before] = linter.findings;
  assert.equal(before.ruleId, "reference/unknown");
  const at = text.indexOf('", "elements"');
  const [after] = linter.replace(at, at, " smiles");
  assert.equal(after.column, before.column + 7);
  const name = linter.text.indexOf("{b}");
  assert.deepEqual(linter.replace(name + 1, name + 2, "c")[0], lint(linter.text)[0]);
  assert.match(linter.findings[0].message, /`c`/);
  refuses(() => linter.replace(5, 1000, ""), "argument/out-of-range");
  refuses(() => linter.replace(at - 1, at, ""), "argument/out-of-range");
});

test("variables and functions of the page are known to the linter", () => {
  const form = { elements: [{ type: "text", name: "a", visibleIf: "{tier} = 1 and own({a})" }] };
  assert.deepEqual(lint(form, { variables: ["tier"], functions: ["own"] }).map((it) => it.ruleId), ["reference/self"]);
  assert.deepEqual(lint(form).map((it) => it.ruleId).sort(), ["expression/unknown-function", "reference/self", "reference/unknown"]);
});

test("findings are those of the command line on the recorded forms", () => {
  const lines = readRecorded("lint.jsonl.gz");
  const own = new Set(["cycle/visibility", "page/unreachable", "property/deprecated", "pattern/never-matches", "expression/empty", "expression/null-operand"]);
  const key = ({ ruleId, severity, path, suggestion }) => [ruleId, severity, path, suggestion ?? ""].join(" | ");
  let [wanted, found, more] = [0, 0, 0];
  for (const { json, findings } of lines) {
    const want = findings.map(key);
    const got = lint(json).filter((it) => !own.has(it.ruleId) && !/^(json|definition)\//.test(it.ruleId)).map(key);
    wanted += want.length;
    for (const one of got) {
      const at = want.indexOf(one);
      if (at < 0) more += 1;
      else { found += 1; want.splice(at, 1); }
    }
  }
  assert.ok(wanted > 1000, `only ${wanted} findings are recorded`);
  assert.ok(found >= wanted * 0.999, `${found} of ${wanted} findings`);
  assert.ok(more <= wanted * 0.001, `${more} findings that survey-core hasn't`);
});

test("broken JSON is a problem, not an exception", () => {
  const [problem] = lint('{"elements": [');
  assert.equal(problem.severity, "error");
  assert.equal(problem.line, 1);
  assert.notEqual(new Form('{"elements": [').state, "completed");
});

test("wrong calls are refused with a code", () => {
  const form = new Form(DEFINITION);
  refuses(() => new Form(), "argument/not-json", "json");
  refuses(() => new Form({ a: () => 1 }), "value/unsupported", "json.a");
  refuses(() => new Form("{}", { mode: "view" }), "options/invalid", "options.mode");
  refuses(() => new Form("{}", { locale: 1 }), "argument/not-a-string", "options.locale");
  refuses(() => new Form("{}", { randomSeed: "7" }), "argument/not-a-number", "options.randomSeed");
  refuses(() => form.answer("nobody", 1), "form/unknown-question");
  refuses(() => form.answer("name", new Map()), "value/unsupported", "value");
  refuses(() => form.answerComment("name"), "argument/not-a-string", "text");
  refuses(() => form.setProperty("nobody", "title", "x"), "form/unknown-element");
  refuses(() => form.setData("text"), "argument/not-an-object", "data");
  refuses(() => form.text(), "argument/not-a-string", "property");
  assert.deepEqual(form.data, {}, "a refused call changes nothing");
});

test("a form can be spoken to by numbers", () => {
  const form = new Form(DEFINITION);
  const [member, number, last] = ["member", "number", "last"].map((name) => form.numberOf(name));
  assert.equal(form.nameOf(number), "number");
  assert.equal(form.isShown(number), false);
  assert.ok(form.put(member, true) > 0);
  const changes = [...form.changes()];
  const pairs = changes.flatMap((kind, at) => (at % 2 ? [] : [[kind, changes[at + 1]]]));
  assert.equal(changes.length, pairs.length * 2);
  assert.ok(pairs.some(([kind, at]) => kind === ChangeKind.Value && at === member));
  assert.ok(pairs.some(([kind, at]) => kind === ChangeKind.Shown && at === number));
  assert.equal(form.isShown(number), true);
  assert.equal(form.isShown(last), true);
  assert.equal(form.put(member, true), 0, "the same answer changes nothing");
});

test("several answers, and all at once, give one list of changes", () => {
  const form = new Form(DEFINITION);
  const numbers = Uint32Array.from(["name", "member"], (name) => form.numberOf(name));
  form.putAll(numbers, ["Ann", true]);
  assert.deepEqual(form.data, { name: "Ann", member: true });
  for (const data of [{ name: "Bob" }, '{"name": "Bob"}']) {
    form.clear();
    assert.ok(form.putData(data) > 0);
    assert.deepEqual(form.data, { name: "Bob" });
  }
  form.putData({});
  assert.equal(form.check(), false);
  assert.equal(form.errorCount(numbers[0]), 1);
  assert.ok(form.changes().length > 0);
});

test("an expression is prepared once and reads what the form holds", () => {
  const form = new Form(DEFINITION);
  const named = form.prepare("{name} notempty and {extra.size} = 2");
  const twice = form.prepare("{name} + {name}");
  assert.equal(form.valueOf(named), false);
  form.putData({ name: "Ann", extra: { size: 2 } });
  assert.deepEqual(form.valuesOf(Uint32Array.of(named, twice)), [true, "AnnAnn"]);
  form.forget(named);
  refuses(() => form.valueOf(named), "form/unknown-expression");
  assert.equal(form.prepare("1"), named, "a number that was given up is used again");
  refuses(() => form.prepare("{name} +"), "expression/syntax");
});

test("cells and questions of panels have numbers", () => {
  const form = new Form({
    elements: [
      {
        type: "matrixdynamic",
        name: "table",
        rowCount: 2,
        columns: [{ name: "price", cellType: "text", inputType: "number" }],
      },
    ],
  });
  form.put(form.numberIn("table", 1, "price"), 7);
  assert.deepEqual(form.data.table[1], { price: 7 });
  refuses(() => form.numberIn("table", 2, "price"), "form/unknown-element");
  refuses(() => form.numberIn("table", 0, "cost"), "form/unknown-element");
});

test("numbers that a form doesn't have are refused", () => {
  const form = new Form(DEFINITION);
  for (const number of [6, 4294967295, -1]) {
    refuses(() => form.put(number, 1), "form/unknown-element");
    refuses(() => form.nameOf(number), "form/unknown-element");
    refuses(() => form.isShown(number), "form/unknown-element");
  }
  refuses(() => form.numberOf("nobody"), "form/unknown-element");
  refuses(() => form.valueOf(0), "form/unknown-expression");
  refuses(() => form.putAll(Uint32Array.of(0), [1, 2]), "argument/other-length", "values");
  refuses(() => form.putData("[1]"), "argument/not-an-object", "data");
  assert.deepEqual(form.data, {}, "a refused call changes nothing");
});

test("parts of a definition that JSON can't say are refused, wherever they are", () => {
  const cases = [
    [{ elements: [{ type: "text", name: "a", title: Symbol("t") }] }, "json.elements[0].title"],
    [{ elements: [{ type: "text", name: "a", validators: [() => 1] }] }, "json.elements[0].validators[0]"],
    [{ title: new Map() }, "json.title"],
    [{ title: 1n }, "json.title"],
  ];
  for (const [json, path] of cases) refuses(() => new Form(json), "value/unsupported", path);
  assert.equal(new Form({ title: new Date(0) }).state, "empty");
});

test("rows, cells and choices are drawn by their numbers", () => {
  const form = new Form({
    elements: [
      {
        type: "matrixdynamic",
        name: "lines",
        rowCount: 1,
        columns: [
          { name: "size", cellType: "dropdown", choices: ["s", { value: "l", text: "Large" }] },
          { name: "price", cellType: "text", inputType: "number", totalType: "sum" },
        ],
      },
    ],
  });
  const lines = form.numberOf("lines");
  form.addItem(lines);
  const [first, second] = form.partsOf(lines).items;
  const [size, price] = form.partsOf(first).cells;
  assert.deepEqual(
    form.partsOf(size).choices.map(({ value, text, enabled }) => [value, text, enabled]),
    [["s", "s", true], ["l", "Large", true]],
  );
  form.put(size, "l");
  assert.equal(form.partsOf(size).display, "Large");
  form.put(price, 2);
  form.put(form.questionIn(second, "price"), 3);
  assert.equal(form.questionIn(second, "nobody"), undefined);
  assert.equal(form.totalsOf(lines).find(({ column }) => column === "price").value, 5);
  assert.equal(form.elementAt(price).type, "text");
  assert.equal(form.propertyOf(price, "inputType"), "number");
  assert.equal(form.asksBeforeRemoval(first), false, "`confirmDelete` is off");
  assert.ok(form.removeItem(lines, 0).some(({ kind }) => kind === "children"));
  assert.deepEqual(form.data.lines, [{ price: 3 }]);
});

test("a lazy form makes rows when it is asked for them", () => {
  const json = {
    elements: [
      { type: "matrixdynamic", name: "m", rowCount: 2, columns: [{ name: "q", cellType: "text", defaultValue: 1 }] },
    ],
  };
  const form = new Form(json, { lazy: true });
  const table = form.numberOf("m");
  assert.equal(form.partsOf(table).items.length, 0);
  form.makeItems(table);
  assert.equal(form.partsOf(table).items.length, 2);
  assert.deepEqual(new Form(json).data, { m: [{ q: 1 }, { q: 1 }] });
});

test("a form says which bounds it has met, and where", () => {
  const form = new Form({
    elements: [
      { type: "matrixdynamic", name: "p", columns: [{ name: "q", cellType: "text" }] },
    ],
  });
  form.answer("p", Array.from({ length: 1500 }, (_, q) => ({ q })));
  assert.deepEqual(
    form.boundsMet.map(({ code, path, limit }) => [code, path, limit]),
    [["bound/items", "p", 1000]],
  );
  assert.deepEqual(new Form(DEFINITION).boundsMet, []);
});

test("no text holds up a server, whatever the pattern", () => {
  const form = new Form({
    elements: [
      { type: "text", name: "twice", validators: [{ type: "regex", regex: "^(a+)+$" }] },
      { type: "text", name: "again", validators: [{ type: "regex", regex: "^(a*)*\\1b" }] },
    ],
  });
  form.answer("twice", `${"a".repeat(5000)}!`);
  form.answer("again", "a".repeat(5000));
  assert.equal(form.validate().ok, false);
  assert.deepEqual(
    form.boundsMet.map(({ code, path }) => [code, path]),
    [["bound/pattern-time", "again"]],
  );
});

test("files are chosen, taken, refused and removed", () => {
  const form = new Form({
    elements: [
      { type: "file", name: "f", allowMultiple: true, maxSize: 1024, acceptedCategories: ["image"], acceptedTypes: ".pdf", waitForUpload: true },
      { type: "text", name: "t" },
    ],
  });
  const f = form.numberOf("f");
  assert.match(form.acceptedTypes(f), /^\.png,.*,\.pdf$/);
  assert.equal(form.acceptedTypes(form.numberOf("t")), undefined);
  assert.equal(form.chooseFiles(f, [{ name: "big", size: 2000 }]).ok, false);
  assert.equal(form.errors[0].errors[0].text, "The file size should not exceed 1 KB.");
  assert.equal(form.chooseFiles(f, [{ name: "a", size: 10 }]).ok, true);
  assert.equal(form.partsOf(f).isLoading, true);
  assert.equal(form.validate().ok, false);
  form.takeFiles(f, [{ name: "a", type: "x/y", content: "data:" }]);
  assert.equal(form.validate().ok, true);
  assert.deepEqual(form.data, { f: [{ name: "a", type: "x/y", content: "data:" }] });
  form.chooseFiles(f, [{ name: "b", size: 10 }]);
  form.refuseFiles(f, ["No room"]);
  assert.equal(form.errors[0].errors[0].text, "No room");
  form.removeFile(f, "a");
  assert.deepEqual(form.data, {});
  refuses(() => form.chooseFiles(f, "a"), "argument/not-an-array", "files");
  refuses(() => form.chooseFiles(f, [{ size: 1 }]), "argument/not-a-string", "files.name");
  refuses(() => form.takeFiles(9999, []), "form/unknown-element");
});

test("random order follows from a seed, as in survey-core, and is another one without", () => {
  const choices = Array.from({ length: 12 }, (_, at) => at);
  const json = { elements: [{ type: "radiogroup", name: "a", choices, choicesOrder: "random" }] };
  const order = (options) => {
    const form = new Form(json, options);
    return form.partsOf(form.numberOf("a")).choices.map(({ value }) => value);
  };
  // What survey-core shows for this seed.
  const wanted = [5, 8, 11, 7, 6, 1, 0, 3, 9, 10, 2, 4];
  assert.deepEqual(order({ randomSeed: 7 }), wanted);
  assert.notDeepEqual(order(), order());
});
