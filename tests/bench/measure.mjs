// Runs each work by both sides in turn, and says how long a step took, the ratio, and whether both
// came to the same result.

/**
 * A work goes round so often, and works that take little time go on until they have taken some, or gone
 * round often: else a few milliseconds, in code that the JavaScript engine is still compiling, would say
 * it. None goes round again after so many milliseconds; each does so once at least.
 */
const ROUNDS = 15;
const MOST_ROUNDS = 100;
const ENOUGH = 2_000;
const BUDGET = 12_000;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** Two answers are the same where JSON says the same, whatever the order of keys. */
function canonical(value) {
  const sorted = (_, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  return JSON.stringify(value, sorted) ?? "undefined";
}

/**
 * One work at one size: microseconds per step of each side, by a clock of milliseconds; the median, and
 * what the first round took.
 */
function measure(work, size, sides, clock) {
  const runs = sides.map((side) => ({ ...work.make(side, size), times: [] }));
  const begin = performance.now();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const spent = performance.now() - begin;
    if (round > 0 && spent > (round < ROUNDS ? BUDGET : ENOUGH)) break;
    // Neither side is always the one that comes first.
    const order = round % 2 ? runs.toReversed() : runs;
    for (const { prepare, run, times, per = 1 } of order) {
      const input = prepare(round);
      const start = clock();
      run(input, round);
      times.push(((clock() - start) * 1000) / per);
    }
  }
  const told = runs.map((run) => canonical(run.told()));
  for (const run of runs) run.end?.();
  const [survey, casement] = runs.map(({ times }) => median(times));
  const [firstSurvey, firstCasement] = runs.map(({ times }) => times[0]);
  const first = { survey: firstSurvey, casement: firstCasement, ratio: firstSurvey / firstCasement };
  const agree = told[0] === told[1];
  return { survey, casement, first, runs: runs[0].times.length, agree, told };
}

/** Measures all works, and hands out each figure as soon as it is there. */
export async function measureAll(works, sizes, sides, figure, clock = () => performance.now()) {
  for (const work of works) {
    const chosen = (work.sizes ?? sizes).filter((size) => size <= (work.most ?? Infinity));
    for (const size of chosen) {
      const { told, ...found } = measure(work, size, sides, clock);
      const goal = (work.goal && work.goal(size)) || null;
      const ratio = found.survey / found.casement;
      await figure({
        work: work.work,
        size,
        unit: "µs",
        ...found,
        ratio,
        goal,
        ...(found.agree ? {} : { told: told.map((text) => text.slice(0, 400)) }),
      });
    }
  }
}
