/** How the command ends. The numbers are part of the interface. */
import { CompileError } from "@laakhay/ta-compiler";
import { TaError } from "../engine/errors.ts";

export const EXIT = { ok: 0, program: 1, data: 2, usage: 3, internal: 4, interrupted: 130 } as const;

/** The exit code that an error asks for. */
export function exitCode(error: unknown): number {
  if (error instanceof CompileError) return EXIT.program;
  if (!(error instanceof TaError)) return EXIT.internal;
  switch (error.code[2]) {
    case "6":
      return EXIT.program;
    case "7":
      return EXIT.data;
    case "8":
      return EXIT.usage;
    default:
      return EXIT.internal;
  }
}

/** An error as stderr shows it: whole lines, as diagnostics are. */
export function describeError(error: unknown): string {
  if (error instanceof CompileError) return error.message;
  if (error instanceof TaError) {
    const where = error.offset === undefined ? "" : ` (at byte ${error.offset})`;
    return `${error.code} error: ${error.message}${where}\n`;
  }
  return `TA9001 error: a fault of ours: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
}
