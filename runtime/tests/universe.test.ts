/** A live universe: every symbol has what a session of its own gives, to the bit. */
import { describe, expect, test } from "vitest";
import { compile } from "../src/index.ts";

const program = compile(`
out average = ema(close, 5)
out top = max(high, 8)
out above = close > sma(close, 4)
alert entry when crossup(close, ema(close, 5))
`).bind();
const SYMBOLS = ["AAPL", "MSFT", "__proto__2", "NVDA"];
const bar = (symbol: number, row: number): Record<string, number> => {
  const close = 100 + 10 * Math.sin(row / 3 + symbol) + ((row * 7 + symbol) % 5);
  return { timestamp: row, close: row % 23 === symbol ? NaN : close, high: close + 1 };
};
const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

describe("program.openUniverse", () => {
  test("symbols with and without a bar, peeked and pushed, saved and continued", () => {
    let universe = program.openUniverse(SYMBOLS);
    const alone = SYMBOLS.map(() => program.open());
    for (let row = 0; row < 200; row++) {
      const having = SYMBOLS.map((_, symbol) => symbol).filter((symbol) => (row * 5 + symbol * 3) % 7 > 1);
      if (row % 2 === 1) having.reverse();
      const bars = Object.fromEntries(having.map((symbol) => [SYMBOLS[symbol]!, bar(symbol, row)]));
      const expected = (way: "push" | "peek") =>
        Object.fromEntries(having.map((symbol) => [SYMBOLS[symbol]!, alone[symbol]![way](bar(symbol, row))]));
      expect(universe.peek(bars)).toEqual(expected("peek"));
      const pushed = universe.push(bars);
      expect(pushed).toEqual(expected("push"));
      expect(Object.keys(pushed)).toEqual(Object.keys(bars));
      if (row % 50 === 49) {
        const snapshot = universe.snapshot();
        SYMBOLS.forEach((symbol, index) => expect(snapshot[symbol]).toEqual(alone[index]!.snapshot()));
        universe.close();
        universe = program.openUniverse(SYMBOLS, snapshot);
      }
    }
    SYMBOLS.forEach((symbol, index) => expect(universe.rows(symbol)).toBe(alone[index]!.rows));
    expect(universe.push({})).toEqual({});
  });
  test("a timestamp is taken whole or not at all", () => {
    const universe = program.openUniverse(["A", "B"]);
    universe.push({ A: bar(0, 0), B: bar(1, 0) });
    const before = universe.snapshot();
    for (const [bars, code, message] of [
      [{ A: bar(0, 1), C: bar(1, 1) }, "TA8007", /"C"/],
      [{ A: bar(0, 1), B: { close: 1 } }, "TA7009", /"high".*"B"/],
      [{ A: bar(0, 1), B: { close: Infinity, high: 1 } }, "TA7006", /^B: .*'close'.*row 1/],
      [{ A: bar(0, 1), B: null }, "TA8007", /"B"/],
      [null, "TA8007", /bars by symbol/],
    ] as const) {
      for (const way of ["push", "peek"] as const)
        expect(thrown(() => universe[way](bars as never))).toMatchObject({
          code,
          message: expect.stringMatching(message),
        });
    }
    expect(universe.snapshot()).toEqual(before);
  });
  test("what is opened wrongly, and what is closed", () => {
    const code = (work: () => unknown): unknown => (thrown(work) as { code: unknown }).code;
    expect(code(() => program.openUniverse(["A", "A"]))).toBe("TA8007");
    expect(code(() => program.openUniverse("AB" as never))).toBe("TA8007");
    const snapshot = program.open().snapshot();
    expect(code(() => program.openUniverse(["A"], { B: snapshot }))).toBe("TA8007");
    expect(thrown(() => program.openUniverse(["A"], { A: snapshot.subarray(1) }))).toMatchObject({
      code: expect.stringMatching(/^TA602/),
      message: expect.stringMatching(/^A: /),
    });
    const universe = program.openUniverse(["A"], { A: snapshot });
    universe.close();
    universe.close();
    expect(code(() => universe.push({}))).toBe("TA8004");
    expect(code(() => universe.rows("A"))).toBe("TA8004");
    expect(code(() => universe.snapshot())).toBe("TA8004");
  });
});
