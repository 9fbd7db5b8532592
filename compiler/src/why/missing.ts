/**
 * Why a register has no value in a row: its operands are followed by the kernel table's rules for missing values, until
 * one is found that nothing before it explains. What cannot be known without the kernel's own arithmetic is not guessed:
 * then the answer is that the kernel had all its rows and gave no number.
 */
import { counted } from "../explain/layout.ts";
import { KERNEL, type Formula } from "../generated/kernels.ts";
import type { Inside } from "./probe.ts";
import type { Words } from "./words.ts";

/** Values by register and row; NaN where missing or unknown, conditions 0 or 1. Rows up to the one that is asked about. */
export type ValueAt = (register: number, row: number) => number;

export type MissingKind =
  /** Too few rows so far. */
  | "warm-up"
  /** The bars have no value there. */
  | "input"
  /** The operands are known and have no finite result: 0 / 0, the root of a negative number, a correlation of what does not vary. */
  | "arithmetic"
  /** The program or a parameter says `na`. */
  | "constant"
  /** What it waits for has not happened yet. */
  | "not-yet"
  /** The step of a scan gave none. */
  | "step";

export interface Missing {
  readonly kind: MissingKind;
  /** A sentence without its point. */
  readonly message: string;
  /** Where the search ended, and in which row; counted from 0. */
  readonly register: number;
  readonly row: number;
  /** In words. */
  readonly label: string;
  /** From the asked register to the one where it ended. */
  readonly path: readonly Place[];
  /** Of a warm-up: rows that are due, and rows there are. */
  readonly needs: number | null;
  readonly has: number | null;
}

/** A register in a row. */
export interface Place {
  readonly register: number;
  readonly row: number;
}

/** How a search ended. */
type Ending = Omit<Missing, "path">;

/** What a step found: the end, the place that a register waits for, or one whose own reason is to be known first. */
type Found =
  | { readonly end: Ending }
  | { readonly next: Place; readonly end?: undefined }
  | { readonly ask: Place; readonly next?: undefined; readonly end?: undefined };

/** What is known of a place: its end, and the way there. */
interface Trace {
  readonly at: Place;
  readonly end: Ending;
  readonly next: Trace | null;
}

/** A place whose reason is looked for, and the places between it and where the search stands. */
interface Search {
  readonly path: Place[];
  at: Place;
}

/** Steps of a path, after which it is told as it stands. */
const LONGEST_PATH = 100_000;

const keyOf = ({ register, row }: Place): string => `${register}:${row}`;

export class MissingSearch {
  /** Of each register the row from which on it is known, where every input is (spec/plan.md PL7). */
  private readonly valid: number[] = [];
  /** What was found already: windows ask for the reasons of their rows. */
  private readonly found = new Map<string, Trace>();

  constructor(
    private readonly inside: Inside,
    private readonly words: Words,
    private readonly value: ValueAt,
  ) {
    for (const { kernel, reads, scalars } of inside.registers) {
      if (kernel === null) {
        this.valid.push(0);
        continue;
      }
      const { missing, warmup } = KERNEL[kernel];
      const rows = reads.map((read) => this.valid[read]!);
      const from = missing === "fallback" ? Math.min(...rows) : Math.max(0, ...rows);
      this.valid.push(from + this.formula(warmup, scalars));
    }
  }

  private formula(steps: Formula, scalars: readonly number[]): number {
    const stack: number[] = [];
    for (const step of steps) {
      if ("constant" in step) stack.push(step.constant);
      else if ("param" in step) stack.push(this.inside.scalars[scalars[step.param]!]!);
      else if ("stable" in step) stack.push(0);
      else {
        const [b, a] = [stack.pop()!, stack.pop()!];
        stack.push(step.op === "add" ? a + b : step.op === "sub" ? a - b : step.op === "mul" ? a * b : a / b);
      }
    }
    return stack[0]!;
  }

  private missing(register: number, row: number): boolean {
    return Number.isNaN(this.value(register, row));
  }

  /** Of the registers without a value in the row the one that needs most rows, where rows are too few; else the first. */
  private firstMissing(reads: readonly number[], row: number): number | undefined {
    const found = reads.filter((read) => !this.inside.pruned(read) && this.missing(read, row));
    const latest = Math.max(...found.map((read) => this.valid[read]!));
    return row < latest ? found.find((read) => this.valid[read] === latest) : found[0];
  }

  /** Why a register that has no value in a row has none. */
  find(register: number, row: number): Missing {
    const trace = this.trace({ register, row });
    const path: Place[] = [];
    for (let at: Trace | null = trace; at !== null && path.length <= LONGEST_PATH; at = at.next)
      path.push(at.at);
    return { ...trace.end, path };
  }

  /**
   * The reason of a place. Windows over windows ask for the reasons of their rows, thousands of them deep: what waits
   * for an answer stands in a list, and is taken up again when the answer is there.
   */
  private trace(place: Place): Trace {
    const waiting: Search[] = [{ path: [], at: place }];
    for (;;) {
      const search = waiting.at(-1)!;
      const known = this.found.get(keyOf(search.at));
      if (known !== undefined) {
        const trace = this.keep(search.path, known);
        waiting.pop();
        if (waiting.length === 0) return trace;
        continue;
      }
      const { register, row } = search.at;
      const found: Found =
        search.path.length >= LONGEST_PATH
          ? this.end(search.at, "step", `${this.words.short(register)} has no value in row ${row}`)
          : this.step(search.at);
      if (found.end !== undefined) this.keep([search.at], { at: search.at, end: found.end, next: null });
      else if (found.next !== undefined) {
        search.path.push(search.at);
        search.at = found.next;
      } else waiting.push({ path: [], at: found.ask });
    }
  }

  /** Remembers what is known at the end of a path for every place on it; gives that of the first. */
  private keep(path: readonly Place[], known: Trace): Trace {
    let trace = known;
    for (const at of [...path].reverse()) {
      if (trace.at !== at) trace = { at, end: known.end, next: trace };
      this.found.set(keyOf(at), trace);
    }
    return trace;
  }

  private end(
    at: Place,
    kind: MissingKind,
    message: string,
    counts: { readonly needs: number; readonly has: number } | null = null,
  ): Found {
    const label = this.words.short(at.register);
    return { end: { kind, message, ...at, label, needs: counts?.needs ?? null, has: counts?.has ?? null } };
  }

  /** Whether what a place waits for is rows that there were not yet; null where that is to be found out first. */
  private isEarly(place: Place): boolean | null {
    const known = this.found.get(keyOf(place));
    return known === undefined ? null : known.end.kind === "warm-up";
  }

  /** The operand and row that a register waits for, or the reason where none is to blame. */
  private step(at: Place): Found {
    const { inside, words } = this;
    const { register, row } = at;
    const { kernel, reads, scalars } = inside.registers[register]!;
    const label = words.short(register);
    const end = this.end.bind(this, at);
    if (kernel === null) return end("input", `${label} is missing in row ${row}`);
    const operand = this.firstMissing(reads, row);
    const { missing: rule } = KERNEL[kernel];
    if (kernel === "scan" || kernel === "scan_bool") {
      if (operand !== undefined) return { next: { register: operand, row } };
      return end("step", `the step of ${label} gave no value in row ${row}`);
    }
    switch (rule) {
      case "any":
      case "kleene":
      case "never":
        if (operand !== undefined) return { next: { register: operand, row } };
        return end(
          "arithmetic",
          `${words.arithmetic(
            register,
            reads.map((read) => this.value(read, row)),
          )} is no finite number, in ${label}`,
        );
      case "value":
        return end("constant", `${label} is na`);
      case "branch":
        return this.branch(at, operand);
      case "fallback":
        return { next: { register: operand ?? reads[0]!, row } };
      case "shifted": {
        const back = inside.scalars[scalars[0]!]!;
        if (row < back) {
          const counts = { needs: this.valid[register]! + 1, has: row + 1 };
          return end("warm-up", this.tooFew(label, counts), counts);
        }
        return { next: { register: reads[0]!, row: row - back } };
      }
      case "window":
        return this.window(at);
      case "skip":
        return this.recurrence(at, operand);
    }
  }

  private branch(at: Place, operand: number | undefined): Found {
    const { inside, words } = this;
    const { register, row } = at;
    const end = this.end.bind(this, at);
    const { kernel, reads, scalars } = inside.registers[register]!;
    const label = words.short(register);
    if (kernel === "choose" || kernel === "choose_bool") {
      const condition = inside.scalars[scalars[0]!]!;
      if (Number.isNaN(condition)) return end("constant", `the condition of ${label} is unknown`);
      return { next: { register: reads[condition !== 0 ? 0 : 1]!, row } };
    }
    if (kernel === "select" || kernel === "select_bool") {
      const condition = this.value(reads[0]!, row);
      if (Number.isNaN(condition)) return { next: { register: reads[0]!, row } };
      return { next: { register: reads[condition !== 0 ? 1 : 2]!, row } };
    }
    if (operand !== undefined) return { next: { register: operand, row } };
    return end("not-yet", `what ${label} waits for has not happened by row ${row}`);
  }

  private tooFew(label: string, { needs, has }: { needs: number; has: number }): string {
    return `${label} needs ${counted(needs, "bar")}, and up to row ${has - 1} there are ${has}`;
  }

  private window(place: Place): Found {
    const { inside, words } = this;
    const { register, row } = place;
    const end = this.end.bind(this, place);
    const { kernel, reads, scalars, instruction } = inside.registers[register]!;
    const label = words.short(register);
    const length = this.formula(KERNEL[kernel!].warmup, scalars) + 1;
    const policy = instruction!.missing;
    const least = policy === "min_samples" ? inside.scalars[scalars[scalars.length - 1]!]! : length;
    const first = policy === "observed" ? 0 : Math.max(0, row - length + 1);
    let known = 0;
    let gap: Place | null = null;
    for (let at = row; at >= first; at -= 1) {
      const missing = this.firstMissing(reads, at);
      if (missing === undefined) known += 1;
      else gap ??= { register: missing, row: at };
      if (known >= least) break;
    }
    if (known >= least && (policy !== "rows" || gap === null))
      return end(
        "arithmetic",
        `no number comes of the ${counted(known, "row")} of ${label}, which are all known`,
      );
    // Rows that there are not yet, or that are not known because there were too few before them.
    const unfilled = policy === "rows" && row < length - 1;
    const bars = this.valid[register]! + 1;
    if (row < bars - 1) {
      const early = unfilled || gap === null || this.isEarly(gap);
      if (early === null) return { ask: gap! };
      if (early) {
        const counts = { needs: bars, has: row + 1 };
        return end("warm-up", this.tooFew(label, counts), counts);
      }
    }
    if (policy === "rows" && gap !== null) return { next: gap };
    const counts = { needs: least, has: known };
    const over = reads.map((read) => words.short(read)).join(" and ");
    const among = policy === "observed" ? `up to row ${row}` : `among its last ${counted(length, "row")}`;
    if (gap === null || policy === "observed")
      return end(
        "warm-up",
        `${label} needs ${counted(least, "known row")} of ${over} and has ${known} ${among}`,
        counts,
      );
    return { next: gap };
  }

  private recurrence(place: Place, operand: number | undefined): Found {
    const { words } = this;
    const { register, row } = place;
    const end = this.end.bind(this, place);
    const { kernel, reads, scalars } = this.inside.registers[register]!;
    const label = words.short(register);
    const bars = this.valid[register]! + 1;
    // Before its operands can be known, the warm-up of the whole says more than theirs.
    if (row < bars - 1) {
      const asked = operand === undefined ? null : { register: operand, row };
      const early = asked === null || this.isEarly(asked);
      if (early === null) return { ask: asked! };
      if (early) {
        const counts = { needs: bars, has: row + 1 };
        return end("warm-up", this.tooFew(label, counts), counts);
      }
    }
    if (operand !== undefined) return { next: { register: operand, row } };
    if (kernel!.startsWith("event."))
      return end("not-yet", `what ${label} waits for has not happened by row ${row}`);
    const needs = this.formula(KERNEL[kernel!].warmup, scalars) + 1;
    let has = 0;
    for (let at = 0; at <= row && has < needs; at += 1)
      if (this.firstMissing(reads, at) === undefined) has += 1;
    if (has < needs) {
      const over = reads.map((read) => words.short(read)).join(" and ");
      return end(
        "warm-up",
        `${label} needs ${counted(needs, "known row")} of ${over} and has ${has} up to row ${row}`,
        {
          needs,
          has,
        },
      );
    }
    return end("arithmetic", `${label} has no number in row ${row}, though all that it reads is known`);
  }
}
