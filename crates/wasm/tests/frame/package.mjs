// The built package that the tests run against: in target/npm, or in the folder that CASEMENT_NPM
// names; either the folder of the nodejs flavour, or the one above it.

import { createRequire } from "node:module";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The repository's root. */
export const root = resolve(here, "../../../..");

const named = resolve(process.env.CASEMENT_NPM ?? join(root, "target/npm"));

/** The folder of the nodejs flavour. */
export const folder = existsSync(join(named, "nodejs")) ? join(named, "nodejs") : named;

if (!existsSync(join(folder, "casement.js"))) {
  throw new Error(`${folder} holds no casement.js: build it as crates/wasm/README.md says`);
}

/** Everything that the package exports. */
export const casement = createRequire(import.meta.url)(join(folder, "casement.js"));

/** The folder of the recorded cases. */
export const cases = join(root, "tests/conformance");

/** The names of the files in `folder` that hold cases. */
export function caseFiles(folder = cases) {
  return existsSync(folder)
    ? readdirSync(folder).filter((name) => /\.jsonl(\.gz)?$/.test(name)).sort()
    : [];
}
