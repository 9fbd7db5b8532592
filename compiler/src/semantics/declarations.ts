/** What stands around values: type annotations, ranges, attributes and the signatures of functions. */
import { suggest } from "../diagnostics/suggest.ts";
import type { Attribute, Expression, Formal, Item, RangeExpression, TypeExpression } from "../syntax/ast.ts";
import { constantOf, convert } from "./convert.ts";
import { checkExpression, report } from "./expressions.ts";
import type { Binding, Context, Scope } from "./names.ts";
import type { Base, Qualifier, Range, Type, TypedExpression, TypedFormal, TypedFunction } from "./typed.ts";
import { isSeries, valueType } from "./types.ts";

const BASES = new Set(["float", "int", "bool", "string"]);
const QUALIFIERS = new Set(["const", "param", "series"]);

/** A written type. One word is a scalar, `series` and `series bool` are series; null where it is none. */
export function readType(context: Context, written: TypeExpression): Type | null {
  if (written.kind === "record") {
    const fields = written.fields.map((field) => ({
      name: field.name.name,
      type: field.type === null ? valueType("float", "series") : readType(context, field.type),
    }));
    if (fields.some((field) => field.type === null)) return null;
    return { kind: "record", fields: fields as { name: string; type: Type }[] };
  }
  const words = written.words.map((word) => word.name);
  const [first, second] = words as [string, string | undefined];
  if (second === undefined) {
    if (first === "series") return valueType("float", "series");
    if (BASES.has(first)) return valueType(first as Base, "param");
  } else if (QUALIFIERS.has(first) && BASES.has(second)) return valueType(second as Base, first as Qualifier);
  const near = suggest(words.join(" "), [...BASES, "series"]);
  return report(context, "type_mismatch", written.span, `\`${words.join(" ")}\` is no type`, {
    hint:
      near === null ? "types are float, int, bool, string, and series of them" : `did you mean \`${near}\`?`,
  });
}

const NO_NAMES: Scope = { names: new Map(), inFunction: true, program: null };

function bound(context: Context, expression: Expression | null): number | null | undefined {
  if (expression === null) return null;
  const value = checkExpression(context, expression, NO_NAMES);
  if (value === null) return undefined;
  const constant = constantOf(value);
  if (constant !== null && Number.isFinite(constant)) return constant;
  report(context, "bad_range", expression.span, "a range is of constants");
  return undefined;
}

/** A written range; null with a diagnostic where it is empty, reversed or not constant. */
export function readRange(context: Context, written: RangeExpression): Range | null {
  if (written.kind === "choices") {
    const choices: string[] = [];
    for (const item of written.items) {
      if (item.kind !== "string")
        return report(context, "bad_range", item.span, "choices are texts in quotes");
      choices.push(item.value);
    }
    if (choices.length === 0)
      return report(context, "bad_range", written.span, "there is nothing to choose from");
    if (new Set(choices).size < choices.length)
      return report(context, "bad_range", written.span, "a choice is given twice");
    return { min: null, max: null, step: null, choices };
  }
  const min = bound(context, written.low);
  const max = bound(context, written.high);
  const step = bound(context, written.step);
  if (min === undefined || max === undefined || step === undefined) return null;
  if (min !== null && max !== null && min > max)
    return report(context, "bad_range", written.span, `the range ${min}..${max} is reversed`);
  if (step !== null && step <= 0) return report(context, "bad_range", written.span, "a step is above 0");
  return { min, max, step, choices: null };
}

export type Hints = Record<string, string | number | boolean>;
const KNOWN = [
  "pane",
  "style",
  "bounds",
  "levels",
  "alias",
  "also",
  "every_bar",
  "field",
  "pointwise",
  "pointwise_twin",
  "numbered",
  "variant",
  "offset",
];
const LIBRARY_ONLY = new Set([
  "field",
  "pointwise",
  "pointwise_twin",
  "also",
  "numbered",
  "variant",
  "offset",
]);

/** Attributes as data; `aliases` are names of formals, `also` further names of the function. */
export function readAttributes(
  context: Context,
  attributes: readonly Attribute[],
  kind: Item["kind"],
): { hints: Hints; aliases: [alias: string, formal: string][]; also: string[] } {
  const hints: Hints = {};
  const aliases: [string, string][] = [];
  const also: string[] = [];
  for (const attribute of attributes) {
    const { name, span } = attribute.name;
    if (!KNOWN.includes(name) || (LIBRARY_ONLY.has(name) && !context.standard)) {
      const near = suggest(
        name,
        KNOWN.filter((known) => !LIBRARY_ONLY.has(known)),
      );
      report(context, "unknown_attribute", span, `there is no attribute @${name}`, {
        hint: near === null ? null : `did you mean @${near}?`,
      });
      continue;
    }
    if ((name === "every_bar") !== (kind === "alert") || (name === "alias" && kind !== "function")) {
      report(
        context,
        "not_here",
        span,
        `@${name} belongs to ${name === "every_bar" ? "an alert" : name === "alias" ? "a function" : "an output or a function"}`,
      );
      continue;
    }
    if (name === "alias") {
      for (const argument of attribute.arguments)
        if (argument.name !== null && argument.value.kind === "name")
          aliases.push([argument.name.name, argument.value.name]);
        else report(context, "type_mismatch", argument.span, "an alias is written @alias(other = formal)");
      continue;
    }
    const extra = name === "every_bar" ? attribute.arguments[0] : undefined;
    if (extra !== undefined) {
      report(context, "too_many_arguments", extra.span, "@every_bar takes no argument");
      continue;
    }
    const values: (string | number)[] = [];
    for (const argument of attribute.arguments) {
      const value = checkExpression(context, argument.value, NO_NAMES);
      if (value === null) continue;
      const constant =
        value.kind === "constant" && typeof value.value === "string" ? value.value : constantOf(value);
      if (constant === null)
        report(context, "not_constant", value.span, "an attribute's value is a constant");
      // One value of a record has a style of its own: @style(histogram = "histogram").
      else if (name === "style" && argument.name !== null) hints[`style.${argument.name.name}`] = constant;
      else values.push(constant);
    }
    if (attribute.arguments.length > 0 && values.length === 0) continue;
    if (name === "also") also.push(...values.map(String));
    else if (values.length === 0) hints[name] = true;
    else hints[name] = values.length === 1 ? values[0]! : values.join(name === "bounds" ? ".." : ",");
  }
  return { hints, aliases, also };
}

/** A formal; an unannotated one is a series of numbers. */
function readFormal(
  context: Context,
  formal: Formal,
  aliases: readonly [string, string][],
): TypedFormal | null {
  const type = formal.type === null ? valueType("float", "series") : readType(context, formal.type);
  const range = formal.range === null ? null : readRange(context, formal.range);
  if (type === null || (formal.range !== null && range === null)) return null;
  if (formal.input && !isSeries(type))
    return report(context, "type_mismatch", formal.span, `the input \`${formal.name.name}\` is a series`);
  let value: TypedExpression | null = null;
  if (formal.default !== null) {
    const given = checkExpression(context, formal.default, NO_NAMES);
    value = given && convert(context, given, type, `the default of \`${formal.name.name}\``, range);
    if (value === null || !defaultInRange(context, formal.name.name, value, range)) return null;
  }
  return {
    input: formal.input,
    name: formal.name.name,
    type,
    default: value,
    range,
    aliases: aliases.filter(([, of]) => of === formal.name.name).map(([alias]) => alias),
  };
}

export function defaultInRange(
  context: Context,
  name: string,
  value: TypedExpression,
  range: Range | null,
): boolean {
  const constant = constantOf(value);
  // A missing default stands for nothing given.
  if (constant === null || range === null || Number.isNaN(constant)) return true;
  if (constant >= (range.min ?? -Infinity) && constant <= (range.max ?? Infinity)) return true;
  report(
    context,
    "default_out_of_range",
    value.span,
    `the default of \`${name}\` is ${constant}, outside ${range.min ?? ""}..${range.max ?? ""}`,
  );
  return false;
}

/** A function: its signature, then its body against it. null where anything is wrong. */
export function checkFunction(
  context: Context,
  item: Item & { kind: "function" },
  program: Scope | null,
): TypedFunction | null {
  const before = context.problems.length;
  const { hints, aliases, also } = readAttributes(context, item.attributes, "function");
  for (const [, of] of aliases)
    if (!item.formals.some((formal) => formal.name.name === of))
      report(
        context,
        "unknown_argument",
        item.name.span,
        `@alias names \`${of}\`, which is no formal of \`${item.name.name}\``,
      );
  const names = new Map<string, Binding>();
  const formals: TypedFormal[] = [];
  item.formals.forEach((formal, index) => {
    const { name, span } = formal.name;
    if (names.has(name)) return report(context, "duplicate_name", span, `two formals are named \`${name}\``);
    const typed = readFormal(context, formal, aliases);
    if (typed !== null) formals.push(typed);
    names.set(name, { kind: "formal", index, type: typed?.type ?? null, value: null, use: null });
  });
  const scope: Scope = { names, inFunction: true, program };
  const lets: TypedExpression[] = [];
  for (const each of item.body.lets) {
    const value = checkExpression(context, each.value, scope);
    declareLet(context, scope, each.name.name, value, lets, null);
  }
  let result = checkExpression(context, item.body.result, scope);
  if (result !== null && item.result !== null) {
    const written = readType(context, item.result);
    const wanted =
      written !== null && written.kind !== "record" && isSeries(result.type)
        ? valueType(written.kind, "series")
        : written;
    result = wanted && convert(context, result, wanted, `the result of \`${item.name.name}\``);
  }
  for (const hint of Object.keys(hints).filter((each) => each.startsWith("style.")))
    if (result !== null && !fieldsOf(result.type).includes(hint.slice("style.".length)))
      report(
        context,
        "unknown_argument",
        item.name.span,
        `@style names \`${hint.slice("style.".length)}\`, which is no value of \`${item.name.name}\``,
      );
  if (result === null || context.problems.slice(before).some((problem) => problem.severity === "error"))
    return null;
  return {
    function: { module: context.module, name: item.name.name },
    aliases: also,
    formals,
    result: result.type,
    doc: item.doc,
    attributes: hints,
    body: { lets, result },
  };
}

const fieldsOf = (type: Type): string[] =>
  type.kind === "record" ? type.fields.map((field) => field.name) : [];

/** Declares a let: a place in the body, or the literal itself. */
export function declareLet(
  context: Context,
  scope: Scope,
  name: string,
  value: TypedExpression | null,
  lets: TypedExpression[],
  use: string | null,
): void {
  if (value?.type.kind === "duration") {
    report(context, "type_mismatch", value.span, "a duration cannot be named");
    value = null;
  }
  const index = lets.length;
  if (value !== null) lets.push(value);
  const literal = value?.kind === "constant" ? value : null;
  const constant = value === null ? null : constantOf(value);
  const binding: Binding = { kind: "local", index, type: value?.type ?? null, value: literal, use };
  scope.names.set(name, constant === null ? binding : { ...binding, constant });
}
