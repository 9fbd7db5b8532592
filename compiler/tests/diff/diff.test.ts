import { describe, expect, test } from "vitest";
import { compile, diffPlans, diffText, PlanError, type PlanDiff } from "../../src/index.ts";

const diff = (before: string, after: string, optimize = true): PlanDiff =>
  diffPlans(compile(before).bytes, compile(after, { optimize }).bytes);

describe("verdicts", () => {
  test.each([
    ["identical", "sma(20)", "sma(20)", true],
    ["same meaning", "out x = sma(20)", "## A title.\nout x =  sma(close, 20)", true],
    ["same results", "out x = sma(20)\nout y = rsi(14)", "out y = rsi(14)\nout x = sma(20)", true],
    [
      "same results",
      "out a = bbands(20, 2).upper\nout b = bbands(20, 2).lower",
      "out a = bbands(20, 2).upper\nout b = bbands(20, 2).lower",
      false,
    ],
    ["different", "sma(20)", "sma(21)", true],
    ["different", "out x = sma(20)", "out y = sma(20)", true],
    ["different", "out x = close > open", "out x = close - open", true],
    ["different", "alert a when close > open", "@every_bar\nalert a when close > open", true],
  ] as const)("%s: %s | %s", (verdict, before, after, optimize) => {
    const found = diff(before, after, optimize);
    expect(found.verdict).toBe(verdict);
    expect(found.a === found.b).toBe(verdict === "identical" || verdict === "same meaning");
    expect(diff(after, before).verdict === "different").toBe(verdict === "different");
  });
});

describe("what changed", () => {
  test("the numbers that part two expressions, and nothing that they share", () => {
    const found = diff("alert up when crossup(ema(20), ema(50))", "alert up when crossup(ema(20), ema(60))");
    expect(found.outputs).toEqual({ added: [], removed: [], changed: [] });
    expect(found.alerts.changed).toHaveLength(1);
    const [alert] = found.alerts.changed;
    expect(alert!.changes[0]).toEqual({ what: "n of rec.average", from: "50", to: "60" });
    expect(alert!.changes.map(({ what }) => what)).toEqual(["n of rec.average", "beta of rec.average"]);
    expect(alert!.from).toContain("rec.average(close, n=50");
    expect(found.figures).toContainEqual({ what: "alert up: valid from row", from: "50", to: "60" });
  });

  test("where the operations differ, the smallest value that does", () => {
    const { changed } = diff("sma(close, 20) + high * 2", "sma(close, 20) + low * 2").outputs;
    expect(changed[0]!.changes).toEqual([{ what: "value", from: "high", to: "low" }]);
    const other = diff("abs(sma(20) - close)", "abs(max(20) - close)").outputs.changed[0]!;
    expect(other.changes).toEqual([
      { what: "value", from: "win.mean(close, n=20)", to: expect.stringMatching(/^win\.max\(/) as string },
    ]);
  });

  test("parameters, inputs and kernels", () => {
    const found = diff(
      "param n: int = 20 in 2..50\nparam gone: float = 1 in 0..2\nout x = sma(n) * gone",
      "param n: int = 30 in 2..60\nparam new: bool = true\nout x = if new then sma(n) else high",
    );
    expect(found.params).toEqual({
      added: ["new"],
      removed: ["gone"],
      changed: [
        {
          name: "n",
          changes: [
            { what: "default", from: "20", to: "30" },
            { what: "max", from: "50", to: "60" },
          ],
        },
      ],
    });
    expect(found.inputs.added).toEqual(["ohlcv.high"]);
    expect(found.kernels.added).toEqual(["choose@1"]);
    expect(found.kernels.removed).toContain("mul@1");
    expect(found.outputs.changed.map(({ name }) => name)).toEqual(["x"]);
  });

  test("a parameter's default alone is no change of an expression", () => {
    const found = diff("param n: int = 20 in 2..50\nsma(n)", "param n: int = 25 in 2..50\nsma(n)");
    expect(found.verdict).toBe("different");
    expect(found.outputs.changed).toEqual([]);
    expect(found.params.changed).toHaveLength(1);
  });

  test("a deep graph that shares much is told in few letters", () => {
    const lines = Array.from(
      { length: 60 },
      (_, index) => `let v${index + 1} = v${index} * v${index} + ${index}`,
    );
    const program = (last: number) => `let v0 = close\n${lines.join("\n")}\nout x = v60 + ${last}`;
    const found = diff(program(1), program(2));
    expect(found.outputs.changed[0]!.changes).toEqual([{ what: "constant", from: "1", to: "2" }]);
    expect(found.outputs.changed[0]!.from.length).toBeLessThan(4000);
    expect(found.outputs.changed[0]!.from).toContain("…");
  });

  test("bytes that are no plan are refused", () => {
    expect(() => diffPlans(compile("close").bytes, new Uint8Array([0x87, 1]))).toThrow(PlanError);
  });
});

test("as text", () => {
  const found = diff(
    "param n: int = 20 in 2..50\nout x = sma(n) > close",
    "param n: int = 21 in 2..50\nout x = sma(n) < close",
  );
  expect(diffText(found).replaceAll(/sha256:[0-9a-f]{64}/g, "ID")).toBe(`different
- ID
+ ID
~ param n
    default: 20 → 21
~ output x
  - win.mean(close, n=n) > close
  + win.mean(close, n=n) < close
    value: win.mean(close, n=n) > close → win.mean(close, n=n) < close
- kernel gt@1
+ kernel lt@1
~ figures, at the parameters' defaults
    output x: valid from row: 19 (n - 1) → 20 (n - 1)
    output x: stable from row: 19 (n - 1) → 20 (n - 1)
    rows of history: 19 (n - 1) → 20 (n - 1)
    bytes of state: 160 (8 * n) → 168 (8 * n)
`);
});
