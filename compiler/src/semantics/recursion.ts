/**
 * `scan(x, init, fn(s, x) => …)`: a state that a step of the user's own moves at every row. It is a form of the
 * language and no function of the library: its last argument is a function, which nothing else takes.
 *
 * What the step may do with the state is not checked here: functions are recipes, and what one does with what it is
 * given is known where it is inlined (passes/elaborate.ts).
 */
import type { Argument, Expression } from "../syntax/ast.ts";
import { asNumber, convert } from "./convert.ts";
import { checkExpression, field, report } from "./expressions.ts";
import type { Binding, Context, Scope } from "./names.ts";
import type { Type, TypedExpression } from "./typed.ts";
import { describeType, isMissingLiteral, isSeries, valueType } from "./types.ts";

type Lambda = Expression & { kind: "lambda" };
type Slot = "x" | "init" | "step";
const SLOTS: readonly Slot[] = ["x", "init", "step"];
/** How it is written. */
export const FORM = "scan(input x = close, init, fn(s, x) => …)";

export function checkScan(
  context: Context,
  call: Expression & { kind: "call" },
  scope: Scope,
): TypedExpression | null {
  const given = bind(context, call);
  if (given === null) return null;
  const before = context.problems.length;
  const { step } = given;
  const level = scope.level ?? 0;
  const input = given.x === null ? field("close", call.span) : series(context, given.x.value, scope);
  const init = start(context, given.init.value, scope);
  const lambda = step.value;
  if (lambda.kind === "name" && context.declarations.has(lambda.name)) {
    context.used.add(`fn ${lambda.name}`);
    const replacement = `fn(s, x) => ${lambda.name}(s, x)`;
    return report(context, "bad_scan", lambda.span, "the step of `scan` is written where it is used", {
      fix: { title: `write ${replacement}`, span: lambda.span, replacement },
    });
  }
  if (lambda.kind !== "lambda")
    return report(context, "bad_scan", lambda.span, "the step of `scan` is a function", {
      hint: "write fn(s, x) => …, with s the state before the row",
    });
  const { parameters } = lambda;
  if (parameters.length < 1 || parameters.length > 2)
    return report(context, "bad_scan", lambda.span, "a step takes the state, or the state and the input", {
      hint: "write fn(s) => … or fn(s, x) => …",
    });
  if (parameters[1]?.name === parameters[0]!.name)
    return report(
      context,
      "duplicate_name",
      parameters[1]!.span,
      `two formals are named \`${parameters[1]!.name}\``,
    );
  if (input === null || init === null || context.problems.length > before) return null;
  const checked = { context, scope, lambda, level, input };
  // `na` starts a number or a condition alike: a number is tried first.
  const assumed = stateType(init.type, () => false);
  let first = stepOf(checked, assumed);
  if (first === null && isMissingLiteral(init)) {
    const faults = context.problems.splice(before);
    const condition = stepOf(checked, valueType("bool", "series"));
    if (condition?.type.kind === "bool") first = condition;
    else context.problems.splice(before, Infinity, ...faults);
  }
  const undecided = (name: string | null): boolean => {
    const one = name === null ? init : fieldNamed(init, name);
    const made = name === null ? first : first && memberOf(first, name);
    return one !== null && isMissingLiteral(one) && made?.type.kind === "bool" && !isMissingLiteral(made);
  };
  const type = stateType(init.type, undecided);
  const different = JSON.stringify(type) !== JSON.stringify(assumed);
  if (different) context.problems.length = before;
  const made = different ? stepOf(checked, type) : first;
  const fitted = made && fit(context, made, type);
  if (fitted === null || context.problems.length > before + warnings(context, before)) return null;
  return { kind: "scan", level, input, init: startAs(init, type), step: fitted, type, span: call.span };
}

const warnings = (context: Context, from: number): number =>
  context.problems.slice(from).filter((found) => found.severity !== "error").length;

/** Which argument is what: the rule of implicit inputs, over arguments that are not read yet. */
function bind(
  context: Context,
  call: Expression & { kind: "call" },
): { x: Argument | null; init: Argument; step: Argument } | null {
  const slots: Partial<Record<Slot, Argument>> = {};
  const positional = call.arguments.filter((argument) => argument.name === null);
  let named = false;
  for (const argument of call.arguments) {
    if (argument.value.kind === "broken") return null;
    if (argument.name === null) {
      if (!named) continue;
      return report(
        context,
        "positional_after_named",
        argument.span,
        "a positional argument comes before every named one",
      );
    }
    named = true;
    const slot = SLOTS.find((each) => each === argument.name!.name);
    if (slot === undefined)
      return report(
        context,
        "unknown_argument",
        argument.name.span,
        `\`scan\` has no argument \`${argument.name.name}\`; it takes x, init, step`,
      );
    if (slots[slot] !== undefined)
      return report(context, "repeated_argument", argument.span, `\`${slot}\` is given twice`);
    slots[slot] = argument;
  }
  const open = SLOTS.filter((slot) => slots[slot] === undefined);
  // With one argument fewer than it takes, the input is the close.
  const order = positional.length < open.length ? open.filter((slot) => slot !== "x") : open;
  if (positional.length > order.length)
    return report(
      context,
      "too_many_arguments",
      positional[order.length]!.span,
      `\`scan\` takes ${FORM}, and nothing more`,
    );
  positional.forEach((argument, index) => (slots[order[index]!] = argument));
  for (const slot of ["init", "step"] as const)
    if (slots[slot] === undefined)
      return report(context, "missing_argument", call.callee.span, `\`scan\` needs \`${slot}\``, {
        hint: `write ${FORM}`,
      });
  return { x: slots.x ?? null, init: slots.init!, step: slots.step! };
}

/** The input: a series of numbers or of conditions. */
function series(context: Context, expression: Expression, scope: Scope): TypedExpression | null {
  const value = checkExpression(context, expression, scope);
  if (value === null || value.type.kind === "bool") return value;
  return convert(context, value, valueType("float", "series"), "the input of `scan`");
}

/** What the state is before the first row: a scalar, or a record of scalars. */
function start(context: Context, expression: Expression, scope: Scope): TypedExpression | null {
  const value = checkExpression(context, expression, scope);
  if (value === null) return null;
  const scalar = (one: TypedExpression): boolean => {
    if (isSeries(one.type)) {
      report(
        context,
        "bad_scan",
        one.span,
        `the start of \`scan\` is settled before the first row: it is a constant or a parameter, not ${describeType(one.type)}`,
        { hint: "start from na, and take the series where the state is missing: fn(s) => coalesce(s, high)" },
      );
      return false;
    }
    if (one.type.kind === "string" || one.type.kind === "duration") {
      report(
        context,
        "bad_scan",
        one.span,
        `the start of \`scan\` is a number, a condition or a record of them, not ${describeType(one.type)}`,
      );
      return false;
    }
    return true;
  };
  if (value.type.kind !== "record") return scalar(value) ? value : null;
  if (value.kind !== "record") {
    report(context, "bad_scan", value.span, "the start of `scan` is a record that is written out", {
      hint: "write scan({trend: 1, stop: na}, fn(s, x) => {trend: …, stop: …})",
    });
    return null;
  }
  return value.fields.every((each) => scalar(each.value)) ? value : null;
}

/** The state's type: series of what it starts as; `condition` says which starts of `na` are conditions. */
function stateType(init: Type, condition: (field: string | null) => boolean): Type {
  if (init.kind !== "record")
    return valueType(init.kind === "bool" || condition(null) ? "bool" : "float", "series");
  return {
    kind: "record",
    fields: init.fields.map(({ name, type }) => ({
      name,
      type: valueType(type.kind === "bool" || condition(name) ? "bool" : "float", "series"),
    })),
  };
}

/** The start as the state's type: `na` of a condition is unknown. */
function startAs(init: TypedExpression, type: Type): TypedExpression {
  if (init.kind === "record" && type.kind === "record")
    return {
      ...init,
      fields: init.fields.map((each, index) => ({
        name: each.name,
        value: startAs(each.value, type.fields[index]!.type),
      })),
    };
  return isMissingLiteral(init) && type.kind === "bool"
    ? { ...init, type: valueType("bool", "const") }
    : init;
}

interface Checked {
  readonly context: Context;
  readonly scope: Scope;
  readonly lambda: Lambda;
  readonly level: number;
  readonly input: TypedExpression;
}

/** The step, with the state of this type. */
function stepOf({ context, scope, lambda, level, input }: Checked, state: Type): TypedExpression | null {
  const bound = (value: TypedExpression): Binding => ({
    kind: "formal",
    index: 0,
    type: value.type,
    value,
    use: null,
  });
  const names = new Map(scope.names);
  const [s, x] = lambda.parameters;
  names.set(s!.name, bound({ kind: "state", level, type: state, span: s!.span }));
  if (x !== undefined) {
    const type = valueType(input.type.kind === "bool" ? "bool" : "float", "series");
    names.set(x.name, bound({ kind: "observed", level, type, span: x.span }));
  }
  return checkExpression(context, lambda.body, { ...scope, names, level: level + 1 });
}

/** The step's value as the state's type, fields in the state's order. */
function fit(context: Context, made: TypedExpression, type: Type): TypedExpression | null {
  if (type.kind !== "record") {
    if (made.type.kind === "record")
      return report(
        context,
        "bad_scan",
        made.span,
        `the state is one value, and the step returns ${describeType(made.type)}`,
        { hint: `start with a record of the same fields: {${recordStart(made.type)}}` },
      );
    return one(context, made, type, "the state");
  }
  const wanted = type.fields.map((each) => each.name);
  if (made.type.kind !== "record")
    return report(
      context,
      "bad_scan",
      made.span,
      `the state is a record of ${wanted.join(", ")}, and the step returns ${describeType(made.type)}`,
      { hint: `return every field: {${wanted.map((name) => `${name}: …`).join(", ")}}` },
    );
  const given = made.type.fields.map((each) => each.name);
  const absent = wanted.filter((name) => !given.includes(name));
  const extra = given.filter((name) => !wanted.includes(name));
  if (absent.length > 0 || extra.length > 0)
    return report(
      context,
      "bad_scan",
      made.span,
      absent.length > 0
        ? `the step returns no field ${absent.map((name) => `\`${name}\``).join(", ")}, which the state has`
        : `the step returns the field ${extra.map((name) => `\`${name}\``).join(", ")}, which the state does not start with`,
      {
        hint:
          absent.length > 0
            ? `what stays as it is, is written too: ${absent.map((name) => `${name}: s.${name}`).join(", ")}`
            : `give it a start: ${extra.map((name) => `${name}: na`).join(", ")}`,
      },
    );
  const fields = type.fields.map((each) => ({
    name: each.name,
    value: one(context, memberOf(made, each.name)!, each.type, `the field \`${each.name}\``),
  }));
  if (fields.some((each) => each.value === null)) return null;
  return {
    kind: "record",
    fields: fields as { name: string; value: TypedExpression }[],
    type,
    span: made.span,
  };
}

const recordStart = (type: Type & { kind: "record" }): string =>
  type.fields.map((each) => `${each.name}: na`).join(", ");

function one(context: Context, value: TypedExpression, type: Type, what: string): TypedExpression | null {
  if (value.type.kind === "bool" && type.kind === "float" && !isMissingLiteral(value)) return asNumber(value);
  if (type.kind === "bool" && value.type.kind !== "bool" && !isMissingLiteral(value))
    return report(
      context,
      "bad_scan",
      value.span,
      `${what} starts as a condition, and the step makes it ${describeType(value.type)}`,
      { hint: "start it with a number, or compare: x > 0" },
    );
  return convert(context, value, type, `${what} of \`scan\``);
}

const fieldNamed = (init: TypedExpression, name: string): TypedExpression | null =>
  init.kind === "record" ? (init.fields.find((each) => each.name === name)?.value ?? null) : null;

/** A field of a record, without the record where that is written out. */
function memberOf(value: TypedExpression, name: string): TypedExpression | null {
  if (value.kind === "record") return fieldNamed(value, name);
  if (value.type.kind !== "record") return null;
  const found = value.type.fields.find((each) => each.name === name);
  return found === undefined
    ? null
    : { kind: "member", object: value, field: name, type: found.type, span: value.span };
}
