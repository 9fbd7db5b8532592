/**
 * The intermediate representation: an append-only, hash-consed arena of pure operations.
 *
 * Invariants, checked by verify.ts after every pass:
 * - an id is a value: two nodes of one arena never say the same thing, so equality is `===`;
 * - operands stand before their users, so increasing ids are a topological order;
 * - floats are keyed by their bits: 0 and -0 differ, and every NaN is the one canonical NaN;
 * - the scalar region (parameter arithmetic, settled when a plan is bound) never refers to the series region;
 * - a pass never changes an arena: it rebuilds what its roots reach into a new one, so that sharing and
 *   dead code come free.
 */
import { KERNEL, type KernelName } from "../generated/kernels.ts";
import type { Span } from "../syntax/ast.ts";

export type ScalarId = number;
export type NodeId = number;

export type ScalarOperator =
  | "neg"
  | "abs"
  | "sqrt"
  | "floor"
  | "ceil"
  | "round"
  | "trunc"
  | "exp"
  | "log"
  | "not"
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "mod"
  | "pow"
  | "min"
  | "max"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "eq"
  | "ne"
  | "and"
  | "or"
  | "select";

/** Scalars are doubles: an int is integral, a condition is 0, 1 or NaN (unknown), a string is the index of its choice. */
export type Scalar =
  | { readonly op: "const"; readonly value: number }
  | { readonly op: "param"; readonly index: number }
  /** ln(1 / epsilon), given by whoever asks when an output is stable. */
  | { readonly op: "stable" }
  | { readonly op: ScalarOperator; readonly args: readonly ScalarId[] };

export type ValueType = "float" | "bool";

/** What a window does with missing rows (numerics N8). `min_samples` takes its k as the last scalar of the lane. */
export type MissingPolicy = "rows" | "observed" | "min_samples";

/** One kernel application. Within a group the lanes share one dispatch. */
export interface Lane {
  readonly kernel: KernelName;
  readonly args: readonly NodeId[];
  /** One id for each of the kernel's params, in the table's order (+ k under min_samples). */
  readonly scalars: readonly ScalarId[];
  /** null for kernels without a policy. */
  readonly missing: MissingPolicy | null;
}

export type Node = { readonly type: ValueType; readonly clock: number; readonly guard: ScalarId | null } & (
  | { readonly op: "input"; readonly input: number }
  | ({ readonly op: "apply" } & Lane)
  /**
   * Several applications in one dispatch; only `get` may refer to it. `type` is the first lane's. With a body its lanes
   * are the fields of one state, all over the same operands.
   */
  | { readonly op: "group"; readonly lanes: readonly Lane[]; readonly body: Body | null }
  | { readonly op: "get"; readonly group: NodeId; readonly lane: number }
  /** A field of the state of a scan that is being built, `depth` scans around it: in no finished arena (ir/body.ts). */
  | { readonly op: "state"; readonly depth: number; readonly field: number }
);

/**
 * How a state moves in a row (spec/plan.md PL9): a register program over stateless kernels. Its registers are the
 * state's fields, then the group's operands, then the results of the operations in order.
 */
export interface Body {
  readonly operations: readonly BodyOperation[];
  /** Of each field the register that holds its new value. */
  readonly next: readonly number[];
}
export interface BodyOperation {
  readonly kernel: KernelName;
  readonly reads: readonly number[];
}

/** A clock that series tick on. Clock 0 is the ambient one. All others are for later versions. */
export interface Clock {
  readonly symbol: string | null;
  readonly period: string | null;
  readonly source: string | null;
}
export const AMBIENT: Clock = { symbol: null, period: null, source: null };

export interface Input {
  readonly clock: number;
  /** "ohlcv" in this version. */
  readonly source: string;
  readonly field: string;
}

export interface Param {
  readonly name: string;
  readonly type: "int" | "float" | "bool" | "string";
  readonly default: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly step: number | null;
  /** For strings: a value is the index of its choice. */
  readonly choices: readonly string[] | null;
  readonly doc: string | null;
}

export interface Output {
  readonly name: string;
  readonly node: NodeId;
  readonly doc: string | null;
  readonly hints: Readonly<Record<string, string | number | boolean>>;
}

export interface Alert {
  readonly name: string;
  /** The series that says on which rows it fires: the edge already taken, unless every bar was asked for. */
  readonly node: NodeId;
  readonly everyBar: boolean;
  readonly doc: string | null;
}

const bits = new DataView(new ArrayBuffer(8));
/** The key of a float: its sixteen hexadecimal digits, NaN canonical. */
export function floatKey(value: number): string {
  bits.setFloat64(0, Number.isNaN(value) ? NaN : value);
  return bits.getUint32(0).toString(16).padStart(8, "0") + bits.getUint32(4).toString(16).padStart(8, "0");
}

const word = new Float64Array(1);
const halves = new Uint32Array(word.buffer);
const mix = (hash: number, value: number): number => {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};
const mixAll = (hash: number, values: readonly number[]): number => {
  let mixed = mix(hash, values.length);
  for (let index = 0; index < values.length; index += 1) mixed = mix(mixed, values[index]!);
  return mixed;
};
/** Of an operator's or a kernel's name: enough to tell most apart; equality is compared in full. */
const mixName = (hash: number, name: string): number =>
  mix(
    hash,
    (name.length << 16) ^ (name.charCodeAt(name.length - 1) << 8) ^ name.charCodeAt(name.length >> 1),
  );

/** A number that equal scalars share. */
export function hashScalar(scalar: Scalar): number {
  switch (scalar.op) {
    case "const":
      word[0] = Number.isNaN(scalar.value) ? NaN : scalar.value;
      return mix(mix(1, halves[0]!), halves[1]!);
    case "param":
      return mix(2, scalar.index);
    case "stable":
      return 3;
    default:
      return mixAll(mixName(4, scalar.op), scalar.args);
  }
}

const sameList = (a: readonly number[], b: readonly number[]): boolean => {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
};

/** Whether two scalars of one arena say the same. Floats are told apart by their bits, every NaN being one. */
export function sameScalar(a: Scalar, b: Scalar): boolean {
  if (a.op === "const") return b.op === "const" && Object.is(a.value, b.value);
  if (a.op === "param") return b.op === "param" && a.index === b.index;
  return a.op === b.op && (a.op === "stable" || sameList(a.args, (b as typeof a).args));
}

const hashLane = (hash: number, lane: Lane): number =>
  mixAll(mixAll(mixName(hash, lane.kernel), lane.args), lane.scalars) ^ (lane.missing?.length ?? 0);
const sameLane = (a: Lane, b: Lane): boolean =>
  a.kernel === b.kernel &&
  a.missing === b.missing &&
  sameList(a.args, b.args) &&
  sameList(a.scalars, b.scalars);

const hashBody = (hash: number, body: Body | null): number =>
  body === null
    ? hash
    : body.operations.reduce(
        (mixed, operation) => mixAll(mixName(mixed, operation.kernel), operation.reads),
        mixAll(mix(hash, 8), body.next),
      );
const sameBody = (a: Body | null, b: Body | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    sameList(a.next, b.next) &&
    a.operations.length === b.operations.length &&
    a.operations.every(
      ({ kernel, reads }, index) =>
        kernel === b.operations[index]!.kernel && sameList(reads, b.operations[index]!.reads),
    ));

/** A number that equal nodes share. */
export function hashNode(node: Node): number {
  const guard = node.guard ?? -1;
  switch (node.op) {
    case "input":
      return mix(5, node.input);
    case "apply":
      return hashLane(guard, node);
    case "group":
      return hashBody(node.lanes.reduce(hashLane, mix(6, guard)), node.body);
    case "get":
      return mix(mix(7, node.group), node.lane);
    case "state":
      return mix(mix(mix(9, node.depth), node.field), node.type.length);
  }
}

/** Whether two nodes of one arena say the same: their types and clocks follow from what is compared. */
export function sameNode(a: Node, b: Node): boolean {
  if (a.op !== b.op || a.guard !== b.guard) return false;
  switch (a.op) {
    case "input":
      return a.input === (b as typeof a).input;
    case "apply":
      return sameLane(a, b as typeof a);
    case "group": {
      const { lanes, body } = b as typeof a;
      return (
        a.lanes.length === lanes.length &&
        a.lanes.every((lane, index) => sameLane(lane, lanes[index]!)) &&
        sameBody(a.body, body)
      );
    }
    case "get":
      return a.group === (b as typeof a).group && a.lane === (b as typeof a).lane;
    case "state":
      return a.depth === (b as typeof a).depth && a.field === (b as typeof a).field && a.type === b.type;
  }
}

/** Finds values by what they say: their places in a list, in open addressing by their hashes. */
export class Interner<T> {
  /** A place plus one; 0 is empty. */
  private slots = new Int32Array(64);
  private readonly hashes: number[] = [];
  constructor(
    private readonly list: T[],
    private readonly hash: (value: T) => number,
    private readonly same: (a: T, b: T) => boolean,
  ) {}

  /** The place of what says the same; appended where nothing does. */
  intern(value: T): number {
    const hash = this.hash(value) | 0;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.slots[slot]!; entry !== 0; entry = this.slots[(slot = (slot + 1) & mask)]!) {
      if (this.hashes[entry - 1] === hash && this.same(this.list[entry - 1]!, value)) return entry - 1;
    }
    this.list.push(value);
    const place = this.hashes.push(hash) - 1;
    this.slots[slot] = place + 1;
    if (2 * this.hashes.length > this.slots.length) this.grow();
    return place;
  }

  private grow(): void {
    const slots = new Int32Array(4 * this.slots.length);
    const mask = slots.length - 1;
    this.hashes.forEach((hash, place) => {
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = place + 1;
    });
    this.slots = slots;
  }
}

export class Arena {
  readonly scalars: Scalar[] = [];
  readonly nodes: Node[] = [];
  readonly clocks: Clock[] = [AMBIENT];
  readonly inputs: Input[] = [];
  readonly params: Param[] = [];
  readonly outputs: Output[] = [];
  readonly alerts: Alert[] = [];
  /** Where a node was written, for the source map; the first writer wins. */
  readonly spans = new Map<NodeId, Span>();
  private readonly scalarIds = new Interner(this.scalars, hashScalar, sameScalar);
  private readonly nodeIds = new Interner(this.nodes, hashNode, sameNode);

  constant(value: number): ScalarId {
    return this.scalarIds.intern({ op: "const", value: Number.isNaN(value) ? NaN : value });
  }
  param(index: number): ScalarId {
    return this.scalarIds.intern({ op: "param", index });
  }
  stable(): ScalarId {
    return this.scalarIds.intern({ op: "stable" });
  }
  scalar(op: ScalarOperator, ...args: ScalarId[]): ScalarId {
    return this.scalarIds.intern({ op, args });
  }

  input(source: string, field: string, clock = 0): NodeId {
    let input = this.inputs.findIndex(
      (known) => known.field === field && known.source === source && known.clock === clock,
    );
    if (input < 0) input = this.inputs.push({ clock, source, field }) - 1;
    return this.nodeIds.intern({ op: "input", input, type: "float", clock, guard: null });
  }
  /** One kernel over its operands. `missing` is required exactly for kernels with a policy; the clock is the operands'. */
  apply(
    kernel: KernelName,
    args: readonly NodeId[],
    scalars: readonly ScalarId[] = [],
    missing: MissingPolicy | null = KERNEL[kernel].policy ? "rows" : null,
    guard: ScalarId | null = null,
  ): NodeId {
    const clock = args.length === 0 ? 0 : this.nodes[args[0]!]!.clock;
    const type = KERNEL[kernel].output;
    return this.nodeIds.intern({ op: "apply", kernel, args, scalars, missing, type, clock, guard });
  }
  group(lanes: readonly Lane[], guard: ScalarId | null = null, body: Body | null = null): NodeId {
    const first = lanes[0]!;
    const clock = first.args.length === 0 ? 0 : this.nodes[first.args[0]!]!.clock;
    return this.nodeIds.intern({ op: "group", lanes, body, type: KERNEL[first.kernel].output, clock, guard });
  }
  /** Everything of a smaller id stood there before any scan was built. */
  firstState = Infinity;
  /** A field of the state of a scan that is being built (ir/body.ts). */
  state(depth: number, field: number, type: ValueType): NodeId {
    const id = this.nodeIds.intern({ op: "state", depth, field, type, clock: 0, guard: null });
    this.firstState = Math.min(this.firstState, id);
    return id;
  }
  get(group: NodeId, lane: number): NodeId {
    const node = this.nodes[group]!;
    if (node.op !== "group") throw new Error("get of a node that is no group");
    const type = KERNEL[node.lanes[lane]!.kernel].output;
    return this.nodeIds.intern({ op: "get", group, lane, type, clock: node.clock, guard: node.guard });
  }
}

/** The nodes that a node reads, in order. */
export function operands(node: Node): readonly NodeId[] {
  switch (node.op) {
    case "input":
    case "state":
      return [];
    case "apply":
      return node.args;
    case "group":
      // The lanes of a state read the same.
      return node.body === null ? node.lanes.flatMap((lane) => lane.args) : node.lanes[0]!.args;
    case "get":
      return [node.group];
  }
}
