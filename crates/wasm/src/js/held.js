// What the classes of the package have in common: each holds something in the module, and most of what
// it does is one operation of the module, by the number that `operation.rs` gives it.

import { ask, WRITERS } from "./crossing.js";
import { release } from "./host.js";

/**
 * What each class can be asked, in the order of the module's numbers. `.name` is read without a call;
 * an argument is `name:kind`, `kind` is one of `WRITERS` and "text" where none is given; `#name` is a
 * number that comes along by itself.
 */
const TABLES = {
  package:
    "free newForm newExpressions newLinter newConversation evaluate renderDirective(email,caseNumber) parseDirective(line) lint",
  expressions: ".length isValid(#place) problems(#place) names(#place) evaluate holds evaluateAll",
  linter: ".findings .text replace(#start,end:number,with)",
  conversation: "handle(event:document)",
  form:
    ".problems .state .data .currentPage .isFirstPage .isLastPage .progress .elements .visibleElements .errors" +
    " element(name) explain(element) text(property) .advanceDue .numbers elementAt(#element) partsOf(#element)" +
    " questionIn(#item,name) textOf(#element,property) propertyOf(#element,property) totalsOf(#matrix) .boundsMet" +
    " .isOnePage .isPreview .locale .navigateToUrl acceptedTypes(#question) numberOf(element)" +
    " numberIn(question,place:number,name) nameOf(#element) changes errorCount(#element) isShown(#element)" +
    " asksBeforeRemoval(#item)" +
    " valueOf(#prepared) valuesOf(prepared:numbers) .timer .quiz" +
    " answer(question,value:value) choose(question,value:value) advance answerComment(question,text)" +
    " setValue(name,value:value) setComment(name,text) setVariable(name,value:value) setData(data:data)" +
    " mergeData(data:data) start nextPage previousPage validate complete showPreview cancelPreview completeUnchecked" +
    " clear setMessages(messages:document) setProperty makeItems(#question) addItem(#question)" +
    " removeItem(#question,place:number) clearIncorrectValues(keys:flag) takeRequests" +
    " answerRequest(#request,text) refuseRequest(#request,status,body) takeCalls answerCall(#call,result:value)" +
    " tick(#seconds) chooseFiles takeFiles(#question,files:list) refuseFiles(#question,reasons:texts)" +
    " removeFile(#question,name) put(#question,value:value) putAll(questions:numbers,values:value)" +
    " putData(data:json) check prepare(expression) forget(#prepared)",
};

/** The numbers of all operations, and how each is called. */
export const operations = {};
export const calls = {};
let count = 0;
for (const [type, table] of Object.entries(TABLES)) {
  operations[type] = {};
  calls[type] = table.split(" ").map((entry) => {
    const [, dot, name, list] = /(\.?)(\w+)\(?([^)]*)/.exec(entry);
    operations[type][name] = count;
    return { operation: count++, dot, name, parameters: list ? list.split(",").map((it) => it.split(":")) : [] };
  });
}

/** Gives an object's place in the module back when nobody has it any more. */
const finalizer =
  typeof FinalizationRegistry === "undefined"
    ? { register() {}, unregister() {} }
    : new FinalizationRegistry((held) => give(held));

function give({ at, host }) {
  ask(operations.package.free, at, 0);
  if (host) release(host);
}

/** Something that the module holds. */
export class Held {
  #held;

  constructor(at, host) {
    this.#held = { at, host };
    finalizer.register(this, this.#held, this);
  }

  static at(object) {
    return object.#held.at;
  }

  static host(object) {
    return object.#held.host;
  }

  free() {
    const held = this.#held;
    this.#held = { at: 0 };
    finalizer.unregister(this);
    if (held.at) give(held);
  }
}
if (Symbol.dispose) Held.prototype[Symbol.dispose] = Held.prototype.free;

/** A function that does one entry of a table. */
export function call({ operation, parameters }) {
  const [first] = parameters;
  const isNumbered = first?.[0].startsWith("#");
  const written = isNumbered ? parameters.slice(1) : parameters;
  if (!written.length) {
    return function (number) {
      return ask(operation, Held.at(this), isNumbered ? number : 0);
    };
  }
  const put = (given) => {
    let place = parameters.length - written.length;
    for (const [name, kind = "text"] of written) WRITERS[kind](given[place++], name);
  };
  return function (...given) {
    const object = this instanceof Held ? Held.at(this) : 0;
    return ask(operation, object, isNumbered ? given[0] : 0, () => put(given));
  };
}

/** Gives a class what its table says and it doesn't say itself. */
export function fill({ prototype }, entries) {
  for (const entry of entries) {
    if (Object.hasOwn(prototype, entry.name)) continue;
    const found = call(entry);
    const how = entry.dot ? { get: found } : { value: found, writable: true };
    Object.defineProperty(prototype, entry.name, { ...how, configurable: true });
  }
}
