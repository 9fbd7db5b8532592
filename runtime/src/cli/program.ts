/** A PROGRAM or PLAN argument: a file, `-` for stdin, or `-e SOURCE` in its place. */
import { readFileSync } from "node:fs";
import { failure } from "../engine/errors.ts";
import { readStandardInput } from "./files.ts";

export type ProgramInput =
  | { readonly kind: "source"; readonly name: string; readonly source: string }
  | { readonly kind: "plan"; readonly name: string; readonly bytes: Uint8Array };

/** Reads it. Throws TA8007 where it is missing, or given twice. */
export async function readProgram(
  argument: string | undefined,
  expression: string | undefined,
): Promise<ProgramInput> {
  if (expression !== undefined) {
    if (argument !== undefined)
      throw failure("usage", `-e stands in place of a program file; ${argument} was given too`);
    return { kind: "source", name: "-e", source: expression };
  }
  if (argument === undefined) throw failure("usage", "a program is due: a file, - for stdin, or -e SOURCE");
  const bytes = argument === "-" ? await readStandardInput() : readFile(argument);
  const name = argument === "-" ? "stdin" : argument;
  if (isPlan(argument, bytes)) return { kind: "plan", name, bytes };
  try {
    return { kind: "source", name, source: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { kind: "plan", name, bytes };
  }
}

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "this is a folder" : message;
    throw failure(
      "usage",
      `${path}: the program cannot be read: ${reason}`,
      { file: path },
      { cause: error },
    );
  }
}

/** A plan is told by its name, or by the text that begins it; a damaged one still has either, or bytes that are no text. */
function isPlan(name: string, bytes: Uint8Array): boolean {
  if (/\.(plan|taplan)$/i.test(name)) return true;
  const head = Buffer.from(bytes.subarray(0, 32)).toString("latin1");
  return head.includes("laakhay-ta.plan") || bytes.includes(0);
}
