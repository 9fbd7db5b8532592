/**
 * The IR as text, a line a thing, that parses back to the same arena: printing what was parsed gives the same
 * text. Floats are the shortest digits that return their bits, `na` is missing, and -0 keeps its sign.
 *
 * ```
 * param fast: int = 20 in 2..200
 * s0 = param 0
 * %0 = input ohlcv.close
 * %1 = win.mean %0 [s0] rows
 * %2 = group { win.mean %0 [s0] rows | win.sum %0 [20] rows } if s1
 * %3 = get %2.0
 * %4 = scan [0] scan [s1] over %0 { $3 = sub $2 $0; $4 = mul $1 $3; next $4 $1 }
 * out "result" = %3 {"doc":"the mean"}
 * ```
 *
 * A body's registers are the fields of its state, then what it is over, then its operations.
 *
 * What is written by hand may put a number where a scalar is due.
 */
import { KERNEL, type KernelName } from "../generated/kernels.ts";
import {
  Arena,
  type Body,
  type Lane,
  type MissingPolicy,
  type Node,
  type NodeId,
  type Param,
  type ScalarId,
  type ScalarOperator,
} from "./arena.ts";
import { arity } from "./scalars.ts";

/** What stands between two operands of a scalar operator or a kernel of that name, for people. */
export const SIGNS: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  mod: "%",
  pow: "**",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  eq: "==",
  ne: "!=",
  and: "and",
  or: "or",
};

/** The shortest digits that return the bits. */
export function numberText(value: number): string {
  return Number.isNaN(value) ? "na" : Object.is(value, -0) ? "-0" : String(value);
}

export function laneText(lane: Lane): string {
  const parts: string[] = [lane.kernel, ...lane.args.map((arg) => `%${arg}`)];
  if (lane.scalars.length > 0) parts.push(`[${lane.scalars.map((id) => `s${id}`).join(" ")}]`);
  if (lane.missing !== null) parts.push(lane.missing);
  return parts.join(" ");
}

/** A body's operations and the new values of its fields: `$3 = mul $0 $1; next $3`. */
export function bodyLines(body: Body, first: number): string[] {
  const registers = (list: readonly number[]): string => list.map((register) => ` $${register}`).join("");
  return [
    ...body.operations.map(({ kernel, reads }, index) => `$${first + index} = ${kernel}${registers(reads)}`),
    `next${registers(body.next)}`,
  ];
}
/** All of it; registers count from 0 where nothing stands before them. */
export const bodyText = (body: Body, first = 0): string => `{ ${bodyLines(body, first).join("; ")} }`;

export function nodeText(arena: Arena, node: Node): string {
  const guard = node.guard === null || node.op === "get" ? "" : ` if s${node.guard}`;
  switch (node.op) {
    case "input": {
      const input = arena.inputs[node.input]!;
      return `input ${input.source}.${input.field}${input.clock === 0 ? "" : ` @${input.clock}`}`;
    }
    case "apply":
      return laneText(node) + guard;
    case "group":
      if (node.body !== null) {
        const { args } = node.lanes[0]!;
        const fields = node.lanes.map((lane) => `${lane.kernel} [s${lane.scalars[0]!}]`).join(" ");
        const over = args.length === 0 ? "" : ` over${args.map((arg) => ` %${arg}`).join("")}`;
        return `${fields}${over} ${bodyText(node.body, node.lanes.length + args.length)}${guard}`;
      }
      return `group { ${node.lanes.map(laneText).join(" | ")} }${guard}`;
    case "get":
      return `get %${node.group}.${node.lane}`;
    case "state":
      return `state ${node.depth}.${node.field}`;
  }
}

export function paramText(param: Param): string {
  const end = (value: number | null): string => (value === null ? "" : numberText(value));
  let text = `param ${param.name}: ${param.type} = ${numberText(param.default)}`;
  if (param.min !== null || param.max !== null) text += ` in ${end(param.min)}..${end(param.max)}`;
  if (param.step !== null) text += ` step ${numberText(param.step)}`;
  if (param.choices !== null) text += ` of ${JSON.stringify(param.choices)}`;
  if (param.doc !== null) text += ` doc ${JSON.stringify(param.doc)}`;
  return text;
}

const about = (fields: Record<string, unknown>): string => {
  const kept = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
  return Object.keys(kept).length === 0 ? "" : ` ${JSON.stringify(kept)}`;
};

/** The arena as text; `parseIr` reads it back. */
export function printIr(arena: Arena): string {
  const lines: string[] = [];
  for (const clock of arena.clocks.slice(1))
    lines.push(`clock ${JSON.stringify([clock.symbol, clock.period, clock.source])}`);
  for (const param of arena.params) lines.push(paramText(param));
  arena.scalars.forEach((scalar, id) => {
    const text =
      scalar.op === "const"
        ? numberText(scalar.value)
        : scalar.op === "param"
          ? `param ${scalar.index}`
          : scalar.op === "stable"
            ? "stable"
            : `${scalar.op} ${scalar.args.map((arg) => `s${arg}`).join(" ")}`;
    lines.push(`s${id} = ${text}`);
  });
  arena.nodes.forEach((node, id) => lines.push(`%${id} = ${nodeText(arena, node)}`));
  for (const output of arena.outputs) {
    const hints = Object.keys(output.hints).length === 0 ? null : output.hints;
    lines.push(`out ${JSON.stringify(output.name)} = %${output.node}${about({ doc: output.doc, hints })}`);
  }
  for (const alert of arena.alerts) {
    const every = alert.everyBar ? true : null;
    lines.push(
      `alert ${JSON.stringify(alert.name)} = %${alert.node}${about({ doc: alert.doc, every_bar: every })}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

const parseNumber = (text: string): number => {
  if (text === "na") return NaN;
  if (!/^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new Error(`no number: ${text}`);
  return Number(text);
};

/** Reads what `printIr` writes. For our own tools and tests: a wrong text throws an Error that names its line. */
export function parseIr(text: string): Arena {
  const arena = new Arena();
  const scalars = new Map<string, ScalarId>();
  const nodes = new Map<string, NodeId>();
  const scalarAt = (name: string): ScalarId => {
    const id = scalars.get(name);
    if (id !== undefined) return id;
    if (name.startsWith("s")) throw new Error(`no scalar ${name}`);
    return arena.constant(parseNumber(name));
  };
  const nodeAt = (name: string): NodeId => {
    const id = nodes.get(name);
    if (id === undefined) throw new Error(`no node ${name}`);
    return id;
  };
  const parseLane = (source: string): Lane => {
    const match = /^([a-z_.]+)((?: %\d+)*)(?: \[([^\]]*)\])?(?: (rows|observed|min_samples))?$/.exec(
      source.trim(),
    );
    if (match === null || !(match[1]! in KERNEL)) throw new Error(`no application: ${source}`);
    const words = (part: string | undefined): string[] =>
      (part ?? "").split(/\s+/).filter((word) => word !== "");
    const kernel = match[1] as KernelName;
    const missing = (match[4] as MissingPolicy | undefined) ?? (KERNEL[kernel].policy ? "rows" : null);
    return { kernel, args: words(match[2]).map(nodeAt), scalars: words(match[3]).map(scalarAt), missing };
  };
  const parseScan = (fields: string, over: string, source: string, guard: ScalarId | null): NodeId => {
    const args = over.split(" ").filter(Boolean).map(nodeAt);
    const lanes = [...fields.matchAll(/(scan(?:_bool)?) \[(\S+)\]/g)].map((field) => ({
      kernel: field[1] as KernelName,
      args,
      scalars: [scalarAt(field[2]!)],
      missing: null,
    }));
    const registers = (words: readonly string[]): number[] => words.map((word) => Number(word.slice(1)));
    const lines = source
      .trim()
      .split("; ")
      .map((line) => line.split(" "));
    const operations = lines.slice(0, -1).map(([to, , kernel, ...reads], index) => {
      if (to !== `$${lanes.length + args.length + index}`) throw new Error(`no register ${to}`);
      if (!(kernel! in KERNEL)) throw new Error(`no operation ${kernel}`);
      return { kernel: kernel as KernelName, reads: registers(reads) };
    });
    return arena.group(lanes, guard, { operations, next: registers(lines.at(-1)!.slice(1)) });
  };
  const parseNode = (source: string): NodeId => {
    let match = /^input (\w+)\.(\w+)(?: @(\d+))?$/.exec(source);
    if (match) return arena.input(match[1]!, match[2]!, Number(match[3] ?? 0));
    match = /^get (%\d+)\.(\d+)$/.exec(source);
    if (match) return arena.get(nodeAt(match[1]!), Number(match[2]));
    match = /^(.*?)(?: if (\S+))?$/.exec(source)!;
    const guard = match[2] === undefined ? null : scalarAt(match[2]);
    const scan = /^((?:scan(?:_bool)? \[\S+\] )+)(?:over((?: %\d+)+) )?\{(.*)\}$/.exec(match[1]!);
    if (scan) return parseScan(scan[1]!, scan[2] ?? "", scan[3]!, guard);
    const group = /^group \{(.*)\}$/.exec(match[1]!);
    if (group) return arena.group(group[1]!.split("|").map(parseLane), guard);
    const lane = parseLane(match[1]!);
    return arena.apply(lane.kernel, lane.args, lane.scalars, lane.missing, guard);
  };
  const parseScalar = (source: string): ScalarId => {
    const words = source.split(" ");
    if (words[0] === "param") return arena.param(Number(words[1]));
    if (words[0] === "stable") return arena.stable();
    if (words.length === 1) return arena.constant(parseNumber(source));
    const op = words[0] as ScalarOperator;
    if (words.length !== 1 + arity(op)) throw new Error(`${op} with ${words.length - 1} operands`);
    return arena.scalar(op, ...words.slice(1).map(scalarAt));
  };
  const parseParam = (source: string): Param => {
    const pattern =
      /^(\w+): (int|float|bool|string) = (\S+)(?: in (\S*?)\.\.(\S*))?(?: step (\S+))?(?: of (\[.*?\]))?(?: doc (".*"))?$/;
    const match = pattern.exec(source);
    if (match === null) throw new Error(`no param: ${source}`);
    const end = (part: string | undefined): number | null =>
      part === undefined || part === "" ? null : parseNumber(part);
    return {
      name: match[1]!,
      type: match[2] as Param["type"],
      default: parseNumber(match[3]!),
      min: end(match[4]),
      max: end(match[5]),
      step: end(match[6]),
      choices: match[7] === undefined ? null : (JSON.parse(match[7]) as string[]),
      doc: match[8] === undefined ? null : (JSON.parse(match[8]) as string),
    };
  };
  text.split("\n").forEach((raw, index) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) return;
    try {
      let match: RegExpExecArray | null;
      if ((match = /^clock (.*)$/.exec(line))) {
        const [symbol, period, source] = JSON.parse(match[1]!) as [
          string | null,
          string | null,
          string | null,
        ];
        arena.clocks.push({ symbol, period, source });
      } else if ((match = /^param (.*)$/.exec(line))) arena.params.push(parseParam(match[1]!));
      else if ((match = /^(s\d+) = (.*)$/.exec(line))) scalars.set(match[1]!, parseScalar(match[2]!));
      else if ((match = /^(%\d+) = (.*)$/.exec(line))) nodes.set(match[1]!, parseNode(match[2]!));
      else if ((match = /^(out|alert) ("(?:[^"\\]|\\.)*") = (%\d+)(?: (\{.*\}))?$/.exec(line))) {
        const name = JSON.parse(match[2]!) as string;
        const more = JSON.parse(match[4] ?? "{}") as {
          doc?: string;
          hints?: Record<string, string>;
          every_bar?: boolean;
        };
        const node = nodeAt(match[3]!);
        if (match[1] === "out")
          arena.outputs.push({ name, node, doc: more.doc ?? null, hints: more.hints ?? {} });
        else arena.alerts.push({ name, node, everyBar: more.every_bar ?? false, doc: more.doc ?? null });
      } else throw new Error("no line of the IR");
    } catch (error) {
      throw new Error(`line ${index + 1}: ${(error as Error).message}: ${line}`);
    }
  });
  return arena;
}
