/**
 * The formatter as a prettier plugin: our parser, and a printer to prettier's documents. Comments are attached by
 * prettier; where its rules would carry one away from what it is about, `placeComment` decides.
 *
 * Invariants: formatting twice is formatting once; the program says the same before and after.
 */
import type { AstPath, Doc, ParserOptions, Plugin, Printer } from "prettier";
import { CompileError } from "../diagnostics/diagnostic.ts";
import { renderText } from "../diagnostics/render.ts";
import type { FunctionBody } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import { ExpressionPrinter, type Builders } from "./expressions.ts";
import { placeOf, StatementPrinter } from "./statements.ts";
import { childNodes, formatTree, type FormatNode, type FormatTree, type PlacedComment } from "./tree.ts";

/** The width of a line, in prettier's terms. */
export const PRINT_WIDTH = 110;

/** The tree of a source. Throws CompileError where it cannot be parsed. */
function read(source: string): FormatTree {
  const { program, diagnostics, comments } = parse(source);
  if (diagnostics.some((found) => found.severity === "error"))
    throw new CompileError(diagnostics, source, renderText(diagnostics, source));
  return formatTree(program, comments);
}

function attach(node: FormatNode, comment: PlacedComment, leading = true): true {
  comment.leading = leading;
  comment.trailing = !leading;
  (node.comments ??= []).push(comment);
  return true;
}

/** Whether a comment was given to a node here, and not left to prettier's rules. */
function placeComment(comment: PlacedComment): boolean {
  const { enclosingNode: around, precedingNode: before, followingNode: after } = comment;
  if (around === undefined) return false;
  // Between the head of a function and its body: about the body. After an opening bracket: about what is in it.
  if (after !== undefined) {
    if (around.kind === "function" && before?.kind === "formal" && after.kind !== "formal")
      return attach(after, comment);
    if (around.kind === "call" && before === around.callee) return attach(after, comment);
    if (around.kind === "index") return attach(after, comment);
  }
  // In brackets with nothing else in them, or in parentheses around a word: before what they belong to.
  if (before === undefined && after === undefined && around.kind !== "program")
    return attach(around, comment);
  return false;
}

const OPERATIONS: ReadonlySet<string> = new Set([
  "binary",
  "compare",
  "conditional",
  "param",
  "formal",
  "interval",
]);

/** A line of its own: before a sign or a word rather than between it and its operand. */
function placeOwnLine(comment: PlacedComment): boolean {
  const { enclosingNode: around, precedingNode: before, followingNode: after } = comment;
  if (around !== undefined && before !== undefined && after !== undefined && OPERATIONS.has(around.kind))
    return attach(before, comment, false);
  return placeComment(comment);
}

/** The plugin, over prettier's document builders (`prettier.doc.builders`). */
export function prettierPlugin(builders: Builders): Plugin<FormatNode> {
  const printer: Printer<FormatNode> = {
    print(path: AstPath<FormatNode>, options: ParserOptions<FormatNode>, print): Doc {
      const { node, parent } = path;
      const expressions = new ExpressionPrinter(builders, options.originalText);
      const statements = new StatementPrinter(builders, expressions, options.originalText);
      const child = (place: string | (string | number)[]): Doc => print(place as string);
      if (node.kind === "program" && node.items.length === 0 && node.comments !== undefined) {
        const { hardline } = builders;
        // Nothing but comments.
        return node.comments.map((comment, index) => {
          comment.printed = true;
          const before = index === 0 ? undefined : node.comments![index - 1];
          const gap = before !== undefined && comment.line > before.line + 1 ? hardline : "";
          return [gap, comment.text, hardline];
        });
      }
      const statement = statements.print(node, child);
      if (statement !== null) return statement;
      const place = placeOf(node, parent as FormatNode | FunctionBody | null);
      const printed = expressions.print(node, child, place !== "inner");
      return place === "statement" ? builders.indent(printed) : printed;
    },
    getCommentChildNodes: childNodes,
    canAttachComment: (node) => "kind" in node,
    isBlockComment: () => false,
    printComment: (path) => {
      const comment = path.node as unknown as PlacedComment;
      comment.printed = true;
      return comment.text;
    },
    handleComments: { ownLine: placeOwnLine, endOfLine: placeComment, remaining: placeComment },
  };
  return {
    languages: [{ name: "laakhay-ta", parsers: ["laakhay-ta"], extensions: [".ta"] }],
    parsers: {
      "laakhay-ta": {
        astFormat: "laakhay-ta",
        parse: (text) => read(text) as unknown as FormatNode,
        locStart: (node) => node.span.start,
        locEnd: (node) => node.span.end,
      },
    },
    printers: { "laakhay-ta": printer as Printer },
    defaultOptions: { printWidth: PRINT_WIDTH, tabWidth: 2, useTabs: false, endOfLine: "lf" },
  };
}
