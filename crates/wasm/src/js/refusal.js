// What the package throws, and nothing else.

/** An error with a stable code, and a path where a value is to blame: `values.items[2].price`. */
export function refuse(code, message, path) {
  const error = Object.assign(new Error(message), { name: "CasementError", code });
  if (path) error.path = path;
  return error;
}

/** An argument that isn't what it must be: `an object`. */
export function wrong(name, what) {
  return refuse(`argument/not-${what.replace(" ", "-")}`, `\`${name}\` must be ${what}`, name);
}
