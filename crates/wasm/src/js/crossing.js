// Values between JavaScript and the module: written one after the other into a room in its memory, and
// read from where it has written its answer. `input.rs` and `output.rs` are the other side.

import { isPlainObject, jsonOfPlain, left, MAX_DEPTH, MAX_PARTS, stringify } from "./plain.js";
import { refuse, wrong } from "./refusal.js";

/** What stands before each value. */
const UNDEFINED = 0;
const NULL = 1;
const FALSE = 2;
const TRUE = 3;
const NUMBER = 4;
const TEXT = 5;
const DATE = 6;
const LIST = 7;
const OBJECT = 8;
const NUMBERS = 9;
const RECORD = 10;
const END = 11;
const ABSENT = 12;
const REFUSAL = 13;
const KEYS = 14;
const SAME_KEYS = 15;
const JSON_TEXT = 16;

/** The members of records, whose names the module doesn't know: as in `output.rs`. */
const RECORDS = [
  "ok changes",
  "kind element",
  "name id type title number shown visible readOnly required value comment errors parent children",
  "type text template severity",
  "element errors",
  "percent text page pages",
  "shown visible empty hiddenBy condition",
  "text broken names result",
  "name known value",
  "children items cells choices rows columns rowValue hasChoiceConditions isLoading display comment",
  "value text enabled isOther isSelectAll panel",
  "column value display",
  "code message path limit",
  "id url element",
  "id function result",
  "spent limit pageSpent pageLimit text clock secondClock",
  "questions correct",
  "code severity message path line column endLine endColumn",
  "code start end",
  "email CaseNumber",
].map((members) => members.split(" "));

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

let wasm;
/** Where a number lies that is an answer alone, and behind it the number of the list of keys that the
 * module knows. */
let toldAt = 0;
/** The keys that were written last, and the number of their list. */
let keysBefore = [];
let listBefore = 0;
let bytes = new Uint8Array();
let view;
/** The room: where it begins, where the next value goes, where it ends. */
let from = 0;
let at = 0;
let end = 0;
/** Whether values are being written: what is read meanwhile may call the package, too. */
let isWriting = false;

/** The module's exports, told when it starts. */
export function attach(exports) {
  wasm = exports;
  toldAt = wasm.__told() >>> 0;
}

/** The module's memory. */
export function memory() {
  return wasm.memory;
}

/** Takes up the module's memory again where it has grown: what was taken up before is empty then. */
function look() {
  if (bytes.length === 0) {
    bytes = new Uint8Array(wasm.memory.buffer);
    view = new DataView(wasm.memory.buffer);
  }
}

/** Begins to write. */
export function begin(size = 64) {
  from = at = wasm.__room(size) >>> 0;
  end = from + size;
  look();
}

function need(count) {
  if (at + count <= end) return;
  const used = at - from;
  const size = used + count + (used >> 1);
  begin(size);
  at = from + used;
}

function put(tag) {
  need(1);
  bytes[at++] = tag;
}

function putCount(count) {
  need(4);
  view.setUint32(at, count, true);
  at += 4;
}

function putNumber(number, tag = NUMBER) {
  need(9);
  bytes[at] = tag;
  view.setFloat64(at + 1, number, true);
  at += 9;
}

/** Writes a text: letters of ASCII take a byte each, so that there is room for the others only then. */
function putText(text, tag = TEXT) {
  const { length } = text;
  need(5 + length);
  bytes[at] = tag;
  const to = at + 5;
  let written = 0;
  if (length < 48) {
    for (; written < length; written++) {
      const letter = text.charCodeAt(written);
      if (letter > 127) break;
      bytes[to + written] = letter;
    }
  }
  if (written < length) {
    const done = encoder.encodeInto(text, bytes.subarray(to, to + length));
    ({ written } = done);
    if (done.read < length) {
      at = to + written;
      need(3 * (length - done.read));
      written += encoder.encodeInto(text.slice(done.read), bytes.subarray(at, end)).written;
      at -= done.written + 5;
    }
  }
  view.setUint32(at + 1, written, true);
  at += 5 + written;
}

/** Writes a value; `name` is what it is called in messages. */
export function putValue(value, name) {
  switch (typeof value) {
    case "number":
      return putNumber(value);
    case "string":
      return putText(value);
    case "boolean":
      return put(value ? TRUE : FALSE);
    case "undefined":
      return put(UNDEFINED);
  }
  new Walk(name).put(value);
}

/** A walk through one value: where it is, what lies above, how much was read. */
class Walk {
  #name;
  #steps = [];
  #above = [];
  #parts = 0;

  constructor(name) {
    this.#name = name;
  }

  put(value) {
    if (++this.#parts > MAX_PARTS) throw this.#refuse("value/too-large", `has more than ${MAX_PARTS} parts`);
    switch (typeof value) {
      case "function":
      case "symbol":
        throw this.#unsupported(`a ${typeof value}`);
      case "bigint":
        throw this.#unsupported("a BigInt");
      case "object":
        break;
      default:
        return putValue(value);
    }
    if (value === null) return put(NULL);
    if (Array.isArray(value)) return this.#inside(value, () => this.#putItems(value));
    // The built-in tag is the same for values of another frame or realm.
    const kind = this.#read(() => Object.prototype.toString.call(value)).slice(8, -1);
    if (kind === "Date") return putNumber(this.#read(() => Date.prototype.getTime.call(value)), DATE);
    if (kind !== "Object") throw this.#unsupported(`an object of type ${kind}`);
    this.#inside(value, () => this.#putMembers(value));
  }

  #putItems(value) {
    put(LIST);
    for (let index = 0; index < value.length; index++) {
      const item = this.#read(() => value[index]);
      this.#steps.push(`[${index}]`);
      this.put(item);
      this.#steps.pop();
    }
    put(END);
  }

  #putMembers(value) {
    put(OBJECT);
    for (const key of this.#read(() => Object.keys(value))) {
      const member = this.#read(() => value[key]);
      putText(key);
      this.#steps.push(`.${key}`);
      this.put(member);
      this.#steps.pop();
    }
    put(END);
  }

  #inside(value, write) {
    const above = this.#above;
    if (above.includes(value)) throw this.#refuse("value/cycle", "contains itself");
    if (above.length >= MAX_DEPTH) throw this.#refuse("value/too-deep", `is nested deeper than ${MAX_DEPTH}`);
    above.push(value);
    write();
    above.pop();
  }

  /** Getters and proxies run foreign code while they are read. */
  #read(read) {
    try {
      return read();
    } catch {
      throw this.#refuse("value/unreadable", "throws when it is read");
    }
  }

  #refuse(code, what) {
    const path = this.#name + this.#steps.join("");
    return refuse(code, `\`${path}\` ${what}`, path);
  }

  #unsupported(kind) {
    return this.#refuse("value/unsupported", `is ${kind}, which no answer can be`);
  }
}

/** An object with so many members is written as a list of keys and a list of values. */
const MANY = 16;

/** The number of the list of keys that the module knows. */
function listKnown() {
  return view.getUint32(toldAt + 8, true);
}

/** Writes keys, or that they are those of before: data mostly have the keys of the data before them. */
function putKeys(keys) {
  const { length } = keys;
  // Ten bytes for each value are mostly enough, so that the room need not grow often.
  need(9 + 10 * length);
  if (listKnown() === listBefore && length === keysBefore.length) {
    let place = 0;
    while (place < length && keys[place] === keysBefore[place]) place++;
    if (place === length) {
      put(SAME_KEYS);
      putCount(length);
      return;
    }
  }
  keysBefore = keys;
  listBefore = (listBefore + 1) >>> 0 || 1;
  put(KEYS);
  putCount(listBefore);
  putCount(length);
  for (const key of keys) putText(key);
}

/** Writes a member; how many of so many parts are left, less than none where it can't be written so. */
function putMember(member, parts) {
  switch (typeof member) {
    case "number":
      putNumber(member);
      return parts;
    case "string":
      putText(member);
      return parts;
    case "boolean":
      put(member ? TRUE : FALSE);
      return parts;
  }
  if (member === null) {
    put(NULL);
    return parts;
  }
  const rest = left(member, MAX_DEPTH - 1, parts);
  if (rest >= 0) putText(JSON.stringify(member), JSON_TEXT);
  return rest;
}

/**
 * Writes an object of many members; whether it did. All else about objects, and what is to be refused,
 * is left to a walk.
 */
function putMany(value) {
  const start = at - from;
  let isDone = false;
  try {
    if (!isPlainObject(value)) return false;
    const keys = Object.keys(value);
    if (keys.length < MANY) return false;
    putKeys(keys);
    const list = listKnown();
    let parts = MAX_PARTS - keys.length;
    for (const key of keys) {
      parts = putMember(value[key], parts);
      if (parts < 0) return false;
    }
    // Reading a member may run a page's code that gives the module other keys meanwhile.
    isDone = list === listKnown();
    return isDone;
  } catch {
    return false;
  } finally {
    if (!isDone) at = from + start;
  }
}

export function isObject(value) {
  return typeof value === "object" && value !== null;
}

/** How arguments are written, by their kind. */
export const WRITERS = {
  value: putValue,
  text(value, name) {
    if (typeof value !== "string") throw wrong(name, "a string");
    putText(value);
  },
  flag(value) {
    put(value ? TRUE : FALSE);
  },
  number(value) {
    putNumber(value >>> 0);
  },
  /** A plain object, or nothing. */
  data(value, name) {
    if (value === undefined || value === null) return put(UNDEFINED);
    if (!isObject(value) || Array.isArray(value) || value instanceof Date) throw wrong(name, "an object");
    if (!putMany(value)) putValue(value, name);
  },
  /** The same, or its JSON text. */
  json(value, name) {
    if (typeof value === "string") putText(value);
    else WRITERS.data(value, name);
  },
  /** A definition: JSON text, or what an object says in JSON. */
  definition(value, name) {
    putText(jsonText(value, name));
  },
  /** The same, an object with line breaks: positions refer to them. */
  document(value, name) {
    putText(jsonText(value, name, 2));
  },
  numbers(value) {
    const numbers = value instanceof Uint32Array ? value : Uint32Array.from(value);
    const { length } = numbers;
    need(5 + 4 * length);
    bytes[at] = NUMBERS;
    view.setUint32(at + 1, length, true);
    at += 5;
    for (let place = 0; place < length; place++, at += 4) view.setUint32(at, numbers[place], true);
  },
  list(value, name) {
    putValue(list(value, name), name);
  },
  texts(value, name) {
    for (const text of list(value, name)) if (typeof text !== "string") throw wrong(name, "a string");
    putValue(value, name);
  },
};

/** An array as it is. */
export function list(value, name) {
  if (!Array.isArray(value)) throw wrong(name, "an array");
  return value;
}

/** JSON text as it is, or an object as JSON text. What JSON leaves out without a word is refused. */
export function jsonText(value, name, indent = 0) {
  if (typeof value === "string") return value;
  if (!isObject(value)) throw refuse("argument/not-json", `\`${name}\` must be JSON text or an object`, name);
  const plain = jsonOfPlain(value);
  if (plain !== undefined && indent === 0) return plain;
  if (plain === undefined) write(() => putValue(value, name));
  return stringify(value, name, indent);
}

/** Writes values while others may be written already, whose room is kept. */
export function write(values) {
  const outer = isWriting ? bytes.slice(from, at) : undefined;
  isWriting = true;
  try {
    begin();
    values();
  } finally {
    isWriting = outer !== undefined;
    if (outer) {
      begin(outer.length + 64);
      bytes.set(outer, from);
      at = from + outer.length;
    }
  }
}

/**
 * Writes values, if any, and lets the module do something with them; what it answers. The module takes
 * the room for each call, so that what others are writing into it is kept meanwhile.
 */
export function ask(operation, object, number, values) {
  if (values === undefined && !isWriting) return answer(wasm.__run(operation, object, number));
  let result;
  write(() => {
    values?.();
    isWriting = false;
    result = answer(wasm.__run(operation, object, number));
  });
  return result;
}

/** As `ask` with one value: no closure, and no care for others being written where it is a plain one. */
export function askValue(operation, object, number, value, name) {
  if (isWriting || (typeof value === "object" && value !== null)) {
    return ask(operation, object, number, () => putValue(value, name));
  }
  begin();
  putValue(value, name);
  return answer(wasm.__run(operation, object, number));
}

/** The text of some bytes; short ones of ASCII are quicker read letter by letter. */
export function letters(start, length) {
  look();
  if (length < 24) {
    let text = "";
    for (let place = start; place < start + length; place++) {
      if (bytes[place] > 127) return decoder.decode(bytes.subarray(start, start + length));
      text += String.fromCharCode(bytes[place]);
    }
    return text;
  }
  return decoder.decode(bytes.subarray(start, start + length));
}

let reading = 0;

/** Answers that are said by their tags, not addresses. */
const PLAIN = [undefined, null, false, true];

/** Reads what the module has written at an address; what it refuses is thrown. */
export function answer(address) {
  if (address < PLAIN.length && address >= 0) return PLAIN[address];
  look();
  if (address === NUMBER) return view.getFloat64(toldAt, true);
  reading = address >>> 0;
  return read();
}

function readNumber() {
  reading += 8;
  return view.getFloat64(reading - 8, true);
}

function readCount() {
  reading += 4;
  return view.getUint32(reading - 4, true);
}

function readText() {
  const length = readCount();
  reading += length;
  return letters(reading - length, length);
}

/** What ends a list or an object, and what stands for a member that isn't there. */
const ending = {};
const absent = {};

/** Most items are said by their tag, or numbers. */
function readItems() {
  const items = [];
  for (;;) {
    const tag = bytes[reading];
    if (tag < PLAIN.length) {
      reading += 1;
      items.push(PLAIN[tag]);
    } else if (tag === NUMBER) {
      items.push(view.getFloat64(reading + 1, true));
      reading += 9;
    } else {
      const item = read();
      if (item === ending) return items;
      items.push(item);
    }
  }
}

function read() {
  switch (bytes[reading++]) {
    case NULL:
      return null;
    case FALSE:
      return false;
    case TRUE:
      return true;
    case NUMBER:
      return readNumber();
    case TEXT:
      return readText();
    case DATE:
      return new Date(readNumber());
    case LIST:
      return readItems();
    case OBJECT: {
      const entries = [];
      for (let key = read(); key !== ending; key = read()) entries.push([key, read()]);
      // `fromEntries` defines members, where setting `__proto__` would change the prototype.
      return Object.fromEntries(entries);
    }
    case NUMBERS: {
      const numbers = new Uint32Array(readCount());
      for (let place = 0; place < numbers.length; place++) numbers[place] = readCount();
      return numbers;
    }
    case RECORD: {
      const record = {};
      for (const member of RECORDS[bytes[reading++]]) {
        const value = read();
        if (value !== absent) record[member] = value;
      }
      return record;
    }
    case END:
      return ending;
    case ABSENT:
      return absent;
    case REFUSAL:
      throw refuse(read(), read(), read());
  }
}
