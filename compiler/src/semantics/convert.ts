/** Conversions where a value meets what is due: implicit ones are made explicit, the rest are reported. */
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { intervalOf, type IntervalScope } from "./intervals.ts";
import type { Context } from "./names.ts";
import type { Range, Type, TypedExpression } from "./typed.ts";
import { describeType, isMissingLiteral, isNumber, isSeries, valueType } from "./types.ts";

const NOWHERE: IntervalScope = {
  params: [],
  formals: [],
  lets: [],
  program: null,
  known: new Map(),
  functions: () => null,
};

/** A constant's value, computed as the engine would for whole numbers; null where it is none. */
export function constantOf(value: TypedExpression): number | null {
  if (value.type.kind === "record" || value.type.qualifier !== "const") return null;
  if (value.kind === "constant") return typeof value.value === "number" ? value.value : null;
  const [low, high] = intervalOf(value, NOWHERE);
  return low === high ? low : null;
}

/** A condition as a number: 1, 0 or missing. */
export function asNumber(value: TypedExpression): TypedExpression {
  if (value.type.kind !== "bool") return value;
  return {
    kind: "operator",
    operator: "float_of",
    args: [value],
    type: valueType("float", value.type.qualifier),
    span: value.span,
  };
}

/**
 * The value as the wanted type, or null with a diagnostic. `place` says what takes it: "the period of `sma`".
 * Scalars fit a series of their kind, conditions fit a series of numbers, whole numbers fit an int.
 */
export function convert(
  context: Context,
  value: TypedExpression,
  wanted: Type,
  place: string,
  range: Range | null = null,
): TypedExpression | null {
  const given = value.type;
  const within =
    range === null || (range.min === null && range.max === null)
      ? ""
      : ` within ${range.min ?? ""}..${range.max ?? ""}`;
  const fail = (
    name: Parameters<typeof diagnostic>[0],
    message: string,
    hint: string | null = null,
  ): null => {
    context.problems.push(diagnostic(name, value.span, message, { hint }));
    return null;
  };
  if (wanted.kind === "record") {
    const fits =
      given.kind === "record" &&
      wanted.fields.every((field) => given.fields.some((own) => own.name === field.name));
    return fits
      ? value
      : fail("type_mismatch", `${place} takes ${describeType(wanted)}, not ${describeType(given)}`);
  }
  if (given.kind === "record") {
    const fields = given.fields.map((field) => field.name);
    return fail(
      "record_where_value",
      `${place} takes a single value, not ${describeType(given)}`,
      `read one of its fields: .${fields.join(", .")}`,
    );
  }
  if (isMissingLiteral(value) && (wanted.kind === "bool" || wanted.kind === "float"))
    return { ...value, type: valueType(wanted.kind, "const") };
  if (isSeries(given) && wanted.qualifier !== "series")
    return fail(
      "series_where_scalar",
      `${place} is settled before the first row: it takes a constant or a parameter, not ${describeType(given)}`,
    );
  switch (wanted.kind) {
    case "float":
      if (isNumber(given)) return value;
      if (given.kind === "bool" && wanted.qualifier === "series") return asNumber(value);
      return fail("type_mismatch", `${place} takes a number${within}, not ${describeType(given)}`);
    case "int": {
      if (given.kind !== "int" && given.kind !== "float")
        return fail("type_mismatch", `${place} takes a whole number${within}, not ${describeType(given)}`);
      const constant = constantOf(value);
      // Settled here, and not by a later pass: a power is the engine's to compute, but a length of `2 ** 3` rows is
      // known. Of whole numbers up to 2^53 the engine's power is exact, as ours is.
      if (constant !== null && Number.isSafeInteger(constant))
        return { kind: "constant", value: constant, type: valueType("int", "const"), span: value.span };
      if (given.kind === "int") return value;
      return fail(
        "not_integral",
        constant === null
          ? `${place} takes a whole number${within}, and this one may have a fraction`
          : `${place} takes a whole number${within}, not ${constant}`,
        "int(…) drops the fraction, round(…) goes to the nearest",
      );
    }
    case "bool":
      if (given.kind === "bool") return value;
      return fail(
        "bad_condition",
        `${place} takes a condition, not ${describeType(given)}`,
        isNumber(given) ? "compare it: x > 0, x != 0" : null,
      );
    case "string": {
      if (given.kind !== "string")
        return fail("type_mismatch", `${place} takes a text, not ${describeType(given)}`);
      const choices = range?.choices ?? null;
      if (choices !== null && value.kind === "constant" && !choices.includes(String(value.value))) {
        const near = suggest(String(value.value), choices);
        return fail(
          "bad_choice",
          `${place} is one of ${choices.map((choice) => `"${choice}"`).join(", ")}, not "${value.value}"`,
          near === null ? null : `did you mean "${near}"?`,
        );
      }
      return value;
    }
    case "duration":
      return given.kind === "duration"
        ? value
        : fail("type_mismatch", `${place} takes a duration, not ${describeType(given)}`);
  }
}
