/**
 * Why a result is what it is in one row: the values that it was computed from, as a tree in the words of the source;
 * where it has no value the first thing that explains it, and of a condition what settles it. Values come from whoever
 * runs the plan's probes (probe.ts): nothing is computed here.
 */
import { inWords } from "../explain/layout.ts";
import { KERNEL } from "../generated/kernels.ts";
import { Inside } from "./probe.ts";
import { MissingSearch, type Missing, type ValueAt } from "./missing.ts";
import { SIGNS, Words } from "./words.ts";

/** A value of a row: null where it is missing or unknown. */
export type WhyValue = number | boolean | null;

export interface WhyNode {
  /** The source on one line; of a plan without its program, the kernel over its operands. */
  readonly text: string;
  /** The let that it is the value of. */
  readonly name: string | null;
  readonly register: number;
  /** null for a column of the bars. */
  readonly kernel: string | null;
  readonly type: "float" | "bool";
  readonly value: WhyValue;
  /** In the row before; null in the first. */
  readonly before: WhyValue;
  /** Whether it stands between the result and what made it missing. */
  readonly cause: boolean;
  /** Whether what it is computed from stands further up already. */
  readonly repeated: boolean;
  readonly children: readonly WhyNode[];
}

export interface Why {
  readonly id: string;
  readonly kind: "output" | "alert";
  readonly name: string;
  /** Counted from 0. */
  readonly row: number;
  readonly params: readonly { readonly name: string; readonly value: number | boolean | string }[];
  /** The output's value; of an alert whether it fired. */
  readonly value: WhyValue;
  readonly before: WhyValue;
  /** What settles a condition or an alert, in sentences without their points. */
  readonly because: readonly string[];
  /** Why there is no value, where there is none; of an alert, why its condition is unknown. */
  readonly missing: Missing | null;
  /** Of an alert, its condition's. */
  readonly tree: WhyNode;
}

export interface WhyRequest {
  readonly kind: "output" | "alert";
  readonly name: string;
  readonly row: number;
  /** Every register, those inside of the library's functions too. Default: what the source itself writes. */
  readonly deep?: boolean;
  /** The program's text, which the plan's source map points into. */
  readonly source?: string | null;
}

/** Levels of a tree; what lies deeper is in the trees of its lets. */
const DEEPEST = 200;
/** Sentences of a reason. */
const MOST_REASONS = 6;

/** The register of an output or alert; undefined where the plan has none of the name. */
export function registerOf(inside: Inside, kind: "output" | "alert", name: string): number | undefined {
  const results: readonly { readonly name: string; readonly register: number }[] =
    kind === "output" ? inside.plan.outputs : inside.plan.alerts;
  return results.find((result) => result.name === name)?.register;
}

/** The reasons of a result in a row. `value` answers for rows up to it. Throws where the plan has no such result. */
export function explainRow(inside: Inside, request: WhyRequest, value: ValueAt): Why {
  const root = registerOf(inside, request.kind, request.name);
  if (root === undefined) throw new Error(`no ${request.kind} ${request.name}`);
  return new Explainer(inside, request, value).explain(root);
}

class Explainer {
  private readonly words: Words;
  private readonly search: MissingSearch;
  private readonly row: number;
  private readonly source: string | null;
  private readonly shown = new Set<number>();
  private readonly onPath = new Set<number>();

  constructor(
    private readonly inside: Inside,
    private readonly request: WhyRequest,
    private readonly value: ValueAt,
  ) {
    this.source = request.source ?? null;
    this.words = new Words(inside, this.source);
    this.search = new MissingSearch(inside, this.words, value);
    this.row = request.row;
  }

  /** Whether operands go by their registers: where there is no source, or more is shown than it writes. */
  private get numbered(): boolean {
    return this.request.deep === true || this.source === null;
  }

  explain(root: number): Why {
    const { inside, request, row } = this;
    const { plan } = inside;
    const alert = request.kind === "alert";
    const every = plan.alerts.find(({ name }) => alert && name === request.name)?.everyBar ?? true;
    // An alert's register is the edge of its condition, unless it asks for every bar.
    const condition = alert && !every ? inside.registers[root]!.reads[0]! : root;
    const missing = Number.isNaN(this.value(condition, row)) ? this.reason(condition) : null;
    this.onPath.add(root);
    for (const step of missing?.path ?? []) this.onPath.add(step.register);
    return {
      id: plan.id,
      kind: request.kind,
      name: request.name,
      row,
      params: plan.params.map((param, index) => {
        const given = inside.params[index]!;
        if (param.type === "bool") return { name: param.name, value: given === 1 };
        return { name: param.name, value: param.type === "string" ? (param.choices?.[given] ?? "") : given };
      }),
      value: alert ? this.value(root, row) === 1 : this.at(root, row),
      before: alert ? row > 0 && this.value(root, row - 1) === 1 : this.at(root, row - 1),
      because: alert ? this.ofAlert(root, condition) : this.settles(root, row),
      missing,
      tree: this.node(condition, 0),
    };
  }

  private reason(register: number): Missing {
    const { row, words } = this;
    const found = this.search.find(register, row);
    if (found.row === row) return found;
    const here = found.path.findLast((step) => step.row === row)!;
    return { ...found, message: `${found.message}; ${words.short(here.register)} looks back to that row` };
  }

  private at(register: number, row: number): WhyValue {
    if (row < 0) return null;
    const value = this.value(register, row);
    if (Number.isNaN(value)) return null;
    return this.inside.registers[register]!.type === "bool" ? value !== 0 : value;
  }

  private node(register: number, depth: number): WhyNode {
    const { inside, words, row } = this;
    const { kernel, type } = inside.registers[register]!;
    const children = this.parts(register);
    const repeated = children.length > 0 && (this.shown.has(register) || depth >= DEEPEST);
    this.shown.add(register);
    return {
      text:
        kernel !== null && this.numbered ? `%${register} = ${words.operation(register)}` : words.of(register),
      name: words.nameOf(register),
      register,
      kernel,
      type,
      value: this.at(register, row),
      before: this.at(register, row - 1),
      cause: this.onPath.has(register) && this.at(register, row) === null,
      repeated,
      children: repeated ? [] : children.map((child) => this.node(child, depth + 1)),
    };
  }

  /**
   * What a register is shown to be made of. The source writes some of its operands; the others are inside of what it
   * calls, where they stand for what they read in turn. Constants stand in the text already.
   */
  private parts(register: number): number[] {
    const parts = this.written(register);
    if (this.numbered || parts.length < 2) return parts;
    // What a part is made of is seen below it.
    const below = new Set(parts.flatMap((part) => this.written(part)));
    return parts
      .filter((part) => this.inside.registers[part]!.kernel === null || !below.has(part))
      .map((part) => ({ part, place: this.words.placeIn(part, register) }))
      .sort((a, b) => (a.place === b.place ? 0 : a.place - b.place))
      .map(({ part }) => part);
  }

  private written(register: number): number[] {
    const { registers } = this.inside;
    const own = registers[register]!;
    const parts: number[] = [];
    const seen = new Set<number>([register]);
    const stack = [...own.reads].reverse();
    while (stack.length > 0) {
      const read = stack.pop()!;
      if (seen.has(read) || this.inside.pruned(read)) continue;
      seen.add(read);
      const { kernel, span, reads } = registers[read]!;
      if (kernel === "splat" || kernel === "splat_bool") continue;
      const within =
        !this.numbered &&
        kernel !== null &&
        (span === null || (own.span !== null && span[0] === own.span[0] && span[1] === own.span[1]));
      if (within) stack.push(...[...reads].reverse());
      else parts.push(read);
    }
    return parts;
  }

  private ofAlert(root: number, condition: number): string[] {
    const { row, words } = this;
    const now = this.value(condition, row);
    const text = words.short(condition);
    if (Number.isNaN(now)) return [`${text} is unknown, and what is unknown fires nothing`];
    if (now === 0) return this.settles(condition, row);
    if (root === condition) return [`${text} is true`];
    if (this.value(root, row) === 1) {
      let last = row - 1;
      while (last >= 0 && Number.isNaN(this.value(condition, last))) last -= 1;
      const before = last < 0 ? "it was never known before" : `it was false in row ${last}, when last known`;
      return [`${text} became true: ${before}`, ...this.settles(condition, row)];
    }
    let since = row;
    while (since > 0 && this.value(root, since) !== 1) since -= 1;
    return [
      `${text} is true, and has been since row ${since}: an alert fires where its condition becomes true`,
    ];
  }

  /** What settles a condition in a row: the comparisons that make it what it is. Empty for numbers and the unknown. */
  private settles(register: number, row: number): string[] {
    const reasons: string[] = [];
    const seen = new Set<string>();
    const stack = [{ register, row }];
    while (stack.length > 0 && reasons.length < MOST_REASONS) {
      const at = stack.pop()!;
      const key = `${at.register}:${at.row}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const { kernel, reads, scalars, type } = this.inside.registers[at.register]!;
      const value = at.row < 0 ? NaN : this.value(at.register, at.row);
      if (type !== "bool" || Number.isNaN(value)) continue;
      const of = (read: number): number => this.value(read, at.row);
      if (kernel === "and" || kernel === "or") {
        // One false settles `and`, one true `or`; else all of them do.
        const decisive = kernel === "and" ? 0 : 1;
        const first = value === decisive ? reads.find((read) => of(read) === decisive) : undefined;
        const next = first === undefined ? [...reads].reverse() : [first];
        stack.push(...next.map((read) => ({ register: read, row: at.row })));
      } else if (kernel === "not") stack.push({ register: reads[0]!, row: at.row });
      else if (kernel === "shift_bool")
        stack.push({ register: reads[0]!, row: at.row - this.inside.scalars[scalars[0]!]! });
      else if (kernel !== null && kernel in SIGNS && KERNEL[kernel].inputs[0]?.type === "float")
        reasons.push(this.comparison(at.register, at.row));
      else reasons.push(`${this.words.short(at.register)} is ${value !== 0}${this.when(at.row)}`);
    }
    return reasons;
  }

  private when(row: number): string {
    return row === this.row ? "" : ` in row ${row}`;
  }

  private comparison(register: number, row: number): string {
    const { words } = this;
    const { kernel, reads } = this.inside.registers[register]!;
    const sign = SIGNS[kernel!]!;
    const values = words.arithmetic(
      register,
      reads.map((read) => this.value(read, row)),
    );
    const isConstant = (read: number): boolean => this.inside.registers[read]!.kernel === "splat";
    const sides = reads.map((read) => (isConstant(read) ? words.operation(read) : words.short(read)));
    // What stands inside of a library's function has the text of its call, which says nothing of its sides.
    const inner = words.of(register);
    const text = sides.some((side) => side === inner) ? inner : `${sides[0]!} ${sign} ${sides[1]!}`;
    return `${text} is ${this.value(register, row) === 1}${this.when(row)}: ${values}`;
  }
}

/** The outputs and alerts of a plan in words, for whoever asked for one that it does not have. */
export function resultsInWords(inside: Inside): string {
  const names = [
    ...inside.plan.outputs.map(({ name }) => name),
    ...inside.plan.alerts.map(({ name }) => `the alert ${name}`),
  ];
  return inWords(names);
}
