import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { elaborate } from "../../src/passes/elaborate.ts";
import { check } from "../../src/semantics/check.ts";
import { printSignature, printTyped } from "../../src/semantics/print.ts";
import { standardLibrary } from "../../src/semantics/standard.ts";
import { parse } from "../../src/syntax/parse.ts";

function compile(source: string) {
  const { program, diagnostics } = parse(source);
  const { typed, diagnostics: found } = check(program, source);
  expect([...diagnostics, ...found].filter((each) => each.severity === "error")).toEqual([]);
  return { typed: typed!, arena: elaborate(typed!) };
}

it("has the signatures of the golden", async () => {
  const lines = [...standardLibrary.list()].map(({ signature }) => {
    const also = signature.aliases.length === 0 ? "" : `\n  also ${signature.aliases.join(", ")}`;
    return printSignature(signature) + also;
  });
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("signatures.txt");
});

it("documents every function", () => {
  for (const { signature } of standardLibrary.list())
    expect(signature.doc, signature.function.name).toMatch(/\w/);
});

describe("the module talib", () => {
  interface Listed {
    readonly name: string;
    readonly inputs: Readonly<Record<string, string | readonly string[]>>;
    readonly params: Readonly<Record<string, number>>;
    readonly outputs: readonly string[];
    readonly unstable: boolean;
  }
  const path = resolve(import.meta.dirname, "../../../golden/talib/functions.json");
  const listed = JSON.parse(readFileSync(path, "utf8")) as readonly Listed[];
  const own = [...standardLibrary.list()]
    .map(({ signature }) => signature)
    .filter((signature) => signature.function.module === "talib");
  it("has TA-Lib's functions and no other", () => {
    expect(listed).toHaveLength(201);
    const names = listed.map(({ name }) => name);
    expect(own.map((signature) => signature.function.name).sort()).toEqual(names.sort());
  });
  for (const signature of own) {
    const { name } = signature.function;
    it(`takes and gives what TA-Lib's ${name.toUpperCase()} does`, () => {
      const { inputs, params, outputs, unstable } = listed.find((each) => each.name === name)!;
      const fields = Object.values(inputs).flat();
      const taken = signature.formals.filter((formal) => formal.input);
      // An input that is no field of a bar has no default: the periods of MAVP.
      const field = (formal: (typeof taken)[number]): string | undefined =>
        formal.default === null ? formal.name : (formal.default as { field?: string }).field;
      expect(taken.map(field)).toEqual(fields);
      const others = signature.formals.filter((formal) => !formal.input);
      const value = ({ default: given, range }: (typeof others)[number]): unknown => {
        const constant = (given as { value: number | string }).value;
        return typeof constant === "string" ? range!.choices!.indexOf(constant) : constant;
      };
      // The unstable period is a setting of TA-Lib's, and a parameter here.
      const settable = unstable ? [["unstable", 0]] : [];
      expect(others.map((formal) => [formal.name, value(formal)])).toEqual([
        ...Object.entries(params),
        ...settable,
      ]);
      const { result } = signature;
      const given = result.kind === "record" ? result.fields.map((field) => field.name) : outputs;
      expect(given).toEqual(outputs);
      if (result.kind !== "record") expect(outputs).toHaveLength(1);
    });
  }
});

describe("upstream's expressions compile", () => {
  const expressions = `sma(20)|sma(close, 20)|sma(close, period=20)|sma(close, lookback=20)|sma(high + low, 5)
macd(close, 12, 26, 9).signal|macd(12, 26, 9)|in_channel(close, bb_upper(20, 2), bb_lower(20, 2))|enter(bbands())
enter(bbands(20, 2))|exit(close, bb_upper(), bb_lower())|out(close, high, low)|in(close, high, low)|crossup(rsi(14), 70)
crossdown(ema(20), ema(50))|cross(close, sma(10))|rising(close)|falling(close)|rising_pct(close, 5)|falling_pct(close)
sma(close, 10 + 10)|mean(10, field='high')|select('high')|ohlcv.close|price|o + h + l + c + v|CLOSE > Open
hlc3 + ohlc4 + hl2 + typical_price + weighted_close + median_price + range + upper_wick + lower_wick
rolling_mean(5)|rolling_std(5)|rolling_sum(5)|rolling_median(5)|rolling_ema(5)|rolling_rma(5)|rolling_wma(5)|std(5)|stddev(5)
rolling_argmax(5)|rolling_argmin(5)|argmax(5)|argmin(5)|max(5)|min(5)|bb(20, 2).upper|cumsum()|cumulative_sum(volume)|diff()
shift(close, 2)|sign()|abs(close - open)|pos(diff())|neg(diff())|positive_values(close)|tr()|true_range()|atr(14)
atr(lookback=14)|roc(12)|wma(14)|donchian(20).upper|elementwise_max(close, open)|elementwise_min(close, open)
-2**2 < close|1 < rsi(14) < 99|1_000 < close|not (sma(20) > close)|close % 3 == 0|true and close > 1|True or close > 1
crossup(ema(20), ema(50)) and rsi(14) < 30|median(5)|quantile(5, 0.9)|rank(5)|linreg(5)|slope(5)|cov(5)|correl(5)|beta(5)
fib_level_down(level=0.618, left=2, right=2, leg=1, pairing_mode="latest_valid")|swing_high_at(index=1, left=2, right=2)
fib_level_down(0.618, 3, 3, 1)|fib_down(level=0.786)|fib_anchor_high(3, 3, 2)|fib_high_anchor()|swing_low_at(2, 3, 3)|swing_points()
close < fib_level_down(level=0.618, left=3, right=3, leg=1) and rsi(14) < 45|swing_highs(2, 2) and not swing_lows(2, 2)
psar(0.02, 0.02, 0.2).sar|supertrend(10, 3).direction|ichimoku(9, 26, 52, 26).senkou_span_a|klinger(34, 55, 13).signal|fisher(9).fisher`;
  for (const source of expressions.split(/[|\n]/)) it(source, () => void compile(source));
});

describe("elaboration", () => {
  const kernels = (source: string): string[] =>
    compile(source).arena.nodes.flatMap((node) => (node.op === "apply" ? [node.kernel] : []));
  it("keeps scalar arithmetic out of the series region", () => {
    const { arena } = compile("param n: int = 4 in 2..9\nout a = sma(close, int(sqrt(n * n)))");
    expect(arena.nodes.map((node) => (node.op === "apply" ? node.kernel : node.op))).toEqual([
      "input",
      "win.mean",
    ]);
    expect(arena.scalars.map((scalar) => scalar.op)).toEqual(["param", "mul", "sqrt", "trunc", "const"]);
  });
  it("shares what is said twice", () => {
    expect(
      kernels("out a = sma(close, 20)\nout b = bbands(20).middle").filter((name) => name === "win.mean"),
    ).toHaveLength(1);
  });
  it("writes the policy of missing rows into the kernel", () => {
    const { arena } = compile(
      'out a = sum(close, 2, missing = "observed")\nout b = sum(close, 2, min_samples = 1)\nout c = sum(close, 2)',
    );
    const policies = arena.nodes.flatMap((node) =>
      node.op === "apply" ? [[node.missing, node.scalars.length]] : [],
    );
    expect(policies).toEqual([
      ["observed", 1],
      ["min_samples", 2],
      ["rows", 1],
    ]);
  });
  it("chooses by parameter and selects by series", () => {
    expect(kernels('param m = "a" in ["a", "b"]\nif m == "a" then ema(3) else sma(3)')).toContain("choose");
    expect(kernels("if close > open then 1 else 2")).toContain("select");
    expect(kernels("if close > open then close > 1 else na")).toContain("select_bool");
  });
  it("keeps the first known of two conditions a condition", () => {
    expect(kernels("coalesce(close > 1, false)")).toContain("coalesce_bool");
    expect(kernels("coalesce(close, 1)")).toContain("coalesce");
  });
  it("takes the edge of an alert unless every bar is asked for", () => {
    expect(kernels("alert a when close > 1")).toContain("event.edge");
    expect(kernels("@every_bar\nalert a when close > 1")).not.toContain("event.edge");
  });
  it("maps nodes to the calls that the user wrote", () => {
    const source = "out a = rsi(14)";
    const { arena } = compile(source);
    const spans = [...arena.spans.values()].map((span) => source.slice(span.start, span.end));
    expect(new Set(spans)).toEqual(new Set(["rsi(14)"]));
  });
  it("stays linear where functions double", () => {
    const doubled = Array.from({ length: 60 }, (_, i) => `fn f${i + 1}(x) = f${i}(x) + f${i}(x)\n`).join("");
    expect(compile(`fn f0(x) = x\n${doubled}f60(close)`).arena.nodes).toHaveLength(61);
  });
  it("refuses what expands beyond the limit, naming the calls", () => {
    const source = "fn f(x) = ema(sma(x, 3), 4)\nf(close)";
    const { typed } = check(parse(source).program, source);
    expect(() => elaborate(typed!, { instructions: 4 })).toThrow(/TA3013.*f → ema/);
  });
});

it("prints the typed tree", () => {
  expect(
    printTyped(
      compile("param n: int = 5 in 2..9\nlet m = macd(close)\nout a = m.signal[1] > n\nout b = m.macd").typed,
    ),
  ).toBe(`edition 1
param n: int = 5 in 2..9
%0: {macd: series float, signal: series float, histogram: series float} = macd(ohlcv.close, _, _, _)
out a: series bool = gt(shift(%0.signal, 1), param 0)
out b: series float = %0.macd
`);
});
