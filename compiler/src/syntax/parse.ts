/** The door to the syntax: source text in, an untyped tree with its diagnostics and comments out. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Item, Program } from "./ast.ts";
import { chainTooLong, isTooDeep } from "./depth.ts";
import { layout, type Statement } from "./layout.ts";
import { salvage } from "./nodes.ts";
import { StatementParser } from "./parser.ts";
import { depthLimit } from "./problems.ts";
import { endOf, scan, type Comment } from "./scan.ts";

export type { Comment } from "./scan.ts";

export interface Parsed {
  readonly program: Program;
  /** By place in the source. Empty exactly where the source is well-formed. */
  readonly diagnostics: Diagnostic[];
  /** Every comment with its span, in order, for the formatter. */
  readonly comments: readonly Comment[];
}

const parser = new StatementParser(false);

/**
 * Parses a program. Never throws: whatever cannot be read is reported, once for each independent fault,
 * and stands in the tree as a `broken` expression.
 */
export function parse(source: string): Parsed {
  const scanned = scan(source);
  const laidOut = layout(source, scanned.tokens);
  const diagnostics = [...scanned.diagnostics, ...laidOut.diagnostics];
  const stray = scanned.diagnostics.filter((found) => found.name === "unexpected_character");
  const docs = docBlocks(scanned.comments);
  const items: Item[] = [];
  let programDoc: string | null = null;
  let nextDoc = 0;
  let previousEnd = 0;
  for (const statement of laidOut.statements) {
    const found: Diagnostic[] = [];
    const first = statement.tokens[0] as Statement["tokens"][number];
    const { attributes, item: read } = parser.parseStatement(statement.tokens, found);
    // Fewer tokens than the limit make no tree beyond it.
    const tooDeep = read !== null && statement.tokens.length > depthLimit / 2 && isTooDeep(read);
    const item = tooDeep || undeclared(found, first) ? salvage(statement.tokens) : read;
    if (tooDeep && found.length === 0) found.push(chainTooLong(read.span));
    const end = endOf(statement.tokens[statement.tokens.length - 1] as Statement["tokens"][number]);
    const reported =
      statement.reported ||
      stray.some(
        (mark) => mark.span.start >= previousEnd && mark.span.start <= Math.max(end, lineEnd(source, end)),
      );
    const above: DocBlock[] = [];
    while (nextDoc < docs.length && (docs[nextDoc] as DocBlock).start < first.startOffset) {
      const block = docs[nextDoc] as DocBlock;
      nextDoc += 1;
      // A doc line inside the statement before is no more than a comment.
      if (block.start >= previousEnd) above.push(block);
    }
    previousEnd = end;
    if (found.length > 0 && !reported) diagnostics.push(...found);
    if (item === null) continue;
    const head = above[0];
    if (
      items.length === 0 &&
      programDoc === null &&
      head !== undefined &&
      (item.kind === "edition" || above.length > 1 || head.lastLine + 1 < (first.startLine as number))
    ) {
      programDoc = head.text;
      above.shift();
    }
    const doc = above.length === 0 ? null : above.map((block) => block.text).join("\n\n");
    items.push({ ...item, doc, attributes } as Item);
  }
  if (items.length === 0 && programDoc === null && docs.length > 0) programDoc = (docs[0] as DocBlock).text;
  diagnostics.sort((left, right) => left.span.start - right.span.start || left.span.end - right.span.end);
  return {
    program: { doc: programDoc, items, span: { start: 0, end: source.length } },
    diagnostics,
    comments: scanned.comments,
  };
}

/** `x = close + 1`, `out sma(close, 20)`: what is wrong is what the statement declares, and the rest follows. */
function undeclared(found: readonly Diagnostic[], first: Statement["tokens"][number]): boolean {
  return found.some(
    ({ fix }) =>
      (fix?.replacement === "let " && fix.span.start === first.startOffset) ||
      fix?.replacement === " value =",
  );
}

function lineEnd(source: string, from: number): number {
  const at = source.indexOf("\n", from);
  return at < 0 ? source.length : at;
}

interface DocBlock {
  readonly text: string;
  readonly start: number;
  lastLine: number;
}

/** `##` lines that follow one another, without their marks. */
function docBlocks(comments: readonly Comment[]): DocBlock[] {
  const blocks: { lines: string[]; start: number; lastLine: number }[] = [];
  for (const comment of comments) {
    if (!comment.doc) continue;
    const text = comment.text.replace(/^##+ ?/, "").trimEnd();
    const open = blocks[blocks.length - 1];
    if (open !== undefined && open.lastLine + 1 === comment.line) {
      open.lines.push(text);
      open.lastLine = comment.line;
    } else {
      blocks.push({ lines: [text], start: comment.span.start, lastLine: comment.line });
    }
  }
  return blocks.map(({ lines, start, lastLine }) => ({ text: lines.join("\n"), start, lastLine }));
}
