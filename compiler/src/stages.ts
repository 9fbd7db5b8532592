/** What `ta ir` prints: a program at any stage of its way. */
import { compile, frontEnd, toArena } from "./compile.ts";
import { CompileError } from "./diagnostics/diagnostic.ts";
import { renderText } from "./diagnostics/render.ts";
import type { Arena } from "./ir/arena.ts";
import { irDot } from "./ir/dot.ts";
import { irJson } from "./ir/json.ts";
import { printIr } from "./ir/text.ts";
import { optimize, PASSES } from "./passes/pipeline.ts";
import { disassemble, jsonNumber, planDot, planJson } from "./plan/disassemble.ts";
import { astToJson, printAst } from "./syntax/print.ts";

export interface StageOptions {
  readonly format?: "text" | "json" | "dot";
  /** What a rendered error calls the source. */
  readonly name?: string;
}

/** A stage or a format that does not exist. */
export class StageError extends Error {
  override readonly name = "StageError";
}

/** Every stage, in order. */
export const STAGES: readonly string[] = [
  "ast",
  "typed",
  "ir",
  ...PASSES.map((pass) => `after:${pass.name}`),
  "plan",
];

const withoutGraph = (format: string, stage: string): void => {
  if (format === "dot") throw new StageError(`stage ${stage} is no graph: its formats are text and json`);
};

function show(arena: Arena, format: string): string {
  return format === "json" ? irJson(arena) : format === "dot" ? irDot(arena) : printIr(arena);
}

/**
 * A program's text, or a plan's bytes (of which there is only the stage `plan`), at a stage. Throws CompileError for a
 * wrong program, StageError for an unknown stage, PlanError for bytes that are no plan.
 */
export function stages(input: string | Uint8Array, stage: string, options: StageOptions = {}): string {
  const format = options.format ?? "text";
  if (!STAGES.includes(stage))
    throw new StageError(`there is no stage ${stage}: the stages are ${STAGES.join(", ")}`);
  if (typeof input !== "string" || stage === "plan") {
    const named = options.name === undefined ? {} : { name: options.name };
    const bytes = typeof input === "string" ? compile(input, named).bytes : input;
    return format === "json" ? planJson(bytes) : format === "dot" ? planDot(bytes) : disassemble(bytes);
  }
  if (stage === "ast" || stage === "typed") {
    withoutGraph(format, stage);
    const { program, typed, diagnostics } = frontEnd(input);
    if (stage === "ast")
      return format === "json" ? `${JSON.stringify(astToJson(program), jsonNumber, 2)}\n` : printAst(program);
    if (typed === null) {
      throw new CompileError(
        diagnostics,
        input,
        renderText(diagnostics, input, options.name === undefined ? {} : { file: options.name }),
      );
    }
    return `${JSON.stringify(typed, jsonNumber, 2)}\n`;
  }
  const { arena } = toArena(input, options.name);
  return show(stage === "ir" ? arena : optimize(arena, { stopAfter: stage.slice("after:".length) }), format);
}
