// What every refusal of the package must be: an Error with a code and a message.

import assert from "node:assert/strict";

/** Asserts that `call` throws an error with this code, and with this path where one is given. */
export function refuses(call, code, path) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof Error, `${error} is no Error`);
    assert.equal(error.name, "CasementError");
    assert.equal(error.code, code);
    assert.ok(error.message.length > 0, "the message is empty");
    if (path !== undefined) assert.equal(error.path, path);
    return true;
  });
}
