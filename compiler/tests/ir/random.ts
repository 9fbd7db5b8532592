/** Random arenas and data for properties: every kind of node, small constants that provoke the rewrites. */
import fc from "fast-check";
import { Arena, type NodeId } from "../../src/ir/arena.ts";
import { closeScan, type ScanKernel } from "../../src/ir/body.ts";
import { compact } from "../../src/ir/rebuild.ts";
import type { KernelName } from "../../src/generated/kernels.ts";

const FLOAT: KernelName[] = ["neg", "abs", "sqrt", "floor", "add", "sub", "mul", "div", "lesser", "greater"];
const COMPARE: KernelName[] = ["lt", "le", "gt", "ge", "eq", "ne"];
const WINDOWS: KernelName[] = ["win.max", "win.min", "win.sum", "win.mean"];
const CONSTANTS = [0, -0, 1, -1, 2, 0.5, 3, 1e308, NaN];

/** Builds an arena from a list of numbers, so that a failing one shrinks. */
export function build(choices: readonly number[]): Arena {
  const arena = new Arena();
  arena.params.push(
    { name: "n", type: "int", default: 3, min: 1, max: 9, step: null, choices: null, doc: "a length" },
    { name: "flag", type: "bool", default: 1, min: null, max: null, step: null, choices: null, doc: null },
  );
  let at = 0;
  const next = (bound: number): number => (choices[at++ % choices.length]! >>> 0) % bound;
  const floats: NodeId[] = [arena.input("ohlcv", "close"), arena.input("ohlcv", "high")];
  const bools: NodeId[] = [arena.apply("splat_bool", [], [arena.constant([0, 1, NaN][next(3)]!)])];
  const float = (): NodeId => floats[floats.length - 1 - next(Math.min(6, floats.length))]!;
  const bool = (): NodeId => bools[bools.length - 1 - next(Math.min(6, bools.length))]!;
  const length = (): number => (next(3) === 0 ? arena.param(0) : arena.constant(1 + next(4)));
  const policy = (): "rows" | "observed" | "min_samples" =>
    (["rows", "observed", "min_samples"] as const)[next(3)]!;
  while (at < choices.length) {
    switch (next(14)) {
      case 12: {
        // A state of a number, and sometimes a condition, that a few operations move.
        const kernels: ScanKernel[] = next(2) === 0 ? ["scan"] : ["scan", "scan_bool"];
        const numbers = [arena.state(0, 0, "float"), float(), float()];
        const conditions = [kernels.length > 1 ? arena.state(0, 1, "bool") : bool(), bool()];
        const one = <T>(of: readonly T[]): T => of[of.length - 1 - next(Math.min(4, of.length))]!;
        for (let count = 1 + next(4); count > 0; count -= 1) {
          const kernel = FLOAT[next(FLOAT.length)]!;
          switch (next(4)) {
            case 0:
              numbers.push(arena.apply("select", [one(conditions), one(numbers), one(numbers)]));
              break;
            case 1:
              conditions.push(arena.apply(COMPARE[next(6)]!, [one(numbers), one(numbers)]));
              break;
            case 2:
              numbers.push(arena.apply("coalesce", [one(numbers), one(numbers)]));
              break;
            default:
              numbers.push(
                arena.apply(
                  kernel,
                  FLOAT.indexOf(kernel) < 4 ? [one(numbers)] : [one(numbers), one(numbers)],
                ),
              );
          }
        }
        const inits = [arena.constant(CONSTANTS[next(CONSTANTS.length)]!), arena.constant([0, 1, NaN][next(3)]!)];
        const steps = [numbers.at(-1)!, conditions.at(-1)!].slice(0, kernels.length);
        const state = closeScan(arena, 0, kernels, inits.slice(0, kernels.length), steps);
        floats.push(arena.get(state, 0));
        if (kernels.length > 1) bools.push(arena.get(state, 1));
        break;
      }
      case 0:
        floats.push(arena.apply("splat", [], [arena.constant(CONSTANTS[next(CONSTANTS.length)]!)]));
        break;
      case 1:
      case 2:
      case 3: {
        const kernel = FLOAT[next(FLOAT.length)]!;
        floats.push(arena.apply(kernel, FLOAT.indexOf(kernel) < 4 ? [float()] : [float(), float()]));
        break;
      }
      case 4:
      case 5:
        bools.push(arena.apply(COMPARE[next(6)]!, [float(), float()]));
        break;
      case 6: {
        const kernel = (["and", "or", "not"] as const)[next(3)]!;
        bools.push(arena.apply(kernel, kernel === "not" ? [bool()] : [bool(), bool()]));
        break;
      }
      case 7:
        floats.push(
          arena.apply("shift", [float()], [next(2) === 0 ? arena.param(0) : arena.constant(next(3))]),
        );
        break;
      case 8:
      case 9: {
        const missing = policy();
        const scalars = missing === "min_samples" ? [length(), arena.constant(1)] : [length()];
        floats.push(arena.apply(WINDOWS[next(4)]!, [float()], scalars, missing));
        break;
      }
      case 10: {
        const condition = [arena.param(1), arena.scalar("not", arena.param(1)), arena.constant(next(2))][
          next(3)
        ]!;
        floats.push(arena.apply("choose", [float(), float()], [condition]));
        break;
      }
      case 11:
        floats.push(
          next(2) === 0
            ? arena.apply("select", [bool(), float(), float()])
            : arena.apply("coalesce", [float(), float()]),
        );
        break;
      default:
        if (next(2) === 0)
          floats.push(
            [
              () => arena.apply("cum.sum", [float()]),
              () => arena.apply("cum.last", [float()]),
              () => arena.apply("skip", [float()], [arena.constant(next(4))]),
            ][next(3)]!(),
          );
        else bools.push(arena.apply("event.edge", [bool()]));
    }
  }
  arena.outputs.push({
    name: "a",
    node: floats.at(-1)!,
    doc: 'say "so"',
    hints: { pane: "overlay", level: 2 },
  });
  arena.outputs.push({ name: "b", node: float(), doc: null, hints: {} });
  arena.alerts.push({ name: "c", node: bools.at(-1)!, everyBar: true, doc: null });
  // Steps of scans were built over nodes of their own.
  return arena.nodes.some((node) => node.op === "state") ? compact(arena) : arena;
}

export const arenas = fc.array(fc.nat(1_000_000), { minLength: 3, maxLength: 160 }).map(build);
const value = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -3, max: 5 }) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constant(NaN) },
);
/** Registers hold finite values or missing, and no -0 (numerics N7). */
export const column = fc.array(
  value.map((each) => each + 0),
  { minLength: 14, maxLength: 14 },
);
