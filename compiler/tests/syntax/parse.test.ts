import { describe, expect, test } from "vitest";
import type { Expression } from "../../src/syntax/ast.ts";
import { parse } from "../../src/syntax/parse.ts";
import { StatementParser } from "../../src/syntax/parser.ts";
import { astToJson, printAst } from "../../src/syntax/print.ts";
import { makeLexer } from "../../src/syntax/tokens.ts";
import { sample } from "./sample.ts";

/** An expression fully parenthesized, so that a test can show its tree. */
function show(e: Expression): string {
  switch (e.kind) {
    case "number":
      return e.text;
    case "duration":
      return `${e.count}${e.unit}`;
    case "string":
      return JSON.stringify(e.value);
    case "boolean":
      return String(e.value);
    case "missing":
      return "na";
    case "name":
      return e.name;
    case "symbol":
      return "`" + e.name + "`";
    case "unary":
      return `(${e.operator} ${show(e.operand)})`;
    case "binary":
      return `(${show(e.left)} ${e.operator} ${show(e.right)})`;
    case "compare":
      return `(${e.operands.map((operand, at) => (at > 0 ? e.operators[at - 1] + " " : "") + show(operand)).join(" ")})`;
    case "conditional":
      return `(if ${show(e.condition)} then ${show(e.then)} else ${show(e.otherwise)})`;
    case "lambda":
      return `(fn ${e.parameters.map((p) => p.name).join(" ")} => ${show(e.body)})`;
    case "call":
      return `${show(e.callee)}(${e.arguments.map((a) => (a.name ? a.name.name + "=" : "") + show(a.value)).join(", ")})`;
    case "member":
      return `${show(e.object)}.${e.member.name}`;
    case "index":
      return `${show(e.object)}[${show(e.index)}]`;
    case "list":
      return `[${e.items.map(show).join(", ")}]`;
    case "record":
      return `{${e.fields.map((f) => f.name.name + (f.value ? ": " + show(f.value) : "")).join(", ")}}`;
    case "broken":
      return "<broken>";
  }
}

function shape(source: string): string {
  const { program, diagnostics } = parse(source);
  expect(diagnostics).toEqual([]);
  expect(program.items).toHaveLength(1);
  const item = program.items[0];
  if (item?.kind !== "expression") throw new Error("no expression: " + source);
  return show(item.value);
}

const codes = (source: string): string[] => parse(source).diagnostics.map((found) => found.name);
const kinds = (source: string): string[] => {
  const { program, diagnostics } = parse(source);
  expect(diagnostics).toEqual([]);
  return program.items.map((item) => item.kind);
};

test("the grammar and the lexer pass chevrotain's validation", () => {
  expect(() => new StatementParser(true)).not.toThrow();
  expect(makeLexer(true).lexerDefinitionErrors).toEqual([]);
});

describe("expressions", () => {
  test.each([
    ["1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"],
    ["a / b % c * d", "(((a / b) % c) * d)"],
    ["-2**2", "(- (2 ** 2))"],
    ["2 ** -1", "(2 ** (- 1))"],
    ["2 ** 3 ** 2", "(2 ** (3 ** 2))"],
    ["2 ** -x ** 2 * 3", "((2 ** (- (x ** 2))) * 3)"],
    ["- + -a", "(- (+ (- a)))"],
    ["a or b and not c == d", "(a or (b and (not (c == d))))"],
    ["not not a", "(not (not a))"],
    ["a and b or c and d", "((a and b) or (c and d))"],
    ["a < b <= c != d", "(a < b <= c != d)"],
    ["(a < b) < c", "((a < b) < c)"],
    ["a < b + 1 < c and d > e", "((a < (b + 1) < c) and (d > e))"],
    ["a < -b", "(a < (- b))"],
    ["if a then b else if c then d else e", "(if a then b else (if c then d else e))"],
    ["fn() => fn(a, b) => a + b", "(fn  => (fn a b => (a + b)))"],
    ["f(a, x = 1, y = b == c,)", "f(a, x=1, y=(b == c))"],
    ["macd(close).signal[1](2)", "macd(close).signal[1](2)"],
    ["close.24h_ago + BTC.1h.close", "(close.24h_ago + BTC.1h.close)"],
    ["close.1d[1]", "close.1d[1]"],
    [".5 + .1e5 + 1. + 1_000.5E-3", "(((.5 + .1e5) + 1.) + 1_000.5E-3)"],
    ["[1, 1M, 1m, 24h, 1w, 30s, 1d]", "[1, 1M, 1m, 24h, 1w, 30s, 1d]"],
    ["{upper, lower: a - b}", "{upper, lower: (a - b)}"],
    ["True and False or true == false", "((true and false) or (true == false))"],
    ["`BTC/USDT`.close > na", "(`BTC/USDT`.close > na)"],
    ["BTC/USDT.orderbook.imbalance", "(BTC / USDT.orderbook.imbalance)"],
    ['f(\'a"b\', "c\\n\\"d\\q")', 'f("a\\"b", "c\\n\\"dq")'],
    ["trades.filter(amount > 1_000_000).count > 10", "(trades.filter((amount > 1_000_000)).count > 10)"],
    ["(a)", "a"],
    ["[]", "[]"],
  ])("%s", (source, tree) => {
    expect(shape(source)).toBe(tree);
  });

  test("spans cover parentheses", () => {
    const item = parse("(a + b) * (c)").program.items[0];
    expect(item?.span).toEqual({ start: 0, end: 13 });
  });

  test("numbers keep value and text", () => {
    const item = parse("1_000.5e1").program.items[0];
    expect(item).toMatchObject({ value: { kind: "number", value: 10005, text: "1_000.5e1" } });
  });
});

describe("statements", () => {
  test("every form, as printed", () => {
    const { program, diagnostics } = parse(sample);
    expect(diagnostics).toEqual([]);
    expect(printAst(program)).toMatchSnapshot();
  });

  test("contextual words are names where they name", () => {
    expect(kinds("out x\nout(3)")).toEqual(["output", "expression"]);
    expect(kinds("let + 1")).toEqual(["expression"]);
    expect(kinds("param.x > use / edition - alert")).toEqual(["expression"]);
    expect(kinds("let in = 1\nlet step = 2\nlet when = 3\nlet as = 4\nlet input = in + step")).toHaveLength(
      5,
    );
    expect(kinds("alert when when when")).toEqual(["alert"]);
    expect(kinds("f(step = 2, in = 3, out = 4, let = 5)")).toEqual(["expression"]);
    expect(kinds("{out: 1, let: 2}")).toEqual(["expression"]);
    expect(kinds("fn f(input) = input")).toEqual(["function"]);
    expect(kinds("label / 2")).toEqual(["expression"]);
  });

  test("formals", () => {
    const item = parse("fn f(input x, input input = close, n: int = 3 in 1..9) = x").program.items[0];
    if (item?.kind !== "function") throw new Error("no function");
    expect(item.formals.map((formal) => [formal.input, formal.name.name])).toEqual([
      [true, "x"],
      [true, "input"],
      [false, "n"],
    ]);
  });

  test("ranges", () => {
    const { program } = parse(
      'param a = 1 in 2..200\nparam b = 1 in .5 .. 2 step .5\nparam c = "x" in ["x", "y"]',
    );
    expect(program.items.map((item) => (item.kind === "param" ? item.range?.kind : null))).toEqual([
      "interval",
      "interval",
      "choices",
    ]);
    expect(program.items[1]).toMatchObject({
      range: { low: { value: 0.5 }, high: { value: 2 }, step: { value: 0.5 } },
    });
  });

  test("attributes above and beside a statement", () => {
    for (const source of [
      "@a @b(1)\nlet x = 3",
      "@a\n@b(1)\nlet x = 3",
      "@a @b(1) let x = 3",
      "@a\n@b(\n  1)\n\nlet x = 3",
    ]) {
      const item = parse(source).program.items[0];
      expect(parse(source).diagnostics).toEqual([]);
      expect(item?.attributes.map((attribute) => attribute.name.name)).toEqual(["a", "b"]);
      expect(item?.kind).toBe("let");
    }
  });

  test("docs attach to the item below; the first may be the program's", () => {
    const docs = (source: string) => {
      const { program } = parse(source);
      return [program.doc, ...program.items.map((item) => item.doc)];
    };
    expect(docs("## A\n## B\nlet x = 1\n## C\nout x")).toEqual([null, "A\nB", "C"]);
    expect(docs("## P\n\nlet x = 1")).toEqual(["P", null]);
    expect(docs("## P\nedition 1\n## X\nlet x = 1")).toEqual(["P", null, "X"]);
    expect(docs("## P\n\n## X\n@a\nlet x = 1 ## trailing\nout x")).toEqual(["P", "X", null]);
    expect(docs("## P")).toEqual(["P"]);
  });

  test("comments come with their spans", () => {
    const source = "# a\nlet x = 1 # b\n## c\nout x";
    const { comments } = parse(source);
    expect(comments.map((comment) => source.slice(comment.span.start, comment.span.end))).toEqual([
      "# a",
      "# b",
      "## c",
    ]);
    expect(comments.map((comment) => comment.doc)).toEqual([false, false, true]);
  });
});

describe("layout", () => {
  const same = (one: string, other: string) => {
    expect(parse(one).diagnostics).toEqual([]);
    expect(parse(other).diagnostics).toEqual([]);
    expect(astToJson(parse(one).program)).toEqual(astToJson(parse(other).program));
  };

  test("CRLF, lone CR and a byte order mark", () => {
    same(sample, sample.replaceAll("\n", "\r\n"));
    same(sample, sample.replaceAll("\n", "\r"));
    same(sample, "\ufeff" + sample);
  });
  test("tabs", () => {
    same(sample, sample.replaceAll("\n    ", "\n\t\t").replaceAll("\n  ", "\n\t"));
    same("fn f(a) =\n\tlet b = a\n    b", "fn f(a) =\n  let b = a\n  b");
  });
  test("deeper continues, same or shallower ends", () => {
    same("let a = 1\n  + 2\nout a", "let a = 1 + 2\nout a");
    same("  let a = 1\nout a", "let a = 1\nout a");
    same("let a =\n  1\n  + 2\nout a", "let a = 1 + 2\nout a");
    same("f(\na,\n\nb\n)", "f(a, b)");
    expect(kinds("let a = 1\nout a")).toEqual(["let", "output"]);
  });
  test("bodies", () => {
    same(
      "fn f(a) =\n  let b = a\n    + 1\n\n  # a note\n  b * 2\nout x",
      "fn f(a) =\n  let b = a + 1; b * 2\nout x",
    );
    same("fn f(a) =\n  a", "fn f(a) = a");
    same("fn f(a) = a\n  + 1", "fn f(a) = a + 1");
  });
  test("`;` ends a line", () => {
    same("let a = 1; out a;", "let a = 1\nout a");
    expect(codes("f(a; b)")).toEqual(["unexpected_token"]);
  });
  test("nothing at all", () => {
    for (const source of ["", "\n\n", "  ", "# x", ";;"]) {
      expect(parse(source)).toMatchObject({ diagnostics: [], program: { items: [] } });
    }
  });
});

describe("limits", () => {
  const nest = (open: string, close: string, count: number) => open.repeat(count) + "1" + close.repeat(count);
  test.each([
    ["(", ")"],
    ["[", "]"],
    ["f(", ")"],
    ["{a: ", "}"],
    ["a[", "]"],
    ["-", ""],
    ["not ", ""],
    ["1 ** ", ""],
    ["if a then 1 else ", ""],
    ["if a then ", " else 1"],
    ["fn() => ", ""],
  ])("256 of %s nest, 257 do not", (open, close) => {
    expect(codes(nest(open, close, 256))).toEqual([]);
    expect(codes("let x = " + nest(open, close, 257) + "\nlet y = )")).toEqual([
      "nesting_too_deep",
      "unexpected_token",
    ]);
    expect(codes(nest(open, close, 20_000))).toEqual(["nesting_too_deep"]);
  });
  test("mixed nesting counts together", () => {
    expect(codes("-(".repeat(128) + "1" + ")".repeat(128))).toEqual([]);
    expect(codes("-(".repeat(129) + "1" + ")".repeat(129))).toEqual(["nesting_too_deep"]);
  });
  test("long chains are flat, up to a limit that keeps trees walkable", () => {
    expect(codes("1" + " + 1".repeat(1000))).toEqual([]);
    expect(codes("1" + " < 1".repeat(1000))).toEqual([]);
    for (const chain of [" + 1", " < 1", " and a", ".b", "[1]", "(1)"]) {
      const source = "let x = a" + chain.repeat(5000);
      expect(codes(source)).toEqual(["nesting_too_deep"]);
      expect(parse(source).program.items[0]).toMatchObject({ kind: "let", value: { kind: "broken" } });
    }
  });
  test("unclosed nesting", () => {
    expect(codes("(".repeat(20_000))).toHaveLength(1);
    expect(codes(")".repeat(300)).every((name) => name === "unexpected_token")).toBe(true);
  });
  test("a number that overflows", () => {
    expect(codes("1e308 + 1e309")).toEqual(["number_overflows"]);
    expect(codes("9".repeat(400))).toEqual(["number_overflows"]);
  });
});
