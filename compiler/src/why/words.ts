/** A plan's registers in words: as the source has them where it is known, else by their kernels. */
import { FormulaPrinter } from "../explain/formula.ts";
import { KERNEL } from "../generated/kernels.ts";
import { numberText, SIGNS as OPERATOR_SIGNS } from "../ir/text.ts";
import { parse } from "../syntax/parse.ts";
import type { Inside } from "./probe.ts";

/** The longest text of a value; what is longer is cut. */
const LONGEST = 72;

/** Those of arithmetic, comparisons and logic, and of the division that says what stands for a zero divisor. */
export const SIGNS: Readonly<Record<string, string>> = { ...OPERATOR_SIGNS, div_else: "/" };

/** A number for reading: up to ten significant digits, without noise behind. */
export function digits(value: number): string {
  if (Number.isNaN(value)) return "missing";
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value)
    : String(Number(value.toPrecision(10)));
}

const cut = (text: string): string => {
  const letters = [...text];
  return letters.length <= LONGEST ? text : `${letters.slice(0, LONGEST - 1).join("")}…`;
};

export class Words {
  private readonly formulas: FormulaPrinter;
  /** Names of lets by the stretch of their values. */
  private readonly names = new Map<string, string>();

  constructor(
    private readonly inside: Inside,
    /** The program's text; null for a plan by itself. */
    private readonly source: string | null,
  ) {
    this.formulas = new FormulaPrinter(inside.plan);
    if (source === null) return;
    for (const item of parse(source).program.items)
      if (item.kind === "let")
        this.names.set(`${item.value.span.start}:${item.value.span.end}`, item.name.name);
  }

  /** The let that a register is the value of; null where it is none's. */
  nameOf(register: number): string | null {
    const { span } = this.inside.registers[register]!;
    return span === null ? null : (this.names.get(`${span[0]}:${span[1]}`) ?? null);
  }

  /** The source of a register on one line; its kernel over its operands where there is no source. */
  of(register: number): string {
    const { kernel, span } = this.inside.registers[register]!;
    if (kernel === null) return this.inside.plan.inputs[register]!.field;
    const text =
      this.source === null || span === null
        ? ""
        : this.source
            .slice(span[0], span[1])
            .replace(/#[^\n]*/g, " ")
            .replace(/\s+/g, " ")
            .trim();
    return text === "" ? this.operation(register) : cut(text);
  }

  /** Where the source has a register within the text of another; Infinity where it does not. */
  placeIn(register: number, outer: number): number {
    const { kernel, span } = this.inside.registers[register]!;
    if (kernel !== null) return span?.[0] ?? Infinity;
    const around = this.inside.registers[outer]!.span;
    const { field } = this.inside.plan.inputs[register]!;
    const text = around === null || this.source === null ? "" : this.source.slice(around[0], around[1]);
    const at = text.search(new RegExp(`\\b${field}\\b`));
    return at < 0 ? Infinity : around![0] + at;
  }

  /** What a register is called in a sentence: its let's name, else its text. */
  short(register: number): string {
    return this.nameOf(register) ?? this.of(register);
  }

  /** The kernel over its operands: `win.mean(close, n = 20)`, `%7 < 70`. */
  operation(register: number): string {
    const { kernel, reads, scalars, instruction } = this.inside.registers[register]!;
    if (kernel === null) return this.inside.plan.inputs[register]!.field;
    if (kernel === "splat" || kernel === "splat_bool") return this.formulas.text(scalars[0]!);
    const operands = reads.map((read) => this.operand(read));
    const sign = SIGNS[kernel];
    if (sign !== undefined && operands.length === 2) return cut(`${operands[0]} ${sign} ${operands[1]}`);
    const names = KERNEL[kernel].params.map((param) => param.name);
    if (instruction!.missing === "min_samples") names.push("k");
    const given = scalars.map((scalar, index) => `${names[index]!} = ${this.formulas.text(scalar)}`);
    return cut(`${kernel}(${[...operands, ...given].join(", ")})`);
  }

  private operand(register: number): string {
    const { kernel } = this.inside.registers[register]!;
    return kernel === null || kernel === "splat" || kernel === "splat_bool"
      ? this.operation(register)
      : `%${register}`;
  }

  /** A value of a register in words. */
  value(register: number, value: number): string {
    if (this.inside.registers[register]!.type === "float") return digits(value);
    return Number.isNaN(value) ? "unknown" : String(value !== 0);
  }

  /** The arithmetic of a register with its operands' values: `5 / 0`. */
  arithmetic(register: number, values: readonly number[]): string {
    const { kernel } = this.inside.registers[register]!;
    const texts = values.map((value, index) =>
      value < 0 && index > 0 ? `(${digits(value)})` : digits(value),
    );
    const sign = SIGNS[kernel ?? ""];
    return sign !== undefined && texts.length >= 2
      ? `${texts[0]} ${sign} ${texts[1]}`
      : `${kernel ?? ""}(${values.map(digits).join(", ")})`;
  }

  scalar(id: number): string {
    return numberText(this.inside.scalars[id]!);
  }
}
