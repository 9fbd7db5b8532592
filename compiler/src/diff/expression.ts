/** Values of an arena as expressions over engine operations: `win.mean(close, n=20) > close`. */
import { KERNEL, type KernelName } from "../generated/kernels.ts";
import type { Arena, Lane, NodeId, ScalarId } from "../ir/arena.ts";
import { bodyText, numberText, SIGNS } from "../ir/text.ts";

/** Letters of one expression: what is longer is no help to anybody, and a graph may say it in far more. */
const MOST_LETTERS = 600;

/** The names of a lane's scalars: of its kernel's parameters, and of the samples that a window waits for. */
export const scalarNames = (kernel: KernelName): readonly string[] => [
  ...KERNEL[kernel].params.map((param) => param.name),
  "k",
];

/** A scalar with its operators written out. */
export function scalarExpression(arena: Arena, id: ScalarId): string {
  return new Writer(arena).scalar(id, false);
}

/** A node with all that goes into it, cut with "…" where that is long. */
export function nodeExpression(arena: Arena, id: NodeId): string {
  return new Writer(arena).node(id, false);
}

class Writer {
  /** Letters that are left. Once there are none, every operand is "…", so that the walk ends. */
  private left = MOST_LETTERS;
  constructor(private readonly arena: Arena) {}

  private spend(text: string): string {
    this.left -= text.length;
    return text;
  }

  private infix(sign: string, a: string, b: string, inside: boolean): string {
    return inside ? `(${a} ${sign} ${b})` : `${a} ${sign} ${b}`;
  }

  scalar(id: ScalarId, inside: boolean): string {
    if (this.left <= 0) return "…";
    const scalar = this.arena.scalars[id]!;
    switch (scalar.op) {
      case "const":
        return this.spend(numberText(scalar.value));
      case "param":
        return this.spend(this.arena.params[scalar.index]!.name);
      case "stable":
        return this.spend("ln(1/ε)");
      default: {
        const sign = SIGNS[scalar.op];
        this.spend(sign ?? scalar.op);
        const args = scalar.args.map((arg) => this.scalar(arg, sign !== undefined));
        return sign === undefined
          ? `${scalar.op}(${args.join(", ")})`
          : this.infix(sign, args[0]!, args[1]!, inside);
      }
    }
  }

  node(id: NodeId, inside: boolean): string {
    if (this.left <= 0) return "…";
    const node = this.arena.nodes[id]!;
    switch (node.op) {
      case "input":
        return this.spend(this.arena.inputs[node.input]!.field);
      case "apply":
        return this.lane(node, inside);
      case "get": {
        const group = this.arena.nodes[node.group]!;
        if (group.op !== "group") throw new Error("get of a node that is no group");
        if (group.body === null) return this.lane(group.lanes[node.lane]!, inside);
        const from = group.lanes.map((lane) => this.scalar(lane.scalars[0]!, false)).join(", ");
        const over = group.lanes[0]!.args.map((arg) => this.node(arg, false)).join(", ");
        const step = this.spend(bodyText(group.body, group.lanes.length + group.lanes[0]!.args.length));
        return `scan([${from}], [${over}], ${step}).${node.lane}`;
      }
      default:
        throw new Error(`a ${node.op} is no value`);
    }
  }

  private lane(lane: Lane, inside: boolean): string {
    const sign = SIGNS[lane.kernel];
    this.spend(sign ?? lane.kernel);
    if (sign !== undefined && lane.args.length === 2 && lane.scalars.length === 0) {
      const [a, b] = lane.args.map((arg) => this.node(arg, true));
      return this.infix(sign, a!, b!, inside);
    }
    if (lane.kernel === "splat" || lane.kernel === "splat_bool") return this.scalar(lane.scalars[0]!, inside);
    const names = scalarNames(lane.kernel);
    const parts = [
      ...lane.args.map((arg) => this.node(arg, false)),
      ...lane.scalars.map((scalar, index) => `${names[index] ?? "k"}=${this.scalar(scalar, false)}`),
      ...(lane.missing === null || lane.missing === "rows" ? [] : [lane.missing]),
    ];
    return `${lane.kernel}(${parts.join(", ")})`;
  }
}
