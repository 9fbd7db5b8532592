/** Universes: the bits of each symbol alone, what is in flight, broken symbols, aborts and progress. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile, TaError, type PanelProgress, type PanelResult, type SymbolHistory } from "../src/index.ts";
import { bars as anyBars, program as anyProgram, source } from "./random.ts";

const program = compile(`
param n: int = 5 in 2..400
out average = sma(close, n)
out up = close > sma(close, n)
alert entry when crossup(close, sma(close, n))
alert high when close > 108
`).bind();

const bars = (rows: number, seed: number) => ({
  close: Float64Array.from({ length: rows }, (_, row) =>
    row % 97 === seed % 97 ? NaN : 100 + 10 * Math.sin(row / (3 + (seed % 5))) + ((row + seed) % 5),
  ),
  timestamp: Array.from({ length: rows }, (_, row) => seed * 1e6 + row),
});
/** Lengths differ, one symbol has no rows and one has too few. */
const universe = Object.fromEntries(
  Array.from({ length: 300 }, (_, seed) => [`S${seed}`, bars([0, 3, 7000][seed] ?? 50 + seed * 3, seed)]),
);
const alone = Object.fromEntries(Object.entries(universe).map(([symbol, own]) => [symbol, program.run(own)]));
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error("the promise was fulfilled");
    },
    (error: unknown) => error,
  );
const bits = (column: Float64Array | Uint8Array): Buffer =>
  Buffer.from(column.buffer, column.byteOffset, column.byteLength);
const same = (found: SymbolHistory, due: SymbolHistory): void => {
  expect(found).toEqual(due);
  sameBits(found, due);
};
const sameBits = (found: Pick<SymbolHistory, "outputs">, due: Pick<SymbolHistory, "outputs">): void => {
  for (const [name, column] of Object.entries(due.outputs)) {
    expect(found.outputs[name]!.constructor).toBe(column.constructor);
    expect(Buffer.compare(bits(found.outputs[name]!), bits(column))).toBe(0);
  }
};

describe("a screen of averages, which runs symbols together", () => {
  const averages = compile(`
out slow = ema(close, 20)
out signal = macd(close, 12, 26, 9).signal
alert cross when crossup(close, ema(close, 20))
`).bind();
  const many = (rows: number, count = 17): Record<string, { close: Float64Array; timestamp: number[] }> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, seed) => [
        `S${seed}`,
        {
          close: Float64Array.from({ length: rows }, (_, row) => 100 + seed + 9 * Math.sin(row / (3 + seed))),
          timestamp: Array.from({ length: rows }, (_, row) => seed * 1e6 + row),
        },
      ]),
    );
  test.each([511, 513, 2000])("of %i rows", async (rows) => {
    const given = many(rows);
    given.S3!.close[40] = NaN;
    const { symbols } = await averages.panel(given, { keep: "last" });
    for (const [symbol, own] of Object.entries(given)) {
      const { outputs, alerts, warnings } = averages.run(own);
      const last = { slow: outputs.slow!.at(-1)!, signal: outputs.signal!.at(-1)! };
      expect(alerts.length).toBeGreaterThan(0);
      expect(symbols[symbol]).toEqual({ rows, outputs: last, alerts, warnings });
    }
  });
  test("one that is wrong leaves the others alone", async () => {
    const given = many(1500);
    given.S5!.close[1200] = Infinity;
    const { symbols, failed } = await averages.panel(given, { keep: "last", keepGoing: true });
    expect(failed.S5).toMatchObject({ code: "TA7006", symbol: "S5", row: 1200 });
    for (const symbol of ["S0", "S4", "S6", "S16"]) {
      const { outputs, alerts } = averages.run(given[symbol]!);
      expect(symbols[symbol]!.outputs.slow).toBe(outputs.slow!.at(-1));
      expect(symbols[symbol]!.alerts).toEqual(alerts);
    }
  });
  test("alerts that are read late have the timestamps that were given", async () => {
    const given = many(800);
    const due = averages.run(given.S2!).alerts;
    const { symbols } = await averages.panel(given, { keep: "last" });
    given.S2!.timestamp.fill(0);
    const { alerts } = symbols.S2!;
    expect(alerts).toEqual(due);
    expect(symbols.S2!.alerts).toBe(alerts);
    expect(structuredClone(symbols.S2)).toEqual(symbols.S2);
  });
});

describe("the same as one by one", () => {
  test.each([undefined, 1, 2, 5])("all rows, on %s threads", async (threads) => {
    const { symbols, failed } = await program.panel(universe, threads === undefined ? {} : { threads });
    expect(failed).toEqual({});
    expect(Object.keys(symbols)).toEqual(Object.keys(universe));
    for (const [symbol, due] of Object.entries(alone)) same(symbols[symbol]!, due);
  });
  test("the last row alone, with every alert that fired", async () => {
    const { symbols } = await program.panel(universe, { keep: "last" });
    for (const [symbol, { rows, outputs, alerts, warnings }] of Object.entries(alone)) {
      const [average, up] = rows === 0 ? [NaN, 2] : [outputs.average!.at(-1)!, outputs.up!.at(-1)!];
      expect(symbols[symbol]).toEqual({ rows, outputs: { average, up }, alerts, warnings });
    }
    expect(symbols.S2!.alerts.length).toBeGreaterThan(100);
  });
  test("random programs over random bars", async () => {
    await fc.assert(
      fc.asyncProperty(anyProgram, fc.array(anyBars(400), { maxLength: 6 }), async (random, all) => {
        const bound = compile(source(random)).bind();
        const pairs = all.map((own, index) => [`S${index}`, own] as const);
        const { symbols } = await bound.panel(pairs);
        const last = (await bound.panel(pairs, { keep: "last" })).symbols;
        all.forEach((own, index) => {
          const due = bound.run(own);
          same(symbols[`S${index}`]!, due);
          const { outputs, alerts } = last[`S${index}`]!;
          expect(alerts).toEqual(due.alerts);
          for (const [name, column] of Object.entries(due.outputs))
            expect(Object.is(outputs[name], column.at(-1)), name).toBe(true);
        });
      }),
      { numRuns: 40 },
    );
  });
  test("a program that reads no field, and one over other forms of bars", async () => {
    const constant = compile("out two = 1 + 1").bind();
    const { symbols } = await constant.panel({ A: { close: [1, 2, 3] } });
    expect(symbols.A!.outputs.two).toEqual(new Float64Array([2, 2, 2]));
    const candles = [
      [1, 1, 1, 1, 5, 9],
      [2, 1, 1, 1, 6, 9],
    ];
    const mixed = await program.panel({ A: candles, B: { Close: [5, null] } }, { keep: "last" });
    expect([mixed.symbols.A!.rows, mixed.symbols.B!.rows]).toEqual([2, 2]);
  });
});

describe("universes that come as they are asked for", () => {
  test.each(["a generator that reuses its arrays", "an async one", "a Map", "pairs"])("%s", async (form) => {
    function* reusing() {
      const close = new Float64Array(7000);
      const timestamp = new Array<number>(7000);
      for (const [symbol, own] of Object.entries(universe)) {
        const rows = own.close.length;
        close.set(own.close);
        own.timestamp.forEach((stamp, row) => (timestamp[row] = stamp));
        yield [symbol, { close: close.subarray(0, rows), timestamp: timestamp.slice(0, rows) }] as const;
        close.fill(-1);
      }
    }
    async function* slowly() {
      for (const pair of reusing()) {
        if (pair[0].endsWith("7")) await new Promise((resolve) => setImmediate(resolve));
        yield pair;
      }
    }
    const given = {
      "a generator that reuses its arrays": reusing(),
      "an async one": slowly(),
      "a Map": new Map(Object.entries(universe)),
      pairs: Object.entries(universe),
    }[form]!;
    const { symbols } = await program.panel(given);
    for (const [symbol, due] of Object.entries(alone)) same(symbols[symbol]!, due);
  });
  test("no more are taken than are worked on", async () => {
    const rows = 100_000;
    const close = new Float64Array(rows).fill(3);
    let taken = 0;
    function* many() {
      for (; taken < 300; taken++) yield [`S${taken}`, { close }] as const;
    }
    const running = program.panel(many(), { keep: "last", threads: 1 });
    // A part holds eight of these symbols, three parts are on their way and one is made up: no more are taken before
    // the event loop has turned.
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBeGreaterThan(3);
    expect(taken).toBeLessThan(60);
    expect(Object.keys((await running).symbols)).toHaveLength(300);
  });
  test("what the iterator throws is the rejection, and it is closed when the work ends early", async () => {
    const thrown = new Error("the disk is gone");
    function* failing() {
      yield ["A", universe.S5!] as const;
      throw thrown;
    }
    expect(await rejection(program.panel(failing()))).toBe(thrown);
    let closed = false;
    async function* endless() {
      try {
        for (let at = 0; ; at++) yield [`S${at}`, universe.S5!] as const;
      } finally {
        closed = true;
      }
    }
    const controller = new AbortController();
    const running = rejection(program.panel(endless(), { keep: "last", signal: controller.signal }));
    setTimeout(() => controller.abort("enough"), 5);
    expect(await running).toBe("enough");
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toBe(true);
  });
});

describe("a symbol that is wrong", () => {
  const infinite = bars(400, 9);
  infinite.close[17] = Infinity;
  const wrong = { ...universe, S40: infinite, S90: { open: [1] }, S200: { close: ["x"] } } as never;
  test("is named, and nothing is given; of several the first", async () => {
    const error = await rejection(program.panel(wrong));
    expect(error).toBeInstanceOf(TaError);
    expect(error).toMatchObject({ code: "TA7006", symbol: "S40", column: "close", row: 17 });
    expect((error as Error).message).toMatch(/^S40: column "close", row 17: /);
    expect(await rejection(program.panel({ B: { open: [1] }, A: infinite } as never))).toMatchObject({
      code: "TA7009",
      symbol: "B",
    });
  });
  test.each(["all", "last"] as const)("with keepGoing the others finish: %s", async (keep) => {
    const { symbols, failed } = await program.panel(wrong, { keepGoing: true, keep });
    expect(Object.keys(failed).sort()).toEqual(["S200", "S40", "S90"]);
    expect(failed.S40).toMatchObject({ code: "TA7006", symbol: "S40", row: 17 });
    expect(failed.S90).toMatchObject({ code: "TA7009" });
    expect(failed.S200).toMatchObject({ code: "TA7005", row: 0 });
    expect(Object.keys(symbols)).toEqual(Object.keys(universe).filter((symbol) => !(symbol in failed)));
    const due = alone.S201!;
    if (keep === "all") same(symbols.S201 as SymbolHistory, due);
    else expect(symbols.S201!.outputs).toMatchObject({ average: due.outputs.average!.at(-1) });
  });
});

test.each<[string, unknown, unknown]>([
  ["no universe", null, {}],
  ["no pairs", [1, 2], {}],
  ["a symbol that is no text", [[5, { close: [1] }]], {}],
  [
    "a symbol twice",
    [
      ["A", { close: [1] }],
      ["A", { close: [1] }],
    ],
    { keepGoing: true },
  ],
  ["no options", universe, null],
  ["an option that is none", universe, { keeep: "last" }],
  ["another keep", universe, { keep: "some" }],
  ["no threads", universe, { threads: 0 }],
  ["a signal that is none", universe, { signal: {} }],
  ["a callback that is none", universe, { onProgress: 5 }],
])("usage: %s", async (_, given, options) => {
  const error = await rejection(program.panel(given as never, options as never));
  expect(error).toBeInstanceOf(TaError);
  expect(error).toMatchObject({ code: "TA8007" });
});

describe("a result that is needed no more", () => {
  // Parts of more than a megabyte of numbers, which the engine keeps memory of.
  const large = (count: number, rows: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, seed) => [`S${seed}`, bars(rows, seed)]));
  test("gives its memory to the next, whatever that is of", async () => {
    const other = compile("out a = close[1]\nout b = sma(close, 30)\nout c = close > 100").bind();
    let earlier: PanelResult<SymbolHistory> | undefined;
    for (const [bound, of] of [
      [program, large(30, 30_000)],
      [program, large(30, 30_000)],
      [other, large(12, 50_000)],
      [other, { A: bars(5, 1) }],
      [program, large(40, 30_000)],
    ] as const) {
      const found = await bound.panel(of, { ...(earlier && { reuse: earlier }), threads: 2 });
      for (const { outputs } of Object.values(earlier?.symbols ?? {})) {
        for (const column of Object.values(outputs))
          if (column instanceof Float64Array) expect(column).toHaveLength(0);
      }
      for (const [symbol, own] of Object.entries(of)) sameBits(found.symbols[symbol]!, bound.run(own));
      earlier = found;
    }
  });
  test("once, also where the run comes to nothing", async () => {
    const earlier = await program.panel(universe);
    const broken = { A: bars(9, 1), B: { close: [1, Infinity] } };
    expect(await rejection(program.panel(broken, { reuse: earlier }))).toMatchObject({ code: "TA7006" });
    expect(earlier.symbols.S2!.outputs.average).toHaveLength(0);
    expect(await rejection(program.panel(universe, { reuse: earlier }))).toMatchObject({ code: "TA8007" });
  });
  test("a symbol that is wrong has nothing of it", async () => {
    const rows = 150_000;
    const reuse = await program.panel({ A: bars(rows, 1), B: bars(rows, 3) });
    const wrong = { close: new Float64Array(rows).fill(1) };
    wrong.close[1000] = Infinity;
    const { symbols, failed } = await program.panel(
      { A: bars(rows, 2), B: wrong },
      { reuse, keepGoing: true },
    );
    expect(Object.keys(failed)).toEqual(["B"]);
    const whole = new Float64Array(symbols.A!.outputs.average!.buffer);
    expect(whole.subarray(rows).every(Number.isNaN)).toBe(true);
    expect(whole).toHaveLength(2 * rows);
    sameBits(symbols.A!, program.run(bars(rows, 2)));
  });
  test("is not read by the run that takes it", async () => {
    const reuse = await program.panel(large(30, 30_000));
    const own = Object.entries(reuse.symbols).map(
      ([symbol, { outputs }]) => [symbol, { close: outputs.average! }] as const,
    );
    expect(await rejection(program.panel(own, { reuse }))).toMatchObject({ code: "TA8007", symbol: "S0" });
  });
  test.each([null, 1, {}, { symbols: {}, failed: {} }])("%j is none", async (reuse) => {
    expect(await rejection(program.panel(universe, { reuse } as never))).toMatchObject({ code: "TA8007" });
  });
});

describe("abort and progress", () => {
  const long = { close: new Float64Array(2_000_000).fill(3) };
  const large = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`S${index}`, long]));
  test("with signal.reason: before, meanwhile, and while a source says nothing", async () => {
    const never = {
      get A(): never {
        throw new Error("looked at");
      },
    };
    const signal = AbortSignal.abort(new Error("no need"));
    expect(await rejection(program.panel(never, { signal }))).toBe(signal.reason);
    for (const reason of [new Error("enough"), 0, null]) {
      const controller = new AbortController();
      const running = rejection(program.panel(large, { keep: "last", signal: controller.signal }));
      setImmediate(() => controller.abort(reason));
      expect(await running).toBe(reason);
    }
    async function* silent() {
      yield ["A", universe.S9!] as const;
      await new Promise(() => undefined);
    }
    const controller = new AbortController();
    const running = rejection(program.panel(silent(), { signal: controller.signal }));
    setTimeout(() => controller.abort("enough"), 5);
    expect(await running).toBe("enough");
    const { symbols } = await program.panel(universe);
    same(symbols.S2!, alone.S2!);
  });
  test("progress ascends to every row and symbol; what the callback throws is the rejection", async () => {
    const told: PanelProgress[] = [];
    await program.panel(large, { keep: "last", onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)).toEqual({ rows: 16_000_000, symbols: 8, total: 8 });
    told.forEach(({ rows, symbols, total }, index) => {
      expect(total).toBe(8);
      if (index === 0) return;
      expect(rows).toBeGreaterThanOrEqual(told[index - 1]!.rows);
      expect(symbols).toBeGreaterThanOrEqual(told[index - 1]!.symbols);
    });
    const thrown = new Error("the display is gone");
    const onProgress = (): never => {
      throw thrown;
    };
    expect(await rejection(program.panel(large, { keep: "last", onProgress }))).toBe(thrown);
    await program.panel(
      (function* () {
        yield ["A", universe.S9!] as const;
      })(),
      { onProgress: (progress) => told.push(progress) },
    );
    expect(told.at(-1)).toEqual({ rows: universe.S9!.close.length, symbols: 1, total: null });
  });
});
