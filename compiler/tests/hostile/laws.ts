/** What must hold of any text at all. */
import { compile, CompileError, type CompiledPlan } from "../../src/index.ts";
import { renderJson, renderText } from "../../src/diagnostics/render.ts";
import { parse } from "../../src/syntax/parse.ts";
import { disassemble } from "../../src/plan/disassemble.ts";

function fail(message: string): never {
  throw new Error(message);
}

/**
 * Compiles a text as every door does. Throws where the compiler throws anything but a CompileError, where a diagnostic
 * stands outside the text or cannot be shown, or where the plan depends on the run. Whether it compiled.
 */
export function answers(source: string): boolean {
  const read = parse(source);
  for (const { span } of read.diagnostics)
    if (!(span.start >= 0 && span.start <= span.end && span.end <= source.length))
      fail("a place outside the text");
  renderText(read.diagnostics, source, { file: "a.ta" });
  let plan: CompiledPlan;
  try {
    plan = compile(source);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    if (error.diagnostics.length === 0) fail("refused without a reason");
    for (const { code, span, message } of error.diagnostics) {
      if (!(span.start >= 0 && span.start <= span.end && span.end <= source.length))
        fail(`${code} stands outside the text`);
      if (message === "") fail(`${code} says nothing`);
    }
    renderJson(error.diagnostics, source);
    return false;
  }
  disassemble(plan.bytes);
  if (compile(source).id !== plan.id) fail("the same text gave another plan");
  return true;
}
