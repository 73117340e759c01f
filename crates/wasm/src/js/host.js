// What the module asks of JavaScript: the clock and the zone, regular expressions, the functions that
// a page brings for its expressions and its question types.

import { answer, isObject, jsonText, letters, putValue, WRITERS, write } from "./crossing.js";
import { refuse } from "./refusal.js";

/** Functions of a question type: in the module's order, by the names that SurveyJS knows. */
const CALLBACKS = [
  ["valueFromQuestion", "getValue"],
  ["valueToQuestion", "setValue"],
  ["getErrorText"],
  ["getDisplayValue"],
  ["onValueChanging"],
  ["onValueChanged"],
  ["onLoaded"],
];
const OF_COMPONENTS = new Set(CALLBACKS.flat());

/** Things that the module knows by a number from 1. */
class Numbered {
  #items = [undefined];
  #free = [];

  add(item) {
    const number = this.#free.pop() ?? this.#items.length;
    this.#items[number] = item;
    return number;
  }

  get(number) {
    return this.#items[number];
  }

  remove(number) {
    this.#items[number] = undefined;
    this.#free.push(number);
  }
}

const patterns = new Numbered();
const hosts = new Numbered();

/** A member of options, which may be none. */
export function member(options, key, name = `options.${key}`) {
  if (options === undefined || options === null) return undefined;
  try {
    return options[key];
  } catch {
    throw refuse("value/unreadable", `\`${name}\` throws when it is read`, name);
  }
}

export function invalid(name, what) {
  return refuse("options/invalid", `\`${name}\` must be ${what}`, name);
}

function moment(options, key) {
  const value = member(options, key);
  if (value === undefined) return undefined;
  const number = value instanceof Date ? value.getTime() : value;
  if (Number.isFinite(number)) return number;
  throw invalid(`options.${key}`, "a number");
}

/** An object of functions, or nothing. */
function functions(options, key) {
  const given = member(options, key);
  if (given === undefined) return undefined;
  const isFunction = (value) => typeof value === "function";
  if ((isObject(given) || isFunction(given)) && Object.values(given).every(isFunction)) return given;
  throw invalid(`options.${key}`, "an object of functions");
}

/** What options say of the world: written with `writeHost`, given back with `release`. */
export function hostOf(options) {
  const host = {
    now: moment(options, "now"),
    offset: moment(options, "utcOffset"),
    functions: functions(options, "functions"),
    later: functions(options, "asyncFunctions"),
    components: new Map(),
    number: 0,
  };
  if (host.functions || host.later) host.number = hosts.add(host);
  return host;
}

export function writeHost({ now, offset, number }) {
  putValue(now);
  putValue(offset);
  putValue(number);
}

export function release({ number }) {
  if (number) hosts.remove(number);
}

/** JSON text of the question types that options register; their functions stay with the host. */
export function componentsOf(options, host) {
  const given = member(options, "components");
  if (given === undefined) return undefined;
  const plain = (Array.isArray(given) ? given : [given]).map((component, at) => {
    const path = `options.components[${at}]`;
    const rest = withoutFunctions(component, path);
    const name = member(component, "name", path);
    if (typeof name === "string") host?.components.set(name.toLowerCase(), component);
    return rest;
  });
  if (host && !host.number) host.number = hosts.add(host);
  return jsonText(plain, "options.components", 2);
}

/** A component as JSON can say it. Other functions than those above are refused with it. */
function withoutFunctions(component, path) {
  if (!isObject(component)) throw invalid(path, "an object");
  const kept = Object.entries(component).filter(([key]) => !OF_COMPONENTS.has(key) && key !== "createElements");
  const plain = Object.fromEntries(kept);
  if (typeof component.createElements === "function") {
    let created;
    try {
      created = component.createElements();
    } catch {
      // It is refused below.
    }
    if (!Array.isArray(created)) throw refuse("options/invalid", "`createElements` must return an array of elements", path);
    plain.elementsJSON = [...(component.elementsJSON ?? []), ...created];
  }
  return plain;
}

function ownFunction(functions, name) {
  const found = functions && Object.hasOwn(functions, name) ? functions[name] : undefined;
  return typeof found === "function" ? found : undefined;
}

/** Calls a function that returns a promise. */
export function begin(host, name, values) {
  try {
    return Promise.resolve(ownFunction(host.later, name)?.(...values));
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Writes the result of a call: one that throws, or gives what no value can be, gives null. */
function writeResult(call) {
  try {
    const result = call();
    write(() => putValue(result, "result"));
  } catch {
    write(() => putValue(null));
  }
}

/** Calls a function with a list of values; whether there is one. The result is in the room. */
export function callFunction(number, address) {
  const [name, values] = answer(address);
  const found = ownFunction(hosts.get(number)?.functions, name);
  if (found) writeResult(() => found(...values));
  return found !== undefined;
}

/** Calls a function of a component by its place. */
export function callComponent(number, callback, address) {
  const [name, values] = answer(address);
  const component = hosts.get(number)?.components.get(name);
  const known = CALLBACKS[callback]?.find((key) => typeof component?.[key] === "function");
  if (known === undefined) return false;
  const found = component[known];
  writeResult(() => found(...values));
  return true;
}

/** Whether the results of a function come later. */
export function isLater(number, start, length) {
  return ownFunction(hosts.get(number)?.later, letters(start, length)) !== undefined;
}

export function now() {
  return Date.now();
}

/** Minutes to add to UTC at a moment. */
export function offsetAt(moment) {
  return -new Date(moment).getTimezoneOffset();
}

/** The number of a regular expression; 0 where the text is none: then the room holds why. */
export function makePattern(start, length, isCaseless) {
  try {
    return patterns.add(new RegExp(letters(start, length), isCaseless ? "i" : ""));
  } catch (error) {
    write(() => putValue(error.message));
    return 0;
  }
}

export function test(number, start, length) {
  return patterns.get(number).test(letters(start, length));
}

export function testNumber(number, value) {
  return patterns.get(number).test(value);
}

export function forgetPattern(number) {
  patterns.remove(number);
}
