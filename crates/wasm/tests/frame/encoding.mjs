// Values that JSON lacks, in recorded cases: `{"$undefined":1}`, `{"$nan":1}`, `{"$inf":-1}`,
// `{"$date":"2024-05-15T10:20:30.000Z"}`.

/** A recorded value as JavaScript's. */
export function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (value === null || typeof value !== "object") return value;
  const keys = Object.keys(value);
  if (keys.length === 1) {
    if (keys[0] === "$undefined") return undefined;
    if (keys[0] === "$nan") return NaN;
    if (keys[0] === "$inf") return value.$inf * Infinity;
    if (keys[0] === "$date") return new Date(value.$date === "Invalid" ? NaN : value.$date);
  }
  return Object.fromEntries(keys.map((key) => [key, decode(value[key])]));
}

/** JavaScript's value as it is recorded. */
export function encode(value) {
  if (value === undefined) return { $undefined: 1 };
  if (typeof value === "number") {
    if (Number.isNaN(value)) return { $nan: 1 };
    if (!Number.isFinite(value)) return { $inf: Math.sign(value) };
    return value === 0 ? 0 : value;
  }
  if (value instanceof Date) {
    return { $date: Number.isNaN(value.getTime()) ? "Invalid" : value.toISOString() };
  }
  if (Array.isArray(value)) return Array.from(value, encode);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, encode(member)]));
}
