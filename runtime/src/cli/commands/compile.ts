import { compile, renderText } from "@laakhay/ta-compiler";
import { loadPlan, Plan } from "../../engine/plan.ts";
import { readProgram } from "../program.ts";

/**
 * The plan of a PROGRAM or PLAN argument. Warnings go to stderr; a wrong program throws its `CompileError`, wrong
 * bytes a TA6xxx with its offset.
 */
export async function planOfArgument(
  file: string | undefined,
  expression: string | undefined,
  optimize: boolean,
): Promise<Plan> {
  const input = await readProgram(file, expression);
  if (input.kind === "plan") return loadPlan(input.bytes);
  const compiled = compile(input.source, { optimize, name: input.name });
  if (compiled.warnings.length > 0) {
    process.stderr.write(renderText(compiled.warnings, input.source, { file: input.name }));
  }
  return new Plan(compiled.bytes, compiled, {}, input.source);
}
