/** Expressions: names are resolved and operators told apart by type. null is an expression whose fault is reported. */
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { ScalarOperator } from "../ir/arena.ts";
import type { CompareOperator, Expression, Span } from "../syntax/ast.ts";
import { callFunction, checkCall } from "./calls.ts";
import { asNumber, convert } from "./convert.ts";
import { comesLater } from "./later.ts";
import {
  fieldOf,
  isBars,
  isDurationShift,
  isExchange,
  isOtherSource,
  isTimeframe,
  libraryFunction,
  looksLikeSymbol,
  lookup,
  elsewhere,
  meantOneOf,
  nearestName,
  type Context,
  type Scope,
} from "./names.ts";
import type { Type, TypedExpression } from "./typed.ts";
import { describeType, isMissingLiteral, isNumber, joinQualifiers, valueType } from "./types.ts";

type Extra = Partial<Pick<Diagnostic, "related" | "fix" | "hint">>;
export function report(
  context: Context,
  name: Parameters<typeof diagnostic>[0],
  span: Span,
  message: string,
  extra: Extra = {},
): null {
  context.problems.push(diagnostic(name, span, message, extra));
  return null;
}

export function field(name: string, span: Span): TypedExpression {
  return { kind: "field", source: "ohlcv", field: name, type: valueType("float", "series"), span };
}

const ARITHMETIC: Readonly<Record<string, ScalarOperator>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "%": "mod",
  "**": "pow",
  and: "and",
  or: "or",
};
const COMPARE: Readonly<Record<CompareOperator, ScalarOperator>> = {
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  "==": "eq",
  "!=": "ne",
};

export function checkExpression(
  context: Context,
  expression: Expression,
  scope: Scope,
): TypedExpression | null {
  const { span } = expression;
  const check = (inner: Expression): TypedExpression | null => checkExpression(context, inner, scope);
  switch (expression.kind) {
    case "broken":
      return null;
    case "number": {
      const whole = Number.isInteger(expression.value) && !/[.e]/i.test(expression.text);
      return {
        kind: "constant",
        value: expression.value,
        type: valueType(whole ? "int" : "float", "const"),
        span,
      };
    }
    case "duration":
      return {
        kind: "constant",
        value: `${expression.count}${expression.unit}`,
        type: valueType("duration", "const"),
        span,
      };
    case "string":
      return { kind: "constant", value: expression.value, type: valueType("string", "const"), span };
    case "boolean":
      return { kind: "constant", value: expression.value ? 1 : 0, type: valueType("bool", "const"), span };
    case "missing":
      return { kind: "constant", value: NaN, type: valueType("float", "const"), span };
    case "name":
      return checkName(context, expression.name, span, scope);
    case "symbol":
      return report(
        context,
        "source_not_yet",
        span,
        `\`${expression.name}\` is another symbol's stream, which is not in this version`,
      );
    case "unary": {
      const operand = check(expression.operand);
      if (operand === null) return null;
      if (expression.operator === "not") {
        const condition = convert(context, operand, valueType("bool", "series"), "`not`");
        return (
          condition &&
          operation("not", [condition], valueType("bool", joinQualifiers([condition.type])), span)
        );
      }
      const value = number(context, operand, `\`${expression.operator}\``);
      if (value === null || expression.operator === "+") return value;
      // A negative literal is a constant, not an operation on one.
      if (value.kind === "constant" && typeof value.value === "number")
        return { ...value, value: -value.value, span };
      return operation("neg", [value], value.type, span);
    }
    case "binary": {
      const pair = symbolPair(context, expression, scope);
      if (pair !== null) return pair.report();
      const left = check(expression.left);
      const right = check(expression.right);
      if (left === null || right === null) return null;
      const operator = ARITHMETIC[expression.operator]!;
      if (operator === "and" || operator === "or") {
        const a = convert(context, left, valueType("bool", "series"), `\`${operator}\``);
        const b = convert(context, right, valueType("bool", "series"), `\`${operator}\``);
        return (
          a && b && operation(operator, [a, b], valueType("bool", joinQualifiers([a.type, b.type])), span)
        );
      }
      const a = number(context, left, `\`${expression.operator}\``);
      const b = number(context, right, `\`${expression.operator}\``);
      if (a === null || b === null) return null;
      const whole =
        operator !== "div" && operator !== "pow" && a.type.kind === "int" && b.type.kind === "int";
      return operation(
        operator,
        [a, b],
        valueType(whole ? "int" : "float", joinQualifiers([a.type, b.type])),
        span,
      );
    }
    case "compare":
      return checkComparison(context, expression, scope);
    case "conditional": {
      const given = check(expression.condition);
      const then = check(expression.then);
      const otherwise = check(expression.otherwise);
      const condition = given && convert(context, given, valueType("bool", "series"), "`if`");
      if (condition === null || then === null || otherwise === null) return null;
      return conditional(context, condition, then, otherwise, span);
    }
    case "lambda":
      return report(context, "lambda_not_yet", span, "a function as a value is not in this version", {
        hint: "scan alone takes one: scan(init, fn(s, x) => …); declare others with fn NAME(…) = …",
      });
    case "call":
      return checkCall(context, expression, scope);
    case "member":
      return checkMember(context, expression, scope);
    case "index": {
      const operand = check(expression.object);
      if (expression.index.kind === "duration")
        return report(context, "duration_shift_not_yet", span, "a shift by duration is not in this version", {
          hint: "x[n] counts rows",
        });
      const given = check(expression.index);
      if (operand === null || given === null) return null;
      if (
        operand.type.kind === "string" ||
        operand.type.kind === "duration" ||
        operand.type.kind === "record"
      )
        return report(
          context,
          "type_mismatch",
          span,
          `only a series has earlier rows, not ${describeType(operand.type)}`,
        );
      const rows = convert(context, given, valueType("int", "param"), "the row count of x[n]");
      return rows && { kind: "shift", operand, rows, type: valueType(operand.type.kind, "series"), span };
    }
    case "list":
      for (const item of expression.items) check(item);
      return report(context, "type_mismatch", span, "a list cannot stand here", {
        hint: "lists give the choices of a parameter",
      });
    case "record": {
      const fields: { name: string; value: TypedExpression }[] = [];
      let broken = false;
      for (const entry of expression.fields) {
        const { name } = entry.name;
        if (fields.some((known) => known.name === name)) {
          report(context, "duplicate_name", entry.name.span, `the record has two fields named \`${name}\``);
          broken = true;
          continue;
        }
        const value =
          entry.value === null ? checkName(context, name, entry.name.span, scope) : check(entry.value);
        if (value === null) broken = true;
        else if (
          value.type.kind === "record" ||
          value.type.kind === "string" ||
          value.type.kind === "duration"
        ) {
          report(
            context,
            "type_mismatch",
            value.span,
            `a record's field is a number or a condition, not ${describeType(value.type)}`,
          );
          broken = true;
        } else fields.push({ name, value });
      }
      if (broken) return null;
      const type: Type = {
        kind: "record",
        fields: fields.map(({ name, value }) => ({ name, type: value.type })),
      };
      return { kind: "record", fields, type, span };
    }
  }
}

export function operation(
  operator: (TypedExpression & { kind: "operator" })["operator"],
  args: readonly TypedExpression[],
  type: Type,
  span: Span,
): TypedExpression {
  return { kind: "operator", operator, args, type, span };
}

/** A numeric operand: conditions count as 1, 0 or missing. */
function number(context: Context, value: TypedExpression, place: string): TypedExpression | null {
  if (isNumber(value.type)) return value;
  if (value.type.kind === "bool") return asNumber(value);
  return convert(context, value, valueType("float", "series"), place);
}

function conditional(
  context: Context,
  condition: TypedExpression,
  then: TypedExpression,
  otherwise: TypedExpression,
  span: Span,
): TypedExpression | null {
  const make = (type: Type, a = then, b = otherwise): TypedExpression => ({
    kind: "conditional",
    condition,
    then: a,
    otherwise: b,
    type,
    span,
  });
  const [a, b] = [then.type, otherwise.type];
  const qualifier = joinQualifiers([condition.type, a, b]);
  if (isNumber(a) && isNumber(b)) {
    const other = isMissingLiteral(then) ? b : isMissingLiteral(otherwise) ? a : null;
    if (other === null || other.kind !== "bool")
      return make(valueType(a.kind === "int" && b.kind === "int" ? "int" : "float", qualifier));
  }
  if (a.kind === "bool" && b.kind === "bool") return make(valueType("bool", qualifier));
  if (a.kind === "bool" && isMissingLiteral(otherwise))
    return make(valueType("bool", qualifier), then, { ...otherwise, type: valueType("bool", "const") });
  if (b.kind === "bool" && isMissingLiteral(then))
    return make(valueType("bool", qualifier), { ...then, type: valueType("bool", "const") });
  if (a.kind === "record" && b.kind === "record") {
    const names = (type: typeof a): string => type.fields.map((entry) => entry.name).join();
    if (
      names(a) === names(b) &&
      a.fields.every(
        (entry, index) => (entry.type.kind === "bool") === (b.fields[index]!.type.kind === "bool"),
      )
    )
      return make({
        kind: "record",
        fields: a.fields.map((entry, index) => ({
          name: entry.name,
          type: valueType(
            entry.type.kind === "bool" ? "bool" : "float",
            joinQualifiers([condition.type, entry.type, b.fields[index]!.type]),
          ),
        })),
      });
  }
  return report(
    context,
    "branches_differ",
    span,
    `the branches of \`if\` differ: ${describeType(a)} and ${describeType(b)}`,
    (a.kind === "bool" && isNumber(b)) || (b.kind === "bool" && isNumber(a))
      ? { hint: "a condition as a number is 1 or 0: if c then 1 else 0" }
      : {},
  );
}

function checkComparison(
  context: Context,
  expression: Expression & { kind: "compare" },
  scope: Scope,
): TypedExpression | null {
  const operands = expression.operands.map((operand) => checkExpression(context, operand, scope));
  let all: TypedExpression | null = null;
  let broken = false;
  expression.operators.forEach((sign, index) => {
    const left = operands[index] ?? null;
    const right = operands[index + 1] ?? null;
    if (left === null || right === null) return void (broken = true);
    const one = compareTwo(context, sign, left, right, { start: left.span.start, end: right.span.end });
    if (one === null) return void (broken = true);
    all =
      all === null
        ? one
        : operation(
            "and",
            [all, one],
            valueType("bool", joinQualifiers([all.type, one.type])),
            expression.span,
          );
  });
  return broken ? null : all;
}

function compareTwo(
  context: Context,
  sign: CompareOperator,
  left: TypedExpression,
  right: TypedExpression,
  span: Span,
): TypedExpression | null {
  const type = valueType("bool", joinQualifiers([left.type, right.type]));
  const operator = COMPARE[sign];
  if (left.type.kind === "string" && right.type.kind === "string") {
    if (operator === "eq" || operator === "ne") {
      const fits = choiceExists(context, left, right) && choiceExists(context, right, left);
      return fits ? operation(operator, [left, right], type, span) : null;
    }
    return report(context, "type_mismatch", span, `texts are equal or not; \`${sign}\` does not order them`);
  }
  const a = number(context, left, `\`${sign}\``);
  const b = number(context, right, `\`${sign}\``);
  return a && b && operation(operator, [a, b], type, span);
}

/** Whether a text is one that the parameter beside it can take; reported where it is not. */
function choiceExists(context: Context, param: TypedExpression, text: TypedExpression): boolean {
  if (param.kind !== "param" || text.kind !== "constant") return true;
  const { name, range } = context.params[param.index]!;
  return convert(context, text, valueType("string", "param"), `\`${name}\``, range) !== null;
}

function checkName(context: Context, name: string, span: Span, scope: Scope): TypedExpression | null {
  const found = lookup(scope, name);
  if (found !== null) {
    const { binding, outer } = found;
    if (binding.use !== null) context.used.add(binding.use);
    if (binding.type === null) return null;
    if (binding.value !== null) return { ...binding.value, span };
    if (binding.kind !== "local")
      return { kind: binding.kind, index: binding.index, type: binding.type, span };
    return {
      kind: "local",
      index: binding.index,
      type: binding.type,
      span,
      ...(outer ? { outer: true as const } : {}),
      ...(binding.constant === undefined ? {} : { constant: binding.constant }),
    };
  }
  if (context.declarations.has(name)) {
    context.used.add(`fn ${name}`);
    return report(context, "not_a_value", span, `\`${name}\` is a function`, {
      fix: { title: `write ${name}(…)`, span, replacement: `${name}()` },
    });
  }
  const known = fieldOf(name);
  if (known !== null) return field(known, span);
  const signature = libraryFunction(context, name);
  if (signature !== null) {
    if (signature.attributes.field === true) return callFunction(context, signature, [], span, span, scope);
    return report(context, "not_a_value", span, `\`${name}\` is a function`, {
      fix: { title: `write ${name}()`, span, replacement: `${name}()` },
    });
  }
  if (typeof context.modules.get(name) === "string")
    return report(context, "not_a_value", span, `\`${name}\` is a module`, {
      hint: `name one of its functions: ${name}.${[...context.library.names(context.modules.get(name)!)][0]}(…)`,
    });
  if (isBars(name))
    return report(context, "not_a_value", span, "`ohlcv` is the source of bars", {
      hint: "name a field: ohlcv.close",
    });
  if (name.toLowerCase() === "scan")
    return report(context, "not_a_value", span, "`scan` is a function", {
      hint: "write scan(init, fn(s, x) => …)",
    });
  if (isOtherSource(name))
    return report(context, "source_not_yet", span, `the source \`${name}\` is not in this version`);
  const there = elsewhere(context, name).map((each) => `${each}()`);
  if (there.length > 0)
    return report(context, "unknown_name", span, `\`${name}\` is declared nowhere`, meantOneOf(there, span));
  if (comesLater(name))
    return report(context, "function_not_yet", span, `\`${name}\` comes in a later version`);
  if (looksLikeSymbol(name))
    return report(
      context,
      "source_not_yet",
      span,
      `\`${name}\` reads as another symbol's stream, which is not in this version`,
    );
  return report(
    context,
    "unknown_name",
    span,
    `\`${name}\` is declared nowhere`,
    meantOneOf(nearestName(context, scope, name), span),
  );
}

/** The names of a chain `a.b.c` from its head; null where the head is no name. */
export function chainOf(expression: Expression): string[] | null {
  const names: string[] = [];
  let at = expression;
  while (at.kind === "member") {
    names.unshift(at.member.name);
    at = at.object;
  }
  if (at.kind !== "name" && at.kind !== "symbol") return null;
  names.unshift(at.name);
  return names;
}

/** Whether a chain begins with something that the program or the library declares. */
export function isDeclared(context: Context, scope: Scope, head: string): boolean {
  return lookup(scope, head) !== null || context.declarations.has(head);
}

/** What a chain whose head is a stream would read; null where its head is no stream. */
export function laterStream(chain: readonly string[], span: Span): Diagnostic | null {
  const head = chain[0]!;
  const rest = chain.slice(1);
  const written = chain.join(".");
  if (rest.some(isDurationShift) && (fieldOf(head) !== null || !looksLikeSymbol(head)))
    return diagnostic(
      "duration_shift_not_yet",
      span,
      `\`${written}\` looks back by time, which is not in this version`,
      { hint: "x[n] counts rows" },
    );
  if (isOtherSource(head) || isBars(head) || isExchange(head) || looksLikeSymbol(head)) {
    if (chain.some(isTimeframe))
      return diagnostic(
        "clocks_not_yet",
        span,
        `\`${written}\` ticks on another clock, which is not in this version`,
      );
    return diagnostic(
      "source_not_yet",
      span,
      isBars(head)
        ? `\`${written}\` gathers over a source, which is not in this version`
        : `\`${written}\` reads another source or symbol, which is not in this version`,
    );
  }
  return null;
}

/** `BTC/USDT.price` parses as a division of names: one fault, not one a name. null where it is arithmetic. */
function symbolPair(
  context: Context,
  expression: Expression & { kind: "binary" },
  scope: Scope,
): { report: () => null } | null {
  if (expression.operator !== "/") return null;
  const left = chainOf(expression.left);
  const right = chainOf(expression.right);
  if (left === null || right === null) return null;
  const symbol = (name: string): boolean =>
    looksLikeSymbol(name) && fieldOf(name) === null && !isDeclared(context, scope, name);
  const base = left.length === 1 || isExchange(left[0]!) ? left[left.length - 1]! : "";
  if (!symbol(base) || !symbol(right[0]!)) return null;
  const { start, end } = expression.span;
  const written = context.source.slice(start, end);
  const clock = right.some(isTimeframe);
  return {
    report: () =>
      report(
        context,
        clock ? "clocks_not_yet" : "source_not_yet",
        expression.span,
        clock
          ? `\`${written}\` ticks on another clock, which is not in this version`
          : `\`${written}\` reads another source or symbol, which is not in this version`,
      ),
  };
}

/** `talib.rsi`, not called: a field is its value, a function is to be called. */
function moduleMember(
  context: Context,
  module: string,
  expression: Expression & { kind: "member" },
): TypedExpression | null {
  const { span, member } = expression;
  const head = context.source.slice(expression.object.span.start, expression.object.span.end);
  const signature = libraryFunction(context, member.name, module);
  if (signature?.attributes.field === true)
    return callFunction(context, signature, [], span, span, {
      names: new Map(),
      inFunction: true,
      program: null,
    });
  if (signature !== null)
    return report(context, "not_a_value", span, `\`${head}.${member.name}\` is a function`, {
      fix: { title: `write ${head}.${member.name}()`, span, replacement: `${head}.${member.name}()` },
    });
  const near = suggest(member.name, context.library.names(module));
  return report(
    context,
    "unknown_function",
    member.span,
    `the module \`${head}\` has no function \`${member.name}\``,
    {
      hint: near === null ? null : `did you mean \`${head}.${near}\`?`,
    },
  );
}

function checkMember(
  context: Context,
  expression: Expression & { kind: "member" },
  scope: Scope,
): TypedExpression | null {
  const { span, member } = expression;
  const chain = chainOf(expression);
  if (chain !== null && !isDeclared(context, scope, chain[0]!)) {
    const head = chain[0]!;
    const module = context.modules.get(head);
    // The `use` that names the module is reported.
    if (module === null) return null;
    if (module !== undefined && chain.length === 2) return moduleMember(context, module, expression);
    if (isBars(head) && chain.length === 2) {
      const known = fieldOf(chain[1]!);
      if (known !== null) return field(known, span);
      const derived = libraryFunction(context, chain[1]!);
      if (derived?.attributes.field === true) return callFunction(context, derived, [], span, span, scope);
    }
    if (head === "engine" && !context.standard)
      return report(
        context,
        "engine_not_public",
        span,
        "engine operations are named by the standard library alone",
      );
    const later = laterStream(chain, span);
    if (later !== null) {
      context.problems.push(later);
      return null;
    }
  }
  if (isDurationShift(member.name)) {
    checkExpression(context, expression.object, scope);
    return report(
      context,
      "duration_shift_not_yet",
      span,
      `\`.${member.name}\` looks back by time, which is not in this version`,
      { hint: "x[n] counts rows" },
    );
  }
  if (expression.object.kind === "symbol")
    return report(
      context,
      "source_not_yet",
      span,
      `\`${expression.object.name}\` is another symbol's stream, which is not in this version`,
    );
  const object = checkExpression(context, expression.object, scope);
  if (object === null) return null;
  // The third support of `pivots` is `s3`, which elsewhere is three seconds.
  const { type } = object;
  const isField = type.kind === "record" && type.fields.some((field) => field.name === member.name);
  if (!isField && (isTimeframe(member.name) || type.kind === "duration"))
    return report(
      context,
      "clocks_not_yet",
      span,
      `\`${context.source.slice(span.start, span.end)}\` ticks on another clock, which is not in this version`,
    );
  if (object.type.kind !== "record") {
    return report(
      context,
      "unknown_field",
      member.span,
      `${describeType(object.type)} has no field \`${member.name}\``,
    );
  }
  const names = object.type.fields.map((entry) => entry.name);
  const found = object.type.fields.find((entry) => entry.name === member.name);
  if (found !== undefined) return { kind: "member", object, field: member.name, type: found.type, span };
  const near = suggest(member.name, names);
  return report(
    context,
    "unknown_field",
    member.span,
    `the record has no field \`${member.name}\`; it has ${names.join(", ")}`,
    near === null
      ? {}
      : {
          hint: `did you mean \`${near}\`?`,
          fix: { title: `write ${near}`, span: member.span, replacement: near },
        },
  );
}
