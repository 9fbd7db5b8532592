/** Types of the checker: constructors, comparison and how they are named in messages. */
import type { Base, Qualifier, Type, TypedExpression } from "./typed.ts";

const ORDER: readonly Qualifier[] = ["const", "param", "series"];

/** A scalar or series type; a series ticks on the ambient clock. */
export function valueType(kind: Base, qualifier: Qualifier): Type {
  return { kind, qualifier, clock: qualifier === "series" ? 0 : null };
}

/** The weakest promise of several: one series makes the result a series. */
export function joinQualifiers(types: readonly Type[]): Qualifier {
  let rank = 0;
  for (const type of types) rank = Math.max(rank, ORDER.indexOf(qualifierOf(type)));
  return ORDER[rank]!;
}

export function qualifierOf(type: Type): Qualifier {
  return type.kind === "record" ? joinQualifiers(type.fields.map((field) => field.type)) : type.qualifier;
}

export const isSeries = (type: Type): boolean => qualifierOf(type) === "series";
export const isNumber = (type: Type): boolean => type.kind === "float" || type.kind === "int";

/** `na` fits a number and a condition alike. */
export const isMissingLiteral = (value: TypedExpression): boolean =>
  value.kind === "constant" && typeof value.value === "number" && Number.isNaN(value.value);

/** How a type is named to users: "a series", "a condition", "a whole number". */
export function describeType(type: Type): string {
  if (type.kind === "record") return `a record of ${type.fields.map((field) => field.name).join(", ")}`;
  if (type.kind === "string") return "a text";
  if (type.kind === "duration") return "a duration";
  if (type.qualifier === "series") return type.kind === "bool" ? "a series of conditions" : "a series";
  return type.kind === "bool" ? "a condition" : type.kind === "int" ? "a whole number" : "a number";
}

/** A type as it is written: "series float", "param int", "{upper: series float}". */
export function printType(type: Type): string {
  if (type.kind === "record")
    return `{${type.fields.map((field) => `${field.name}: ${printType(field.type)}`).join(", ")}}`;
  return type.qualifier === "series" ? `series ${type.kind}` : `${type.qualifier} ${type.kind}`;
}
