// The linter as the package has it.

import { ask, jsonText, putValue } from "./crossing.js";
import { calls, fill, Held, operations } from "./held.js";
import { componentsOf, member } from "./host.js";

const { package: own } = operations;

export class Linter extends Held {
  constructor(form, options) {
    super(ask(own.newLinter, 0, 0, () => writeLinted(form, options)));
  }
}
fill(Linter, calls.linter);

function writeLinted(form, options) {
  const text = jsonText(form, "form", 2);
  putValue(componentsOf(options));
  for (const key of ["variables", "functions"]) putValue(member(options, key, key), key);
  putValue(text);
}

export function lint(form, options) {
  return ask(own.lint, 0, 0, () => writeLinted(form, options));
}
