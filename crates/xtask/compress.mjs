// Writes FILE.br and FILE.gz beside each file named on the command line, at the best quality.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

// Renaming last: a copy that exists is a whole one, even if the build was interrupted.
const write = (path, bytes) => {
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
};

for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  write(`${file}.br`, brotliCompressSync(bytes, { params }));
  write(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
