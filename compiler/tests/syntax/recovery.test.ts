import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CODES } from "../../src/generated/codes.ts";
import { renderJson, renderText } from "../../src/diagnostics/render.ts";
import { parse } from "../../src/syntax/parse.ts";
import { scan } from "../../src/syntax/scan.ts";
import { printAst } from "../../src/syntax/print.ts";
import { sample } from "./sample.ts";

/** Parses, and checks what must hold for every text whatever. */
function check(source: string): string[] {
  const { program, diagnostics, comments } = parse(source);
  for (const found of diagnostics) {
    expect(found.code).toBe(CODES[found.name].code);
    for (const { span } of [found, ...found.related, ...(found.fix === null ? [] : [found.fix])]) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      expect(span.end).toBeLessThanOrEqual(source.length);
    }
    expect(found.message).not.toMatch(/undefined|NaN|\n|\.$/);
  }
  for (const { span } of [...program.items, ...comments]) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeLessThanOrEqual(source.length);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
  }
  // A broken node never comes without a diagnostic.
  if (diagnostics.length === 0) expect(JSON.stringify(program)).not.toContain('"broken"');
  printAst(program);
  renderText(diagnostics, source);
  renderJson(diagnostics, source);
  return diagnostics.map((found) => found.name);
}

const names = (source: string): string[] => parse(source).diagnostics.map((found) => found.name);

test("each independent error of a program is reported, and only those", () => {
  const source = `let a = sma(close 20)
let b = (1 + 2
let c = a && b
let d = 5 +
fn f(x, 3) = x
out e = f(a b, c d, 12abc)
alert x close > 3
let s = "abc
out ok = a > b
`;
  const lines = parse(source).diagnostics.map(
    (found) => source.slice(0, found.span.start).split("\n").length,
  );
  expect(check(source)).toEqual([
    "unexpected_token",
    "unclosed_bracket",
    "unexpected_token",
    "missing_token",
    "missing_token",
    "unexpected_token",
    "unexpected_token",
    "bad_duration",
    "missing_token",
    "unterminated_string",
  ]);
  expect(lines).toEqual([1, 2, 3, 4, 5, 6, 6, 6, 7, 8]);
});

test("a broken statement keeps its name", () => {
  const { program } = parse("let a = )\nparam b: = 3\nfn c(1) = 2\nout d = +\nalert e 3\nlabel f 3");
  expect(program.items.map((item) => [item.kind, "name" in item ? item.name.name : ""])).toEqual([
    ["let", "a"],
    ["let", "b"],
    ["let", "c"],
    ["output", "d"],
    ["alert", "e"],
    ["label", "f"],
  ]);
});

describe("one fault, one diagnostic", () => {
  test.each([
    ["let x = ]", "unexpected_token"],
    ["(a]", "unexpected_token"],
    ["f(a, (b)", "unclosed_bracket"],
    ["f([a)", "unclosed_bracket"],
    ['select("high)', "unterminated_string"],
    ["select(`BTC)", "unterminated_symbol"],
    ["a $$$ b", "unexpected_character"],
    ["a ≥ b", "unexpected_character"],
    ["let if = 3", "reserved_name"],
    ["let and = 3", "reserved_name"],
    ["let = 3", "missing_token"],
    ["x = 3", "unexpected_token"],
    ["a ? b : c", "unexpected_token"],
    ["if a then b", "missing_token"],
    ["0x10", "bad_number"],
    ["1__0", "bad_number"],
    ["1.2.3", "bad_number"],
    ["15min", "bad_duration"],
    ["1.5h", "bad_duration"],
    ["0h", "bad_duration"],
    ["let a = 1\n  let b = 2", "bad_indentation"],
    ["fn f(a) =\n    let b = a\n  b", "bad_indentation"],
    ["fn f(a) =\n  let b = a\nout f", "missing_token"],
    ["a !== b", "unexpected_token"],
    ["@x", "missing_token"],
    ["2..3", "unexpected_token"],
    ["edition x", "missing_token"],
    ["a + not b", "unexpected_token"],
    ["!a", "unexpected_token"],
    ["if a b c then d else e", "missing_token"],
  ])("%s", (source, name) => {
    expect(check(source)).toEqual([name]);
  });
});

test("fixes mend what they say", () => {
  for (const source of [
    "a && b",
    "a||b",
    "!a",
    "a <> b",
    "a === b",
    "2 ^ 3",
    "let y = close = 3",
    "x = 3",
    "sma(close, 20",
    "close > 30)",
    "(a]",
    "15min",
    "let a = 1\n  let b = 2",
    "a ≥ b",
    'f("abc',
    "let x = [1, 2",
    "let x := 3",
  ]) {
    const [found] = parse(source).diagnostics;
    const fix = found?.fix;
    if (fix === null || fix === undefined) throw new Error("no fix: " + source);
    const mended = source.slice(0, fix.span.start) + fix.replacement + source.slice(fix.span.end);
    // The open string may still want its bracket; everything else is whole again.
    expect(names(mended).filter((name) => name !== "unclosed_bracket")).toEqual([]);
  }
});

test("a token left out at every place of a program", () => {
  const { tokens } = scan(sample);
  expect(tokens.length).toBeGreaterThan(200);
  let wrong = 0;
  for (const token of tokens) {
    const end = token.startOffset + token.image.length;
    for (const put of [" ", " ) ", " = "]) {
      const found = check(sample.slice(0, token.startOffset) + put + sample.slice(end));
      if (put === " " && found.length > 0) wrong += 1;
      expect(found.length).toBeLessThanOrEqual(5);
    }
  }
  expect(wrong).toBeGreaterThan(100);
});

test("cut off at every place", () => {
  for (let end = 0; end < sample.length; end += 1) check(sample.slice(0, end));
});

const pieces = [
  ..."()[]{},.:;@=<>+-*/%?!&|^`\"'\\#$é😀\t\r\n ".match(/./gsu)!,
  ..."fn if then else and or not na true edition use param let out alert label in step when as input x close".split(
    " ",
  ),
  ...[
    "..",
    "->",
    "=>",
    "**",
    "==",
    "1",
    ".5",
    "1h",
    ".24h_ago",
    "1e999",
    "12ab",
    "\n  ",
    "\n",
    " ",
    "## d\n",
    "\ufeff",
  ],
];

test("any sequence of tokens", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), fc.boolean(), (parts, spaced) => {
      check(parts.join(spaced ? " " : ""));
    }),
    { numRuns: 1500 },
  );
});

test("any text, lone surrogates included", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 }), (units) => {
      check(String.fromCharCode(...units));
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii", maxLength: 120 }), (text) => {
      check(text);
    }),
    { numRuns: 1000 },
  );
});
