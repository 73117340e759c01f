// Forms with steps through the package, as `casement run` takes and answers them:
//
//   node crates/wasm/tests/run.mjs FILE > answers.jsonl
//
// A line is {"id","json","steps","options"?}; the answer {"id","snapshots":[...]}. Now is
// 2024-05-15T10:20:30Z in UTC, the moment of the recorded cases.

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { run } from "./frame/run.mjs";

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("which file? node run.mjs FILE");
const bytes = readFileSync(path);
const lines = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n");
for (const line of lines.filter(Boolean)) {
  process.stdout.write(`${JSON.stringify(run(JSON.parse(line)))}\n`);
}
