/**
 * An arena as a plan's bytes (spec/plan.md). The arena's own scalars are numbered anew in the order of PL6, so the
 * bytes depend on the graph alone, not on how the arena came to be.
 */
import { decode, encode, rfc8949EncodeOptions } from "cborg";
import { KERNEL } from "../generated/kernels.ts";
import { floatKey, type Arena, type ScalarId } from "../ir/arena.ts";
import { addBounds, type Bounds } from "../ir/bounds.ts";
import { assignRegisters, type Registers } from "../passes/registers.ts";
import { schedule } from "../passes/schedule.ts";
import type { Span } from "../syntax/ast.ts";
import { digest, idText } from "./digest.ts";
import { FORMAT, MAJOR, MINOR, OPERATORS, PARAM_TYPES, POLICIES, SCAN } from "./operators.ts";

export interface EncodeOptions {
  readonly edition?: number;
  /** The program's documentation. */
  readonly doc?: string | null;
  /** The compiler's version, for the descriptive part. */
  readonly compiler?: string;
  /** Leaves the source map out. */
  readonly sourceMap?: boolean;
}
export interface Encoded {
  readonly bytes: Uint8Array;
  readonly id: string;
  readonly registers: Registers;
  readonly bounds: Bounds;
  /** The arena that was encoded, with the bounds' expressions. */
  readonly arena: Arena;
}

/** Core-deterministic: shortest heads, ascending keys. */
const cbor = (item: unknown): Uint8Array => encode(item, rfc8949EncodeOptions);

/** The whole plan of its parts, with the digest over all of them. */
function seal(
  minor: number,
  parts: readonly [semantic: Uint8Array, identity: Uint8Array, descriptive: Uint8Array],
): Uint8Array {
  const head = cbor([FORMAT, MAJOR, minor, ...parts]);
  // A list of seven whose last item is the digest of everything before it: the head says seven, not six.
  head[0] = 0x87;
  const envelope = cbor(digest("envelope", head));
  const bytes = new Uint8Array(head.length + envelope.length);
  bytes.set(head);
  bytes.set(envelope, head.length);
  return bytes;
}

/** Of the descriptive part: its source map. */
const SOURCE_MAP = 4;

/**
 * A whole plan with its source map moved to another text of the same meaning: `place` gives the stretch there of one
 * here. The identity stays. For plans of this compiler alone: the bytes are not verified.
 */
export function moveSourceMap(bytes: Uint8Array, place: (span: Span) => Span): Uint8Array {
  const parts = decode(bytes, { useMaps: true }) as unknown[];
  const [minor, semantic, identity, descriptive] = parts.slice(2, 6) as [
    number,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const described = decode(descriptive, { useMaps: true }) as Map<number, unknown>;
  const spans = described.get(SOURCE_MAP) as ([number, number] | null)[] | null;
  if (spans === null) return bytes;
  described.set(
    SOURCE_MAP,
    spans.map((span) => {
      if (span === null) return null;
      const { start, end } = place({ start: span[0], end: span[1] });
      return [start, end];
    }),
  );
  return seal(minor, [semantic, identity, cbor(described)]);
}

/** Numbers things in the order in which they are first needed. */
class Constants {
  private readonly indexes = new Map<string, number>();
  private readonly values: number[] = [];
  index(value: number): number {
    const key = floatKey(value);
    let index = this.indexes.get(key);
    if (index === undefined) {
      index = this.values.push(value) - 1;
      this.indexes.set(key, index);
    }
    return index;
  }
  bytes(): Uint8Array {
    const bytes = new Uint8Array(8 * this.values.length);
    const view = new DataView(bytes.buffer);
    // A NaN has one pattern in a plan; setFloat64 may write any.
    this.values.forEach((value, index) => {
      if (Number.isNaN(value)) view.setBigUint64(8 * index, 0x7ff8000000000000n, true);
      else view.setFloat64(8 * index, value, true);
    });
    return bytes;
  }
}

/** The scalars' new numbers: depth first from what needs them, operands first. */
class Scalars {
  readonly order: ScalarId[] = [];
  private readonly numbers: (number | undefined)[] = [];
  constructor(private readonly arena: Arena) {}
  need(root: ScalarId): number {
    const { numbers } = this;
    const settled = numbers[root];
    if (settled !== undefined) return settled;
    const stack: [ScalarId, number][] = [[root, 0]];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const scalar = this.arena.scalars[top[0]]!;
      const args = "args" in scalar ? scalar.args : [];
      if (numbers[top[0]] === undefined && top[1] < args.length) {
        stack.push([args[top[1]++]!, 0]);
        continue;
      }
      numbers[top[0]] ??= this.order.push(top[0]) - 1;
      stack.pop();
    }
    return numbers[root]!;
  }
  number(id: ScalarId): number {
    return this.numbers[id]!;
  }
}

/** Encodes what the outputs and alerts reach, scheduled: the order is canonical whatever the arena's was. */
export function encodePlan(source: Arena, options: EncodeOptions = {}): Encoded {
  const arena = schedule(source);
  const bounds = addBounds(arena);
  const registers = assignRegisters(arena);
  const constants = new Constants();
  const scalars = new Scalars(arena);
  const optional = (value: number | null): number | null => (value === null ? null : constants.index(value));

  const params = arena.params.map((param) => [
    param.name,
    PARAM_TYPES.indexOf(param.type),
    constants.index(param.default),
    optional(param.min),
    optional(param.max),
    optional(param.step),
    param.choices,
  ]);
  const kernels = new Set(
    registers.instructions.flatMap(({ lanes, body }) => [
      ...lanes.map((lane) => lane.kernel),
      ...(body?.operations ?? []).map((operation) => operation.kernel),
    ]),
  );
  const scans = registers.instructions.some(({ body }) => body !== null);
  const needs = [...kernels].map((name) => KERNEL[name]).sort((a, b) => a.opcode - b.opcode);
  const needOf = new Map(needs.map((kernel, index) => [kernel.name as string, index]));

  const instructions = registers.instructions.map((instruction) => {
    const guard = instruction.guard === null ? null : scalars.need(instruction.guard);
    const lanes = instruction.lanes.map((lane) => [
      needOf.get(lane.kernel)!,
      lane.args.map(registers.registerOf),
      lane.scalars.map((id) => scalars.need(id)),
    ]);
    const first = instruction.lanes[0]!;
    const { body } = instruction;
    return [
      needOf.get(first.kernel)!,
      instruction.clock,
      POLICIES.indexOf(first.missing),
      guard,
      lanes,
      ...(body === null
        ? []
        : [[body.operations.map(({ kernel, reads }) => [needOf.get(kernel)!, ...reads]), body.next]]),
    ];
  });
  const outputs = arena.outputs.map((output) => [
    output.name,
    arena.nodes[output.node]!.type === "float" ? 0 : 1,
    registers.registerOf(output.node),
    scalars.need(bounds.validFrom(output.node)),
    scalars.need(bounds.stableFrom(output.node)),
  ]);
  const alerts = arena.alerts.map((alert) => [
    alert.name,
    registers.registerOf(alert.node),
    alert.everyBar ? 1 : 0,
    scalars.need(bounds.validFrom(alert.node)),
  ]);
  const history = bounds.history === null ? null : scalars.need(bounds.history);
  const state = scalars.need(bounds.stateBytes);
  const scalarItems = scalars.order.map((id) => {
    const scalar = arena.scalars[id]!;
    switch (scalar.op) {
      case "const":
        return [0, constants.index(scalar.value)];
      case "param":
        return [1, scalar.index];
      case "stable":
        return [2];
      default:
        return [OPERATORS[scalar.op], ...scalar.args.map((arg) => scalars.number(arg))];
    }
  });

  const semantic = cbor(
    new Map<number, unknown>([
      [0, options.edition ?? 1],
      [1, needs.map((kernel) => [kernel.opcode, kernel.version, kernel.name])],
      [2, params],
      [3, constants.bytes()],
      [4, arena.clocks.map((clock) => [clock.symbol, clock.period, clock.source])],
      [
        5,
        registers.inputs.map((index) => {
          const input = arena.inputs[index]!;
          return [input.clock, input.source, input.field];
        }),
      ],
      [6, scalarItems],
      [7, instructions],
      [8, outputs],
      [9, alerts],
      [10, [history, state]],
      [11, scans ? [SCAN] : []],
    ]),
  );
  const spans = registers.instructions.flatMap((instruction) => {
    const own = arena.spans.get(instruction.node);
    return instruction.lanes.map((_, lane) => {
      const get =
        instruction.lanes.length > 1 || arena.nodes[instruction.node]!.op === "group"
          ? arena.get(instruction.node, lane)
          : null;
      const span = (get === null ? undefined : arena.spans.get(get)) ?? own;
      return span === undefined ? null : [span.start, span.end];
    });
  });
  const descriptive = cbor(
    new Map<number, unknown>([
      [0, options.doc ?? null],
      [1, arena.params.map((param) => param.doc)],
      [
        2,
        arena.outputs.map((output) => [
          output.doc,
          Object.entries(output.hints)
            .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
            .map(([key, value]) => [key, JSON.stringify(value)]),
        ]),
      ],
      [3, arena.alerts.map((alert) => alert.doc)],
      [SOURCE_MAP, options.sourceMap === false || arena.spans.size === 0 ? null : spans],
      [5, options.compiler ?? ""],
    ]),
  );
  const identity = digest("semantic", semantic);
  const bytes = seal(scans ? MINOR : 0, [semantic, identity, descriptive]);
  return { bytes, id: idText(identity), registers, bounds, arena };
}
