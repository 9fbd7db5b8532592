/** Formatting by a prettier that the caller brings, with the check that it changed nothing but the layout. */
import type { Options } from "prettier";
import { CompileError } from "../diagnostics/diagnostic.ts";
import { renderText } from "../diagnostics/render.ts";
import { parse } from "../syntax/parse.ts";
import type { Builders } from "./expressions.ts";
import { PRINT_WIDTH, prettierPlugin } from "./plugin.ts";
import { meaning } from "./tree.ts";

/** More turns than any comment needs to come to rest. */
const TURNS = 8;

/** What is needed of prettier: `format` of `prettier/standalone`, and the builders of `prettier/doc`. */
export interface Prettier {
  format(source: string, options: Options): Promise<string>;
  readonly builders: Builders;
}

/**
 * A program's text in its one layout: 110 columns, blanks, LF, comments kept, library and field names in their case.
 * Throws CompileError for a text that cannot be parsed; names that mean nothing are no matter of layout.
 */
export async function format(source: string, prettier: Prettier, name?: string): Promise<string> {
  const text = source.replace(/^\ufeff/, "");
  const before = parse(text);
  if (before.diagnostics.some((found) => found.severity === "error")) {
    const options = name === undefined ? {} : { file: name };
    throw new CompileError(before.diagnostics, text, renderText(before.diagnostics, text, options));
  }
  const layOut = (of: string): Promise<string> =>
    prettier.format(of, {
      parser: "laakhay-ta",
      plugins: [prettierPlugin(prettier.builders)],
      printWidth: PRINT_WIDTH,
    });
  let formatted = await layOut(text);
  // A comment amid an expression may move once more when it is read where it was put: the layout is what stays.
  for (let turn = 0; turn < TURNS; turn += 1) {
    const next = await layOut(formatted);
    if (next === formatted) break;
    formatted = next;
  }
  const after = parse(formatted);
  // A layout that says something else must never be written, whatever went wrong.
  if (after.diagnostics.length > 0 || meaning(after.program) !== meaning(before.program))
    throw new Error(`the formatter changed what the program says:\n${formatted}`);
  return formatted;
}
