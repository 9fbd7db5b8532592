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
  readonly path: readonly { readonly register: number; readonly row: number }[];
  /** Of a warm-up: rows that are due, and rows there are. */
  readonly needs: number | null;
  readonly has: number | null;
}

/** What a register waits for. */
interface Next {
  readonly kind?: undefined;
  readonly register: number;
  readonly row: number;
}

/** Steps of a path, after which it is told as it stands. */
const LONGEST_PATH = 100_000;

export class MissingSearch {
  /** Of each register the row from which on it is known, where every input is (spec/plan.md PL7). */
  private readonly valid: number[] = [];
  /** What was found already: windows ask for the reasons of their rows. */
  private readonly found = new Map<string, Missing>();

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
    const path: { register: number; row: number }[] = [];
    let at = { register, row };
    const end = (
      kind: MissingKind,
      message: string,
      counts: { needs: number; has: number } | null = null,
    ): Missing => ({
      kind,
      message,
      ...at,
      label: this.words.short(at.register),
      path,
      needs: counts?.needs ?? null,
      has: counts?.has ?? null,
    });
    const key = `${register}:${row}`;
    const keep = (result: Missing): Missing => {
      this.found.set(key, result);
      return result;
    };
    for (;;) {
      const known = this.found.get(`${at.register}:${at.row}`);
      if (known !== undefined) return keep({ ...known, path: [...path, ...known.path] });
      path.push(at);
      const next = path.length > LONGEST_PATH ? null : this.step(at.register, at.row, end);
      if (next === null)
        return keep(end("step", `${this.words.short(at.register)} has no value in row ${at.row}`));
      if (next.kind !== undefined) return keep(next);
      at = next;
    }
  }

  /** The operand and row that a register waits for, or the reason where none is to blame. */
  private step(
    register: number,
    row: number,
    end: (kind: MissingKind, message: string, counts?: { needs: number; has: number }) => Missing,
  ): Missing | Next {
    const { inside, words } = this;
    const { kernel, reads, scalars } = inside.registers[register]!;
    const label = words.short(register);
    if (kernel === null) return end("input", `${label} is missing in row ${row}`);
    const operand = this.firstMissing(reads, row);
    const { missing: rule } = KERNEL[kernel];
    if (kernel === "scan" || kernel === "scan_bool") {
      if (operand !== undefined) return { register: operand, row };
      return end("step", `the step of ${label} gave no value in row ${row}`);
    }
    switch (rule) {
      case "any":
      case "kleene":
      case "never":
        if (operand !== undefined) return { register: operand, row };
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
        return this.branch(register, row, operand, end);
      case "fallback":
        return { register: operand ?? reads[0]!, row };
      case "shifted": {
        const back = inside.scalars[scalars[0]!]!;
        if (row < back) {
          const counts = { needs: this.valid[register]! + 1, has: row + 1 };
          return end("warm-up", this.tooFew(label, counts), counts);
        }
        return { register: reads[0]!, row: row - back };
      }
      case "window":
        return this.window(register, row, end);
      case "skip":
        return this.recurrence(register, row, operand, end);
    }
  }

  private branch(
    register: number,
    row: number,
    operand: number | undefined,
    end: (kind: MissingKind, message: string) => Missing,
  ): Missing | Next {
    const { inside, words } = this;
    const { kernel, reads, scalars } = inside.registers[register]!;
    const label = words.short(register);
    if (kernel === "choose" || kernel === "choose_bool") {
      const condition = inside.scalars[scalars[0]!]!;
      if (Number.isNaN(condition)) return end("constant", `the condition of ${label} is unknown`);
      return { register: reads[condition !== 0 ? 0 : 1]!, row };
    }
    if (kernel === "select" || kernel === "select_bool") {
      const condition = this.value(reads[0]!, row);
      if (Number.isNaN(condition)) return { register: reads[0]!, row };
      return { register: reads[condition !== 0 ? 1 : 2]!, row };
    }
    if (operand !== undefined) return { register: operand, row };
    return end("not-yet", `what ${label} waits for has not happened by row ${row}`);
  }

  private tooFew(label: string, { needs, has }: { needs: number; has: number }): string {
    return `${label} needs ${counted(needs, "bar")}, and up to row ${has - 1} there are ${has}`;
  }

  private window(
    register: number,
    row: number,
    end: (kind: MissingKind, message: string, counts?: { needs: number; has: number }) => Missing,
  ): Missing | Next {
    const { inside, words } = this;
    const { kernel, reads, scalars, instruction } = inside.registers[register]!;
    const label = words.short(register);
    const length = this.formula(KERNEL[kernel!].warmup, scalars) + 1;
    const policy = instruction!.missing;
    const least = policy === "min_samples" ? inside.scalars[scalars[scalars.length - 1]!]! : length;
    const first = policy === "observed" ? 0 : Math.max(0, row - length + 1);
    let known = 0;
    let gap: { register: number; row: number } | null = null;
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
    const early = unfilled || gap === null || this.find(gap.register, gap.row).kind === "warm-up";
    const bars = this.valid[register]! + 1;
    if (early && row < bars - 1) {
      const counts = { needs: bars, has: row + 1 };
      return end("warm-up", this.tooFew(label, counts), counts);
    }
    if (policy === "rows" && gap !== null) return gap;
    const counts = { needs: least, has: known };
    const over = reads.map((read) => words.short(read)).join(" and ");
    const among = policy === "observed" ? `up to row ${row}` : `among its last ${counted(length, "row")}`;
    if (gap === null || policy === "observed")
      return end(
        "warm-up",
        `${label} needs ${counted(least, "known row")} of ${over} and has ${known} ${among}`,
        counts,
      );
    return gap;
  }

  private recurrence(
    register: number,
    row: number,
    operand: number | undefined,
    end: (kind: MissingKind, message: string, counts?: { needs: number; has: number }) => Missing,
  ): Missing | Next {
    const { words } = this;
    const { kernel, reads, scalars } = this.inside.registers[register]!;
    const label = words.short(register);
    const bars = this.valid[register]! + 1;
    // Before its operands can be known, the warm-up of the whole says more than theirs.
    if (row < bars - 1 && (operand === undefined || this.find(operand, row).kind === "warm-up")) {
      const counts = { needs: bars, has: row + 1 };
      return end("warm-up", this.tooFew(label, counts), counts);
    }
    if (operand !== undefined) return { register: operand, row };
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
