import { failure } from "../engine/errors.ts";
import type { Params } from "../engine/plan.ts";

/** `--param name=value`, by the type that the plan says. Throws TA8002 and TA8007. */
export function parseParams(
  given: readonly string[],
  known: readonly { readonly name: string; readonly type: string }[],
): Params {
  const params: Record<string, number | boolean | string> = {};
  for (const text of given) {
    const at = text.indexOf("=");
    if (at < 1) throw failure("usage", `--param takes name=value, not "${text}"`);
    const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    if (name in params) throw failure("usage", `--param ${name} is given twice`);
    params[name] = parseValue(name, value, known.find((param) => param.name === name)?.type);
  }
  return params;
}

function parseValue(name: string, value: string, type: string | undefined): number | boolean | string {
  // A parameter that the plan does not have goes on as text: the engine names it.
  if (type === undefined || type === "string") return value;
  if (type === "bool") {
    if (value === "true" || value === "false") return value === "true";
    throw failure("parameter_invalid", `the parameter ${name} is true or false, not "${value}"`);
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) {
    throw failure("parameter_invalid", `the parameter ${name} is a number, not "${value}"`);
  }
  return Number(value);
}
