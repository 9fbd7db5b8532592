/** Diagnostics for people and for programs. */
import type { Span } from "../syntax/ast.ts";
import type { Diagnostic } from "./diagnostic.ts";

const tabWidth = 4;
/** Lines of a span that are shown before the middle is left out. */
const shownLines = 3;

/** The starts of the lines of a source; `\n`, `\r\n` and a lone `\r` end a line. */
class Lines {
  private readonly starts: number[] = [0];

  constructor(private readonly source: string) {
    for (let at = 0; at < source.length; at += 1) {
      const code = source.charCodeAt(at);
      if (code === 10 || (code === 13 && source.charCodeAt(at + 1) !== 10)) this.starts.push(at + 1);
    }
  }

  /** The line that an offset is on, from 0. An offset beyond the end is on the last line. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  startOf(line: number): number {
    return this.starts[line] as number;
  }

  /** A line's text without its end. */
  textOf(line: number): string {
    const next = this.starts[line + 1] ?? this.source.length;
    return this.source.slice(this.startOf(line), next).replace(/[\r\n]+$/, "");
  }

  /** Line and column from 1; columns count characters, not UTF-16 units. */
  position(offset: number): { line: number; column: number } {
    const line = this.lineOf(offset);
    const start = this.startOf(line);
    return { line: line + 1, column: [...this.source.slice(start, offset)].length + 1 };
  }
}

/** How many cells of a terminal a character takes; a tab's width depends on where it stands. */
function cells(character: string, column: number): number {
  const code = character.codePointAt(0) as number;
  if (code === 9) return tabWidth - (column % tabWidth);
  // Joiners and marks that stand on the character before them.
  if (code === 0x200b || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f) || /\p{M}/u.test(character))
    return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

/** A line as shown: tabs as blanks, control characters as `�`. */
function shown(text: string): string {
  let column = 0;
  let result = "";
  for (const character of text) {
    const width = cells(character, column);
    if (character === "\t") result += " ".repeat(width);
    else result += /[\p{Cc}\p{Cs}\p{Bidi_Control}]/u.test(character) ? "�" : character;
    column += width;
  }
  return result;
}

function width(text: string): number {
  let column = 0;
  for (const character of text) column += cells(character, column);
  return column;
}

function frame(lines: Lines, span: Span, gutter: number): string[] {
  const result: string[] = [];
  const first = lines.lineOf(span.start);
  const last = lines.lineOf(Math.max(span.start, span.end - 1));
  const margin = " ".repeat(gutter);
  result.push(`${margin} |`);
  for (let line = first; line <= last; line += 1) {
    if (last - first >= shownLines && line === first + shownLines - 1 && line < last) {
      result.push(`${margin} | …`);
      line = last;
    }
    const text = lines.textOf(line);
    const start = lines.startOf(line);
    const from = Math.max(0, Math.min(span.start - start, text.length));
    const to = Math.max(from, Math.min(span.end - start, text.length));
    // On later lines of a span the marks begin at the text, not in its indentation.
    const lead = line === first ? from : (/^\s*/.exec(text)?.[0].length ?? 0);
    const before = width(text.slice(0, lead));
    const marks = Math.max(1, width(text.slice(0, Math.max(lead, to))) - before);
    result.push(`${String(line + 1).padStart(gutter)} | ${shown(text)}`.trimEnd());
    result.push(`${margin} | ${" ".repeat(before)}${"^".repeat(marks)}`);
  }
  return result;
}

/**
 * Diagnostics as text: code, severity and message, the place with its line and carets, what is related,
 * what to do. `file` names the source in the places. Without diagnostics the text is empty; otherwise it
 * ends with a newline.
 */
export function renderText(
  diagnostics: readonly Diagnostic[],
  source: string,
  options: { readonly file?: string } = {},
): string {
  const lines = new Lines(source);
  return diagnostics.map((found) => renderOne(found, lines, options.file)).join("\n");
}

function renderOne(found: Diagnostic, lines: Lines, file: string | undefined): string {
  const spans = [found.span, ...found.related.map((related) => related.span)];
  const deepest = Math.max(...spans.map((span) => lines.lineOf(Math.max(span.start, span.end - 1)) + 1));
  const gutter = String(deepest).length;
  const margin = " ".repeat(gutter);
  const place = (span: Span): string => {
    const { line, column } = lines.position(span.start);
    return `${file === undefined ? "" : file + ":"}${line}:${column}`;
  };
  const result = [`${found.code} ${found.severity}: ${found.message}`, `${margin}--> ${place(found.span)}`];
  result.push(...frame(lines, found.span, gutter));
  for (const related of found.related) {
    result.push(`${margin}::: ${place(related.span)}: ${related.message}`);
    result.push(...frame(lines, related.span, gutter));
  }
  if (found.hint !== null) result.push(`${margin} = hint: ${found.hint}`);
  if (found.fix !== null) result.push(`${margin} = fix: ${found.fix.title}`);
  return result.join("\n") + "\n";
}

export interface JsonPlace {
  /** Offsets in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Line and column of the start, from 1; columns count characters. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface JsonDiagnostic extends JsonPlace {
  readonly code: string;
  readonly name: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly hint: string | null;
  readonly fix: (JsonPlace & { readonly title: string; readonly replacement: string }) | null;
  readonly related: readonly (JsonPlace & { readonly message: string })[];
}

/** Diagnostics as plain data for `--json` and for editors. */
export function renderJson(diagnostics: readonly Diagnostic[], source: string): JsonDiagnostic[] {
  const lines = new Lines(source);
  const place = (span: Span): JsonPlace => {
    const from = lines.position(span.start);
    const to = lines.position(span.end);
    return { ...span, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  };
  return diagnostics.map((found) => ({
    code: found.code,
    name: found.name,
    severity: found.severity,
    message: found.message,
    ...place(found.span),
    hint: found.hint,
    fix:
      found.fix === null
        ? null
        : { title: found.fix.title, replacement: found.fix.replacement, ...place(found.fix.span) },
    related: found.related.map((related) => ({ message: related.message, ...place(related.span) })),
  }));
}
