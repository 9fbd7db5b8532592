/**
 * Warm-up, stability, history and state (spec/plan.md PL7) as scalar expressions over the params, built by the
 * formulas of the kernel table. The engine recomputes their values in the same order of operations.
 */
import { KERNEL, type Formula } from "../generated/kernels.ts";
import { Arena, type Lane, type NodeId, type ScalarId, type ScalarOperator } from "./arena.ts";
import { postorder, roots } from "./rebuild.ts";
import { evaluate } from "./scalars.ts";

export interface Bounds {
  /** Of every reached node; of a group, of its lanes. Rows are counted from 0. */
  readonly validFrom: (node: NodeId) => ScalarId;
  readonly stableFrom: (node: NodeId) => ScalarId;
  /** Rows before the current one that are needed; null where no count of rows is enough. */
  readonly history: ScalarId | null;
  readonly stateBytes: ScalarId;
}

/** Exact shorthands of bounds, which are never negative: 0 + x, x + 0, max(0, x), min(0, x), max(x, x), min(x, x), and constants. */
function builder(arena: Arena): (op: ScalarOperator, a: ScalarId, b: ScalarId) => ScalarId {
  return (op, a, b) => {
    const [left, right] = [arena.scalars[a]!, arena.scalars[b]!];
    if (left.op === "const" && right.op === "const")
      return arena.constant(evaluate(op, [left.value, right.value])!);
    if ((op === "max" || op === "min") && a === b) return a;
    if (op === "min" && left.op === "const" && left.value === 0) return a;
    if (op === "min" && right.op === "const" && right.value === 0) return b;
    if (op === "add" || op === "max") {
      if (left.op === "const" && left.value === 0) return b;
      if (right.op === "const" && right.value === 0) return a;
    }
    return arena.scalar(op, a, b);
  };
}

/** Adds the bounds' expressions to the arena's scalar region. */
export function addBounds(arena: Arena): Bounds {
  const make = builder(arena);
  const zero = arena.constant(0);
  const formula = (steps: Formula, scalars: readonly ScalarId[]): ScalarId => {
    const only = steps.length === 1 ? steps[0]! : null;
    if (only !== null && "constant" in only && only.constant === 0) return zero;
    const stack: ScalarId[] = [];
    for (const step of steps) {
      if ("constant" in step) stack.push(arena.constant(step.constant));
      else if ("param" in step) stack.push(scalars[step.param]!);
      else if ("stable" in step) stack.push(arena.stable());
      else {
        const b = stack.pop()!;
        stack.push(make(step.op, stack.pop()!, b));
      }
    }
    return stack[0]!;
  };
  type Values = { valid: ScalarId; stable: ScalarId; history: ScalarId };
  const values: Values[][] = [];
  let anchored = false;
  let state = zero;
  const single = (id: NodeId): Values => {
    const node = arena.nodes[id]!;
    return node.op === "get" ? values[node.group]![node.lane]! : values[id]![0]!;
  };
  const ofLane = (lane: Lane): Values => {
    const kernel = KERNEL[lane.kernel];
    const reads = lane.args.map(single);
    const latest = (of: keyof Values): ScalarId =>
      reads.reduce((best, read) => make("max", best, read[of]), zero);
    const warmup = formula(kernel.warmup, lane.scalars);
    let stable = make("add", latest("stable"), warmup);
    if (kernel.anchored) stable = make("add", stable, formula(kernel.stability, lane.scalars));
    // An `observed` window reaches back as far as the gaps in its operand are long.
    anchored ||= kernel.anchored || lane.missing === "observed";
    // What falls back is known where any operand is.
    const valid =
      kernel.missing === "fallback"
        ? reads.map((read) => read.valid).reduce((best, next) => make("min", best, next))
        : latest("valid");
    return {
      valid: make("add", valid, warmup),
      stable,
      history: make("add", latest("history"), formula(kernel.history, lane.scalars)),
    };
  };
  for (const id of postorder(arena)) {
    const node = arena.nodes[id]!;
    if (node.op === "get") continue;
    if (node.op === "state") throw new Error("a step that is not closed");
    if (node.op === "input") {
      values[id] = [{ valid: zero, stable: zero, history: zero }];
      continue;
    }
    const lanes = node.op === "apply" ? [node] : node.lanes;
    values[id] = lanes.map(ofLane);
    if (lanes.length === 1) {
      state = make("add", state, formula(KERNEL[lanes[0]!.kernel].state, lanes[0]!.scalars));
      continue;
    }
    const shared = new Map<string, ScalarId>();
    lanes.forEach((lane, index) => {
      const bytes = formula(KERNEL[lane.kernel].state, lane.scalars);
      const key = lane.missing === null ? `lane ${index}` : lane.args.join();
      const known = shared.get(key);
      shared.set(key, known === undefined ? bytes : make("max", known, bytes));
    });
    for (const bytes of shared.values()) state = make("add", state, bytes);
  }
  let history: ScalarId | null = zero;
  for (const root of roots(arena)) history = make("max", history, single(root).history);
  if (anchored) history = null;
  return {
    validFrom: (node) => single(node).valid,
    stableFrom: (node) => single(node).stable,
    history,
    stateBytes: state,
  };
}
