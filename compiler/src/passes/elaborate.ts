/**
 * From the typed tree to the arena: calls are inlined, records split, scalar arithmetic kept apart from series
 * until a series needs it. What an expression becomes follows from its operands alone: scalars stay in the scalar
 * region, one series makes the result a series.
 *
 * Invariant: equal calls are elaborated once (a call is pure), so the work is bounded by the result's size and not
 * by how often a name is written.
 */
import { CompileError, diagnostic } from "../diagnostics/diagnostic.ts";
import { Arena, type MissingPolicy, type NodeId, type ScalarId, type ScalarOperator } from "../ir/arena.ts";
import { closeScan, isStateless } from "../ir/body.ts";
import { compact } from "../ir/rebuild.ts";
import { KERNEL, type KernelName } from "../generated/kernels.ts";
import type { Library } from "../semantics/library.ts";
import { standardLibrary } from "../semantics/standard.ts";
import {
  writtenName,
  type Signature,
  type TypedBody,
  type TypedExpression,
  type TypedProgram,
} from "../semantics/typed.ts";
import type { Span } from "../syntax/ast.ts";
import { longChain } from "./chains.ts";

/** A value under elaboration. `bool` tells a condition from a number among scalars. */
type Value =
  | { readonly kind: "scalar"; readonly id: ScalarId; readonly bool: boolean }
  | { readonly kind: "series"; readonly id: NodeId }
  /** A text that is constant, or the parameter that chooses among texts. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "choice"; readonly id: ScalarId; readonly choices: readonly string[] }
  | { readonly kind: "record"; readonly fields: readonly (readonly [string, Value])[] };

interface Frame {
  readonly body: TypedBody;
  readonly formals: readonly Value[];
  readonly lets: (Value | undefined)[];
  /** Records that several of their fields were read of. */
  readonly records: Map<TypedExpression, Value>;
  /** null inside the library: the nodes belong to the call that the user wrote. */
  readonly span: Span | null;
  /** Of the scans whose steps are being elaborated in this body, by level. */
  readonly scans: { readonly state: Value; readonly observed: Value }[];
}

export interface ElaborateOptions {
  /** The library that the program was checked against; the shipped one unless given. */
  readonly library?: Library;
  /** The most nodes and scalars of an arena. */
  readonly instructions?: number;
}

const INSTRUCTION_LIMIT = 65_536;
const DEPTH_LIMIT = 256;
/** Registers of a body (spec/plan.md PL8). */
const BODY_LIMIT = 4096;

/**
 * Elaborates a checked program. Throws CompileError (TA3013) where it expands beyond the limit, naming the chain
 * of calls.
 */
export function elaborate(program: TypedProgram, options: ElaborateOptions = {}): Arena {
  return new Elaborator(program, options).run();
}

class Elaborator {
  private readonly arena = new Arena();
  private readonly functions = new Map<string, { signature: Signature; body: TypedBody }>();
  private readonly calls = new Map<string, Value>();
  private readonly limit: number;
  private readonly library: Library;
  private top!: Frame;
  /** The calls that are being inlined, for the message of the cap. */
  private readonly chain: string[] = [];
  /** Of each scan whose step is being elaborated, the calls around it. */
  private readonly steps: number[] = [];
  /** What depends on the state of such a scan. */
  private readonly ofState = new Set<NodeId>();

  constructor(
    private readonly program: TypedProgram,
    options: ElaborateOptions,
  ) {
    this.library = options.library ?? standardLibrary;
    this.limit = options.instructions ?? INSTRUCTION_LIMIT;
    for (const each of program.functions)
      this.functions.set(`${each.function.module}.${each.function.name}`, {
        signature: each,
        body: each.body,
      });
  }

  run(): Arena {
    const { arena, program } = this;
    for (const { name, type, default: initial, range, doc } of program.params)
      arena.params.push({
        name,
        type,
        default: initial,
        min: range?.min ?? null,
        max: range?.max ?? null,
        step: range?.step ?? null,
        choices: range?.choices ?? null,
        doc,
      });
    const nothing: TypedExpression = {
      kind: "constant",
      value: NaN,
      type: { kind: "float", qualifier: "const", clock: null },
      span: { start: 0, end: 0 },
    };
    this.top = {
      body: { lets: program.lets, result: nothing },
      formals: [],
      lets: [],
      records: new Map(),
      scans: [],
      span: null,
    };
    for (const { name, value, doc, hints } of program.outputs)
      arena.outputs.push({ name, node: this.node(this.value(value, this.top), value.span), doc, hints });
    for (const { name, condition, everyBar, doc } of program.alerts) {
      const node = this.condition(this.value(condition, this.top), condition.span);
      arena.alerts.push({
        name,
        node: everyBar ? node : this.apply("event.edge", [node], [], null, condition.span),
        everyBar,
        doc,
      });
    }
    // Steps were built over nodes of their own, which no result reaches.
    return this.ofState.size === 0 ? arena : compact(arena);
  }

  private value(expression: TypedExpression, frame: Frame): Value {
    const span = frame.span ?? expression.span;
    const of = (inner: TypedExpression): Value => this.value(inner, frame);
    // A case that is missing is a type error: every form of the typed tree has its lowering here.
    switch (expression.kind) {
      case "constant": {
        const { value, type } = expression;
        if (typeof value === "string") return { kind: "text", text: value };
        return { kind: "scalar", id: this.arena.constant(value), bool: type.kind === "bool" };
      }
      case "param": {
        const param = this.program.params[expression.index]!;
        const id = this.arena.param(expression.index);
        if (param.type === "string") return { kind: "choice", id, choices: param.range?.choices ?? [] };
        return { kind: "scalar", id, bool: param.type === "bool" };
      }
      case "formal":
        return frame.formals[expression.index]!;
      case "local": {
        const { index } = expression;
        const home = expression.outer ? this.top : frame;
        if (home.lets[index] === undefined)
          for (const before of longChain(home.body, index))
            home.lets[before] ??= this.value(home.body.lets[before]!, home);
        return (home.lets[index] ??= this.value(home.body.lets[index]!, home));
      }
      case "field":
        return this.noted(this.arena.input(expression.source, expression.field), span);
      case "operator":
        return this.operator(expression.operator, expression.args.map(of), span);
      case "shift": {
        const operand = of(expression.operand);
        const rows = this.scalar(of(expression.rows));
        const node = this.node(operand, span);
        const kernel = this.isCondition(node) ? "shift_bool" : "shift";
        return { kind: "series", id: this.apply(kernel, [node], [rows], null, span) };
      }
      case "conditional": {
        const { condition, then, otherwise } = expression;
        return this.conditional(of(condition), of(then), of(otherwise), span);
      }
      case "call":
        return this.call(expression, frame, span);
      case "engine":
        return this.engine(expression, of, span);
      case "choice":
        return { kind: "choice", id: this.scalar(of(expression.value)), choices: expression.choices };
      case "record":
        return {
          kind: "record",
          fields: expression.fields.map(({ name, value }) => [name, of(value)] as const),
        };
      case "member": {
        let object = frame.records.get(expression.object);
        if (object === undefined) frame.records.set(expression.object, (object = of(expression.object)));
        if (object.kind !== "record") throw new Error("a field of what is no record");
        return object.fields.find(([name]) => name === expression.field)![1];
      }
      case "scan":
        return this.scan(expression, frame, span);
      case "state":
        return frame.scans[expression.level]!.state;
      case "observed":
        return frame.scans[expression.level]!.observed;
    }
  }

  private engine(
    { kernel, args: operands, scalars: given, missing: policy }: TypedExpression & { kind: "engine" },
    of: (inner: TypedExpression) => Value,
    span: Span,
  ): Value {
    const args = operands.map((operand, index) => {
      const value = of(operand);
      return this.kernelInput(kernel, index) === "bool"
        ? this.condition(value, span)
        : this.number(value, span);
    });
    const scalars = given.map((scalar) => this.scalar(of(scalar)));
    let missing: MissingPolicy | null = null;
    if (policy !== null) {
      const named = of(policy.policy);
      const least = this.scalar(of(policy.minSamples));
      missing = named.kind === "text" && named.text === "observed" ? "observed" : "rows";
      const known = this.arena.scalars[least]!;
      if (known.op !== "const" || known.value > 0) {
        missing = "min_samples";
        scalars.push(least);
      }
    }
    return { kind: "series", id: this.apply(kernel, args, scalars, missing, span) };
  }

  /** The step is elaborated over nodes that stand for the state; what of it depends on them is the scan's body. */
  private scan(scan: TypedExpression & { kind: "scan" }, frame: Frame, span: Span): Value {
    const { level, type } = scan;
    const record = type.kind === "record";
    const fields = record ? type.fields : [{ name: "", type }];
    const given = this.value(scan.init, frame);
    const inits = given.kind === "record" ? given.fields.map(([, value]) => value) : [given];
    const input = this.node(this.value(scan.input, frame), span);
    const depth = this.steps.length;
    const states = fields.map((field, index): Value => {
      const id = this.arena.state(depth, index, field.type.kind === "bool" ? "bool" : "float");
      this.ofState.add(id);
      return { kind: "series", id };
    });
    const whole = (values: readonly Value[]): Value =>
      record
        ? { kind: "record", fields: fields.map((field, index) => [field.name, values[index]!] as const) }
        : values[0]!;
    frame.scans[level] = { state: whole(states), observed: { kind: "series", id: input } };
    this.steps.push(this.chain.length);
    const moved = this.value(scan.step, frame);
    this.steps.pop();
    frame.scans.length = level;
    const next = moved.kind === "record" ? moved.fields.map(([, value]) => value) : [moved];
    const steps = fields.map((field, index) =>
      field.type.kind === "bool" ? this.condition(next[index]!, span) : this.number(next[index]!, span),
    );
    const kernels = fields.map((field) => (field.type.kind === "bool" ? "scan_bool" : "scan"));
    const group = closeScan(
      this.arena,
      depth,
      kernels,
      inits.map((init) => this.scalar(init)),
      steps,
    );
    this.bounded(group, span);
    return whole(fields.map((_, index) => this.noted(this.arena.get(group, index), span)));
  }

  /** A scan inside of another's step starts anew nowhere: it may not read what the step moves. */
  private bounded(group: NodeId, span: Span): void {
    const node = this.arena.nodes[group]!;
    this.noted(group, span);
    if (node.op !== "group" || node.body === null) throw new Error("a scan that is none");
    if (node.lanes[0]!.args.some((read) => this.ofState.has(read))) this.remembers("scan", span);
    const { length } = node.body.operations;
    const registers = node.lanes.length + node.lanes[0]!.args.length + length;
    if (registers > BODY_LIMIT) {
      const message = `the step of this scan has ${registers} fields, operands and operations; the limit is ${BODY_LIMIT}`;
      const found = diagnostic("too_many_instructions", span, message);
      throw new CompileError([found], "", `${found.code}: ${message}`);
    }
  }

  /** What depends on a state is stepped row by row, and keeps no rows of its own. */
  private remembers(kernel: KernelName | "scan", span: Span): never {
    // The call that stands at the span: what the library calls in turn has no place of its own.
    const own = new Set(this.program.functions.map((each) => writtenName(each.function)));
    const called = this.chain.slice(this.steps.at(-1)!).find((name) => !own.has(name));
    const what =
      called !== undefined
        ? `\`${called}\``
        : kernel === "shift" || kernel === "shift_bool"
          ? "x[n]"
          : `\`${kernel}\``;
    const found = diagnostic(
      "state_with_memory",
      span,
      `${what} remembers earlier rows, and what depends on the state of a scan is computed in its row alone`,
      { hint: "keep it in a field of the state: fn(s, x) => {value: …, before: s.value}" },
    );
    throw new CompileError([found], "", `${found.code}: ${found.message}`);
  }

  private call(call: TypedExpression & { kind: "call" }, frame: Frame, span: Span): Value {
    const { module, name } = call.function;
    const found = this.functionNamed(module, name);
    if (this.chain.length >= DEPTH_LIMIT) this.tooLarge(span);
    // A default of the library's has no place of its own in the source: it belongs to the call.
    const home = (): Frame => ({ ...this.top, span: module === "user" ? frame.span : span });
    const args = call.args.map((argument, index): Value => {
      const formal = found.signature.formals[index]!;
      const value = this.value((argument ?? formal.default)!, argument === null ? home() : frame);
      this.chosen(call, formal, value, span);
      // A series formal is a series inside, whatever was given: its recipe was checked as one.
      if (formal.type.kind === "record" || formal.type.qualifier !== "series") return value;
      const node = formal.type.kind === "bool" ? this.condition(value, span) : this.number(value, span);
      return { kind: "series", id: node };
    });
    const key = `${module}.${name}(${args.map(keyOf).join()})`;
    const known = this.calls.get(key);
    if (known !== undefined) return known;
    const inside: Frame = {
      body: found.body,
      formals: args,
      lets: [],
      records: new Map(),
      scans: [],
      span: module === "user" ? frame.span : span,
    };
    this.chain.push(writtenName(call.function));
    const result = this.value(found.body.result, inside);
    this.chain.pop();
    this.calls.set(key, result);
    return result;
  }

  /** A text reaches a formal with choices by way of parameters and functions: what it may be is known only here. */
  private chosen(
    call: TypedExpression & { kind: "call" },
    formal: Signature["formals"][number],
    value: Value,
    span: Span,
  ): void {
    const choices = formal.range?.choices ?? null;
    if (choices === null) return;
    const given = value.kind === "text" ? [value.text] : value.kind === "choice" ? value.choices : [];
    const other = given.find((text) => !choices.includes(text));
    if (other === undefined) return;
    const list = choices.map((choice) => `"${choice}"`).join(", ");
    const place = `the \`${formal.name}\` of \`${writtenName(call.function)}\``;
    const message = `${place} is one of ${list}, and what is given may be "${other}"`;
    const found = diagnostic("bad_choice", span, message);
    throw new CompileError([found], "", `${found.code}: ${message}`);
  }

  private functionNamed(module: string, name: string): { signature: Signature; body: TypedBody } {
    const key = `${module}.${name}`;
    let found = this.functions.get(key);
    if (found === undefined) {
      const signature = this.library.find(name, module);
      if (signature === null) throw new Error(`no function ${key}`);
      this.functions.set(key, (found = { signature, body: this.library.body(name, module) }));
    }
    return found;
  }

  private operator(operator: string, args: readonly Value[], span: Span): Value {
    const [a, b] = args as [Value, Value];
    if (isText(a) && isText(b)) return this.compareTexts(operator, a, b);
    const seriesOnly = operator === "is_missing" || operator === "coalesce" || operator === "sign";
    if (this.arena.scalars.length > this.limit) this.tooLarge(span);
    if (!seriesOnly && args.every((value) => value.kind === "scalar")) {
      const ids = args.map((value) => this.scalar(value));
      // Among scalars a condition already is 0, 1 or missing.
      if (operator === "float_of") return { kind: "scalar", id: ids[0]!, bool: false };
      return {
        kind: "scalar",
        id: this.arena.scalar(operator as ScalarOperator, ...ids),
        bool: CONDITIONS.has(operator),
      };
    }
    if (operator === "float_of") return { kind: "series", id: this.number(a, span) };
    if (operator === "coalesce" && args.every((value) => this.isBool(value))) {
      const known = args.map((value) => this.condition(value, span));
      return { kind: "series", id: this.apply("coalesce_bool", known, [], null, span) };
    }
    const logical = operator === "and" || operator === "or" || operator === "not";
    const nodes = args.map((value) => (logical ? this.condition(value, span) : this.number(value, span)));
    const kernel = operator === "min" ? "lesser" : operator === "max" ? "greater" : (operator as KernelName);
    return { kind: "series", id: this.apply(kernel, nodes, [], null, span) };
  }

  private compareTexts(operator: string, a: Value, b: Value): Value {
    const equal = (id: ScalarId): Value => ({ kind: "scalar", id, bool: true });
    const constant = (same: boolean): Value =>
      equal(this.arena.constant(same === (operator === "eq") ? 1 : 0));
    if (a.kind === "text" && b.kind === "text") return constant(a.text === b.text);
    const [choice, other] = a.kind === "choice" ? [a, b] : [b as Value & { kind: "choice" }, a];
    if (other.kind === "text") {
      const index = choice.choices.indexOf(other.text);
      if (index < 0) return constant(false);
      return equal(this.arena.scalar(operator as ScalarOperator, choice.id, this.arena.constant(index)));
    }
    // Two parameters agree where they chose the same text.
    const second = other as Value & { kind: "choice" };
    let any = this.arena.constant(0);
    choice.choices.forEach((text, index) => {
      const match = second.choices.indexOf(text);
      if (match < 0) return;
      const first = this.arena.scalar("eq", choice.id, this.arena.constant(index));
      const also = this.arena.scalar("eq", second.id, this.arena.constant(match));
      any = this.arena.scalar("or", any, this.arena.scalar("and", first, also));
    });
    return equal(operator === "eq" ? any : this.arena.scalar("not", any));
  }

  private conditional(condition: Value, then: Value, otherwise: Value, span: Span): Value {
    if (then.kind === "record" && otherwise.kind === "record") {
      const other = otherwise.fields;
      return {
        kind: "record",
        fields: then.fields.map(
          ([name, value], index) =>
            [name, this.conditional(condition, value, other[index]![1], span)] as const,
        ),
      };
    }
    if (condition.kind === "scalar" && then.kind === "scalar" && otherwise.kind === "scalar")
      return {
        kind: "scalar",
        id: this.arena.scalar("select", condition.id, then.id, otherwise.id),
        bool: then.bool && otherwise.bool,
      };
    const conditions = this.isBool(then) && this.isBool(otherwise);
    const [a, b] = [then, otherwise].map((value) =>
      conditions ? this.condition(value, span) : this.number(value, span),
    ) as [NodeId, NodeId];
    if (condition.kind === "scalar" && !this.ofState.has(a) && !this.ofState.has(b)) {
      const kernel = conditions ? "choose_bool" : "choose";
      return { kind: "series", id: this.apply(kernel, [a, b], [condition.id], null, span) };
    }
    const node = this.condition(condition, span);
    return {
      kind: "series",
      id: this.apply(conditions ? "select_bool" : "select", [node, a, b], [], null, span),
    };
  }

  private kernelInput(kernel: KernelName, index: number): "float" | "bool" {
    return KERNEL[kernel].inputs[index]!.type;
  }

  private scalar(value: Value): ScalarId {
    if (value.kind === "scalar" || value.kind === "choice") return value.id;
    throw new Error(`a scalar is due, not a ${value.kind}`);
  }

  private isCondition(node: NodeId): boolean {
    return this.arena.nodes[node]!.type === "bool";
  }
  private isBool(value: Value): boolean {
    return value.kind === "series" ? this.isCondition(value.id) : value.kind === "scalar" && value.bool;
  }

  /** The value as a series of its own type. */
  private node(value: Value, span: Span): NodeId {
    if (value.kind === "series") return value.id;
    const scalar = this.scalar(value);
    const bool = value.kind === "scalar" && value.bool;
    return this.apply(bool ? "splat_bool" : "splat", [], [scalar], null, span);
  }
  private number(value: Value, span: Span): NodeId {
    if (value.kind !== "series") return this.apply("splat", [], [this.scalar(value)], null, span);
    return this.isCondition(value.id) ? this.apply("float_of", [value.id], [], null, span) : value.id;
  }
  private condition(value: Value, span: Span): NodeId {
    if (value.kind !== "series") return this.apply("splat_bool", [], [this.scalar(value)], null, span);
    if (!this.isCondition(value.id)) throw new Error("a condition is due, not a number");
    return value.id;
  }

  private noted(id: NodeId, span: Span): Value {
    if (!this.arena.spans.has(id)) this.arena.spans.set(id, span);
    return { kind: "series", id };
  }

  private apply(
    kernel: KernelName,
    args: readonly NodeId[],
    scalars: readonly ScalarId[],
    missing: MissingPolicy | null,
    span: Span,
  ): NodeId {
    const stateful = this.steps.length > 0 && args.some((arg) => this.ofState.has(arg));
    if (stateful && !isStateless(kernel)) this.remembers(kernel, span);
    const id = this.arena.apply(kernel, args, scalars, missing);
    if (stateful) this.ofState.add(id);
    this.noted(id, span);
    if (this.arena.nodes.length + this.arena.scalars.length > this.limit) this.tooLarge(span);
    return id;
  }

  private tooLarge(span: Span): never {
    const { chain } = this;
    const through = chain.length === 0 ? "" : `, by way of ${shorten(chain).join(" → ")}`;
    const message = `the program expands beyond ${this.limit} instructions${through}`;
    const found = diagnostic("too_many_instructions", span, message);
    throw new CompileError([found], "", `${found.code}: ${message}`);
  }
}

const CONDITIONS = new Set(["lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not"]);
const isText = (value: Value | undefined): boolean => value?.kind === "text" || value?.kind === "choice";

function shorten(chain: readonly string[]): readonly string[] {
  return chain.length <= 8 ? chain : [...chain.slice(0, 4), "…", ...chain.slice(-3)];
}

/** Two values of one key are the same value: ids are values already. */
function keyOf(value: Value): string {
  switch (value.kind) {
    case "scalar":
      return `${value.bool ? "b" : "s"}${value.id}`;
    case "series":
      return `n${value.id}`;
    case "text":
      return JSON.stringify(value.text);
    case "choice":
      return `c${value.id}`;
    case "record":
      return `{${value.fields.map(([name, of]) => `${name}:${keyOf(of)}`).join()}}`;
  }
}
