/**
 * Algebra that keeps the bits. What makes a rule exact stands beside it; all lean on numerics N7: a register holds a
 * finite value or missing, and -0 never. `x + 0`, `0 - x`, `x * 0`, `x - x`, `x == x`, `-(a - b)`, `x * (1/c)` for
 * other c than powers of two, reassociation and `c or not c` are not here on purpose: they are wrong for missing
 * values, or round differently, or would be wrong the day a register may hold -0.
 */
import { KERNEL, type KernelName } from "../generated/kernels.ts";
import type { Arena, Lane, MissingPolicy, NodeId, ScalarId } from "../ir/arena.ts";
import { isScan, rebuildScan } from "../ir/body.ts";
import { Ranges, WINDOW_LIMIT } from "../ir/ranges.ts";
import { compact, copyNode, copyScalar, mapLane, rebuild } from "../ir/rebuild.ts";
import { COMMUTATIVE } from "../ir/scalars.ts";
import { Structure } from "../ir/structure.ts";
import { constantOf, foldScalar } from "./fold.ts";

/** Each is its own mirror bit for bit: `lesser` and `greater` too, since equal operands have equal bits without -0. */
const COMMUTATIVE_KERNELS: ReadonlySet<KernelName> = new Set<KernelName>([
  "add",
  "mul",
  "lesser",
  "greater",
  "eq",
  "ne",
  "and",
  "or",
]);
/** Exact under Kleene: with a missing operand both sides are unknown. */
const NEGATED: ReadonlyMap<KernelName, KernelName> = new Map<KernelName, KernelName>([
  ["lt", "ge"],
  ["ge", "lt"],
  ["gt", "le"],
  ["le", "gt"],
  ["eq", "ne"],
  ["ne", "eq"],
]);

/** 2^-k where the value is 2^k with both exactly representable as normal numbers, else null. */
function inverseOfPower(value: number): number | null {
  const inverse = 1 / value;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(value));
  const exponent = bits.getUint32(0) >>> 20;
  const power =
    (bits.getUint32(0) & 0xfffff) === 0 && bits.getUint32(4) === 0 && exponent > 1 && exponent < 2045;
  return power ? inverse : null;
}

/** Builds applications in their simplest form in a growing arena. */
export class Simplifier {
  private readonly structure: Structure;
  private readonly ranges: Ranges;
  constructor(private readonly to: Arena) {
    this.structure = new Structure(to);
    this.ranges = new Ranges(to);
  }

  scalar(op: Parameters<typeof foldScalar>[1], args: readonly ScalarId[]): ScalarId {
    const sorted = COMMUTATIVE.has(op) ? [...args].sort((a, b) => this.structure.compareScalars(a, b)) : args;
    return foldScalar(this.to, op, sorted);
  }

  private lane(id: NodeId, kernel: KernelName): Lane | null {
    const node = this.to.nodes[id]!;
    return node.op === "apply" && node.kernel === kernel && node.guard === null ? node : null;
  }

  /** a + b, where that is a length or a lag that the plan may hold (PL8); null where it may be too large. */
  private sum(a: ScalarId, b: ScalarId, less: number): ScalarId | null {
    const { low: lowA, high: highA } = this.ranges.of(a);
    const { low: lowB, high: highB } = this.ranges.of(b);
    // Each must be one by itself: the merged one would hide a negative lag behind a positive one.
    if (!(highA + highB - less <= WINDOW_LIMIT) || lowA < less || lowB < less) return null;
    const sum = this.scalar("add", [a, b]);
    return less === 0 ? sum : this.scalar("sub", [sum, this.to.constant(less)]);
  }

  apply(
    kernel: KernelName,
    given: readonly NodeId[],
    scalars: readonly ScalarId[] = [],
    missing?: MissingPolicy | null,
  ): NodeId {
    const { to } = this;
    const turned = COMMUTATIVE_KERNELS.has(kernel) && this.structure.compareNodes(given[0]!, given[1]!) > 0;
    const args = turned ? [given[1]!, given[0]!] : given;
    const [a, b] = args;
    switch (kernel) {
      // -(-x): the sign bit twice; 0 gives 0 both times.
      case "neg": {
        const inner = this.lane(a!, "neg");
        if (inner) return inner.args[0]!;
        break;
      }
      // x + (-0) is x for every x.
      case "add":
        if (Object.is(constantOf(to, b!), -0)) return a!;
        break;
      // x - 0 is x for every x that is not missing, and missing where x is.
      case "sub":
        if (Object.is(constantOf(to, b!), 0)) return a!;
        break;
      case "mul":
        if (constantOf(to, b!) === 1) return a!;
        break;
      case "div": {
        const divisor = constantOf(to, b!);
        if (divisor === 1) return a!;
        // Both round the same real number: 2^-k has no rounding of its own.
        const inverse = divisor === null ? null : inverseOfPower(divisor);
        if (inverse !== null) return this.apply("mul", [a!, to.apply("splat", [], [to.constant(inverse)])]);
        break;
      }
      case "not": {
        const twice = this.lane(a!, "not");
        if (twice) return twice.args[0]!;
        const inner = to.nodes[a!]!;
        const negated = inner.op === "apply" && inner.guard === null ? NEGATED.get(inner.kernel) : undefined;
        if (negated !== undefined && inner.op === "apply") return this.apply(negated, inner.args);
        break;
      }
      // `c and false` is false for unknown c too; true is and's neutral element for all three values.
      case "and":
      case "or": {
        const absorbing = kernel === "and" ? 0 : 1;
        for (const [one, other] of [
          [a!, b!],
          [b!, a!],
        ] as const) {
          const value = constantOf(to, one);
          if (value === absorbing) return one;
          if (value === 1 - absorbing) return other;
        }
        // De Morgan, towards fewer operations: exact under Kleene.
        const [left, right] = [this.lane(a!, "not"), this.lane(b!, "not")];
        if (left && right) {
          return this.apply("not", [
            this.apply(kernel === "and" ? "or" : "and", [left.args[0]!, right.args[0]!]),
          ]);
        }
        break;
      }
      case "shift":
      case "shift_bool": {
        const rows = to.scalars[scalars[0]!]!;
        if (rows.op === "const" && rows.value === 0) return a!;
        const inner = this.lane(a!, kernel);
        const sum = inner && this.sum(inner.scalars[0]!, scalars[0]!, 0);
        if (inner && sum !== null) return this.apply(kernel, [inner.args[0]!], [sum]);
        break;
      }
      // A skip leaves out known rows one by one: of none there is nothing to do, and one after another leaves out both's.
      case "skip": {
        const rows = to.scalars[scalars[0]!]!;
        if (rows.op === "const" && rows.value === 0) return a!;
        const inner = this.lane(a!, kernel);
        const sum = inner && this.sum(inner.scalars[0]!, scalars[0]!, 0);
        if (inner && sum !== null) return this.apply(kernel, [inner.args[0]!], [sum]);
        break;
      }
      // The highest of the highest. Under `rows` either is missing exactly where one of the n + m - 1 rows is.
      case "win.max":
      case "win.min": {
        const inner = this.lane(a!, kernel);
        if (inner && missing === "rows" && inner.missing === "rows") {
          const sum = this.sum(inner.scalars[0]!, scalars[0]!, 1);
          if (sum !== null) return this.apply(kernel, [inner.args[0]!], [sum], "rows");
        }
        break;
      }
      default:
    }
    return to.apply(kernel, args, scalars, missing ?? (KERNEL[kernel].policy ? "rows" : null));
  }
}

export function simplify(arena: Arena): Arena {
  let simplifier: Simplifier | null = null;
  const of = (to: Arena): Simplifier => (simplifier ??= new Simplifier(to));
  const once = rebuild(arena, {
    scalar: (to, scalar) =>
      "args" in scalar ? of(to).scalar(scalar.op, scalar.args) : copyScalar(to, scalar),
    node: (context, node) => {
      if (isScan(node) && node.guard === null)
        return rebuildScan(context, node, (kernel, args) => of(context.to).apply(kernel, args));
      if (node.op !== "apply" || node.guard !== null) return copyNode(context, node);
      const lane = mapLane(context, node);
      return of(context.to).apply(lane.kernel, lane.args, lane.scalars, lane.missing);
    },
  });
  return compact(once);
}
