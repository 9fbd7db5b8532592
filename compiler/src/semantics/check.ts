/** The checker over the standard library as it is shipped. */
import type { Program } from "../syntax/ast.ts";
import { checkWith, type Checked } from "./checker.ts";
import type { Library } from "./library.ts";
import { standardLibrary } from "./standard.ts";

export interface CheckOptions {
  /** The library that unqualified names come from; the shipped one unless given. */
  readonly library?: Library;
}

/**
 * Checks a parsed program and resolves everything in it. Never throws: `typed` is null exactly where a diagnostic
 * is an error, and every independent fault is reported, in the order of the source. The parser's own diagnostics
 * are not repeated; what it could not read is silent here.
 */
export function check(program: Program, source: string, options: CheckOptions = {}): Checked {
  return checkWith(program, source, { library: options.library ?? standardLibrary });
}
export type { Checked } from "./checker.ts";
