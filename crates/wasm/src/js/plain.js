// Which values JSON text says all of: the quick way for definitions and for data with many members.

import { refuse } from "./refusal.js";

const { getPrototypeOf } = Object;
const OF_OBJECTS = Object.prototype;
const OF_ARRAYS = Array.prototype;

/** Deeper values are refused: no caller can exhaust the stack of the module. */
export const MAX_DEPTH = 100;
/** More parts are refused: one shared part can be reached in exponentially many ways. */
export const MAX_PARTS = 1e6;

/**
 * How many of so many parts are left when a value has been gone through; less than none where JSON
 * doesn't say all of it: a function, a symbol, `undefined`, a number that isn't finite, an object with
 * behaviour, one that lies too deep.
 */
export function left(value, depth, parts) {
  switch (typeof value) {
    case "string":
    case "boolean":
      return parts;
    case "number":
      return Number.isFinite(value) ? parts : -1;
    case "object":
      break;
    default:
      return -1;
  }
  if (value === null) return parts;
  if (depth === 0) return -1;
  const prototype = getPrototypeOf(value);
  if (prototype === OF_ARRAYS) {
    const { length } = value;
    parts -= length;
    for (let at = 0; at < length && parts >= 0; at++) parts = left(value[at], depth - 1, parts);
    return parts;
  }
  if (prototype !== OF_OBJECTS) return -1;
  for (const key in value) {
    parts = left(value[key], depth - 1, parts - 1);
    if (parts < 0) break;
  }
  return parts;
}

/** Whether an object is none of a class. */
export function isPlainObject(value) {
  return getPrototypeOf(value) === OF_OBJECTS;
}

/**
 * The JSON text that says all of a value, `undefined` where none does: where its like can't be made
 * from JSON, or where reading it throws.
 */
export function jsonOfPlain(value) {
  try {
    return left(value, MAX_DEPTH, MAX_PARTS) < 0 ? undefined : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** JSON text of what was checked before; `indent` blanks for people. */
export function stringify(value, name, indent) {
  try {
    const text = JSON.stringify(value, null, indent);
    if (typeof text === "string") return text;
  } catch {
    // It is refused below.
  }
  throw refuse("value/unreadable", `\`${name}\` throws when it is read`, name);
}
