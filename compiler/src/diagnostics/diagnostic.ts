import { CODES, type CodeName } from "../generated/codes.ts";
import type { Span } from "../syntax/ast.ts";

/** One replacement that mends what a diagnostic reports. */
export interface Fix {
  /** What to do, as an imperative: "write atr(14)". */
  readonly title: string;
  readonly span: Span;
  readonly replacement: string;
}

/** One finding about a program. `message` is the cause in one sentence, without a final stop. */
export interface Diagnostic {
  readonly code: string;
  readonly name: CodeName;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly span: Span;
  /** Further places that explain it: "declared here". */
  readonly related: readonly { readonly message: string; readonly span: Span }[];
  readonly fix: Fix | null;
  /** What to do where no single replacement mends it; null where there is nothing to add. */
  readonly hint: string | null;
}

/** Builds a diagnostic from the table's name; code and severity are the table's. */
export function diagnostic(
  name: CodeName,
  span: Span,
  message: string,
  extra: Partial<Pick<Diagnostic, "related" | "fix" | "hint">> = {},
): Diagnostic {
  const { code, severity } = CODES[name];
  return { code, name, severity, message, span, related: [], fix: null, hint: null, ...extra };
}

/** The compiler's one error: a program that is wrong, with every independent diagnostic. */
export class CompileError extends Error {
  override readonly name = "CompileError";
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    readonly source: string,
    rendered: string,
  ) {
    super(rendered);
  }
}
