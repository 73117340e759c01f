// The recorded forms with steps through the package.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { cases } from "./frame/package.mjs";
import { run } from "./frame/run.mjs";

/** Lists whose order says nothing. */
const SETS = ["visible", "hidden", "readOnly", "required"];
/** Objects whose order of keys counts. */
const ORDERED = ["data", "completedData"];
const COMPARED = ["state", "page", "errors", "notices", "choices", "rows", "columns", ...ORDERED];

/** A text in which equal values are equal, whatever the order of their keys. */
function canonical(value) {
  return JSON.stringify(value, (_, part) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** What is filled into HTML is escaped here, and not in survey-core. */
function unescaped(text) {
  return text?.replace(/&lt;|&gt;|&quot;|&#39;|&amp;/g, (entity) =>
    ({ "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" })[entity],
  );
}

/** Where two snapshots differ. */
function* differences(want, got) {
  for (const key of SETS) {
    const sorted = ({ [key]: list = [] }) => JSON.stringify([...list].sort());
    if (sorted(want) !== sorted(got)) yield key;
  }
  for (const key of COMPARED) {
    const text = ORDERED.includes(key) ? JSON.stringify : canonical;
    if (text(want[key]) !== text(got[key])) yield key;
  }
  if (typeof want.ret === "string" && want.ret.startsWith("threw")) return;
  const escaped = new Set(["html", "completedHtml"]);
  const plain = (ret) =>
    canonical(
      ret && typeof ret === "object"
        ? Object.fromEntries(
            Object.entries(ret).map(([key, value]) => [key, escaped.has(key) ? unescaped(value) : value]),
          )
        : ret,
    );
  if (plain(want.ret) !== plain(got.ret)) yield "ret";
}

const FILES = [
  ["forms.jsonl.gz", 600],
  ["hosted.jsonl.gz", 200],
  ["items.jsonl", 250],
  ["reports.jsonl", 20],
];

for (const [file, least] of FILES) {
  test(`recorded forms with steps give through the package what survey-core gives: ${file}`, () => {
    const bytes = readFileSync(join(cases, file));
    const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    const recorded = text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    assert.ok(recorded.length > least, "an empty file must not pass for a green one");
    const wrong = [];
    for (const line of recorded) {
      const { snapshots } = run(line);
      assert.equal(snapshots.length, line.expected.length, line.id);
      for (const [step, want] of line.expected.entries()) {
        const keys = [...differences(want, snapshots[step])];
        if (keys.length > 0) wrong.push(`${line.id} step ${step} (${want.op}): ${keys}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
}
