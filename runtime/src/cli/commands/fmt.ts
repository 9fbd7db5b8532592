import { chmodSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { CompileError, format, type Prettier } from "@laakhay/ta-compiler";
import { failure, TaError } from "../../engine/errors.ts";
import { describeError, EXIT, exitCode } from "../exit.ts";
import { writeWhole } from "../files.ts";
import { readProgram } from "../program.ts";

export interface FmtFlags {
  readonly check?: boolean;
  readonly expression?: string;
}

/** Prettier is loaded by this command alone. */
async function loadPrettier(): Promise<Prettier> {
  const [{ format: layOut }, { builders }] = await Promise.all([
    import("prettier/standalone"),
    import("prettier/doc"),
  ]);
  return { format: layOut, builders };
}

/**
 * `ta fmt`: files are rewritten in place where their layout differs, each whole or not at all; `-e` and `-` go to
 * stdout. With `--check` nothing is written and what differs is told. A file that is wrong is told and left as it is,
 * the others are still formatted.
 */
export async function fmt(files: readonly string[], flags: FmtFlags): Promise<number> {
  if (files.length === 0 && flags.expression === undefined)
    throw failure("usage", "programs are due: files, folders, - for stdin, or -e SOURCE");
  if (files.length > 0 && flags.expression !== undefined)
    throw failure("usage", `-e stands in place of files; ${files[0]} was given too`);
  const prettier = await loadPrettier();
  if (flags.expression !== undefined) return one(undefined, flags, prettier);
  let worst: number = EXIT.ok;
  for (const file of files.flatMap(programsAt)) {
    let code: number;
    try {
      code = await one(file, flags, prettier);
    } catch (error) {
      if (!(error instanceof CompileError) && !(error instanceof TaError)) throw error;
      process.stderr.write(describeError(error));
      code = exitCode(error);
    }
    worst = Math.max(worst, code);
  }
  return worst;
}

/** A file by itself, and of a folder every program in it. */
function programsAt(path: string): string[] {
  if (path === "-" || statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  const found = readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ta") && !name.split(/[\\/]/).includes("node_modules"))
    .map((name) => join(path, name))
    .sort();
  if (found.length === 0) throw failure("usage", `${path}: there is no .ta file in this folder`);
  return found;
}

/** Formats one program; `undefined` is that of `-e`. */
async function one(file: string | undefined, flags: FmtFlags, prettier: Prettier): Promise<number> {
  const input = await readProgram(file, flags.expression);
  if (input.kind === "plan") throw failure("usage", `${input.name} is no program's text`);
  const formatted = await format(input.source, prettier, input.name);
  // A shell's argument ends without a new line.
  const differs = formatted !== (file === undefined ? `${input.source}\n` : input.source);
  if (flags.check === true) {
    if (!differs) return EXIT.ok;
    const message = `${input.name}: its layout is not the formatter's; \`ta fmt\` writes that`;
    process.stderr.write(describeError(failure("not_formatted", message)));
    return EXIT.program;
  }
  if (file === undefined || file === "-") await writeWhole(null, [formatted]);
  else if (differs) {
    const { mode } = statSync(file);
    await writeWhole(file, [formatted]);
    // The new file has a new one's permissions.
    chmodSync(file, mode);
    process.stderr.write(`${input.name}: formatted\n`);
  }
  return EXIT.ok;
}
