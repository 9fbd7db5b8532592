/** What a host allows: each limit takes what exactly suffices, and refuses one less. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PLAN_LIMITS, planFigures } from "@laakhay/ta-compiler";
import { Arena } from "../../compiler/src/ir/arena.ts";
import { encodePlan } from "../../compiler/src/plan/encode.ts";
import {
  compile,
  CompileError,
  link,
  loadPlan,
  openCache,
  TaError,
  type Limits,
  type Plan,
} from "../src/index.ts";

const SOURCE = `param n: int = 20 in 2..400
out trend = sma(close, n) > high[3]
out total = scan(0, fn(s, x) => s + x * 2)
alert up when crossup(close, sma(n))`;
const rows = 300;
const bars = {
  close: Float64Array.from({ length: rows }, (_, row) => 100 + (row % 17)),
  high: Float64Array.from({ length: rows }, (_, row) => 101 + (row % 13)),
};

/** Takes its time, as a filter of a caller's may. */
function spin(milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  return true;
}

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

  test("where a plan has no parameters, they hold as soon as it is loaded or linked", () => {
    const plans = [compile("sma(close, 30)"), compile("sma(close, 40)")];
    const [one, all] = [plans[1]!, link(plans)];
    const { history, stateBytes } = planFigures(one.bytes);
    const linked = planFigures(all.bytes);
    const load = (limits: Limits) => codeOf(() => loadPlan(one.bytes, { limits }));
    expect([load({ history, stateBytes }), load({ history: history - 1 })]).toEqual(["fine", "TA6013"]);
    expect([load({ stateBytes: stateBytes - 1 }), load({ memoryBytes: 100 })]).toEqual(["TA6013", "TA6013"]);
    const join = (limits: Limits) => codeOf(() => link(plans, { limits }));
    expect(join({ history: linked.history, stateBytes: linked.stateBytes })).toBe("fine");
    expect(join({ history: linked.history - 1 })).toBe("TA6013");
    expect(join({ stateBytes: linked.stateBytes - 1 })).toBe("TA6013");
    // With parameters nobody knows before they are settled.
    expect(codeOf(() => loadPlan(plan.bytes, { limits: { history: 1 } }))).toBe("fine");
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

  const lanes = plan.bind().description.lanes;
  const rejected = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "fine",
      (error: unknown) => (error as TaError).code,
    );

  test("the work of a panel is its symbols' together, and no symbol's fault", async () => {
    const universe = { a: bars, b: bars, c: { close: [1], high: [2] } };
    const all = (2 * rows + 1) * lanes;
    const panel = (work: number, options = {}): Promise<unknown> =>
      loadPlan(plan.bytes, { limits: { work } }).bind().panel(universe, options);
    expect(await rejected(panel(all))).toBe("fine");
    expect(await rejected(panel(all - 1))).toBe("TA8014");
    expect(await rejected(panel(all - 1, { keepGoing: true, keep: "last" }))).toBe("TA8014");
  });

  test("the work of a sweep is its points', as if each ran alone", async () => {
    const ns = [20, 50, 100];
    const alone = ns.map((n) => plan.bind({ params: { n } }).description.lanes);
    const all = rows * alone.reduce((sum, each) => sum + each, 0);
    const swept = (work: number): Promise<unknown> =>
      loadPlan(plan.bytes, { limits: { work } }).sweep({ n: ns }, { bars });
    expect(await rejected(swept(all))).toBe("fine");
    expect(await rejected(swept(all - 1))).toBe("TA8014");
  });

  test("the work of why is its probes'", () => {
    const within = (work: number): string =>
      codeOf(() => loadPlan(plan.bytes, { limits: { work } }).why(bars, { output: "trend" }));
    // Everything that the result is computed from, over all rows up to it, and never more lanes than the plan has.
    expect(within(2 * rows * lanes)).toBe("fine");
    expect(within(rows)).toBe("TA8014");
  });

  test("a tick is a row of each symbol that has a bar", () => {
    const tick = (work: number) => loadPlan(plan.bytes, { limits: { work } }).bind();
    const bar = { close: 1, high: 2 };
    expect(codeOf(() => tick(lanes).open().push(bar))).toBe("fine");
    expect(codeOf(() => tick(lanes - 1).open())).toBe("TA8014");
    const universe = tick(2 * lanes).openUniverse(["a", "b", "c"]);
    expect(codeOf(() => universe.push({ a: bar, b: bar, c: bar }))).toBe("TA8014");
    expect(universe.rows("a")).toBe(0);
    expect(codeOf(() => universe.push({ a: bar, c: bar }))).toBe("fine");
    expect(universe.rows("a")).toBe(1);
  });

  test("time ends a panel, a sweep and why, and gives nothing of them", async () => {
    const none = loadPlan(plan.bytes, { limits: { milliseconds: 0 } });
    const far = loadPlan(plan.bytes, { limits: { milliseconds: 1e12 } });
    expect(await rejected(none.bind().panel({ a: bars }))).toBe("TA8014");
    expect(await rejected(none.bind().panel({ a: bars }, { keepGoing: true }))).toBe("TA8014");
    expect(await rejected(none.sweep({ n: [2, 3] }, { bars }))).toBe("TA8014");
    expect(codeOf(() => none.why(bars, { output: "trend" }))).toBe("TA8014");
    expect((await far.bind().panel({ a: bars })).symbols["a"]!.outputs).toEqual(plan.run(bars).outputs);
    const swept = (of: Plan) => of.sweep({ n: [2, 3] }, { bars, reduce: "count" });
    expect(await swept(far)).toEqual(await swept(plan));
    expect(far.why(bars, { output: "trend" })).toEqual(loadPlan(plan.bytes).why(bars, { output: "trend" }));
  });

  test("long work ends soon after its time, wherever it is spent", async () => {
    const long = new Float64Array(2_000_000).map((_, row) => 100 + (row % 97));
    const slow = compile("param n: int = 3 in 2..5000\nout a = rma(ema(stddev(n), n), n)", {
      limits: { milliseconds: 40 },
    });
    const program = slow.bind({ params: { n: 3000 } });
    const universe = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`s${at}`, { close: long }]));
    const grid = { n: Array.from({ length: 4000 }, (_, at) => at + 2) };
    const endless = async function* () {
      yield ["a", { close: [1, 2, 3] }] as [string, { close: number[] }];
      await new Promise(() => undefined);
    };
    for (const work of [
      () => program.panel(universe, { keep: "last" }),
      () => program.panel(endless()),
      () => slow.sweep(grid, { bars: { close: long } }),
      () => slow.sweep(grid, { bars: { close: long.subarray(0, 9) }, where: () => spin(1) }),
    ])
      expect(await rejected(work())).toBe("TA8014");
    const deep = Array.from({ length: 400 }, (_, at) => `let x${at + 1} = sma(x${at}, 1000)`).join("\n");
    const chain = compile(`let x0 = close\n${deep}\nout a = x400`, { limits: { milliseconds: 40 } });
    expect(codeOf(() => chain.why({ close: long }))).toBe("TA8014");
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

  test("a cache keeps what a host's own limits let in beyond the format's", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ta-limits-"));
    const limits = { inputs: 2000 };
    const warnings: string[] = [];
    const open = () => openCache(folder, { onWarning: (message) => void warnings.push(message) });
    // More columns than the format's own 1,024: no program reads so many, but a plan may.
    const arena = new Arena();
    for (let index = 0; index < 1100; index++) {
      const node = arena.input("ohlcv", `f${index}`);
      arena.outputs.push({ name: `o${index}`, node, doc: null, hints: {} });
    }
    const { bytes, id } = encodePlan(arena);
    expect(codeOf(() => loadPlan(bytes))).toBe("TA6013");
    const source = "close";
    try {
      const first = await open();
      await first.compile(source);
      const { key } = (await first.store.list())[0]!;
      const data = (await first.store.get(key))!;
      const head = data.toString("utf8", 0, data.indexOf(10));
      const { id: was } = compile(source);
      await first.store.put(key, Buffer.concat([Buffer.from(`${head.replace(was, id)}\n`), bytes]), {
        id,
        compiler: "x",
      });
      for (let turn = 0; turn < 2; turn++) {
        const raised = await (await open()).find(source, { limits });
        expect(raised.from).toBe("disk");
        expect(raised.plan.requirements.fields).toHaveLength(1100);
        // A host that allows no more than the format does not take it away from the other, and is refused on use.
        const other = await (await open()).find(source);
        expect(other.from).toBe("disk");
        expect(codeOf(() => other.plan.bind())).toBe("TA6013");
        await expect((await open()).find(source, { limits: { inputs: 1 } })).rejects.toMatchObject({
          diagnostics: [{ code: "TA3018" }],
        });
      }
      expect(warnings).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
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
