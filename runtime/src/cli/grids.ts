/** `--grid name=values` and `--reduce`, as they are typed. */
import { failure } from "../engine/errors.ts";
import type { ParamValue } from "../engine/grid.ts";
import { range } from "../engine/range.ts";
import type { Fold } from "../engine/sweep.ts";
import { parseParams } from "./params.ts";

type Known = readonly { readonly name: string; readonly type: string }[];

const NUMBER = "[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?";
const RANGE = new RegExp(`^(${NUMBER}?)\\.\\.(${NUMBER})(?::(${NUMBER}))?$`, "i");

/**
 * `fast=5..60`, `slow=20..200:10`, `width=1.5,2,2.5`, `kind=ema,sma`: values by parameter, in the order given. Throws
 * TA8007 for another form, and TA8002 for a value of another type than the parameter's.
 */
export function parseGrid(given: readonly string[], known: Known): Record<string, ParamValue[]> {
  const grid: Record<string, ParamValue[]> = {};
  for (const text of given) {
    const at = text.indexOf("=");
    if (at < 1) throw failure("usage", `--grid takes name=values such as fast=5..60, not "${text}"`);
    const name = text.slice(0, at).trim();
    if (Object.hasOwn(grid, name)) throw failure("usage", `--grid ${name} is given twice`);
    const type = known.find((param) => param.name === name)?.type;
    const parts = text
      .slice(at + 1)
      .split(",")
      .map((part) => part.trim());
    grid[name] = parts.flatMap((part) => valuesOf(name, part, type, known));
  }
  return grid;
}

function valuesOf(name: string, part: string, type: string | undefined, known: Known): ParamValue[] {
  if (part === "") throw failure("usage", `--grid ${name} has an empty value`);
  if (type === "int" || type === "float") {
    const [from, to, step] = boundsOf(part);
    if (from !== undefined) return range(from, to!, step);
  }
  return [parseParams([`${name}=${part}`], known)[name]!];
}

/** The parts of `5..60:5`. A number's own dot is no part of the two: `1..2` and not `1.` and `.2`. */
function boundsOf(part: string): (number | undefined)[] {
  const at = part.indexOf("..");
  if (at < 0) return [];
  const [, from, to, step] = RANGE.exec(part) ?? [];
  if (from === undefined || from === "")
    throw failure("usage", `a range is written 5..60 or 20..200:10, not "${part}"`);
  return [Number(from), Number(to), step === undefined ? undefined : Number(step)];
}

/** `--reduce mean` for every output, `--reduce signal=count` for one of them; the one does not exclude the other. */
export function parseReduce(
  given: readonly string[],
  outputs: readonly { readonly name: string }[],
): Record<string, Fold> {
  const folds: Record<string, Fold> = {};
  let every: Fold | null = null;
  for (const text of given) {
    const at = text.lastIndexOf("=");
    if (at < 0) {
      if (every !== null)
        throw failure("usage", `--reduce is given twice for every output: ${every}, ${text}`);
      every = text as Fold;
      continue;
    }
    const name = text.slice(0, at).trim();
    if (Object.hasOwn(folds, name)) throw failure("usage", `--reduce ${name} is given twice`);
    folds[name] = text.slice(at + 1).trim() as Fold;
  }
  return { ...(every !== null && Object.fromEntries(outputs.map(({ name }) => [name, every]))), ...folds };
}
