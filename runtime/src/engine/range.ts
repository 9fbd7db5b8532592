import { failure } from "./errors.ts";

/** Values that a range has at most: beyond it a grid could not be enumerated either. */
const MOST = 10_000_000;

/**
 * The numbers from `from` to `to`, both included as in the language's `5..60`, `step` apart: a negative step goes
 * down. Each is what its decimals say: the fourth of `range(0, 1, 0.1)` is 0.3.
 *
 * Throws TA8007 for a step of 0, or one that leads away from `to`, for what is no finite number, and for more than
 * ten million values.
 */
export function range(from: number, to: number, step = 1): number[] {
  if (![from, to, step].every((value) => typeof value === "number" && Number.isFinite(value)))
    throw failure("usage", "a range has finite numbers: range(from, to, step)");
  if (step === 0) throw failure("usage", "a range's step is not 0");
  // A hair above, for steps such as 0.1 that have no exact double.
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (count < 1)
    throw failure("usage", `range(${from}, ${to}, ${step}) has no values: its step leads away from its end`);
  if (count > MOST)
    throw failure("usage", `range(${from}, ${to}, ${step}) has ${count} values, at most ${MOST}`);
  return Array.from({ length: count }, (_, index) => Number((from + index * step).toPrecision(15)));
}
