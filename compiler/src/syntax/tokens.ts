/**
 * The token types and the lexer.
 *
 * Invariants:
 * - Words are lexed as `Name` alone. layout.ts gives reserved and contextual words their own types,
 *   so the lexer has one rule for words and every contextual word can still be a name.
 * - Newlines are no tokens. A token knows its line; layout.ts settles what a new line means.
 * - `.24h_ago` (DotSegment) is tried before numbers and refuses what is a number: `.5`, `.1e5`, `.5_000`.
 */
import { createToken, Lexer, type TokenType } from "chevrotain";

/** Any word that can stand as a name; contextual words belong to it. */
export const Name = createToken({ name: "Name", label: "a name", pattern: /[A-Za-z_][A-Za-z0-9_]*/ });

/** Operators between two operands; their precedence is in operators.ts. */
export const BinarySign = createToken({ name: "BinarySign", label: "an operator", pattern: Lexer.NA });
/** Operators before an operand: `-`, `+`, `not`. */
export const PrefixSign = createToken({ name: "PrefixSign", label: "an operator", pattern: Lexer.NA });

function sign(name: string, image: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, label: "`" + image + "`", pattern: image, categories });
}

/** A word: never lexed as such, given by layout.ts. */
function word(name: string, image: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, label: "`" + image + "`", pattern: Lexer.NA, categories });
}

// Reserved words.
export const Fn = word("Fn", "fn");
export const If = word("If", "if");
export const Then = word("Then", "then");
export const Else = word("Else", "else");
export const And = word("And", "and", [BinarySign]);
export const Or = word("Or", "or", [BinarySign]);
export const Not = word("Not", "not", [PrefixSign]);
export const Na = word("Na", "na");
export const BooleanWord = createToken({ name: "Boolean", label: "`true` or `false`", pattern: Lexer.NA });

// Words at the head of a statement: only there, and only where the next token cannot continue a name.
export const Edition = word("Edition", "edition");
export const Use = word("Use", "use");
export const Param = word("Param", "param");
export const FnStatement = word("FnStatement", "fn");
export const Let = word("Let", "let");
export const Out = word("Out", "out");
export const Alert = word("Alert", "alert");
export const Label = word("Label", "label");

// Words inside a statement, each also a name.
export const As = word("As", "as", [Name]);
export const In = word("In", "in", [Name]);
export const Step = word("Step", "step", [Name]);
export const When = word("When", "when", [Name]);
export const Input = word("Input", "input", [Name]);

// Literals.
export const DotSegment = createToken({
  name: "DotSegment",
  label: "a segment",
  pattern: /\.\d[\d_]*(?![eE][+-]?\d)[A-Za-z][A-Za-z0-9_]*/,
  start_chars_hint: ["."],
  line_breaks: false,
});
export const Duration = createToken({
  name: "Duration",
  label: "a duration",
  pattern: /\d[\d_]*[smhdwM](?![A-Za-z0-9_])/,
});
export const NumberLiteral = createToken({
  name: "Number",
  label: "a number",
  pattern: /(?:\d[\d_]*(?:\.\d[\d_]*|\.(?![.A-Za-z0-9_]))?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/,
});
export const StringLiteral = createToken({
  name: "String",
  label: "a string",
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*"|'(?:[^'\\\r\n]|\\[^\r\n])*'/,
  start_chars_hint: ['"', "'"],
  line_breaks: false,
});
export const OpenString = createToken({
  name: "OpenString",
  label: "a string",
  pattern: /["'][^\r\n]*/,
  start_chars_hint: ['"', "'"],
  line_breaks: false,
});
export const SymbolLiteral = createToken({
  name: "Symbol",
  label: "a symbol",
  pattern: /`[^`\r\n]+`/,
  start_chars_hint: ["`"],
  line_breaks: false,
});
export const OpenSymbol = createToken({
  name: "OpenSymbol",
  label: "a symbol",
  pattern: /`[^\r\n]*/,
  start_chars_hint: ["`"],
  line_breaks: false,
});

// Signs.
export const LeftParen = sign("LeftParen", "(");
export const RightParen = sign("RightParen", ")");
export const LeftBracket = sign("LeftBracket", "[");
export const RightBracket = sign("RightBracket", "]");
export const LeftBrace = sign("LeftBrace", "{");
export const RightBrace = sign("RightBrace", "}");
export const Comma = sign("Comma", ",");
export const Colon = sign("Colon", ":");
export const Semicolon = sign("Semicolon", ";");
export const At = sign("At", "@");
export const DotDot = sign("DotDot", "..");
export const Dot = sign("Dot", ".");
export const FatArrow = sign("FatArrow", "=>");
export const ThinArrow = sign("ThinArrow", "->");
export const Power = sign("Power", "**", [BinarySign]);
export const Star = sign("Star", "*", [BinarySign]);
export const Slash = sign("Slash", "/", [BinarySign]);
export const Percent = sign("Percent", "%", [BinarySign]);
export const Plus = sign("Plus", "+", [BinarySign, PrefixSign]);
export const Minus = sign("Minus", "-", [BinarySign, PrefixSign]);
export const LessEqual = sign("LessEqual", "<=", [BinarySign]);
export const GreaterEqual = sign("GreaterEqual", ">=", [BinarySign]);
export const EqualEqual = sign("EqualEqual", "==", [BinarySign]);
export const NotEqual = sign("NotEqual", "!=", [BinarySign]);
export const Less = sign("Less", "<", [BinarySign]);
export const Greater = sign("Greater", ">", [BinarySign]);
export const Equals = sign("Equals", "=");

/**
 * Signs of other languages. layout.ts reports each once and puts the sign that was meant in its place,
 * so that nothing else fails because of it.
 */
export const Foreign = createToken({
  name: "Foreign",
  label: "a sign of another language",
  pattern: /&&?|\|\|?|!==|!(?!=)|<>|===|\^|\/\/|:=/,
  start_chars_hint: ["&", "|", "!", "<", "=", "^", "/", ":"],
});
export const Question = sign("Question", "?");

// Made by layout.ts, for the lines of an indented body.
export const Indent = createToken({ name: "Indent", label: "an indented line", pattern: Lexer.NA });
export const Dedent = createToken({ name: "Dedent", label: "the end of the body", pattern: Lexer.NA });
export const LineEnd = createToken({ name: "LineEnd", label: "the end of the line", pattern: Lexer.NA });

const Whitespace = createToken({
  name: "Whitespace",
  pattern: /[ \t\r\n\f\v\u00a0\ufeff]+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
});
const Comment = createToken({ name: "Comment", pattern: /#[^\r\n]*/, group: "comments" });

/** The lexer's rules in the order in which they are tried: the longer sign before its beginning. */
const lexed: TokenType[] = [
  Whitespace,
  Name,
  DotSegment,
  Duration,
  NumberLiteral,
  StringLiteral,
  OpenString,
  SymbolLiteral,
  OpenSymbol,
  Comment,
  Comma,
  LeftParen,
  RightParen,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  FatArrow,
  ThinArrow,
  Foreign,
  Power,
  LessEqual,
  GreaterEqual,
  EqualEqual,
  NotEqual,
  DotDot,
  Dot,
  Colon,
  Semicolon,
  At,
  Star,
  Slash,
  Percent,
  Plus,
  Minus,
  Less,
  Greater,
  Equals,
  Question,
];

/** The parser's vocabulary: what the lexer makes and what layout.ts makes. */
export const vocabulary: TokenType[] = [
  ...lexed.filter((type) => type !== Whitespace && type !== Comment),
  BinarySign,
  PrefixSign,
  Fn,
  If,
  Then,
  Else,
  And,
  Or,
  Not,
  Na,
  BooleanWord,
  Edition,
  Use,
  Param,
  FnStatement,
  Let,
  Out,
  Alert,
  Label,
  As,
  In,
  Step,
  When,
  Input,
  Indent,
  Dedent,
  LineEnd,
];

/** Makes the lexer. `validate` runs the checks of its rules, which tests want and a start does not. */
export function makeLexer(validate: boolean): Lexer {
  return new Lexer(lexed, {
    positionTracking: "onlyStart",
    ensureOptimizations: true,
    skipValidations: !validate,
  });
}

/** The words that are never names, by how they are written. */
export const reservedWords: ReadonlyMap<string, TokenType> = new Map([
  ["fn", Fn],
  ["if", If],
  ["then", Then],
  ["else", Else],
  ["and", And],
  ["or", Or],
  ["not", Not],
  ["na", Na],
  ["true", BooleanWord],
  ["false", BooleanWord],
  ["True", BooleanWord],
  ["False", BooleanWord],
]);

/** The words that mean something inside a statement and are names elsewhere. */
export const softWords: ReadonlyMap<string, TokenType> = new Map([
  ["as", As],
  ["in", In],
  ["step", Step],
  ["when", When],
  ["input", Input],
]);

/** The words that can begin a statement. */
export const statementWords: ReadonlyMap<string, TokenType> = new Map([
  ["edition", Edition],
  ["use", Use],
  ["param", Param],
  ["fn", FnStatement],
  ["let", Let],
  ["out", Out],
  ["alert", Alert],
  ["label", Label],
]);
