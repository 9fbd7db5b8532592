/**
 * A plan's bytes as data: shapes, digests and encoding are checked, each fault is a PlanError with its code and offset.
 * What the parts mean to one another the engine verifies before it runs anything (spec/plan.md PL8).
 */
import type { CodeName } from "../generated/codes.ts";
import { KERNELS, type KernelName } from "../generated/kernels.ts";
import type { Body, Clock, Input, MissingPolicy, Param, ScalarOperator } from "../ir/arena.ts";
import { arity } from "../ir/scalars.ts";
import { CborReader, PlanError, type Item } from "./cbor.ts";
import { digest, idText } from "./digest.ts";
import { FORMAT, MAJOR, MINOR, OPERATORS, PARAM_TYPES, POLICIES } from "./operators.ts";

export { PlanError } from "./cbor.ts";

export type PlanScalar =
  | { readonly op: "const"; readonly value: number }
  | { readonly op: "param"; readonly index: number }
  | { readonly op: "stable" }
  | { readonly op: ScalarOperator; readonly args: readonly number[] };
export interface PlanLane {
  readonly kernel: KernelName;
  readonly registers: readonly number[];
  readonly scalars: readonly number[];
}
export interface PlanInstruction {
  readonly clock: number;
  readonly missing: MissingPolicy | null;
  readonly guard: number | null;
  readonly lanes: readonly PlanLane[];
  /** How the lanes move, where they are the fields of a state. */
  readonly body: Body | null;
}
export interface PlanOutput {
  readonly name: string;
  readonly type: "float" | "bool";
  readonly register: number;
  readonly validFrom: number;
  readonly stableFrom: number;
  readonly doc: string | null;
  readonly hints: Readonly<Record<string, unknown>>;
}
export interface PlanAlert {
  readonly name: string;
  readonly register: number;
  readonly everyBar: boolean;
  readonly validFrom: number;
  readonly doc: string | null;
}
export interface DecodedPlan {
  readonly id: string;
  readonly version: readonly [number, number];
  readonly edition: number;
  readonly needs: readonly { readonly opcode: number; readonly version: number; readonly name: KernelName }[];
  readonly params: readonly Param[];
  readonly clocks: readonly Clock[];
  readonly inputs: readonly Input[];
  readonly scalars: readonly PlanScalar[];
  readonly instructions: readonly PlanInstruction[];
  readonly outputs: readonly PlanOutput[];
  readonly alerts: readonly PlanAlert[];
  readonly history: number | null;
  readonly stateBytes: number;
  readonly capabilities: readonly string[];
  readonly doc: string | null;
  readonly spans: readonly (readonly [number, number] | null)[] | null;
  readonly compiler: string;
}

function wrong(item: Item, what: string, name: CodeName = "plan_shape"): never {
  throw new PlanError(name, what, item.offset);
}
const unsigned = (item: Item, what: string): number =>
  item.kind === "unsigned" ? item.value : wrong(item, `${what} is no number`);
const text = (item: Item, what: string): string =>
  item.kind === "text" ? item.value : wrong(item, `${what} is no text`);
const bytesOf = (item: Item, what: string): Extract<Item, { kind: "bytes" }> =>
  item.kind === "bytes" ? item : wrong(item, `${what} is no byte string`);
const list = (item: Item, what: string): readonly Item[] =>
  item.kind === "list" ? item.value : wrong(item, `${what} is no list`);
const optional = <T>(item: Item, read: (item: Item) => T): T | null =>
  item.kind === "null" ? null : read(item);
function tuple(item: Item, size: number, what: string): readonly Item[] {
  const items = list(item, what);
  return items.length === size ? items : wrong(item, `${what} has ${items.length} items, not ${size}`);
}
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

const BY_OPCODE = new Map<number, (typeof KERNELS)[number]>(KERNELS.map((kernel) => [kernel.opcode, kernel]));
const OPERATOR_NAMES = new Map(
  Object.entries(OPERATORS).map(([name, number]) => [number, name as ScalarOperator]),
);

function readConstants(item: Item): number[] {
  const { value: bytes, start } = bytesOf(item, "the constants");
  if (bytes.length % 8 !== 0) wrong(item, "the constants are not of eight bytes each");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const seen = new Set<bigint>();
  const out: number[] = [];
  for (let at = 0; at < bytes.length; at += 8) {
    const bits = view.getBigUint64(at, true);
    const value = view.getFloat64(at, true);
    if (!Number.isFinite(value) && bits !== 0x7ff8000000000000n) {
      throw new PlanError("plan_shape", "a constant is neither finite nor the canonical NaN", start + at);
    }
    if (seen.has(bits))
      throw new PlanError("not_canonical", "a constant stands twice in the pool", start + at);
    seen.add(bits);
    out.push(value);
  }
  return out;
}

/** A body over `first` registers of fields and operands. */
function readBody(item: Item, needs: readonly { readonly name: KernelName }[], first: number): Body {
  const [steps, next] = tuple(item, 2, "a body") as [Item, Item];
  let registers = first;
  const register = (each: Item): number => {
    const index = unsigned(each, "a body's register");
    return index < registers
      ? index
      : wrong(each, "a body's register is read before it is defined", "register_invalid");
  };
  const operations = list(steps, "a body's operations").map((step) => {
    const parts = list(step, "a body's operation");
    const need = parts[0] ?? wrong(step, "a body's operation without a need");
    const kernel = needs[unsigned(need, "a need")] ?? wrong(need, "a need that is not there");
    const reads = parts.slice(1).map(register);
    registers += 1;
    return { kernel: kernel.name, reads };
  });
  return { operations, next: list(next, "a body's new values").map(register) };
}

/** Decodes a plan. Throws PlanError, and nothing else, for bytes that are none. */
export function decodePlan(bytes: Uint8Array): DecodedPlan {
  if (bytes.length > 0 && bytes[0] !== 0x87) throw new PlanError("not_a_plan", "these bytes are no plan", 0);
  const reader = new CborReader(bytes);
  const envelope = reader.item();
  reader.end("plan_trailing");
  const [format, major, minor, semanticItem, identityItem, descriptiveItem, digestItem] = tuple(
    envelope,
    7,
    "a plan",
  ) as [Item, Item, Item, Item, Item, Item, Item];
  if (format.kind !== "text" || format.value !== FORMAT)
    wrong(format, "these bytes are no plan", "not_a_plan");
  const version: [number, number] = [
    unsigned(major, "the major version"),
    unsigned(minor, "the minor version"),
  ];
  if (version[0] !== MAJOR || version[1] > MINOR)
    wrong(major, `a plan of format ${version.join(".")}`, "plan_version");
  const semantic = bytesOf(semanticItem, "the semantic part");
  const identity = bytesOf(identityItem, "the identity");
  const descriptive = bytesOf(descriptiveItem, "the descriptive part");
  if (!sameBytes(digest("semantic", semantic.value), identity.value)) {
    wrong(identityItem, "the identity does not match the semantic part", "plan_digest");
  }
  if (
    !sameBytes(
      digest("envelope", bytes.subarray(0, digestItem.offset)),
      bytesOf(digestItem, "the envelope digest").value,
    )
  ) {
    wrong(digestItem, "the envelope digest does not match the plan", "plan_digest");
  }
  const part = (item: Extract<Item, { kind: "bytes" }>): ReadonlyMap<number, Item> => {
    const inner = new CborReader(item.value, item.start);
    const read = inner.item();
    inner.end("plan_shape");
    return read.kind === "map" ? read.value : wrong(read, "a part is no map");
  };
  const sections = part(semantic);
  const about = part(descriptive);
  for (const [key, item] of sections)
    if (key > 11) wrong(item, `section ${key} is not known`, "plan_section");
  const section = (key: number): Item => sections.get(key) ?? wrong(semanticItem, `section ${key} is absent`);
  const entry = (key: number): Item => about.get(key) ?? wrong(descriptiveItem, `entry ${key} is absent`);

  const needs = list(section(1), "needs").map((item) => {
    const [opcode, kernelVersion, name] = tuple(item, 3, "a need") as [Item, Item, Item];
    const kernel = BY_OPCODE.get(unsigned(opcode, "an opcode"));
    const wanted = `${text(name, "a kernel's name")}@${unsigned(kernelVersion, "a kernel's version")}`;
    if (kernel === undefined || `${kernel.name}@${kernel.version}` !== wanted)
      wrong(
        item,
        kernel === undefined
          ? `the plan needs ${wanted}, which is not in this version`
          : `the plan needs ${wanted}; this version has ${kernel.name}@${kernel.version}`,
        "kernel_missing",
      );
    return { opcode: kernel.opcode, version: kernel.version, name: kernel.name };
  });
  const constants = readConstants(section(3));
  const constant = (item: Item): number =>
    constants[unsigned(item, "a constant")] ?? wrong(item, "a constant that is not there");
  const strings = (item: Item): string[] => list(item, "a list of texts").map((each) => text(each, "a text"));
  const docs = (key: number): (string | null)[] =>
    list(entry(key), "docs").map((item) => optional(item, (each) => text(each, "a doc")));
  const paramDocs = docs(1);
  const params = list(section(2), "params").map((item, index): Param => {
    const [name, type, standard, min, max, step, choices] = tuple(item, 7, "a parameter") as [
      Item,
      Item,
      Item,
      Item,
      Item,
      Item,
      Item,
    ];
    return {
      name: text(name, "a parameter's name"),
      type: PARAM_TYPES[unsigned(type, "a parameter's type")] ?? wrong(type, "a parameter of no type"),
      default: constant(standard),
      min: optional(min, constant),
      max: optional(max, constant),
      step: optional(step, constant),
      choices: optional(choices, strings),
      doc: paramDocs[index] ?? null,
    };
  });
  const clocks = list(section(4), "clocks").map((item) => {
    const [symbol, period, source] = tuple(item, 3, "a clock").map((each) =>
      optional(each, (one) => text(one, "a clock's part")),
    );
    return { symbol: symbol!, period: period!, source: source! };
  });
  const inputs = list(section(5), "inputs").map((item) => {
    const [clock, source, field] = tuple(item, 3, "an input") as [Item, Item, Item];
    return {
      clock: unsigned(clock, "a clock"),
      source: text(source, "a source"),
      field: text(field, "a field"),
    };
  });
  const scalars: PlanScalar[] = [];
  for (const item of list(section(6), "scalars")) {
    const numbers = list(item, "a scalar");
    const first = numbers[0] ?? wrong(item, "a scalar without operator");
    const operator = unsigned(first, "a scalar's operator");
    const due = (count: number): void => {
      if (numbers.length !== count + 1)
        wrong(item, `a scalar with ${numbers.length - 1} operands, not ${count}`);
    };
    if (operator === 0) {
      due(1);
      scalars.push({ op: "const", value: constant(numbers[1]!) });
    } else if (operator === 1) {
      due(1);
      const index = unsigned(numbers[1]!, "a parameter");
      if (index >= params.length) wrong(item, "a parameter that is not there", "scalar_invalid");
      scalars.push({ op: "param", index });
    } else if (operator === 2) {
      due(0);
      scalars.push({ op: "stable" });
    } else {
      const op = OPERATOR_NAMES.get(operator) ?? wrong(first, "a scalar's operator is not known");
      due(arity(op));
      const args = numbers.slice(1).map((each) => unsigned(each, "a scalar"));
      if (args.some((arg) => arg >= scalars.length))
        wrong(item, "a scalar is read before it is defined", "scalar_invalid");
      scalars.push({ op, args });
    }
  }
  const scalar = (item: Item): number => {
    const index = unsigned(item, "a scalar");
    return index < scalars.length ? index : wrong(item, "a scalar that is not there", "scalar_invalid");
  };
  let registers = inputs.length;
  const instructions = list(section(7), "instructions").map((item): PlanInstruction => {
    const scans = list(item, "an instruction").length === 6;
    const [need, clock, missing, guard, lanes, bodyItem] = tuple(item, scans ? 6 : 5, "an instruction") as [
      Item,
      Item,
      Item,
      Item,
      Item,
      Item | undefined,
    ];
    const read = list(lanes, "lanes").map((lane) => {
      const [of, reads, operands] = tuple(lane, 3, "a lane") as [Item, Item, Item];
      const kernel = needs[unsigned(of, "a need")] ?? wrong(of, "a need that is not there");
      const sources = list(reads, "registers").map((each) => {
        const register = unsigned(each, "a register");
        return register < registers
          ? register
          : wrong(each, "a register is read before it is defined", "register_invalid");
      });
      return { kernel: kernel.name, registers: sources, scalars: list(operands, "scalars").map(scalar) };
    });
    const first = read[0] ?? wrong(lanes, "an instruction has no lane");
    if (needs[unsigned(need, "a need")]?.name !== first.kernel)
      wrong(need, "an instruction's need is not its first lane's");
    registers += read.length;
    const policy = POLICIES[unsigned(missing, "a missing-value policy")];
    if (policy === undefined) wrong(missing, "a missing-value policy that is not known");
    return {
      clock: unsigned(clock, "a clock"),
      missing: policy,
      guard: optional(guard, scalar),
      lanes: read,
      body: bodyItem === undefined ? null : readBody(bodyItem, needs, read.length + first.registers.length),
    };
  });
  const register = (item: Item): number => {
    const index = unsigned(item, "a register");
    return index < registers ? index : wrong(item, "a register that is not there", "register_invalid");
  };
  const flag = (item: Item, what: string): boolean => {
    const value = unsigned(item, what);
    return value < 2 ? value === 1 : wrong(item, `${what} is neither 0 nor 1`);
  };
  const outputDocs = list(entry(2), "the outputs' docs").map((item) => {
    const [doc, hints] = tuple(item, 2, "an output's doc") as [Item, Item];
    const pairs = list(hints, "hints").map((pair) => {
      const [key, value] = tuple(pair, 2, "a hint").map((each) => text(each, "a hint")) as [string, string];
      try {
        return [key, JSON.parse(value) as unknown] as const;
      } catch {
        return [key, value] as const;
      }
    });
    return { doc: optional(doc, (each) => text(each, "a doc")), hints: Object.fromEntries(pairs) };
  });
  const outputs = list(section(8), "outputs").map((item, index): PlanOutput => {
    const [name, type, at, validFrom, stableFrom] = tuple(item, 5, "an output") as [
      Item,
      Item,
      Item,
      Item,
      Item,
    ];
    return {
      name: text(name, "an output's name"),
      type: flag(type, "an output's type") ? "bool" : "float",
      register: register(at),
      validFrom: scalar(validFrom),
      stableFrom: scalar(stableFrom),
      doc: outputDocs[index]?.doc ?? null,
      hints: outputDocs[index]?.hints ?? {},
    };
  });
  const alertDocs = docs(3);
  const alerts = list(section(9), "alerts").map((item, index): PlanAlert => {
    const [name, at, everyBar, validFrom] = tuple(item, 4, "an alert") as [Item, Item, Item, Item];
    return {
      name: text(name, "an alert's name"),
      register: register(at),
      everyBar: flag(everyBar, "every_bar"),
      validFrom: scalar(validFrom),
      doc: alertDocs[index] ?? null,
    };
  });
  const [history, stateBytes] = tuple(section(10), 2, "bounds") as [Item, Item];
  return {
    id: idText(identity.value),
    version,
    edition: unsigned(section(0), "the edition"),
    needs,
    params,
    clocks,
    inputs,
    scalars,
    instructions,
    outputs,
    alerts,
    history: optional(history, scalar),
    stateBytes: scalar(stateBytes),
    capabilities: strings(section(11)),
    doc: optional(entry(0), (item) => text(item, "the doc")),
    spans: optional(entry(4), (item) =>
      list(item, "the source map").map((each) =>
        optional(each, (span): [number, number] => {
          const [start, end] = tuple(span, 2, "a span") as [Item, Item];
          return [unsigned(start, "a span's start"), unsigned(end, "a span's end")];
        }),
      ),
    ),
    compiler: text(entry(5), "the compiler's version"),
  };
}
