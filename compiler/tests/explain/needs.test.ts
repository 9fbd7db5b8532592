import { expect, test } from "vitest";
import { compile, needsText, planNeeds, type Needs } from "../../src/index.ts";

const needs = (source: string, values?: readonly number[]): Needs => planNeeds(compile(source).bytes, values);

test("streams and fields, and nothing that is not read", () => {
  expect(needs("out a = high - low\nout b = sma(volume, 3)").streams).toEqual([
    {
      source: "ohlcv",
      clock: { symbol: null, period: null, source: null },
      fields: ["high", "low", "volume"],
    },
  ]);
  expect(needs("param n: int = 1 in 0..9\nout a = n * 2").streams).toEqual([]);
  expect(needs("close").timestamp).toBe(false);
});

test("history at the parameters that are given", () => {
  const source = "param n: int = 20 in 2..400\nout a = sma(n)\nout b = max(high, 5)";
  expect(needs(source).history).toEqual({ exact: 19, warm: 19, stable: 19 });
  expect(needs(source, [300]).history).toEqual({ exact: 299, warm: 299, stable: 299 });
  expect(needs(source, [300]).params).toEqual({ n: 300 });
  expect(needs(source, [2]).history.exact).toBe(4);
});

test("what carries on has no exact history, and is stable where a row can be named", () => {
  const average = needs("ema(20)");
  expect(average.history.exact).toBeNull();
  expect(average.history.stable).toBeGreaterThan(average.history.warm);
  expect(needs("cumsum(close)").history).toEqual({ exact: null, warm: 0, stable: null });
  expect(
    needs("out a = ema(20)\nout b = cumsum(close)").outputs.map(({ stableFrom }) => stableFrom === null),
  ).toEqual([false, true]);
});

test("an alert needs what its condition does: the edge itself is no reason for all of history", () => {
  const edge = needs("alert up when sma(5) > sma(20)");
  expect(edge.alerts).toEqual([{ name: "up", validFrom: 19, stableFrom: 19 }]);
  const average = needs("alert up when close > ema(20)");
  expect(average.alerts[0]!.stableFrom).toBe(needs("close > ema(20)").outputs[0]!.stableFrom);
  expect(needs("alert up when cumsum(close) > 5").history.stable).toBeNull();
});

test("as JSON it is the same again, and as text a line a thing", () => {
  const found = needs("alert up when rsi(14) < 30");
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  expect(needsText(needs("sma(20)"))).toBe(`fetch      ohlcv: close
history    19 rows before the first that is known
           19 rows give the same bits as all of history
timestamp  not needed
state      160 bytes live
kernels    win.mean@1
`);
});
