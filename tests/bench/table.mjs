// The figures as people read them: one line each, with the medians, their ratio, that of the first round,
// and the goal.

const number = (value) =>
  value >= 100 ? Math.round(value).toLocaleString("en") : Number(value.toPrecision(3)).toString();

/** The line of a figure. */
export function line({ work, size, unit, survey, casement, ratio, first, runs, goal, agree }) {
  const reached = goal === null ? "" : ratio >= goal ? "reached" : "not reached";
  const cells = [
    work.padEnd(28),
    size.toLocaleString("en").padStart(7),
    `${number(survey)} ${unit}`.padStart(15),
    `${number(casement)} ${unit}`.padStart(13),
    `${number(ratio)} x`.padStart(10),
    (first ? `${number(first.ratio)} x` : "").padStart(10),
    String(runs).padStart(7),
    (goal === null ? "" : `${goal.toLocaleString("en")} x`).padStart(8),
    ` ${reached}${agree ? "" : " RESULTS DIFFER"}`,
  ];
  return cells.join(" ").trimEnd();
}

/** The line above the figures. */
export const HEAD = [
  "work".padEnd(28),
  "size".padStart(7),
  "survey-core".padStart(15),
  "Casement".padStart(13),
  "ratio".padStart(10),
  "first".padStart(10),
  "rounds".padStart(7),
  "goal".padStart(8),
].join(" ");

/** What has to hold between two sizes: the time of a step must not grow with the form. */
export function evenness(figures) {
  const of = (size) =>
    figures.find((figure) => figure.work === "set value, one dependent" && figure.size === size);
  const [small, large] = [of(125), of(10_000)];
  if (!small || !large) return null;
  const growth = large.casement / small.casement;
  return `set value at 10,000 questions takes ${number(growth)} times as long as at 125`;
}
