/**
 * The layout filter: from tokens to statements.
 *
 * Rules:
 * - Inside brackets new lines mean nothing.
 * - A line that is deeper than its statement's first token continues it; same or shallower ends it.
 * - A line that is deeper, right after the `=` of a `fn` statement, opens a body: its lines are between
 *   Indent and Dedent, each ended by LineEnd, and inside it the rule above holds for each line.
 * - `;` outside brackets ends a line.
 * - Attributes alone on their line belong to the statement below.
 * - A tab reaches to the next multiple of four columns.
 *
 * Invariant: the brackets of every statement that leaves here match. What did not match is reported
 * here, and a missing closing bracket is put in as a token of no width.
 */
import { createTokenInstance, type IToken, type TokenType } from "chevrotain";
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { endsValue } from "./problems.ts";
import { endOf, retype, spanOf } from "./scan.ts";
import * as t from "./tokens.ts";

export interface Statement {
  /** Never empty. */
  readonly tokens: IToken[];
  /** Whether this filter reported something in it, so that what the parser finds may only follow from that. */
  reported: boolean;
}

const tabWidth = 4;

/** The column, from 0, at which a line's first token stands, tabs counted by `tabWidth`. */
function indentation(source: string, token: IToken): number {
  let column = 0;
  for (let at = token.startOffset - ((token.startColumn as number) - 1); at < token.startOffset; at += 1) {
    const character = source.charCodeAt(at);
    if (character === 9) column += tabWidth - (column % tabWidth);
    else if (character !== 0xfeff) column += 1;
  }
  return column;
}

/** Whether a token cannot continue an expression whose last word is a name: then that word was a keyword. */
function cannotFollowName(token: IToken | undefined): boolean {
  if (token === undefined) return false;
  switch (token.tokenType) {
    case t.Name:
    case t.As:
    case t.In:
    case t.Step:
    case t.When:
    case t.Input:
    case t.NumberLiteral:
    case t.Duration:
    case t.StringLiteral:
    case t.OpenString:
    case t.SymbolLiteral:
    case t.OpenSymbol:
    case t.Fn:
    case t.If:
    case t.Then:
    case t.Else:
    case t.Not:
    case t.Na:
    case t.BooleanWord:
    case t.Equals:
    case t.Colon:
      return true;
    default:
      return false;
  }
}

/** The statement keyword that the token at `index` is, or null where it is a name. */
function keywordAt(tokens: readonly IToken[], index: number): TokenType | null {
  const token = tokens[index] as IToken;
  if (token.tokenType !== t.Name && token.tokenType !== t.Fn) return null;
  const keyword = t.statementWords.get(token.image);
  if (keyword === undefined) return null;
  const next = tokens[index + 1];
  if (next === undefined) return null;
  const onSameLine = next.startLine === token.startLine;
  if (keyword === t.FnStatement) return next.tokenType !== t.LeftParen && onSameLine ? keyword : null;
  if (!onSameLine) return null;
  if (next.tokenType === t.And || next.tokenType === t.Or) {
    const after = tokens[index + 2]?.tokenType;
    return after === t.Equals || after === t.Colon ? keyword : null;
  }
  return cannotFollowName(next) ? keyword : null;
}

/** Whether a line that begins at `index` surely begins a statement, even inside a bracket. */
function surelyBegins(tokens: readonly IToken[], index: number): boolean {
  const token = tokens[index] as IToken;
  if (token.tokenType === t.At) return true;
  const keyword = keywordAt(tokens, index);
  if (keyword === null) return false;
  const next = (tokens[index + 1] as IToken).tokenType;
  // `{let: …}` and `f(out = …)` are a field and an argument.
  return next !== t.Equals && next !== t.Colon;
}

const closers: ReadonlyMap<TokenType, TokenType> = new Map([
  [t.LeftParen, t.RightParen],
  [t.LeftBracket, t.RightBracket],
  [t.LeftBrace, t.RightBrace],
]);
const closingTypes: ReadonlySet<TokenType> = new Set(closers.values());
const closingImage: ReadonlyMap<TokenType, string> = new Map([
  [t.RightParen, ")"],
  [t.RightBracket, "]"],
  [t.RightBrace, "}"],
]);

function virtual(type: TokenType, after: IToken): IToken {
  const offset = endOf(after);
  const line = after.startLine as number;
  const column = (after.startColumn as number) + after.image.length;
  return createTokenInstance(type, "", offset, offset, line, line, column, column);
}

/**
 * Where the last of the attributes begins, if the tokens from `from` on, which begins an attribute, are attributes and
 * nothing else; else -1.
 */
function lastAttribute(tokens: readonly IToken[], from: number): number {
  let at = from;
  let last = from;
  while (at < tokens.length) {
    if ((tokens[at] as IToken).tokenType !== t.At) return -1;
    const name = tokens[at + 1]?.tokenType;
    if (name === undefined || (name !== t.Name && !name.CATEGORIES?.includes(t.Name))) return -1;
    last = at;
    at += 2;
    if (tokens[at]?.tokenType === t.LeftParen) {
      let depth = 0;
      do {
        const type = (tokens[at] as IToken).tokenType;
        if (closers.has(type)) depth += 1;
        else if (closingTypes.has(type)) depth -= 1;
        at += 1;
      } while (depth > 0 && at < tokens.length);
      if (depth > 0) return -1;
    }
  }
  return last;
}

/** Splits the tokens of a program into statements by the rules above. */
export function layout(
  source: string,
  tokens: readonly IToken[],
): { statements: Statement[]; diagnostics: Diagnostic[] } {
  const statements: Statement[] = [];
  const diagnostics: Diagnostic[] = [];
  const brackets: IToken[] = [];
  let current: IToken[] = [];
  let reported = false;
  /** The column of the statement's first token; of the body's lines, or -1 outside a body. */
  let column = 0;
  let bodyColumn = -1;
  let isFunction = false;
  let sawBody = false;
  let lineOpen = false;
  let attributesOnly = false;
  /** Where the last attribute begins that was seen whole: what stands before it is not looked at again. */
  let attributesFrom = 0;
  let lastColumn = 0;

  const closeBrackets = (downTo: number): void => {
    while (brackets.length > downTo) {
      const open = brackets.pop() as IToken;
      const closing = closers.get(open.tokenType) as TokenType;
      const image = closingImage.get(closing) as string;
      const last = current[current.length - 1] as IToken;
      const end = endOf(last);
      if (!reported) {
        diagnostics.push(
          diagnostic("unclosed_bracket", spanOf(open), `this \`${open.image}\` is never closed`, {
            // Closing it mends nothing where a value is still due.
            fix: endsValue(last)
              ? { title: `close it with ${image}`, span: { start: end, end }, replacement: image }
              : null,
          }),
        );
      }
      reported = true;
      current.push(virtual(closing, last));
    }
  };
  const endLine = (): void => {
    closeBrackets(0);
    if (bodyColumn >= 0 && lineOpen) current.push(virtual(t.LineEnd, current[current.length - 1] as IToken));
    lineOpen = false;
  };
  const endStatement = (): void => {
    if (current.length === 0) return;
    endLine();
    if (bodyColumn >= 0) current.push(virtual(t.Dedent, current[current.length - 1] as IToken));
    statements.push({ tokens: current, reported });
    current = [];
    reported = false;
    bodyColumn = -1;
    isFunction = false;
    sawBody = false;
    attributesOnly = false;
    attributesFrom = 0;
  };

  const onlyAttributes = (): boolean => {
    const last = lastAttribute(current, attributesFrom);
    if (last >= 0) attributesFrom = last;
    return last >= 0;
  };

  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as IToken;
    const previous = tokens[index - 1];
    const heads = previous === undefined || previous.startLine !== token.startLine;
    if (heads) lastColumn = indentation(source, token);
    let beginsLine = current.length === 0;

    if (brackets.length > 0 && heads && surelyBegins(tokens, index)) closeBrackets(0);
    if (token.tokenType === t.Semicolon && brackets.length === 0) {
      if (bodyColumn >= 0) endLine();
      else endStatement();
      continue;
    }
    if (current.length > 0 && heads && brackets.length === 0) {
      if (attributesOnly && onlyAttributes()) {
        if (lastColumn !== column && token.tokenType !== t.At) column = lastColumn;
        beginsLine = true;
      } else if (bodyColumn >= 0) {
        if (lastColumn <= column) {
          endStatement();
          beginsLine = true;
        } else if (lastColumn < bodyColumn) {
          if (!reported) {
            diagnostics.push(
              diagnostic(
                "bad_indentation",
                spanOf(token),
                "this line is indented as no other line of the body is",
                {
                  hint: "give every line of a body the same indentation",
                },
              ),
            );
          }
          reported = true;
          endLine();
          beginsLine = true;
        } else if (lastColumn === bodyColumn || !lineOpen) {
          endLine();
          beginsLine = true;
        }
      } else if (lastColumn <= column) {
        endStatement();
        beginsLine = true;
      } else if (isFunction && !sawBody && current[current.length - 1]?.tokenType === t.Equals) {
        sawBody = true;
        bodyColumn = lastColumn;
        current.push(virtual(t.Indent, current[current.length - 1] as IToken));
        beginsLine = true;
      } else if (surelyBegins(tokens, index)) {
        // A statement that was indented by mistake: nothing that continues a line can begin so.
        diagnostics.push(
          diagnostic(
            "bad_indentation",
            spanOf(token),
            "this statement is indented deeper than the one above it",
            {
              fix: {
                title: "give it the indentation of the statement above",
                span: {
                  start: token.startOffset - ((token.startColumn as number) - 1),
                  end: token.startOffset,
                },
                replacement: " ".repeat(column),
              },
            },
          ),
        );
        lastColumn = column;
        endStatement();
        beginsLine = true;
      }
    } else if (current.length > 0 && bodyColumn >= 0 && !lineOpen) {
      // After `;` inside a body.
      beginsLine = true;
    } else if (attributesOnly && brackets.length === 0 && onlyAttributes()) {
      beginsLine = true;
    }

    if (beginsLine) {
      if (current.length === 0) {
        column = lastColumn;
        attributesOnly = token.tokenType === t.At;
      } else if (attributesOnly && token.tokenType !== t.At && token.tokenType !== t.LeftParen) {
        attributesOnly = false;
      }
      const keyword = keywordAt(tokens, index);
      if (keyword !== null) {
        retype(token, keyword);
        if (keyword === t.FnStatement && bodyColumn < 0) isFunction = true;
      }
    }
    if (bodyColumn >= 0) lineOpen = true;

    if (closers.has(token.tokenType)) {
      brackets.push(token);
    } else if (closingTypes.has(token.tokenType)) {
      let match = brackets.length - 1;
      while (match >= 0 && closers.get((brackets[match] as IToken).tokenType) !== token.tokenType) match -= 1;
      const top = brackets[brackets.length - 1];
      if (match < 0 && top !== undefined) {
        const closing = closers.get(top.tokenType) as TokenType;
        const image = closingImage.get(closing) as string;
        const span = spanOf(token);
        if (!reported) {
          diagnostics.push(
            diagnostic("unexpected_token", span, `\`${token.image}\` does not close \`${top.image}\``, {
              fix: { title: `write ${image}`, span, replacement: image },
              related: [{ message: "opened here", span: spanOf(top) }],
            }),
          );
        }
        reported = true;
        retype(token, closing);
        match = brackets.length - 1;
      }
      if (match < 0) {
        if (!reported) {
          const span = spanOf(token);
          diagnostics.push(
            diagnostic("unexpected_token", span, `this \`${token.image}\` closes no bracket`, {
              fix: { title: "remove it", span, replacement: "" },
            }),
          );
        }
        reported = true;
        if (current.length === 0) {
          // Nothing but the stray bracket: there is no statement to keep.
          reported = false;
          lineOpen = false;
        }
        continue;
      }
      closeBrackets(match + 1);
      brackets.pop();
    }
    if (token.tokenType === t.OpenString || token.tokenType === t.OpenSymbol) {
      // The open quote may have swallowed closing brackets: what is missing now is no further fault.
      reported = true;
      retype(token, token.tokenType === t.OpenString ? t.StringLiteral : t.SymbolLiteral);
    }
    current.push(token);
  }
  endStatement();
  return { statements, diagnostics };
}
