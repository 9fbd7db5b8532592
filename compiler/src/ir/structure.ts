/**
 * An order of values that depends on what they say, not on when they were made: by it the operands of commutative
 * operations are sorted, so that `a + b` and `b + a` are one node and reordering a program keeps its identity.
 * The hash serves order alone; equality is the arena's.
 */
import { floatKey, type Arena, type NodeId, type ScalarId } from "./arena.ts";
import { lanesOf } from "./rebuild.ts";
import { bodyText } from "./text.ts";

const mix = (hash: number, value: number): number => {
  let mixed = Math.imul(hash ^ value, 0x9e3779b1);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x85ebca77);
  return (mixed ^ (mixed >>> 13)) >>> 0;
};
const known = new Map<string, number>();
/** Few texts are hashed, and often: kernels with their policies. */
function memoized(text: string): number {
  let hash = known.get(text);
  if (hash === undefined) known.set(text, (hash = textHash(text)));
  return hash;
}
const textHash = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = mix(hash, text.charCodeAt(index));
  return hash;
};

/** Hashes of a growing arena, each computed once. Two words of 32 bits make an accident negligible. */
export class Structure {
  private readonly scalarFirst: number[] = [];
  private readonly scalarSecond: number[] = [];
  private readonly nodeFirst: number[] = [];
  private readonly nodeSecond: number[] = [];
  /** The hash under construction. */
  private first = 0;
  private second = 0;
  constructor(private readonly arena: Arena) {}

  private begin(hash: number): void {
    this.first = hash;
    this.second = mix(hash, 0x5bd1e995);
  }
  private addScalar(id: ScalarId): void {
    this.first = mix(this.first, this.scalarFirst[id]!);
    this.second = mix(this.second, this.scalarSecond[id]!);
  }
  private addNode(id: NodeId): void {
    this.first = mix(this.first, this.nodeFirst[id]!);
    this.second = mix(this.second, this.nodeSecond[id]!);
  }

  private hashScalars(): void {
    const { scalars } = this.arena;
    for (let next = this.scalarFirst.length; next < scalars.length; next += 1) {
      const scalar = scalars[next]!;
      if (scalar.op === "const") this.begin(textHash(`const ${floatKey(scalar.value)}`));
      else if (scalar.op === "param") this.begin(textHash(`param ${scalar.index}`));
      else this.begin(memoized(scalar.op));
      if ("args" in scalar) for (const arg of scalar.args) this.addScalar(arg);
      this.scalarFirst.push(this.first);
      this.scalarSecond.push(this.second);
    }
  }

  private hashNodes(): void {
    const { nodes, inputs } = this.arena;
    if (this.nodeFirst.length === nodes.length) return;
    this.hashScalars();
    for (let next = this.nodeFirst.length; next < nodes.length; next += 1) {
      const node = nodes[next]!;
      if (node.op === "input") {
        const input = inputs[node.input]!;
        this.begin(textHash(`input ${input.clock}/${input.source}/${input.field}`));
      } else if (node.op === "get") this.begin(textHash(`get ${node.lane}`));
      else if (node.op === "state") this.begin(textHash(`state ${node.depth}/${node.field}/${node.type}`));
      else {
        const lanes = lanesOf(node);
        const text = lanes.map((lane) => `|${lane.kernel}/${lane.missing ?? ""}`).join("");
        const body = node.op === "group" && node.body !== null ? bodyText(node.body) : "";
        this.begin(node.op === "apply" ? memoized(node.op + text) : textHash(node.op + text + body));
      }
      if (node.guard !== null) this.addScalar(node.guard);
      if (node.op === "get") this.addNode(node.group);
      for (const lane of lanesOf(node)) {
        for (const arg of lane.args) this.addNode(arg);
        for (const scalar of lane.scalars) this.addScalar(scalar);
      }
      this.nodeFirst.push(this.first);
      this.nodeSecond.push(this.second);
    }
  }

  /** Negative where a comes first; constants come last. Ids decide only between values of one hash. */
  compareScalars(a: ScalarId, b: ScalarId): number {
    const { scalars } = this.arena;
    const last = Number(scalars[a]!.op === "const") - Number(scalars[b]!.op === "const");
    if (last !== 0) return last;
    this.hashScalars();
    return (
      this.scalarFirst[a]! - this.scalarFirst[b]! || this.scalarSecond[a]! - this.scalarSecond[b]! || a - b
    );
  }

  /** Constants come last, as one writes them: `x * 2`. */
  compareNodes(a: NodeId, b: NodeId): number {
    const last = Number(this.isSplat(a)) - Number(this.isSplat(b));
    if (last !== 0) return last;
    this.hashNodes();
    return this.nodeFirst[a]! - this.nodeFirst[b]! || this.nodeSecond[a]! - this.nodeSecond[b]! || a - b;
  }

  private isSplat(id: NodeId): boolean {
    const node = this.arena.nodes[id]!;
    return node.op === "apply" && (node.kernel === "splat" || node.kernel === "splat_bool");
  }
}
