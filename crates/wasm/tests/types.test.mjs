// The package's TypeScript declarations name what it exports.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { casement, folder } from "./frame/package.mjs";

const declarations = readFileSync(join(folder, "casement.d.ts"), "utf8");

test("every export is declared", () => {
  const names = Object.keys(casement).filter((name) => !name.startsWith("__"));
  assert.ok(names.length >= 7, `only ${names}`);
  for (const name of names) {
    assert.match(declarations, new RegExp(`export (class|enum|function) ${name}\\b`));
  }
});

test("no declaration gives up with any", () => {
  const signatures = declarations.replace(/\/\*[^]*?\*\//g, "");
  assert.doesNotMatch(signatures, /[:<|] *any\b/);
});

test("every type that a signature names is declared", () => {
  const signatures = declarations.replace(/\/\*[^]*?\*\//g, "");
  for (const [, name] of signatures.matchAll(/\): ([A-Z]\w+)/g)) {
    if (name in globalThis) continue;
    assert.match(declarations, new RegExp(`export (class|interface|type) ${name}\\b`), name);
  }
});
