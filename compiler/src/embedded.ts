/**
 * The compiler for hosts that have a JavaScript engine and nothing else of JavaScript's: text in, bytes and JSON text
 * out. The Python package runs it; `globalThis.laakhayTa.compile` is its one entry.
 */
import { compile, VERSION } from "./compile.ts";
import { CompileError } from "./diagnostics/diagnostic.ts";
import { renderJson } from "./diagnostics/render.ts";

interface Answer {
  /** The plan, byte by byte, which any host can read without touching the script's memory; null where the program is wrong. */
  readonly bytes: readonly number[] | null;
  /** JSON: `warnings` of a plan, or `message` and `diagnostics` of a program that is wrong. */
  readonly text: string;
}

/** Compiles; `name` is what a code frame calls the source, "" where it has no name. Never throws on any text. */
function compileText(source: string, name: string, optimize: boolean): Answer {
  try {
    const { bytes, warnings } = compile(source, { optimize, ...(name !== "" && { name }) });
    return { bytes: [...bytes], text: JSON.stringify({ warnings: renderJson(warnings, source) }) };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const diagnostics = renderJson(error.diagnostics, source);
    return { bytes: null, text: JSON.stringify({ message: error.message, diagnostics }) };
  }
}

Object.assign(globalThis, { laakhayTa: { compile: compileText, version: VERSION } });
