/** The typed tree as text: what `ta ir --stage typed` prints. */
import {
  writtenName,
  type Range,
  type Signature,
  type TypedBody,
  type TypedExpression,
  type TypedProgram,
} from "./typed.ts";
import { printType } from "./types.ts";

/** A typed program, one declaration a line; `%n` is the n-th let of the body around, `$n` its n-th formal. */
export function printTyped(program: TypedProgram): string {
  const lines = [`edition ${program.edition}`];
  for (const { name, type, default: initial, range } of program.params) {
    const value = type === "string" ? JSON.stringify(range?.choices?.[initial] ?? "") : printNumber(initial);
    lines.push(`param ${name}: ${type} = ${value}${printRange(range)}`);
  }
  for (const each of program.functions) lines.push(`fn ${printSignature(each)}`, ...printBody(each.body));
  program.lets.forEach((value, index) =>
    lines.push(`%${index}: ${printType(value.type)} = ${printExpression(value)}`),
  );
  for (const { name, value } of program.outputs)
    lines.push(`out ${name}: ${printType(value.type)} = ${printExpression(value)}`);
  for (const { name, condition, everyBar } of program.alerts)
    lines.push(`${everyBar ? "@every_bar " : ""}alert ${name} when ${printExpression(condition)}`);
  return `${lines.join("\n")}\n`;
}

function printBody(body: TypedBody): string[] {
  return [
    ...body.lets.map((value, index) => `  %${index}: ${printType(value.type)} = ${printExpression(value)}`),
    `  ${printExpression(body.result)}`,
  ];
}

/** A signature as one line: name, formals with aliases, types, defaults and ranges, result. */
export function printSignature(signature: Signature): string {
  const formals = signature.formals.map((formal) => {
    const aliases = formal.aliases.map((alias) => `|${alias}`).join("");
    const initial = formal.default === null ? "" : ` = ${printExpression(formal.default)}`;
    const input = formal.input ? "input " : "";
    return `${input}${formal.name}${aliases}: ${printType(formal.type)}${initial}${printRange(formal.range)}`;
  });
  return `${writtenName(signature.function)}(${formals.join(", ")}) -> ${printType(signature.result)}`;
}

function printRange(range: Range | null): string {
  if (range === null) return "";
  if (range.choices !== null)
    return ` in [${range.choices.map((choice) => JSON.stringify(choice)).join(", ")}]`;
  return ` in ${range.min ?? ""}..${range.max ?? ""}${range.step === null ? "" : ` step ${range.step}`}`;
}

const printNumber = (value: number): string =>
  Number.isNaN(value) ? "na" : Object.is(value, -0) ? "-0" : String(value);

export function printExpression(expression: TypedExpression): string {
  const list = (values: readonly (TypedExpression | null)[]): string =>
    values.map((value) => (value === null ? "_" : printExpression(value))).join(", ");
  switch (expression.kind) {
    case "constant":
      if (typeof expression.value === "string") return JSON.stringify(expression.value);
      if (expression.type.kind === "bool" && !Number.isNaN(expression.value))
        return expression.value === 1 ? "true" : "false";
      return printNumber(expression.value);
    case "param":
      return `param ${expression.index}`;
    case "formal":
      return `$${expression.index}`;
    case "local":
      return `${expression.outer ? "outer " : ""}%${expression.index}`;
    case "field":
      return `${expression.source}.${expression.field}`;
    case "operator":
      return `${expression.operator}(${list(expression.args)})`;
    case "shift":
      return `shift(${list([expression.operand, expression.rows])})`;
    case "conditional":
      return `if(${list([expression.condition, expression.then, expression.otherwise])})`;
    case "call": {
      // A program's own functions keep their module: the tree tells them from the library's.
      const { module, name } = expression.function;
      return `${module === "" ? "" : `${module}.`}${name}(${list(expression.args)})`;
    }
    case "choice":
      return `choice(${printExpression(expression.value)})`;
    case "engine": {
      const scalars = expression.scalars.length === 0 ? "" : `; ${list(expression.scalars)}`;
      const { missing } = expression;
      const policy = missing === null ? "" : `; ${list([missing.policy, missing.minSamples])}`;
      return `engine.${expression.kernel}(${list(expression.args)}${scalars}${policy})`;
    }
    case "record":
      return `{${expression.fields.map(({ name, value }) => `${name}: ${printExpression(value)}`).join(", ")}}`;
    case "member":
      return `${printExpression(expression.object)}.${expression.field}`;
    case "scan":
      return `scan${expression.level}(${list([expression.input, expression.init, expression.step])})`;
    case "state":
      return `s${expression.level}`;
    case "observed":
      return `x${expression.level}`;
  }
}
