/** What the parser could not take, in words: the messages, codes and fixes of syntax errors. */
import {
  EOF,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type IToken,
  type TokenType,
} from "chevrotain";
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Expression } from "./ast.ts";
import { endOf, spanOf } from "./scan.ts";
import * as t from "./tokens.ts";

const reserved: ReadonlySet<TokenType> = new Set(t.reservedWords.values());

/** Whether a token is an end that layout made, or the end of the statement. */
export function isEnd(token: IToken): boolean {
  const type = token.tokenType;
  return type === EOF || type === t.LineEnd || type === t.Dedent || type === t.Indent;
}

function shown(token: IToken): string {
  return isEnd(token) ? "the end of the line" : "`" + token.image + "`";
}

function labelOf(type: TokenType): string {
  return type.LABEL ?? type.name;
}

/** What the rules with alternatives are about, where it is not an expression. */
const dueIn: Readonly<Record<string, string>> = {
  use: "a module's name",
  type: "a type",
  statement: "a statement",
};

/** Chevrotain's messages in our words; each is the cause in one sentence. */
export const messages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) =>
    isEnd(actual)
      ? `${labelOf(expected)} is missing at the end of the line`
      : `${labelOf(expected)} is due here, not ${shown(actual)}`,
  buildNotAllInputParsedMessage: ({ firstRedundant }) => `${shown(firstRedundant)} cannot stand here`,
  buildNoViableAltMessage: ({ actual, ruleName }) => {
    const token = actual[0];
    const due = dueIn[ruleName] ?? "an expression";
    if (token !== undefined && !isEnd(token)) return `${due} is due here, not ${shown(token)}`;
    return ruleName === "statement"
      ? "an attribute belongs to the statement below it, and there is none"
      : `${due} is missing at the end of the line`;
  },
  buildEarlyExitMessage: ({ actual }) => {
    const token = actual[0];
    return token === undefined || isEnd(token)
      ? "an expression is missing at the end of the line"
      : `an expression is due here, not ${shown(token)}`;
  },
};

const conditionalHint = "a choice is written: if condition then value else value";

/** A token where nothing more can stand. `first` is the statement's first token; `commas`: between commas. */
export function unexpected(
  token: IToken,
  previous: IToken | undefined,
  first: IToken,
  commas = false,
): Diagnostic {
  const span = spanOf(token);
  const extra: { fix?: Diagnostic["fix"]; hint?: string } = {};
  let message = `${shown(token)} cannot stand here`;
  switch (token.tokenType) {
    case t.Equals:
      if (previous === first && first.tokenType === t.Name) {
        message = "a name is declared with `let`";
        const start = first.startOffset;
        extra.fix = {
          title: `write let ${first.image} = …`,
          span: { start, end: start },
          replacement: "let ",
        };
      } else {
        message = "`=` names a value; two values are compared with `==`";
        extra.fix = { title: "write ==", span, replacement: "==" };
      }
      break;
    case t.Question:
    case t.Colon:
      extra.hint = conditionalHint;
      break;
    case t.If:
      extra.hint = conditionalHint;
      break;
    case t.Then:
    case t.Else:
      extra.hint = "`then` and `else` belong to an `if` before them: if condition then value else value";
      break;
    case t.FatArrow:
      extra.hint = "a function as a value is written: fn(x) => x + 1";
      break;
    case t.Comma:
      extra.hint = "several values are written as a record, {a: x, b: y}, or as several outputs";
      break;
    default:
      if (previous !== undefined && endsValue(previous) && beginsValue(token)) {
        message = `${commas ? "a comma or " : ""}an operator is missing between \`${previous.image}\` and \`${token.image}\``;
      }
  }
  return diagnostic("unexpected_token", span, message, extra);
}

/** Whether a value can end with the token. */
export function endsValue(token: IToken): boolean {
  const type = token.tokenType;
  return (
    type === t.Name ||
    type === t.NumberLiteral ||
    type === t.Duration ||
    type === t.StringLiteral ||
    type === t.SymbolLiteral ||
    type === t.BooleanWord ||
    type === t.Na ||
    type === t.RightParen ||
    type === t.RightBracket ||
    type === t.RightBrace ||
    type === t.DotSegment
  );
}

function beginsValue(token: IToken): boolean {
  const type = token.tokenType;
  return (
    type === t.Name ||
    type === t.NumberLiteral ||
    type === t.Duration ||
    type === t.StringLiteral ||
    type === t.SymbolLiteral ||
    type === t.BooleanWord ||
    type === t.Na ||
    type === t.Not ||
    type === t.LeftBrace
  );
}

/** A diagnostic for an exception of chevrotain's. `first` is the statement's first token. */
export function explain(
  error: IRecognitionException,
  previous: IToken | undefined,
  first: IToken,
  second: IToken | undefined,
): Diagnostic {
  const token = error.token;
  if (isEnd(token)) {
    const at = previous === undefined ? endOf(first) : endOf(previous);
    return diagnostic("missing_token", { start: at, end: at }, error.message, endFix(error.message, at));
  }
  if (error.name === "NotAllInputParsedException") {
    if (first.tokenType === t.Out && previous === second) return unnamedOutput(token, first);
    return unexpected(token, previous, first);
  }
  if (error.message.startsWith("a name is due") && reserved.has(token.tokenType)) {
    return diagnostic(
      "reserved_name",
      spanOf(token),
      `\`${token.image}\` is a reserved word and cannot be a name`,
    );
  }
  if (error.name === "MismatchedTokenException") {
    const plain = unexpected(token, previous, first);
    // A sign of its own story, such as `=` or `?`, says more than what is due.
    if (token.tokenType === t.Equals || token.tokenType === t.Question) {
      return error.message.startsWith("a name is due")
        ? diagnostic("missing_token", spanOf(token), error.message, {
            hint: mismatchHint(error.message, previous),
          })
        : plain;
    }
    return diagnostic("missing_token", spanOf(token), error.message, {
      hint: mismatchHint(error.message, previous),
    });
  }
  return diagnostic("unexpected_token", spanOf(token), error.message, {
    hint:
      token.tokenType === t.If
        ? "put the `if` in parentheses where it is part of an operation"
        : token.tokenType === t.Question
          ? conditionalHint
          : token.tokenType === t.Semicolon || token.tokenType === t.At
            ? "close the brackets before it"
            : null,
  });
}

function mismatchHint(message: string, previous: IToken | undefined): string | null {
  if (message.startsWith("a name is due") && previous?.tokenType === t.Out) return "write out NAME = …";
  if (message.startsWith("`when` is due")) return "an alert is written: alert NAME when CONDITION";
  return /`(then|else)` is due/.test(message) ? conditionalHint : null;
}

/** `out sma(close, 20)`: an output of more than a name needs one. */
function unnamedOutput(token: IToken, word: IToken): Diagnostic {
  const at = endOf(word);
  return diagnostic("unexpected_token", spanOf(token), "an output that is more than a name is given one", {
    hint: "write out NAME = …",
    fix: { title: "write out value = …", span: { start: at, end: at }, replacement: " value =" },
  });
}

function endFix(message: string, at: number): { fix?: Diagnostic["fix"]; hint?: string } {
  if (message.startsWith("an expression is missing"))
    return { hint: "a line that continues is indented deeper than the one it began on" };
  if (/`(then|else)` is missing/.test(message)) return { hint: conditionalHint + ", with `else` always" };
  const sign = /^`([)\]}])` is missing/.exec(message);
  if (sign === null) return {};
  const image = sign[1] as string;
  return { fix: { title: `write ${image}`, span: { start: at, end: at }, replacement: image } };
}

/** `a + not b`: `not` binds looser than what stands before it. */
export function misplacedNot(token: IToken, operand: Expression): Diagnostic {
  return diagnostic("unexpected_token", spanOf(token), "`not` binds looser than the sign before it", {
    hint: "put it in parentheses: (not " + (operand.kind === "name" ? operand.name : "…") + ")",
  });
}

export const nestingLimit = 256;
/** How deep a tree may be in all: long chains of `+` or `.` make deep trees without being nested. */
export const depthLimit = 1024;

export function tooDeep(token: IToken): Diagnostic {
  return diagnostic("nesting_too_deep", spanOf(token), `this is nested more than ${nestingLimit} deep`, {
    hint: "name a part of it with `let`",
  });
}
