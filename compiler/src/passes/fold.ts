/**
 * Constant folding: scalars of constants, and pointwise operations over scalars as series.
 *
 * Exact operations only: the engine and every JavaScript engine round `+ − × ÷ √` to the nearest and agree on the
 * rest; `exp log pow` are a library's and stay. A pointwise kernel over splats is the splat of the scalar operator:
 * both end with the same `finite` (numerics N7), and both are missing, or Kleene, alike.
 */
import { KERNEL, type KernelName } from "../generated/kernels.ts";
import type { Arena, Lane, Node, NodeId, Scalar, ScalarId, ScalarOperator } from "../ir/arena.ts";
import { isScan, rebuildScan } from "../ir/body.ts";
import { compact, copyNode, copyScalar, mapLane, rebuild } from "../ir/rebuild.ts";
import { evaluate } from "../ir/scalars.ts";

/** The kernels whose row function is a scalar operator's, to the bit. */
const OF_KERNEL: ReadonlyMap<KernelName, ScalarOperator> = new Map<KernelName, ScalarOperator>([
  ["neg", "neg"],
  ["abs", "abs"],
  ["sqrt", "sqrt"],
  ["floor", "floor"],
  ["ceil", "ceil"],
  ["round", "round"],
  ["trunc", "trunc"],
  ["add", "add"],
  ["sub", "sub"],
  ["mul", "mul"],
  ["div", "div"],
  ["lesser", "min"],
  ["greater", "max"],
  ["lt", "lt"],
  ["le", "le"],
  ["gt", "gt"],
  ["ge", "ge"],
  ["eq", "eq"],
  ["ne", "ne"],
  ["and", "and"],
  ["or", "or"],
  ["not", "not"],
]);

/** The operator over the arguments, settled where they are constants. */
export function foldScalar(to: Arena, op: ScalarOperator, args: readonly ScalarId[]): ScalarId {
  const values = args.map((arg) => to.scalars[arg]!);
  const constants = values.flatMap((value) => (value.op === "const" ? [value.value] : []));
  if (constants.length === args.length) {
    const value = evaluate(op, constants);
    if (value !== null) return to.constant(value);
  }
  const condition = values[0];
  if (op === "select" && condition?.op === "const") {
    return Number.isNaN(condition.value) ? to.constant(NaN) : condition.value !== 0 ? args[1]! : args[2]!;
  }
  return to.scalar(op, ...args);
}

const foldOne = (to: Arena, scalar: Scalar): ScalarId =>
  "args" in scalar ? foldScalar(to, scalar.op, scalar.args) : copyScalar(to, scalar);

/** The scalar that a node repeats on every row, or null. */
export function splatted(arena: Arena, id: NodeId): ScalarId | null {
  const node = arena.nodes[id]!;
  return node.op === "apply" && (node.kernel === "splat" || node.kernel === "splat_bool")
    ? node.scalars[0]!
    : null;
}

/** The constant that a node repeats on every row, or null. */
export function constantOf(arena: Arena, id: NodeId): number | null {
  const at = splatted(arena, id);
  const scalar = at === null ? undefined : arena.scalars[at];
  return scalar?.op === "const" ? scalar.value : null;
}

/** Whether a scalar's operator is settled by constants. */
function settles(arena: Arena, scalar: Scalar): boolean {
  if (!("args" in scalar)) return false;
  const constant = (id: ScalarId): boolean => arena.scalars[id]!.op === "const";
  if (scalar.op === "select") return constant(scalar.args[0]!);
  return scalar.op !== "exp" && scalar.op !== "log" && scalar.op !== "pow" && scalar.args.every(constant);
}

/** Whether a rule below applies to a node as it stands. What it makes may fold further; where none does, none will. */
function folds(arena: Arena, node: Node): boolean {
  if (node.op !== "apply" || node.guard !== null) return false;
  switch (node.kernel) {
    case "choose":
    case "choose_bool":
      return arena.scalars[node.scalars[0]!]!.op === "const";
    case "select":
    case "select_bool":
      return constantOf(arena, node.args[0]!) !== null;
    default:
      return OF_KERNEL.has(node.kernel) && node.args.every((arg) => splatted(arena, arg) !== null);
  }
}

/** What a kernel over these operands folds to, or null where no rule applies. */
function foldLane(to: Arena, { kernel, args, scalars }: Omit<Lane, "missing">): NodeId | null {
  const splat = (scalar: ScalarId): NodeId =>
    to.apply(KERNEL[kernel].output === "bool" ? "splat_bool" : "splat", [], [scalar]);
  const op = OF_KERNEL.get(kernel);
  if (op !== undefined) {
    const values = args.map((arg) => splatted(to, arg));
    if (values.every((value) => value !== null)) return splat(foldScalar(to, op, values));
  }
  if (kernel === "choose" || kernel === "choose_bool") {
    const condition = to.scalars[scalars[0]!]!;
    if (condition.op === "const") {
      if (Number.isNaN(condition.value)) return splat(to.constant(NaN));
      return condition.value !== 0 ? args[0]! : args[1]!;
    }
  }
  if (kernel === "select" || kernel === "select_bool") {
    const condition = constantOf(to, args[0]!);
    if (condition !== null) {
      if (Number.isNaN(condition)) return splat(to.constant(NaN));
      return condition !== 0 ? args[1]! : args[2]!;
    }
  }
  return null;
}

export function fold(arena: Arena): Arena {
  const idle =
    !arena.scalars.some((scalar) => settles(arena, scalar)) &&
    !arena.nodes.some((node) => folds(arena, node) || isScan(node));
  if (idle) return compact(arena);
  const folded = rebuild(arena, {
    scalar: foldOne,
    node: (context, node) => {
      const { to } = context;
      if (isScan(node) && node.guard === null)
        return rebuildScan(
          context,
          node,
          (kernel, args) => foldLane(to, { kernel, args, scalars: [] }) ?? to.apply(kernel, args),
        );
      if (node.op !== "apply" || node.guard !== null) return copyNode(context, node);
      return foldLane(to, mapLane(context, node)) ?? copyNode(context, node);
    },
  });
  // What was folded away stays behind.
  return compact(folded);
}
