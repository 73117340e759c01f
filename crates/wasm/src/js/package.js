// Expressions and forms as the package has them; `held.js` says what they do.

import { ask, askValue, jsonText, list, memory, putValue, WRITERS } from "./crossing.js";
import { calls, fill, Held, operations } from "./held.js";
import { begin, componentsOf, hostOf, invalid, member, release, writeHost } from "./host.js";
import { stringify } from "./plain.js";
import { wrong } from "./refusal.js";

const { package: own, expressions: many, form } = operations;
/** Those that are called most often: looking them up in the table takes a tenth of such a call. */
const { valueOf: VALUE_OF, put: PUT } = form;

/** Lets the module do something with values and options, which are given back afterwards. */
function withHost(operation, object, place, expression, values, options) {
  const host = hostOf(options);
  try {
    return ask(operation, object, place, () => {
      writeHost(host);
      if (expression !== undefined) WRITERS.text(expression, "expression");
      WRITERS.data(values, "values");
    });
  } finally {
    release(host);
  }
}

function prepared(texts) {
  return ask(own.newExpressions, 0, 0, () => putValue(texts));
}

export class Expression extends Held {
  #text;

  constructor(expression) {
    if (typeof expression !== "string") throw wrong("expression", "a string");
    super(prepared(JSON.stringify([expression])));
    this.#text = expression;
  }

  get text() {
    return this.#text;
  }

  get names() {
    return ask(many.names, Held.at(this), 0);
  }

  get problems() {
    return ask(many.problems, Held.at(this), 0);
  }

  get isValid() {
    return ask(many.isValid, Held.at(this), 0);
  }

  evaluate(values, options) {
    return withHost(many.evaluate, Held.at(this), 0, undefined, values, options);
  }

  holds(values, options) {
    return withHost(many.holds, Held.at(this), 0, undefined, values, options);
  }
}

export class Expressions extends Held {
  constructor(expressions) {
    // As one text: each by itself would cost more to bring to the module than to parse.
    super(prepared(stringify(list(expressions, "expressions"), "expressions")));
  }

  evaluate(place, values, options) {
    return withHost(many.evaluate, Held.at(this), place, undefined, values, options);
  }

  evaluateAll(values, options) {
    return withHost(many.evaluateAll, Held.at(this), 0, undefined, values, options);
  }
}
fill(Expressions, calls.expressions.filter(({ name }) => !["names", "holds"].includes(name)));

export function evaluate(expression, values, options) {
  if (typeof expression !== "string") throw wrong("expression", "a string");
  return withHost(own.evaluate, 0, 0, expression, values, options);
}

export class Form extends Held {
  constructor(json, options) {
    const host = hostOf(options);
    try {
      const components = componentsOf(options, host);
      const locale = member(options, "locale") ?? "";
      if (typeof locale !== "string") throw wrong("options.locale", "a string");
      const mode = member(options, "mode");
      if (typeof mode === "string" && mode !== "edit" && mode !== "display") {
        throw invalid("options.mode", '"edit" or "display"');
      }
      const isLazy = member(options, "lazy");
      const seed = member(options, "randomSeed") ?? Math.floor(Math.random() * 2 ** 31);
      if (typeof seed !== "number") throw wrong("options.randomSeed", "a number");
      const at = ask(own.newForm, 0, 0, () => {
        writeHost(host);
        WRITERS.flag(isLazy);
        WRITERS.flag(mode === "display");
        putValue(locale);
        putValue(seed);
        putValue(components);
        WRITERS.flag(typeof json !== "string");
        putValue(jsonText(json, "json"));
      });
      super(at, host);
    } catch (error) {
      release(host);
      throw error;
    }
  }

  valueOf(prepared) {
    return ask(VALUE_OF, Held.at(this), prepared);
  }

  put(question, value) {
    return askValue(PUT, Held.at(this), question, value, "value");
  }

  setProperty(element, property, value) {
    return ask(form.setProperty, Held.at(this), 0, () => {
      if (element === null) putValue(null);
      else WRITERS.text(element, "element");
      WRITERS.text(property, "property");
      putValue(value, "value");
    });
  }

  takeCalls() {
    const host = Held.host(this);
    const begun = ({ id, function: name, result }) => ({ id, function: name, result: begin(host, name, result) });
    return ask(form.takeCalls, Held.at(this), 0).map(begun);
  }

  chooseFiles(question, files) {
    const chosen = list(files, "files").map((file) => {
      const name = member(file, "name", "files.name");
      if (typeof name !== "string") throw wrong("files.name", "a string");
      const size = member(file, "size", "files.size");
      return [name, typeof size === "number" ? size : Infinity];
    });
    return ask(form.chooseFiles, Held.at(this), question, () => putValue(chosen));
  }
}
fill(Form, calls.form);

export function moduleMemory() {
  return memory();
}

/** What a change is about, both ways. */
export const ChangeKind = {};
for (const [number, name] of
  "Value Comment Shown ReadOnly Required Errors Choices Text Children Survey Page State Progress".split(" ").entries()) {
  ChangeKind[name] = number;
  ChangeKind[number] = name;
}
Object.freeze(ChangeKind);
