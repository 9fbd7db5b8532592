// Ratios of one run: both sides in turn, round by round, so that the machine's weather falls on both.

/** The `q`-quantile, interpolated. */
export function quantile(values, q) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** How often to repeat something of `seconds`, for a round to last long enough for its clock. */
const repeats = (seconds, round) => Math.max(1, Math.ceil(round / seconds));

/**
 * Seconds of a round: what a process takes to be back at work after it waited for the other's answer, its caches cold, is
 * little beside them.
 */
const ROUND = 0.03;

/**
 * Races `ours` against `theirs`, functions that repeat their work n times and give the seconds (a promise of them too).
 * Gives seconds a call of each, and the median and the quartiles of theirs / ours over the rounds.
 * Each first runs for `warm` seconds: the code of both may be compiled on the way.
 */
export async function race(ours, theirs, { rounds, round = ROUND, warm = 0.01 }) {
  const sides = [ours, theirs];
  const counts = [];
  for (const side of sides) {
    const end = performance.now() + 1e3 * warm;
    do await side(1);
    while (performance.now() < end);
    counts.push(repeats(await side(1), round));
  }
  const spent = [[], []];
  for (let index = 0; index < rounds; index++) {
    // Who begins changes, for what one leaves in the caches to be no advantage.
    for (const side of index % 2 === 0 ? [0, 1] : [1, 0])
      spent[side].push((await sides[side](counts[side])) / counts[side]);
  }
  const ratios = spent[0].map((seconds, index) => spent[1][index] / seconds);
  return {
    ours: quantile(spent[0], 0.5),
    theirs: quantile(spent[1], 0.5),
    ratio: quantile(ratios, 0.5),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
  };
}

/** Seconds of `work()`, `times` times. */
export function timed(work, times) {
  const begin = performance.now();
  for (let index = 0; index < times; index++) work();
  return (performance.now() - begin) / 1e3;
}
