/** Whatever a caller gives any public function, an error is one of ours, with a code. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import * as ta from "../src/index.ts";
import { find, search } from "../src/catalog.ts";

const SOURCE = `param n: int = 20 in 2..400
param kind: string = "sma" in ["sma", "ema"]
out mean = sma(n)
out trend = close > sma(n)
alert up when crossup(close, sma(n))`;
const close = Float64Array.from({ length: 300 }, (_, row) => 100 + (row % 17));
const bars = { close };

class Strange {
  readonly x = 1;
}

const GARBAGE: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  NaN,
  Infinity,
  -Infinity,
  2 ** 53,
  7n,
  "",
  "text",
  "\ud800",
  Symbol("x"),
  [],
  [null],
  [[]],
  [undefined, 7],
  {},
  Object.create(null),
  new Strange(),
  new Map(),
  new Date(NaN),
  /x/,
  () => undefined,
  async () => undefined,
  Promise.resolve(1),
  new Uint8Array(3),
  new Float64Array(2),
  new ArrayBuffer(8),
  new DataView(new ArrayBuffer(8)),
  { close: null },
  { close: 7 },
  { close: "text" },
  { close: [Symbol("x")] },
  { close: [{}] },
  { close: { length: -1 } },
  { close: { length: NaN } },
  { close: { length: 1e300 } },
  { close: new Uint8Array(2), timestamp: 7 },
  { close, timestamp: null },
  { n: null },
  { n: Symbol("x") },
  { params: null },
  { level: 7 },
  { limits: null },
  { limits: { work: "7" } },
  { limits: { milliseconds: -1 } },
  { into: null },
  { into: { mean: null, trend: 7 } },
  { executor: null },
  { blockRows: "7" },
  { blockRows: 0 },
  { blockRows: 513 },
  { signal: {} },
  { signal: null },
  { onProgress: 7 },
  { keep: Object.create(null) },
  { threads: 0 },
  { keepGoing: 1 },
  { output: 7 },
  { output: "mean", row: Symbol("x") },
  { output: "mean", deep: 1 },
  { bars: null },
  { bars, reduce: null },
  { bars, reduce: { mean: Symbol("x") } },
  { bars, where: 7 },
  { bars, limits: 7 },
  { bars, limits: { bytes: "7" } },
  { bars, params: [1] },
  { memory: 0 },
  { onWarning: 7 },
];

const folder = mkdtempSync(join(tmpdir(), "ta-refusals-"));
const [plan, cache] = [ta.compile(SOURCE), await ta.openCache(folder)];
const program = plan.bind();
const session = program.open();
const universe = program.openUniverse(["a"]);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const grid = { n: [5, 6] };
const drain = async (rows: AsyncIterable<unknown>): Promise<void> => {
  for await (const row of rows) void row;
};

/** Every public function, with each of its arguments in turn left to the caller. */
const CALLS: Readonly<Record<string, (given: never) => unknown>> = {
  "compile source": (given) => ta.compile(given),
  "compile options": (given) => ta.compile(SOURCE, given),
  "compile name": (given) => ta.compile(SOURCE, { name: given }),
  "compile optimize": (given) => ta.compile(SOURCE, { optimize: given }),
  "compile limits": (given) => ta.compile(SOURCE, { limits: given }),
  "check source": (given) => ta.check(given),
  "loadPlan bytes": (given) => ta.loadPlan(given),
  "loadPlan options": (given) => ta.loadPlan(plan.bytes, given),
  "link plans": (given) => ta.link(given),
  "link a list": (given) => ta.link([given]),
  "link a record": (given) => ta.link({ a: given }),
  "link options": (given) => ta.link([plan], given),
  "openCache directory": (given) => ta.openCache(typeof given === "string" ? "" : given),
  "openCache options": (given) => ta.openCache(folder, given),
  "range from": (given) => ta.range(given, 3),
  "range to": (given) => ta.range(3, given),
  "range step": (given) => ta.range(3, 9, given),
  "Plan.bind": (given) => plan.bind(given),
  "Plan.bind params": (given) => plan.bind({ params: given }),
  "Plan.bind a parameter": (given) => plan.bind({ params: { n: given } }),
  "Plan.bind a choice": (given) => plan.bind({ params: { kind: given } }),
  "Plan.bind level": (given) => plan.bind({ level: given }),
  "Plan.needs": (given) => plan.needs(given),
  "Plan.verify": () => plan.verify(),
  "Plan.why bars": (given) => plan.why(given, { output: "mean" }),
  "Plan.why options": (given) => plan.why(bars, given),
  "Plan.why row": (given) => plan.why(bars, { output: "mean", row: given }),
  "Plan.run bars": (given) => plan.run(given),
  "Plan.run options": (given) => plan.run(bars, given),
  "Plan.sweep grid": (given) => plan.sweep(given, { bars }),
  "Plan.sweep axis": (given) => plan.sweep({ n: given }, { bars }),
  "Plan.sweep value": (given) => plan.sweep({ n: [given] }, { bars }),
  "Plan.sweep options": (given) => plan.sweep(grid, given),
  "Plan.sweep bars": (given) => plan.sweep(grid, { bars: given }),
  "Plan.sweepRows grid": (given) => drain(plan.sweepRows(given, { bars })),
  "Plan.sweepRows options": (given) => drain(plan.sweepRows(grid, given)),
  "Program.run bars": (given) => program.run(given),
  "Program.run options": (given) => program.run(bars, given),
  "Program.run into": (given) => program.run(bars, { into: given }),
  "Program.runAsync bars": (given) => program.runAsync(given),
  "Program.runAsync options": (given) => program.runAsync(bars, given),
  "Program.why bars": (given) => program.why(given, { output: "mean" }),
  "Program.why options": (given) => program.why(bars, given),
  "Program.open": (given) => program.open(given),
  "Program.openUniverse symbols": (given) => program.openUniverse(given),
  "Program.openUniverse snapshots": (given) => program.openUniverse(["a"], given),
  "Program.openUniverse a snapshot": (given) => program.openUniverse(["a"], { a: given }),
  "Program.panel universe": (given) => program.panel(given),
  "Program.panel pairs": (given) => program.panel([given]),
  "Program.panel bars": (given) => program.panel({ a: given }),
  "Program.panel options": (given) => program.panel({ a: bars }, given),
  "Program.streams": (given) => program.streams(given),
  "Session.push": (given) => session.push(given),
  "Session.push a value": (given) => session.push({ close: given }),
  "Session.peek": (given) => session.peek(given),
  "Session.snapshot": () => session.snapshot(),
  "Session.close": () => program.open().close(),
  "LiveUniverse.push": (given) => universe.push(given),
  "LiveUniverse.push a bar": (given) => universe.push({ a: given }),
  "LiveUniverse.peek": (given) => universe.peek(given),
  "LiveUniverse.snapshot": () => universe.snapshot(),
  "LiveUniverse.rows": (given) => universe.rows(given),
  "LiveUniverse.close": () => program.openUniverse(["a"]).close(),
  "PlanCache.compile source": (given) => cache.compile(given),
  "PlanCache.compile options": (given) => cache.compile(SOURCE, given),
  "PlanCache.find": (given) => cache.find(SOURCE, given),
  "PlanCache.prune": () => cache.prune(),
  "whyText why": (given) => ta.whyText(given),
  "whyText options": (given) => ta.whyText(plan.why(bars, { output: "mean" }), given),
  "find name": (given) => find(given),
  "search words": (given) => search(given),
};

/** The code of what a call throws or rejects with; null where it gives something. */
async function codeOf(call: (given: never) => unknown, given: unknown): Promise<string | null> {
  try {
    await call(given as never);
    return null;
  } catch (error) {
    if (error instanceof ta.CompileError) return error.diagnostics[0]!.code;
    if (error instanceof ta.TaError) return error.code;
    throw new Error(`${String(error)} is none of ours`, { cause: error });
  }
}

describe("garbage is refused with a code", () => {
  test.each(Object.keys(CALLS))("%s", async (name) => {
    for (const [index, given] of GARBAGE.entries()) {
      const code = await codeOf(CALLS[name]!, given).catch((error: unknown) => {
        throw new Error(`garbage ${index}: ${(error as Error).message}`, { cause: error });
      });
      if (code !== null) expect(code, `garbage ${index}`).toMatch(/^TA[1-8]\d{3}$/);
    }
  });

  test("what was asked by name", async () => {
    const codes: [(given: never) => unknown, unknown, string][] = [
      [CALLS["compile options"]!, null, "TA8007"],
      [CALLS["compile options"]!, { vocabulary: {} }, "TA8005"],
      [CALLS["compile options"]!, { limit: {} }, "TA8007"],
      [CALLS["compile source"]!, null, "TA8007"],
      [CALLS["loadPlan options"]!, null, "TA8007"],
      [CALLS["link options"]!, null, "TA8007"],
      [CALLS["link a list"]!, null, "TA8007"],
      [CALLS["Plan.run options"]!, null, "TA8007"],
      [CALLS["Plan.why options"]!, null, "TA8007"],
      [CALLS["Program.run options"]!, { params: {} }, "TA8007"],
      [CALLS["PlanCache.compile options"]!, null, "TA8007"],
    ];
    for (const [call, given, due] of codes) expect(await codeOf(call, given)).toBe(due);
  });

  test("every public function and method is called", () => {
    const tried = new Set(Object.keys(CALLS).map((name) => name.split(" ")[0]!));
    const classes = Object.entries(ta).filter(([, value]) => /^class\b/.test(String(value)));
    const errors = ["CompileError", "TaError"];
    const methods = classes
      .filter(([name]) => !errors.includes(name))
      .flatMap(([name, value]) => {
        const { prototype } = value as { prototype: object };
        const own = Object.entries(Object.getOwnPropertyDescriptors(prototype));
        return own
          .filter(([, each]) => typeof each.value === "function")
          .map(([method]) => `${name}.${method}`);
      });
    const internal =
      /\.(constructor|explain|result|buffers|named|takeFlags|allocate|given|check|collect|live|fill|read|write|placeOf|take|placed)$/;
    const functions = Object.keys(ta).filter((name) => !classes.some(([each]) => each === name));
    expect(
      [...functions, ...methods.filter((name) => !internal.test(name))].filter((name) => !tried.has(name)),
    ).toEqual([]);
  });
});
