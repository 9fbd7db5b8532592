/** Signatures as people write and read them: what the catalog and `ta types` show of a function. */
import type { Range, Signature, Type, TypedExpression, TypedFormal } from "../semantics/typed.ts";
import { writtenName } from "../semantics/typed.ts";

/** What a formal or a parameter is, as data. */
export interface ParameterInfo {
  readonly name: string;
  /** A series that takes its default in the caller's stream, and is given before the others. */
  readonly input: boolean;
  /** "int", "float", "bool", "string", "series", "series bool". */
  readonly type: string;
  /** As it is written; null where one must be given. */
  readonly default: string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly step: number | null;
  readonly choices: readonly string[] | null;
  /** Other names that it goes by. */
  readonly aliases: readonly string[];
}

/** One value of a result: its name, or "" where the result is a single series. */
export interface ResultInfo {
  readonly name: string;
  readonly type: "float" | "bool";
}

/** A type as a signature writes it: a series of numbers is `series`, a scalar its kind alone. */
export function writtenType(type: Type): string {
  if (type.kind === "record") return `{${type.fields.map((field) => field.name).join(", ")}}`;
  if (type.qualifier !== "series") return type.kind;
  return type.kind === "float" ? "series" : `series ${type.kind}`;
}

const numberText = (value: number): string => (Number.isNaN(value) ? "na" : String(value));

/** A default as it was written, near enough to be written again; null where it is none of the simple forms. */
export function defaultText(value: TypedExpression): string | null {
  switch (value.kind) {
    case "field":
      return value.field;
    case "constant":
      if (typeof value.value === "string") return JSON.stringify(value.value);
      return value.type.kind === "bool" && !Number.isNaN(value.value)
        ? String(value.value === 1)
        : numberText(value.value);
    case "operator":
      return value.args.length === 1 && value.operator === "float_of" ? defaultText(value.args[0]!) : null;
    case "call":
      return value.args.every((arg) => arg === null) ? `${writtenName(value.function)}()` : null;
    default:
      return null;
  }
}

/** A range as it is written after `in`; "" where there is none. */
export function rangeText(range: Pick<Range, "min" | "max" | "step" | "choices"> | null): string {
  if (range === null) return "";
  if (range.choices !== null) return `[${range.choices.map((choice) => JSON.stringify(choice)).join(", ")}]`;
  if (range.min === null && range.max === null) return "";
  return `${range.min ?? ""}..${range.max ?? ""}${range.step === null ? "" : ` step ${range.step}`}`;
}

/** A formal as data. */
export function parameterInfo(formal: TypedFormal): ParameterInfo {
  const { range } = formal;
  return {
    name: formal.name,
    input: formal.input,
    type: writtenType(formal.type),
    default: formal.default === null ? null : (defaultText(formal.default) ?? "…"),
    min: range?.min ?? null,
    max: range?.max ?? null,
    step: range?.step ?? null,
    choices: range?.choices ?? null,
    aliases: formal.aliases,
  };
}

/** The values of a result, in order. */
export function resultInfo(type: Type): ResultInfo[] {
  const kind = (of: Type): "float" | "bool" => (of.kind === "bool" ? "bool" : "float");
  if (type.kind !== "record") return [{ name: "", type: kind(type) }];
  return type.fields.map((field) => ({ name: field.name, type: kind(field.type) }));
}

/** `sma(input x = close, period: int = 20 in 1..10000) -> series`. */
export function signatureText(signature: Signature): string {
  const formals = signature.formals.map((formal) => {
    const { name, input, type, default: initial } = parameterInfo(formal);
    const range = rangeText(formal.range);
    return `${input ? "input " : ""}${name}${type === "series" && (input || initial !== null) ? "" : `: ${type}`}${
      initial === null ? "" : ` = ${initial}`
    }${range === "" ? "" : ` in ${range}`}`;
  });
  return `${writtenName(signature.function)}(${formals.join(", ")}) -> ${writtenType(signature.result)}`;
}
