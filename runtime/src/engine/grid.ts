/** A grid of parameters: every combination of the values of its axes, or those of them that are asked for. */
import { failure, TaError } from "./errors.ts";
import type { Budget } from "./limits.ts";
import type { ParamInfo } from "./native.ts";

export type ParamValue = number | boolean | string;

/** Values to try, by parameter. */
export type Grid = Readonly<Record<string, ArrayLike<ParamValue>>>;

/** A point of a grid. */
export type Point = Readonly<Record<string, ParamValue>>;

/** A grid's parameters by point: numbers as Float64Array, everything else as an array. */
export type PointParams = Record<string, Float64Array | (boolean | string)[]>;

/** A grid as the engine takes it. */
export interface Points {
  readonly names: readonly string[];
  readonly axes: readonly (readonly ParamValue[])[];
  readonly count: number;
  /** Point by point the place of its value on each axis; the last axis goes fastest. */
  readonly places: Uint32Array;
}

/** Points between two looks at the time that is left; a filter may take its own, and is looked at each time. */
const CHECKED = 256;
/** Points at which a grid's places outgrow any array. */
const MOST = 2 ** 31;

/**
 * Enumerates a grid. `width` is the number of results of a point, `bytes` what results may take. Throws TA8001 for an
 * axis that the plan does not have, TA8007 for one without values, TA8011 where the results alone would not fit, TA8014
 * where enumerating them takes longer than there is time.
 */
export function pointsOf(
  grid: Grid,
  known: readonly ParamInfo[],
  fixed: Point,
  where: ((point: Point) => boolean) | undefined,
  width: number,
  bytes: number,
  budget: Budget,
): Points {
  if (grid === null || typeof grid !== "object" || Array.isArray(grid))
    throw failure("usage", "a grid is values by parameter: { fast: range(5, 60), slow: [20, 50, 100] }");
  const names = Object.keys(grid);
  if (names.length === 0) throw failure("usage", "a grid has at least one parameter");
  const axes = names.map((name) => axisOf(name, grid[name]!, known, fixed));
  const all = axes.reduce((product, axis) => product * axis.length, 1);
  const most = Math.min(MOST / names.length, bytes / (8 * (names.length + width)));
  const refuse = (count: number, more: string): never => {
    const needed = Math.ceil((count * 8 * (names.length + width)) / (1 << 20));
    throw failure(
      "grid_too_large",
      `${more}${count} points would give ${needed} MiB of results, the limit is ${Math.floor(bytes / (1 << 20))} MiB`,
    );
  };
  if (where === undefined && all > most) refuse(all, "");
  // With a filter nobody knows how many there will be: room grows as they come.
  let places = new Uint32Array((where === undefined ? all : Math.min(all, 4096)) * names.length);
  let count = 0;
  const at = new Uint32Array(names.length);
  for (let index = 0; index < all; index++) {
    if (where !== undefined || index % CHECKED === 0) budget.check();
    if (where === undefined || where(pointAt(names, axes, at, 0))) {
      if (count + 1 > most) refuse(count + 1, "more than ");
      if ((count + 1) * names.length > places.length) {
        const wider = new Uint32Array(2 * places.length);
        wider.set(places);
        places = wider;
      }
      places.set(at, count * names.length);
      count++;
    }
    for (let axis = names.length - 1; axis >= 0 && ++at[axis]! === axes[axis]!.length; axis--) at[axis] = 0;
  }
  return { names, axes, count, places: places.subarray(0, count * names.length) };
}

function axisOf(
  name: string,
  given: ArrayLike<ParamValue>,
  known: readonly ParamInfo[],
  fixed: Point,
): ParamValue[] {
  if (!known.some((param) => param.name === name)) {
    const names = known.map((param) => param.name).join(", ");
    const has = names === "" ? "it has none" : `it has ${names}`;
    throw failure("parameter_unknown", `the plan has no parameter "${name}"; ${has}`);
  }
  if (Object.hasOwn(fixed, name))
    throw failure("usage", `the parameter ${name} is on the grid and in params: one of them is due`);
  if (given === null || typeof given !== "object" || typeof given.length !== "number")
    throw failure("usage", `the grid's values of ${name} are an array, such as range(5, 60)`);
  const values = Array.from(given);
  if (values.length === 0) throw failure("usage", `the grid has no values of ${name}`);
  for (const value of values) {
    if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "string")
      throw failure("parameter_invalid", `the parameter ${name} is a number, a boolean or a string`);
  }
  return values;
}

function pointAt(
  names: readonly string[],
  axes: readonly (readonly ParamValue[])[],
  places: Uint32Array,
  from: number,
): Point {
  return Object.fromEntries(names.map((name, axis) => [name, axes[axis]![places[from + axis]!]!]));
}

/** The n-th point. */
export function pointOf({ names, axes, places }: Points, index: number): Point {
  return pointAt(names, axes, places, index * names.length);
}

/** The columns of a grid's parameters. */
export function paramsOf({ names, axes, places, count }: Points): PointParams {
  return Object.fromEntries(
    names.map((name, axis) => {
      const values = axes[axis]!;
      const at = (index: number): ParamValue => values[places[index * names.length + axis]!]!;
      const numbers = values.every((value) => typeof value === "number");
      const column = numbers ? new Float64Array(count) : new Array<ParamValue>(count);
      for (let index = 0; index < count; index++) column[index] = at(index) as never;
      return [name, column];
    }),
  ) as PointParams;
}

/** An error with the point that it is of, as the engine says it. */
export function atPoint(error: unknown, point: Point): unknown {
  if (!(error instanceof TaError)) return error;
  const named = Object.entries(point).map(([name, value]) => `${name}=${value}`);
  return new TaError(error.code, `at ${named.join(", ")}: ${error.message}`, error, { cause: error });
}
