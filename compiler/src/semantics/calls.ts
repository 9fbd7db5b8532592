/** Calls: which function a name means, and which argument each formal takes (the rules of implicit inputs). */
import { suggest } from "../diagnostics/suggest.ts";
import { KERNEL, type KernelName } from "../generated/kernels.ts";
import type { Argument, Expression, Span } from "../syntax/ast.ts";
import { convert } from "./convert.ts";
import {
  chainOf,
  checkExpression,
  field,
  isDeclared,
  laterStream,
  operation,
  report,
} from "./expressions.ts";
import { comesLater } from "./later.ts";
import {
  fieldNames,
  fieldOf,
  libraryFunction,
  lookup,
  elsewhere,
  meantOneOf,
  nearestFunctions,
  nearNames,
  type Context,
  type Scope,
} from "./names.ts";
import { checkScan } from "./recursion.ts";
import {
  writtenName,
  type EnginePolicy,
  type Signature,
  type TypedExpression,
  type TypedFormal,
} from "./typed.ts";
import { describeType, isNumber, isSeries, joinQualifiers, valueType } from "./types.ts";

const CLOCK_FUNCTIONS = new Set(["at", "hold", "asof"]);

export function checkCall(
  context: Context,
  call: Expression & { kind: "call" },
  scope: Scope,
): TypedExpression | null {
  const { callee, span } = call;
  if (callee.kind === "name") {
    const { name } = callee;
    // A declaration that is broken is reported where it stands.
    if (lookup(scope, name)?.binding.type === null) return null;
    if (
      lookup(scope, name) !== null &&
      !context.declarations.has(name) &&
      libraryFunction(context, name) === null
    )
      return report(context, "not_a_function", callee.span, `\`${name}\` is a value, not a function`);
    if (context.declarations.has(name)) {
      context.used.add(`fn ${name}`);
      const declared = context.functionNamed(name, span);
      if (declared === null) {
        for (const argument of call.arguments) checkExpression(context, argument.value, scope);
        return null;
      }
      return callFunction(context, declared, call.arguments, span, callee.span, scope);
    }
    const signature = libraryFunction(context, name);
    if (signature !== null) return callFunction(context, signature, call.arguments, span, callee.span, scope);
    const lower = name.toLowerCase();
    if (lower === "select") return selectField(context, call, scope);
    if (CLOCK_FUNCTIONS.has(lower))
      return report(
        context,
        "clocks_not_yet",
        span,
        `\`${name}\` moves to another clock, which is not in this version`,
      );
    if (lower === "scan") return checkScan(context, call, scope);
    const there = elsewhere(context, name);
    if (there.length > 0)
      return report(
        context,
        "unknown_function",
        callee.span,
        `there is no function \`${name}\` by this name alone`,
        meantOneOf(there, callee.span),
      );
    if (comesLater(name))
      return report(context, "function_not_yet", callee.span, `\`${name}\` comes in a later version`);
    if (fieldOf(name) !== null)
      return report(
        context,
        "not_a_function",
        callee.span,
        `\`${name}\` is a field of the bar, not a function`,
        { hint: `${name}[n] is its value n rows ago` },
      );
    return report(
      context,
      "unknown_function",
      callee.span,
      `there is no function \`${name}\``,
      meantOneOf(nearestFunctions(context, scope, name), callee.span),
    );
  }
  if (callee.kind === "member") {
    const chain = chainOf(callee);
    if (chain !== null && !isDeclared(context, scope, chain[0]!)) {
      const module = context.modules.get(chain[0]!);
      // The `use` that names the module is reported.
      if (module === null) return null;
      if (module !== undefined && chain.length === 2) return moduleCall(context, module, call, scope);
      if (chain[0] === "engine") {
        if (!context.standard)
          return report(
            context,
            "engine_not_public",
            callee.span,
            "engine operations are named by the standard library alone",
          );
        return engineCall(context, chain.slice(1).join("."), call, scope);
      }
      const later = laterStream(chain, span);
      if (later !== null) {
        context.problems.push(later);
        return null;
      }
      if (chain.length === 2 && fieldOf(chain[0]!) === null) return unknownModule(context, callee, scope);
    }
    const inner = callee.object.kind === "call" ? chainOf(callee.object.callee) : null;
    if (inner !== null && laterStream(inner, span) !== null)
      return checkExpression(context, callee.object, scope);
  }
  if (callee.kind === "broken") return null;
  const method = callee.kind === "member" ? callee.member.name : "";
  const before = context.problems.length;
  if (callee.kind === "member") checkExpression(context, callee.object, scope);
  if (context.problems.length > before) return null;
  const known = libraryFunction(context, method);
  return report(
    context,
    "not_a_function",
    callee.span,
    known === null ? "only a function can be called" : `\`${method}\` is no method: its input is an argument`,
    known === null || callee.kind !== "member"
      ? {}
      : { hint: `write ${method}(${text(context, callee.object.span)}, …)` },
  );
}

/** `talib.rsi(close)`: a function of a module that the library has. */
function moduleCall(
  context: Context,
  module: string,
  call: Expression & { kind: "call" },
  scope: Scope,
): TypedExpression | null {
  const callee = call.callee as Expression & { kind: "member" };
  const { name, span } = callee.member;
  const signature = libraryFunction(context, name, module);
  if (signature !== null)
    return callFunction(context, signature, call.arguments, call.span, callee.span, scope);
  const head = text(context, callee.object.span);
  const alone = libraryFunction(context, name);
  if (alone !== null && module !== "")
    return report(
      context,
      "unknown_function",
      callee.span,
      `the module \`${head}\` has no function \`${name}\`; the library's is called by its name alone`,
      { fix: { title: `write ${name}`, span: callee.span, replacement: name } },
    );
  const message = `the module \`${head}\` has no function \`${name}\``;
  const there = elsewhere(context, name);
  if (there.length > 0)
    return report(context, "unknown_function", callee.span, message, meantOneOf(there, callee.span));
  const near = suggest(name, context.library.names(module));
  return report(
    context,
    "unknown_function",
    span,
    message,
    near === null
      ? {}
      : {
          hint: `did you mean \`${head}.${near}\`?`,
          fix: { title: `write ${near}`, span, replacement: near },
        },
  );
}

/** `ta.sma(close, 20)`, `math.sqrt(x)`: names of other languages' modules; ours are called by their own. */
function unknownModule(
  context: Context,
  callee: Expression & { kind: "member" },
  scope: Scope,
): TypedExpression | null {
  const head = text(context, callee.object.span);
  const { name } = callee.member;
  const meant = suggest(head, context.modules.keys());
  const there = context.modules.get(meant ?? "");
  if (typeof there === "string" && libraryFunction(context, name, there) !== null)
    return report(context, "unknown_module", callee.object.span, `there is no module \`${head}\``, {
      hint: `did you mean \`${meant}.${name}\`?`,
      fix: { title: `write ${meant}`, span: callee.object.span, replacement: meant! },
    });
  if (libraryFunction(context, name) !== null)
    return report(
      context,
      "unknown_module",
      callee.span,
      `there is no module \`${head}\`; the library's \`${name}\` is called by its own name`,
      { fix: { title: `write ${name}`, span: callee.span, replacement: name } },
    );
  const homes = elsewhere(context, name);
  if (homes.length > 0)
    return report(
      context,
      "unknown_module",
      callee.span,
      `there is no module \`${head}\``,
      meantOneOf(homes, callee.span),
    );
  const near = suggest(head, [...context.modules.keys(), ...nearNames(context, scope)]);
  return report(context, "unknown_module", callee.object.span, `there is no module or value \`${head}\``, {
    hint: near === null ? null : `did you mean \`${near}\`?`,
  });
}

function selectField(
  context: Context,
  call: Expression & { kind: "call" },
  scope: Scope,
): TypedExpression | null {
  const argument = call.arguments[0];
  if (argument === undefined) return field("close", call.span);
  if (call.arguments.length > 1)
    return report(context, "too_many_arguments", call.arguments[1]!.span, "`select` takes one field");
  return fieldText(context, argument, call.span, scope);
}

/** A field that is named by a text: `select('high')`, `field='high'`. */
function fieldText(context: Context, argument: Argument, span: Span, scope: Scope): TypedExpression | null {
  if (argument.value.kind !== "string") {
    const value = checkExpression(context, argument.value, scope);
    return value && report(context, "not_constant", value.span, "a field is named by a text in quotes");
  }
  const { value, span: at } = argument.value;
  const known = fieldOf(value);
  if (known !== null) return field(known, span);
  const derived = libraryFunction(context, value);
  if (derived?.attributes.field === true) return callFunction(context, derived, [], span, span, scope);
  const near = suggest(value, fieldNames);
  return report(context, "unknown_field", at, `the bar has no field "${value}"`, {
    hint: near === null ? null : `did you mean "${near}"?`,
  });
}

function engineCall(
  context: Context,
  name: string,
  call: Expression & { kind: "call" },
  scope: Scope,
): TypedExpression | null {
  if (!Object.hasOwn(KERNEL, name))
    return report(context, "unknown_function", call.callee.span, `there is no engine operation \`${name}\``);
  const kernel = KERNEL[name as KernelName];
  const positional = call.arguments.filter((argument) => argument.name === null);
  if (positional.length !== kernel.inputs.length + kernel.params.length)
    return report(
      context,
      "missing_argument",
      call.span,
      `\`engine.${name}\` takes ${kernel.inputs.length + kernel.params.length} arguments`,
    );
  const args: TypedExpression[] = [];
  const scalars: TypedExpression[] = [];
  for (const [index, argument] of positional.entries()) {
    const value = checkExpression(context, argument.value, scope);
    if (value === null) return null;
    const input = kernel.inputs[index];
    if (input !== undefined) {
      const series = convert(context, value, valueType(input.type, "series"), `\`${input.name}\``);
      if (series === null) return null;
      args.push(series);
    } else {
      const { kind, name: formal } = kernel.params[index - kernel.inputs.length]!;
      const base = kind === "condition" ? "bool" : kind === "number" ? "float" : "int";
      const scalar = convert(context, value, valueType(base, "param"), `\`${formal}\``);
      if (scalar === null) return null;
      scalars.push(scalar);
    }
  }
  let missing: EnginePolicy | null = null;
  if (kernel.policy) {
    const named = (key: string): TypedExpression | null => {
      const argument = call.arguments.find((each) => each.name?.name === key);
      return argument === undefined ? null : checkExpression(context, argument.value, scope);
    };
    const policy = named("missing");
    const minSamples = named("min_samples");
    if (policy === null || minSamples === null)
      return report(
        context,
        "missing_argument",
        call.span,
        `\`engine.${name}\` takes missing = and min_samples =`,
      );
    missing = { policy, minSamples };
  }
  return {
    kind: "engine",
    kernel: name as KernelName,
    args,
    scalars,
    missing,
    type: valueType(kernel.output, "series"),
    span: call.span,
  };
}

interface Given {
  readonly argument: Argument;
  readonly value: TypedExpression | null;
}

/** Binds arguments to formals and converts them; null where anything is wrong. */
export function callFunction(
  context: Context,
  signature: Signature,
  args: readonly Argument[],
  span: Span,
  nameSpan: Span,
  scope: Scope,
): TypedExpression | null {
  const called = writtenName(signature.function);
  const { formals } = signature;
  const bound: (Given | null)[] = formals.map(() => null);
  const inputs = formals.flatMap((formal, index) => (formal.input ? [index] : []));
  const others = formals.flatMap((formal, index) => (formal.input ? [] : [index]));
  const before = context.problems.length;
  // Which formal an argument would bind is not known where one before it could not be read.
  let broken = args.some((argument) => argument.value.kind === "broken");
  let inputNamed = false;
  const positional: Given[] = [];
  let named = false;
  for (const argument of args) {
    if (argument.name === null) {
      if (named)
        report(
          context,
          "positional_after_named",
          argument.span,
          "a positional argument comes before every named one",
        );
      positional.push({ argument, value: checkExpression(context, argument.value, scope) });
      continue;
    }
    named = true;
    const { name, span: at } = argument.name;
    let index = formals.findIndex((formal) => formal.name === name || formal.aliases.includes(name));
    if (index < 0) index = formals.findIndex((formal) => formal.name.toLowerCase() === name.toLowerCase());
    let value: TypedExpression | null;
    if (index < 0 && name === "field" && inputs.length === 1) {
      index = inputs[0]!;
      value = fieldText(context, argument, argument.span, scope);
    } else value = checkExpression(context, argument.value, scope);
    if (index < 0 && (value?.type.kind === "duration" || name === "per")) {
      report(context, "clocks_not_yet", argument.span, "a window by time is not in this version", {
        hint: "a period counts rows",
      });
      continue;
    }
    if (index < 0 && name === "field") {
      report(
        context,
        "input_not_taken",
        argument.span,
        inputs.length === 0
          ? `\`${called}\` has no input of its own that \`field\` could name`
          : `\`field\` names the input of a function that takes one; \`${called}\` takes ${inputs.map((each) => formals[each]!.name).join(", ")}`,
        { hint: `write ${form(signature)}` },
      );
      continue;
    }
    if (index < 0) {
      const near = suggest(
        name,
        formals.flatMap((formal) => [formal.name, ...formal.aliases]),
      );
      const takes =
        formals.length === 0
          ? "it takes none"
          : `it takes ${formals.map((formal) => formal.name).join(", ")}`;
      report(
        context,
        "unknown_argument",
        at,
        `\`${called}\` has no argument \`${name}\`; ${takes}`,
        near === null
          ? {}
          : {
              hint: `did you mean \`${near}\`?`,
              fix: { title: `write ${near}`, span: at, replacement: near },
            },
      );
      continue;
    }
    if (bound[index] !== null) {
      report(context, "repeated_argument", argument.span, `\`${formals[index]!.name}\` is given twice`);
      continue;
    }
    bound[index] = { argument, value };
    if (formals[index]!.input) inputNamed = true;
  }
  const order = broken ? null : bindOrder(context, signature, positional, inputs, others, inputNamed, span);
  if (order === null) return null;
  let next = 0;
  for (const given of positional) {
    // A record that carries what the next formals ask for spreads over them: enter(bbands(20, 2)).
    const record = given.value?.type.kind === "record" ? given.value.type : null;
    const wanted = order
      .slice(next)
      .filter(
        (index) => bound[index] === null && record?.fields.some((each) => each.name === formals[index]!.name),
      );
    if (record !== null && wanted.length >= 2 && given.value !== null) {
      for (const index of wanted) {
        const { name } = formals[index]!;
        const { type } = record.fields.find((each) => each.name === name)!;
        bound[index] = {
          argument: given.argument,
          value: { kind: "member", object: given.value, field: name, type, span: given.value.span },
        };
      }
      next = order.indexOf(wanted[wanted.length - 1]!) + 1;
      continue;
    }
    const index = order[next];
    if (index === undefined) {
      const onlyInputs =
        others.length === 0 && inputs.length > 0 && given.value !== null && !isSeries(given.value.type);
      const most = onlyInputs || order.length === formals.length ? formals.length : order.length;
      report(
        context,
        onlyInputs ? "scalar_as_input" : "too_many_arguments",
        given.argument.span,
        onlyInputs
          ? `\`${called}\` takes a series here, and a number enters it only by name: ${formals[inputs[0]!]!.name} = …`
          : `\`${called}\` takes ${most === 0 ? "no argument" : most === 1 ? "one argument" : `at most ${most} arguments`} by position`,
      );
      broken = true;
      break;
    }
    if (bound[index] !== null) {
      report(context, "repeated_argument", given.argument.span, `\`${formals[index]!.name}\` is given twice`);
      broken = true;
    } else bound[index] = given;
    next++;
  }
  if (broken || context.problems.length > before) {
    return null;
  }
  // The first known of two conditions is a condition; everything else of its kind is about numbers.
  const conditions =
    signature.attributes.pointwise === "coalesce" &&
    bound.every((given) => given?.value?.type.kind === "bool");
  const values: (TypedExpression | null)[] = [];
  for (const [index, formal] of formals.entries()) {
    const given = bound[index] ?? null;
    if (given === null) {
      if (formal.default === null) {
        report(context, "missing_argument", nameSpan, `\`${called}\` needs \`${formal.name}\``, {
          hint: `write ${form(signature)}`,
        });
        broken = true;
      }
      values.push(null);
      continue;
    }
    if (given.value === null) {
      broken = true;
      continue;
    }
    const value = conditions ? given.value : bindOne(context, signature, formal, given.value);
    if (value === null) broken = true;
    values.push(value);
  }
  if (broken || impossibleWindow(context, signature, values)) return null;
  const meant = variant(context, signature, values);
  if (meant === null) return null;
  return (
    pointwise(meant, values, span) ?? {
      kind: "call",
      function: meant.function,
      args: values,
      type: resultType(meant, values),
      span,
    }
  );
}

/**
 * The function that a constant choice turns this one into, where results of another type hang on it: `@variant("mode",
 * "levels", "_levels")` says that with this choice the call is one of `_levels`, which has the same formals, and
 * `@variant("mult", "given", "_bands")` of a number whose default is `na` that it is with any other.
 */
function variant(
  context: Context,
  signature: Signature,
  values: readonly (TypedExpression | null)[],
): Signature | null {
  const said = signature.attributes.variant;
  if (typeof said !== "string") return signature;
  const [formal, choice, name] = said.split(",") as [string, string, string];
  const given = values[signature.formals.findIndex((each) => each.name === formal)] ?? null;
  if (given === null) return signature;
  if (choice === "given") {
    const nothing = given.kind === "constant" && Number.isNaN(given.value);
    return nothing ? signature : context.library.find(name, signature.function.module);
  }
  if (given.kind === "constant")
    return given.value === choice ? context.library.find(name, signature.function.module) : signature;
  const place = `the \`${formal}\` of \`${writtenName(signature.function)}\``;
  return report(
    context,
    "not_constant",
    given.span,
    `${place} must be a constant: what it gives hangs on it`,
  );
}

/** What a window cannot have: two policies (`missing` says it by name, `min_samples` by its number), or more samples than rows. */
function impossibleWindow(
  context: Context,
  signature: Signature,
  values: readonly (TypedExpression | null)[],
): boolean {
  if (context.standard || signature.function.module !== "") return false;
  const given = (name: string): TypedExpression | null =>
    values[signature.formals.findIndex((formal) => formal.name === name)] ?? null;
  const [policy, least] = [given("missing"), given("min_samples")];
  const rows = given("period") ?? signature.formals.find((formal) => formal.name === "period")?.default;
  if (
    least?.kind === "constant" &&
    rows?.kind === "constant" &&
    typeof least.value === "number" &&
    typeof rows.value === "number" &&
    least.value > rows.value
  ) {
    const message = `\`min_samples\` is ${least.value}, more than the ${rows.value} rows of the window: it would never be known`;
    report(context, "out_of_range", least.span, message);
    return true;
  }
  if (policy?.kind !== "constant" || policy.value !== "observed") return false;
  if (least?.kind !== "constant" || least.value === 0) return false;
  report(
    context,
    "bad_choice",
    least.span,
    '`min_samples` counts among the last rows; `missing = "observed"` takes the last observed ones: a window has one of them',
  );
  return true;
}

/** Which formals positional arguments bind, in order; null where they are half of the inputs. */
function bindOrder(
  context: Context,
  signature: Signature,
  positional: readonly Given[],
  inputs: readonly number[],
  others: readonly number[],
  inputNamed: boolean,
  span: Span,
): readonly number[] | null {
  const first = positional[0];
  if (inputs.length === 0 || inputNamed || first === undefined) return others;
  // `sma("close", 20)`: a text where an input was meant.
  const { argument, value } = first;
  if (
    value?.kind === "constant" &&
    typeof value.value === "string" &&
    value.type.kind === "string" &&
    !others.some((index) => index === others[0] && signature.formals[index]!.type.kind === "string")
  ) {
    const known = fieldOf(value.value) ?? libraryFunction(context, value.value)?.attributes.field;
    report(
      context,
      "type_mismatch",
      argument.span,
      `\`${writtenName(signature.function)}\` takes a series here, not a text`,
      known === null || known === undefined
        ? {}
        : {
            fix: { title: `write ${value.value}`, span: argument.span, replacement: value.value },
          },
    );
    return null;
  }
  if (first.value !== null && !isSeries(first.value.type)) {
    const late = positional.findIndex(
      (given, index) => index > 0 && given.value !== null && isSeries(given.value.type),
    );
    if (late > 0 && late <= others.length) {
      report(
        context,
        "series_where_scalar",
        positional[late]!.argument.span,
        `inputs come before \`${signature.formals[others[0] ?? 0]!.name}\` in \`${writtenName(signature.function)}\``,
        { hint: `write ${form(signature)}` },
      );
      return null;
    }
    return others;
  }
  if (inputs.length > 1) {
    const leading = positional.findIndex((given) => given.value !== null && !isSeries(given.value.type));
    const count = leading < 0 ? positional.length : leading;
    if (count < inputs.length) {
      const rest = positional.slice(count).map((given) => text(context, given.argument.span));
      const called = writtenName(signature.function);
      const names = inputs.map((index) => signature.formals[index]!.name);
      const short = `${called}(${rest.join(", ")})`;
      const full = `${called}(${[...names, ...rest].join(", ")})`;
      report(
        context,
        "half_of_inputs",
        span,
        `\`${called}\` takes ${names.join(", ")} together or not at all: write ${short} or ${full}`,
        { fix: { title: `write ${short}`, span, replacement: short } },
      );
      return null;
    }
  }
  return [...inputs, ...others];
}

const text = (context: Context, span: Span): string => context.source.slice(span.start, span.end);

/** How a call is written in full: `sma(x, period)`. */
function form(signature: Signature): string {
  const shown = signature.formals.filter(
    (formal) => formal.name !== "missing" && formal.name !== "min_samples",
  );
  return `${writtenName(signature.function)}(${shown.map((formal) => formal.name).join(", ")})`;
}

function bindOne(
  context: Context,
  signature: Signature,
  formal: TypedFormal,
  value: TypedExpression,
): TypedExpression | null {
  const place = `the \`${formal.name}\` of \`${writtenName(signature.function)}\``;
  const twin = signature.attributes.pointwise_twin;
  if (typeof twin === "string" && formal.name === "period" && isSeries(value.type))
    return report(
      context,
      "series_where_scalar",
      value.span,
      `\`${writtenName(signature.function)}\` looks at a window of one series: its period is a constant or a parameter`,
      { hint: `\`${twin}(a, b)\` compares two values row by row` },
    );
  if (value.type.kind === "duration")
    return report(context, "clocks_not_yet", value.span, "a length of time is not in this version", {
      hint: "lengths count rows",
    });
  const choices = formal.range?.choices ?? null;
  if (choices !== null && isNumber(value.type) && isNumbered(signature, formal))
    return numbered(context, value, choices, place);
  if (formal.name === "missing" && isNumber(value.type) && signature.function.module === "")
    return report(
      context,
      "type_mismatch",
      value.span,
      `${place} takes a text, not ${describeType(value.type)}`,
      {
        hint:
          typeof twin === "string"
            ? `a window of a series is written ${form(signature)}; \`${twin}(a, b)\` takes two values row by row`
            : `write ${form(signature)}; a number enters an input only by name`,
      },
    );
  // One policy a plan: it decides which rows a window reads.
  const settled = formal.name === "missing" || formal.name === "min_samples";
  if (
    settled &&
    !context.standard &&
    signature.function.module === "" &&
    value.type.kind !== "record" &&
    value.type.qualifier !== "const"
  )
    return report(context, "not_constant", value.span, `${place} must be a constant`);
  return convert(context, value, formal.type, place, formal.range);
}

const isNumbered = (signature: Signature, formal: TypedFormal): boolean => {
  const names = signature.attributes.numbered;
  return typeof names === "string" && names.split(",").includes(formal.name);
};

/** A choice that is given by its number, as TA-Lib's moving-average types are. */
function numbered(
  context: Context,
  value: TypedExpression,
  choices: readonly string[],
  place: string,
): TypedExpression | null {
  const whole = convert(context, value, valueType("int", "param"), place);
  if (whole === null || whole.type.kind === "record") return null;
  const type = valueType("string", whole.type.qualifier);
  if (whole.kind !== "constant") return { kind: "choice", value: whole, choices, type, span: value.span };
  const choice = choices[whole.value as number];
  if (choice !== undefined) return { kind: "constant", value: choice, type, span: value.span };
  return report(
    context,
    "out_of_range",
    value.span,
    `${place} is within 0..${choices.length - 1}, or one of ${choices.map((each) => `"${each}"`).join(", ")}, not ${whole.value}`,
  );
}

/** Functions of one value or two, row by row: over scalars they stay scalars. */
function pointwise(
  signature: Signature,
  values: readonly (TypedExpression | null)[],
  span: Span,
): TypedExpression | null {
  const operator = signature.attributes.pointwise;
  if (typeof operator !== "string") return null;
  const args = values.map((value, index) => value ?? signature.formals[index]!.default!);
  const seriesOnly = operator === "sign" || operator === "is_missing" || operator === "coalesce";
  const qualifier = seriesOnly ? "series" : joinQualifiers(args.map((value) => value.type));
  const rounds = operator === "trunc" || operator === "floor" || operator === "ceil" || operator === "round";
  const keeps = operator === "abs" || operator === "min" || operator === "max";
  const whole = rounds || (keeps && args.every((value) => value.type.kind === "int"));
  const condition = operator === "is_missing" || args.every((value) => value.type.kind === "bool");
  const base = condition ? "bool" : whole ? "int" : "float";
  return operation(operator as Parameters<typeof operation>[0], args, valueType(base, qualifier), span);
}

/** A scalar function of constants is a constant; of parameters, a parameter. */
function resultType(
  signature: Signature,
  values: readonly (TypedExpression | null)[],
): TypedExpression["type"] {
  const { result } = signature;
  if (result.kind === "record" || result.qualifier === "series") return result;
  const given = values.map((value, index) => value ?? signature.formals[index]!.default!);
  return valueType(
    result.kind,
    result.qualifier === "const" ? "const" : joinQualifiers(given.map((value) => value.type)),
  );
}
