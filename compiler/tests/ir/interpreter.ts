/**
 * A reference interpreter of the IR: every kernel by its naive definition, row by row. It judges passes, not kernels:
 * a pass must leave every result as it was to the bit, and for that each kernel need only be one function of what it
 * may depend on (a window's of the rows inside it, a recurrence's of the rows so far).
 */
import { lanesOf, postorder } from "../../src/ir/rebuild.ts";
import type { Arena, Body, Lane } from "../../src/ir/arena.ts";
import { evaluate, finite } from "../../src/ir/scalars.ts";

const POINTWISE: Record<string, Parameters<typeof evaluate>[0]> = {
  neg: "neg",
  abs: "abs",
  sqrt: "sqrt",
  floor: "floor",
  ceil: "ceil",
  round: "round",
  trunc: "trunc",
  add: "add",
  sub: "sub",
  mul: "mul",
  div: "div",
  lesser: "min",
  greater: "max",
  lt: "lt",
  le: "le",
  gt: "gt",
  ge: "ge",
  eq: "eq",
  ne: "ne",
  and: "and",
  or: "or",
  not: "not",
  select: "select",
  select_bool: "select",
};

function window(kernel: string, values: number[]): number {
  switch (kernel) {
    case "win.max":
      return values.reduce((a, b) => (a > b ? a : b));
    case "win.min":
      return values.reduce((a, b) => (a < b ? a : b));
    case "win.sum":
      return finite(values.reduce((a, b) => a + b));
    case "win.mean":
      return finite(values.reduce((a, b) => a + b) / values.length);
    default:
      throw new Error(`no window ${kernel}`);
  }
}

/** One operation of a body. */
function operate(kernel: string, values: number[]): number {
  const [a, b] = values as [number, number];
  const op = POINTWISE[kernel];
  if (op !== undefined) return evaluate(op, values)!;
  switch (kernel) {
    case "is_missing":
      return Number.isNaN(a) ? 1 : 0;
    case "float_of":
      return a;
    case "coalesce":
    case "coalesce_bool":
      return Number.isNaN(a) ? b : a;
    default:
      throw new Error(`no operation ${kernel}`);
  }
}

/** A state, row by row: a field whose new value is missing stays as it was and is missing in that row. */
function runScan(
  lanes: readonly Lane[],
  body: Body,
  columns: number[][],
  scalars: number[],
  rows: number,
): number[][] {
  const state = lanes.map((lane) => finite(scalars[lane.scalars[0]!]!));
  const results: number[][] = lanes.map(() => []);
  for (let row = 0; row < rows; row += 1) {
    const registers = [...state, ...lanes[0]!.args.map((arg) => columns[arg]![row]!)];
    for (const { kernel, reads } of body.operations)
      registers.push(
        operate(
          kernel,
          reads.map((read) => registers[read]!),
        ),
      );
    body.next.forEach((register, field) => {
      const value = registers[register]!;
      results[field]!.push(value);
      if (!Number.isNaN(value)) state[field] = value;
    });
  }
  return results;
}

function runLane(lane: Lane, columns: number[][], scalars: number[], rows: number): number[] {
  const column = (of: (row: number) => number): number[] => Array.from({ length: rows }, (_, row) => of(row));
  const reads = lane.args.map((arg) => columns[arg]!);
  const given = lane.scalars.map((scalar) => scalars[scalar]!);
  const [x] = reads;
  const op = POINTWISE[lane.kernel];
  if (op !== undefined)
    return column((row) =>
      evaluate(
        op,
        reads.map((read) => read[row]!),
      )!,
    );
  switch (lane.kernel) {
    case "splat":
    case "splat_bool":
      return column(() => finite(given[0]!));
    case "is_missing":
      return column((row) => (Number.isNaN(x![row]!) ? 1 : 0));
    case "float_of":
      return [...x!];
    case "coalesce":
    case "coalesce_bool":
      return column((row) => (Number.isNaN(x![row]!) ? reads[1]![row]! : x![row]!));
    case "choose":
    case "choose_bool":
      return column((row) => evaluate("select", [given[0]!, x![row]!, reads[1]![row]!])!);
    case "shift":
    case "shift_bool":
      return column((row) => x![row - given[0]!] ?? NaN);
    case "cum.sum": {
      let sum = 0;
      return x!.map((value) => (Number.isNaN(value) ? NaN : (sum = finite(sum + value))));
    }
    case "skip": {
      let seen = 0;
      return x!.map((value) => (Number.isNaN(value) || seen++ < given[0]! ? NaN : value));
    }
    case "cum.last": {
      let last = NaN;
      return x!.map((value) => (last = Number.isNaN(value) ? last : value));
    }
    case "event.edge": {
      let last = 0;
      return x!.map((value) => {
        if (Number.isNaN(value)) return NaN;
        const fires = value === 1 && last !== 1 ? 1 : 0;
        last = value;
        return fires;
      });
    }
    default:
  }
  const n = given[0]!;
  return column((row) => {
    const upTo = x!.slice(0, row + 1);
    const known = (part: number[]): number[] => part.filter((value) => !Number.isNaN(value));
    if (lane.missing === "observed") {
      const seen = known(upTo);
      return seen.length < n ? NaN : window(lane.kernel, seen.slice(-n));
    }
    const inside = upTo.slice(-n);
    if (lane.missing === "min_samples") {
      const seen = known(inside);
      return seen.length < given[1]! || seen.length === 0 ? NaN : window(lane.kernel, seen);
    }
    return inside.length < n || known(inside).length < n ? NaN : window(lane.kernel, inside);
  });
}

/** The results by name. Guarded lanes whose condition does not hold are never computed: reading one is a fault. */
export function interpret(
  arena: Arena,
  inputs: Record<string, number[]>,
  params: number[],
): Record<string, number[]> {
  const rows = Object.values(inputs)[0]!.length;
  const scalars: number[] = [];
  for (const scalar of arena.scalars) {
    if (scalar.op === "const") scalars.push(finite(scalar.value));
    else if (scalar.op === "param") scalars.push(finite(params[scalar.index]!));
    else if (scalar.op === "stable") scalars.push(20);
    else
      scalars.push(
        evaluate(
          scalar.op,
          scalar.args.map((arg) => scalars[arg]!),
        )!,
      );
  }
  const columns: number[][] = [];
  const groups: number[][][] = [];
  const pruned = Array.from({ length: rows }, () => Infinity);
  for (const id of postorder(arena)) {
    const node = arena.nodes[id]!;
    if (node.op === "input") columns[id] = inputs[arena.inputs[node.input]!.field]!;
    else if (node.op === "get") columns[id] = groups[node.group]![node.lane]!;
    else {
      const dropped = node.guard !== null && scalars[node.guard] !== 1;
      if (node.op === "group" && node.body !== null && !dropped) {
        for (const arg of node.lanes[0]!.args)
          if (rows > 0 && columns[arg]![0] === Infinity) throw new Error(`%${id} reads the pruned %${arg}`);
        groups[id] = runScan(node.lanes, node.body, columns, scalars, rows);
        continue;
      }
      const lanes = lanesOf(node).map((lane) => {
        if (dropped) return pruned;
        const choice = lane.kernel.startsWith("choose") ? scalars[lane.scalars[0]!]! : null;
        const used =
          choice === null ? lane.args : Number.isNaN(choice) ? [] : [lane.args[choice !== 0 ? 0 : 1]!];
        for (const arg of used)
          if (rows > 0 && columns[arg]![0] === Infinity) throw new Error(`%${id} reads the pruned %${arg}`);
        return runLane(lane, columns, scalars, rows);
      });
      if (node.op === "group") groups[id] = lanes;
      else columns[id] = lanes[0]!;
    }
  }
  return Object.fromEntries(
    [...arena.outputs, ...arena.alerts].map((root) => [root.name, columns[root.node]!]),
  );
}
