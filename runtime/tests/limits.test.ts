/** What a host allows: each limit takes what exactly suffices, and refuses one less. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PLAN_LIMITS, planFigures } from "@laakhay/ta-compiler";
import { compile, CompileError, loadPlan, openCache, TaError, type Limits, type Plan } from "../src/index.ts";

const SOURCE = `param n: int = 20 in 2..400
out trend = sma(close, n) > high[3]
out total = scan(0, fn(s, x) => s + x * 2)
alert up when crossup(close, sma(n))`;
const rows = 300;
const bars = {
  close: Float64Array.from({ length: rows }, (_, row) => 100 + (row % 17)),
  high: Float64Array.from({ length: rows }, (_, row) => 101 + (row % 13)),
};

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostics[0]!.code;
    if (error instanceof TaError) return error.code;
    throw error;
  }
  return "fine";
}

describe("limits", () => {
  const plan = compile(SOURCE);
  const figures = planFigures(plan.bytes);

  test("the figures are the engine's", () => {
    const bound = plan.bind().description;
    expect(figures.stateBytes).toBe(bound.stateBytes);
    const from = [...bound.validFrom, ...bound.alertsFrom].map((row) => row ?? 0);
    expect(figures.history).toBe(Math.max(...from, bound.history ?? 0));
    expect(Object.values(figures).every((figure) => figure > 0)).toBe(true);
  });

  test.each(PLAN_LIMITS)("%s holds at its edge: compiled, loaded and bound", (name) => {
    const enough: Limits = { [name]: figures[name] };
    const short: Limits = { [name]: figures[name] - 1 };
    const bind = (limits: Limits) => loadPlan(plan.bytes, { limits }).bind();
    expect(codeOf(() => compile(SOURCE, { limits: enough }).bind())).toBe("fine");
    expect(codeOf(() => compile(SOURCE, { limits: short }))).toBe("TA3018");
    expect(codeOf(() => bind(enough))).toBe("fine");
    expect(codeOf(() => bind(short))).toBe("TA6013");
  });

  test("memory and registers hold for a run, a panel and a sweep alike", async () => {
    for (const name of ["memoryBytes", "registerBytes"]) {
      const short = loadPlan(plan.bytes, { limits: { [name]: 1000 } });
      expect(codeOf(() => short.bind())).toBe("TA6013");
      await expect(short.sweep({ n: [2, 3] }, { bars, reduce: "last" })).rejects.toMatchObject({
        code: "TA6013",
      });
      const enough = loadPlan(plan.bytes, { limits: { [name]: 1 << 26 } });
      await expect(enough.sweep({ n: [2, 3] }, { bars, reduce: "last" })).resolves.toBeDefined();
    }
  });

  test("history and state hold at the parameters that are bound", () => {
    const at = (limits: Limits, n: number): string =>
      codeOf(() => compile(SOURCE, { limits }).bind({ params: { n } }));
    const long = compile(SOURCE).bind({ params: { n: 300 } }).description;
    expect(at({ history: 300 }, 300)).toBe("fine");
    expect(at({ history: 299 }, 300)).toBe("TA6013");
    expect(at({ stateBytes: long.stateBytes }, 300)).toBe("fine");
    expect(at({ stateBytes: long.stateBytes - 1 }, 300)).toBe("TA6013");
  });

  test("a sweep's points are within them too", async () => {
    const swept = async (history: number): Promise<string> => {
      try {
        await compile(SOURCE, { limits: { history } }).sweep({ n: [20, 50] }, { bars });
        return "fine";
      } catch (error) {
        return (error as TaError).code;
      }
    };
    expect(await swept(50)).toBe("fine");
    expect(await swept(49)).toBe("TA6013");
  });

  test("a compiled program over a limit points at the whole program", () => {
    expect(() => compile("close + 1", { limits: { instructions: 1 } })).toThrow(
      /TA3018 error: the program needs 2 instructions, the host's limit is 1/,
    );
  });

  test("work is rows times lanes of a run, whatever the machine", async () => {
    const { lanes } = plan.bind().description;
    const run = (work: number) => loadPlan(plan.bytes, { limits: { work } });
    expect(codeOf(() => run(rows * lanes).run(bars))).toBe("fine");
    expect(codeOf(() => run(rows * lanes - 1).run(bars))).toBe("TA8014");
    await expect(
      run(rows * lanes)
        .bind()
        .runAsync(bars),
    ).resolves.toBeDefined();
    await expect(
      run(rows * lanes - 1)
        .bind()
        .runAsync(bars),
    ).rejects.toMatchObject({ code: "TA8014" });
  });

  test("time: none at all stops any run, by either executor and on other threads; without an end it changes no bit", async () => {
    const within = (milliseconds: number): Plan => loadPlan(plan.bytes, { limits: { milliseconds } });
    for (const executor of ["batch", "step"] as const) {
      expect(codeOf(() => within(0).run(bars, { executor }))).toBe("TA8014");
      expect(within(Infinity).run(bars, { executor }).outputs).toEqual(plan.run(bars).outputs);
    }
    await expect(within(0).bind().runAsync(bars)).rejects.toMatchObject({ code: "TA8014" });
    expect((await within(1e12).bind().runAsync(bars)).outputs).toEqual(plan.run(bars).outputs);
  });

  test("more than the format's own may be asked for, and nothing that is no limit", () => {
    const many = Array.from({ length: 3 }, (_, index) => `out o${index} = close + ${index}`).join("\n");
    expect(codeOf(() => compile(many, { limits: { instructions: 200_000, history: Infinity } }).bind())).toBe(
      "fine",
    );
    for (const limits of [
      { instruction: 1 },
      { instructions: -1 },
      { instructions: 1.5 },
      { milliseconds: NaN },
      5,
    ])
      expect(codeOf(() => compile("close", { limits: limits as Limits }))).toBe("TA8007");
  });

  test("a cache gives each host its own limits over one entry", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ta-limits-"));
    try {
      const cache = await openCache(folder);
      const limits = { history: figures.history };
      expect((await cache.compile(SOURCE)).limits).toEqual({});
      const kept = await cache.compile(SOURCE, { limits });
      expect(kept.limits).toEqual(limits);
      expect(await cache.compile(SOURCE, { limits })).toBe(kept);
      expect(codeOf(() => kept.bind({ params: { n: 21 } }))).toBe("TA6013");
      await expect(cache.compile(SOURCE, { limits: { history: 1 } })).rejects.toBeInstanceOf(CompileError);
      expect((await cache.compile(SOURCE)).bind({ params: { n: 400 } })).toBeDefined();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
