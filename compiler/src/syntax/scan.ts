/**
 * From text to tokens: the lexer, and what the lexer's rules cannot say. Reports characters that begin no
 * token, quotes without an end, ill-formed numbers and durations, and signs of other languages; each is
 * replaced by what was most likely meant, so that the parser does not stumble over it again.
 */
import type { IToken, TokenType } from "chevrotain";
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "./ast.ts";
import * as t from "./tokens.ts";

export interface Comment {
  /** As written, with its marks. */
  readonly text: string;
  /** `##` at the head of its line. */
  readonly doc: boolean;
  /** The line, counted from 1. */
  readonly line: number;
  readonly span: Span;
}

export interface Scan {
  readonly tokens: IToken[];
  readonly comments: readonly Comment[];
  readonly diagnostics: Diagnostic[];
}

const lexer = t.makeLexer(false);

/** What a sign of another language stands for: the type that takes its place and the fix. */
const foreignSigns: Readonly<Record<string, { type: TokenType; image: string; means: string }>> = {
  "&&": { type: t.And, image: "and", means: "`and`" },
  "&": { type: t.And, image: "and", means: "`and`" },
  "||": { type: t.Or, image: "or", means: "`or`" },
  "|": { type: t.Or, image: "or", means: "`or`" },
  "!": { type: t.Not, image: "not", means: "`not`" },
  "<>": { type: t.NotEqual, image: "!=", means: "`!=`" },
  "!==": { type: t.NotEqual, image: "!=", means: "`!=`" },
  "===": { type: t.EqualEqual, image: "==", means: "`==`" },
  "^": { type: t.Power, image: "**", means: "`**`" },
  ":=": { type: t.Equals, image: "=", means: "`=`" },
  "//": { type: t.Slash, image: "/", means: "`/`" },
};

/** Characters that word processors and keyboards put where a plain sign was meant. */
const lookalikes: Readonly<Record<string, string>> = {
  "“": '"',
  "”": '"',
  "„": '"',
  "‘": "'",
  "’": "'",
  "−": "-",
  "–": "-",
  "—": "-",
  "×": "*",
  "÷": "/",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "（": "(",
  "）": ")",
  "，": ",",
  "…": "..",
};

/** The span of a token. */
export function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: token.startOffset + token.image.length };
}

/** Where a token ends. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

/** Gives a token another type; the parser matches by type, never by image. */
export function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx as number;
}

function isAt(token: IToken | undefined, offset: number): token is IToken {
  return token !== undefined && token.startOffset === offset;
}

/** Whether a token begins with a letter or a digit (or a dot and a digit) and so runs on from a number. */
function runsOn(token: IToken): boolean {
  const type = token.tokenType;
  return type === t.Name || type === t.NumberLiteral || type === t.Duration || type === t.DotSegment;
}

function numberDiagnostic(image: string, span: Span): Diagnostic {
  const unit = /^(\d+)([A-Za-z]+)$/.exec(image);
  if (unit !== null && unit[2] !== "x" && !/^[eE]$/.test(unit[2] as string)) {
    const lower: Readonly<Record<string, string>> = {
      min: "m",
      mins: "m",
      minute: "m",
      minutes: "m",
      sec: "s",
      secs: "s",
      second: "s",
      seconds: "s",
      hr: "h",
      hrs: "h",
      hour: "h",
      hours: "h",
      day: "d",
      days: "d",
      D: "d",
      H: "h",
      W: "w",
      S: "s",
      week: "w",
      weeks: "w",
      wk: "w",
      month: "M",
      months: "M",
      mo: "M",
    };
    const meant = Object.hasOwn(lower, unit[2] as string) ? lower[unit[2] as string] : undefined;
    return diagnostic("bad_duration", span, `\`${image}\` is no duration: there is no unit \`${unit[2]}\``, {
      fix:
        meant === undefined
          ? null
          : { title: `write ${unit[1]}${meant}`, span, replacement: `${unit[1]}${meant}` },
      hint: "the units are s, m (minutes), h, d, w and M (months)",
    });
  }
  if (/^[\d.]+[smhdwM]$/.test(image)) {
    return diagnostic("bad_duration", span, `\`${image}\` is no duration: its count is no whole number`, {
      hint: "write the duration in a smaller unit: 90m for an hour and a half",
    });
  }
  return diagnostic("bad_number", span, `\`${image}\` is not written as a number`, {
    hint: "numbers are decimal: 20, 0.5, 1e6, 1_000_000",
  });
}

const wellFormedNumber =
  /^(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;

/** Scans a source. Never throws; whatever cannot be read is reported and left out or replaced. */
export function scan(source: string): Scan {
  const result = lexer.tokenize(source);
  const diagnostics: Diagnostic[] = [];
  for (const error of result.errors) {
    const span = { start: error.offset, end: error.offset + error.length };
    const text = source.slice(span.start, span.end);
    const meant = Object.hasOwn(lookalikes, text) ? lookalikes[text] : undefined;
    const shown = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u.test(text)
      ? "U+" + (text.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")
      : `\`${text}\``;
    diagnostics.push(
      diagnostic("unexpected_character", span, `${shown} begins nothing in this language`, {
        fix: meant === undefined ? null : { title: `write ${meant}`, span, replacement: meant },
        hint: /\p{L}/u.test(text) ? "names are made of the letters a to z, digits and `_`" : null,
      }),
    );
  }
  const tokens: IToken[] = [];
  const lexed = result.tokens;
  for (let index = 0; index < lexed.length; index += 1) {
    const token = lexed[index] as IToken;
    switch (token.tokenType) {
      case t.Name: {
        const type = t.reservedWords.get(token.image) ?? t.softWords.get(token.image);
        if (type !== undefined) retype(token, type);
        break;
      }
      case t.NumberLiteral:
      case t.Duration:
      case t.DotSegment: {
        let end = endOf(token);
        let last = index;
        if (token.tokenType !== t.DotSegment) {
          for (let next = lexed[last + 1]; isAt(next, end) && runsOn(next); next = lexed[last + 1]) {
            end = endOf(next);
            last += 1;
          }
        }
        if (last > index) {
          token.image = source.slice(token.startOffset, end);
          diagnostics.push(numberDiagnostic(token.image, spanOf(token)));
          retype(token, t.NumberLiteral);
          index = last;
        } else if (token.tokenType === t.NumberLiteral && !wellFormedNumber.test(token.image)) {
          diagnostics.push(numberDiagnostic(token.image, spanOf(token)));
        } else if (token.tokenType === t.Duration) {
          const count = durationCount(token.image);
          if (count < 1 || !Number.isSafeInteger(count) || /__|_$/.test(token.image.slice(0, -1))) {
            diagnostics.push(
              diagnostic(
                "bad_duration",
                spanOf(token),
                `\`${token.image}\` is no duration that can be counted`,
                {
                  hint: "a duration is a whole number from 1 and a unit: 15m, 24h, 1d",
                },
              ),
            );
          }
        }
        break;
      }
      case t.OpenString: {
        const quote = token.image.slice(0, 1);
        const text = token.image.trimEnd();
        token.image = text;
        diagnostics.push(
          diagnostic("unterminated_string", spanOf(token), `this string has no closing ${quote}`, {
            fix: /[),\]}]/.test(text)
              ? null
              : {
                  title: `close it with ${quote}`,
                  span: { start: endOf(token), end: endOf(token) },
                  replacement: quote,
                },
            hint: /[),\]}]/.test(text)
              ? `put ${quote} where the string ends; a string stays on one line`
              : null,
          }),
        );
        break;
      }
      case t.OpenSymbol: {
        token.image = token.image.trimEnd();
        const body = /^`[A-Za-z0-9_./:-]*/.exec(token.image)?.[0] ?? "`";
        const end = token.startOffset + body.length;
        diagnostics.push(
          diagnostic("unterminated_symbol", spanOf(token), "this symbol has no closing back quote", {
            fix:
              body.length > 1
                ? { title: "close it with `", span: { start: end, end }, replacement: "`" }
                : null,
            hint: body.length > 1 ? null : "a symbol is written between back quotes: `BTC/USDT`",
          }),
        );
        break;
      }
      case t.Foreign: {
        const meant = foreignSigns[token.image] as (typeof foreignSigns)[string];
        const span = spanOf(token);
        diagnostics.push(
          diagnostic(
            "unexpected_token",
            span,
            `\`${token.image}\` is not of this language: ${meant.means} is`,
            {
              fix: {
                title: `write ${meant.image}`,
                span,
                replacement: foreignReplacement(token, meant.image, source),
              },
              hint:
                token.image === "//"
                  ? "a comment begins with #; for a whole quotient write floor(a / b)"
                  : null,
            },
          ),
        );
        retype(token, meant.type);
        break;
      }
    }
    tokens.push(token);
  }
  return { tokens, comments: commentsOf(source, result.groups["comments"] ?? []), diagnostics };
}

/** A word needs blanks around it where the sign it replaces needed none. */
function foreignReplacement(token: IToken, image: string, source: string): string {
  if (!/^[a-z]/.test(image)) return image;
  const before = source[token.startOffset - 1];
  const after = source[endOf(token)];
  return (
    (before !== undefined && /\w/.test(before) ? " " : "") +
    image +
    (after !== undefined && /\S/.test(after) ? " " : "")
  );
}

/** The count of a duration as written: `24h` is 24. */
export function durationCount(image: string): number {
  return Number(image.slice(0, -1).replaceAll("_", ""));
}

function commentsOf(source: string, tokens: readonly IToken[]): Comment[] {
  return tokens.map((token) => {
    const lineStart = token.startOffset - ((token.startColumn as number) - 1);
    return {
      text: token.image,
      doc: token.image.startsWith("##") && source.slice(lineStart, token.startOffset).trim() === "",
      line: token.startLine as number,
      span: spanOf(token),
    };
  });
}
