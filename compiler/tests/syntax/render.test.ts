import { describe, expect, test } from "vitest";
import { diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderJson, renderText } from "../../src/diagnostics/render.ts";
import { suggest } from "../../src/diagnostics/suggest.ts";
import { parse } from "../../src/syntax/parse.ts";

const render = (source: string): string => renderText(parse(source).diagnostics, source, { file: "a.ta" });

describe("as text", () => {
  test("a place, a frame, a fix", () => {
    expect(render("let a = close && open\nout a")).toBe(
      [
        "TA1004 error: `&&` is not of this language: `and` is",
        " --> a.ta:1:15",
        "  |",
        "1 | let a = close && open",
        "  |               ^^",
        "  = fix: write and",
        "",
      ].join("\n"),
    );
  });
  test("a place at the end of a line; what is related", () => {
    expect(render("let a = 1 +\r\nlet b = (a]\r\n")).toBe(
      [
        "TA1005 error: an expression is missing at the end of the line",
        " --> a.ta:1:12",
        "  |",
        "1 | let a = 1 +",
        "  |            ^",
        "  = hint: a line that continues is indented deeper than the one it began on",
        "",
        "TA1004 error: `]` does not close `(`",
        " --> a.ta:2:11",
        "  |",
        "2 | let b = (a]",
        "  |           ^",
        " ::: a.ta:2:9: opened here",
        "  |",
        "2 | let b = (a]",
        "  |         ^",
        "  = fix: write )",
        "",
      ].join("\n"),
    );
  });
  test("tabs and wide characters keep the marks under their text", () => {
    expect(render('\tf("日本", $)')).toContain('1 |     f("日本", $)\n  |               ^\n');
    expect(render('f("😀", $)')).toContain('1 | f("😀", $)\n  |         ^\n');
  });
  test("a span of several lines", () => {
    const source = "a\n  b\n  c\n  d\n  e\n";
    const found = diagnostic("unexpected_token", { start: 0, end: source.length - 1 }, "too long");
    expect(renderText([found], source)).toBe(
      [
        "TA1004 error: too long",
        " --> 1:1",
        "  |",
        "1 | a",
        "  | ^",
        "2 |   b",
        "  |   ^",
        "  | …",
        "5 |   e",
        "  |   ^",
        "",
      ].join("\n"),
    );
  });
  test("nothing for nothing", () => {
    expect(renderText([], "a")).toBe("");
  });
});

test("as data", () => {
  const source = "let a = 1\nlet é😀 = b || c";
  const json = renderJson(parse("let a = 1\nout b = b || c").diagnostics, "let a = 1\nout b = b || c");
  expect(json).toEqual([
    {
      code: "TA1004",
      name: "unexpected_token",
      severity: "error",
      message: "`||` is not of this language: `or` is",
      start: 20,
      end: 22,
      line: 2,
      column: 11,
      endLine: 2,
      endColumn: 13,
      hint: null,
      fix: {
        title: "write or",
        replacement: "or",
        start: 20,
        end: 22,
        line: 2,
        column: 11,
        endLine: 2,
        endColumn: 13,
      },
      related: [],
    },
  ]);
  // Columns count characters: the emoji is one, and two UTF-16 units.
  const last = renderJson([diagnostic("unexpected_token", { start: 18, end: 19 }, "x")], source)[0];
  expect(last).toMatchObject({ line: 2, column: 8 });
});

test("suggestions", () => {
  const known = ["close", "crossup", "ema", "sma", "stdev", "stochastic", "volume"];
  expect(suggest("clsoe", known)).toBe("close");
  expect(suggest("SMA", known)).toBe("sma");
  expect(suggest("stochastik", known)).toBe("stochastic");
  expect(suggest("crosup", known)).toBe("crossup");
  expect(suggest("bananas", known)).toBeNull();
  expect(suggest("xyz", known)).toBeNull();
  expect(suggest("close", known)).toBeNull();
  expect(suggest("h", ["o", "l"])).toBeNull();
  expect(suggest("x", [])).toBeNull();
});
