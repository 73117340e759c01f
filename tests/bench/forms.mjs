// The forms and answers of the benchmark, as functions of the number of questions.
//
// Every form is plain SurveyJS; `native/shapes.rs` makes the same natively.

const PER_PAGE = 50;

const list = (size, make) => Array.from({ length: size }, (_, at) => make(at));

/** A definition with pages of fifty questions each. */
function paged(questions) {
  const count = Math.ceil(questions.length / PER_PAGE);
  const page = (at) => ({
    name: `page${at + 1}`,
    elements: questions.slice(at * PER_PAGE, (at + 1) * PER_PAGE),
  });
  return { pages: list(count, page) };
}

const text = (at, rest) => ({ type: "text", name: `q${at}`, ...rest });

/** Each question waits for an answer to the one before it. */
export const chain = (size) =>
  paged(list(size, (at) => text(at, at > 0 && { visibleIf: `{q${at - 1}} notempty` })));

/** An answer to each question of a chain. */
export const chainData = (size) =>
  Object.fromEntries(list(size, (at) => [`q${at}`, `v${at}`]));

/** A chain in which hiding a question takes its answer away, so that one change empties all. */
export const collapse = (size) => ({ ...chain(size), clearInvisibleValues: "onHidden" });

/** One switch shows all the other questions. */
export const fanOut = (size) =>
  paged([
    { type: "boolean", name: "show" },
    ...list(size - 1, (at) => text(at, { visibleIf: "{show} = true" })),
  ]);

/** Only the last question depends on the first, the others on nothing. */
export const one = (size) =>
  paged(list(size, (at) => text(at, at === size - 1 && { visibleIf: "{q0} > 5" })));

/** Each question is required, a number within bounds, of one pattern, and not thirteen. */
export const checked = (size) =>
  paged(
    list(size, (at) =>
      text(at, {
        title: `Question ${at}`,
        isRequired: true,
        validators: [
          { type: "numeric", minValue: 0, maxValue: 1000 },
          { type: "regex", regex: "^\\d+(\\.\\d+)?$" },
          {
            type: "expression",
            expression: `{q${at}} <> 13 and {q${at > 0 ? at - 1 : size - 1}} notempty`,
          },
        ],
      }),
    ),
  );

/** Answers to `checked`, of which each third breaks one of the checks. */
export const checkedData = (size) => {
  const wrong = [13, "12x", 5000];
  const value = (at) => (at % 3 === 0 ? wrong[(at / 3) % 3] : at % 900);
  return Object.fromEntries(list(size, (at) => [`q${at}`, value(at)]));
};

/** A table with computed cells, cells that appear and are required by others, and totals. */
export const matrix = (rows, columns) => {
  const column = (at) => {
    if (at % 5 === 4) {
      const expression = `{row.c${at - 1}} + {row.c${at - 2}}`;
      return { name: `c${at}`, cellType: "expression", expression, totalType: "sum" };
    }
    return {
      name: `c${at}`,
      cellType: "text",
      inputType: "number",
      totalType: at % 2 ? "avg" : "sum",
      ...(at % 5 === 2 && { visibleIf: `{row.c${at - 1}} > 2` }),
      ...(at % 5 === 3 && { requiredIf: `{row.c${at - 2}} > 5` }),
    };
  };
  return {
    elements: [
      { type: "matrixdynamic", name: "m", rowCount: rows, columns: list(columns, column) },
      { type: "expression", name: "total", expression: "sumInArray({m}, 'c0')" },
    ],
  };
};

/** Values for the cells of `matrix` that are not computed. */
export const matrixData = (rows, columns) => {
  const cells = (row) =>
    list(columns, (at) => [`c${at}`, (row + at) % 9]).filter((_, at) => at % 5 !== 4);
  return { m: list(rows, (row) => Object.fromEntries(cells(row))) };
};

/** What the expressions below read. */
export const VALUES = {
  age: 34,
  name: "Ann Lee",
  country: "de",
  tags: ["a", "b", "c"],
  total: 125.5,
  accepted: true,
  birth: "1990-02-28",
  empty: "",
  score: "7",
  address: { city: "Köln", lines: ["x", "y"] },
  items: list(20, (at) => ({
    name: `item${at}`,
    price: at * 1.25,
    amount: at % 4,
    kind: at % 2 ? "p" : "q",
  })),
  a: 1,
  b: 2,
  c: 3,
  limit: 100,
};

/** Twenty expressions as forms have them. */
export const EXPRESSIONS = [
  "{age} >= 18",
  "{country} = 'de'",
  "{country} = 'de' and {age} > 30 or {accepted} = false",
  "{tags} contains 'b'",
  "{tags} anyof ['x', 'c']",
  "{name} notempty",
  "{empty} empty and {missing} empty",
  "{a} + {b} * {c} ^ 2 - 1",
  "iif({total} > {limit}, 'over', 'under')",
  "sum({a}, {b}, {c}, {score})",
  "round({total} / 3, 2)",
  "sumInArray({items}, 'price')",
  "sumInArray({items}, 'amount', {kind} = 'p')",
  "{items[3].price} > 3",
  "{address.city} = 'köln'",
  "{address.lines.length} = 2",
  "age({birth}) >= 21",
  "dateDiff({birth}, '2024-05-15', 'months') > 400",
  "!({accepted}) or {score} * 2 = 14",
  "{name} contains 'lee' and !({country} = 'fr')",
];

/** So many different texts of the same twenty shapes. */
export const distinct = (size) =>
  list(size, (at) => {
    const shape = EXPRESSIONS[at % EXPRESSIONS.length];
    const renamed = shape.replace(/\{(\w+)/, (_, name) => `{${name}_${at}`);
    return at % 3 ? renamed : `${renamed} and {extra${at}} <> ${at}`;
  });
