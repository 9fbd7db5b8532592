/** `plan.why`: values to the bit those of a run, and reasons that hold. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog, decodePlan, PROBED_AT_ONCE } from "@laakhay/ta-compiler";
import { compile, link, loadPlan, type Plan, type WhyNode } from "@laakhay/ta";
import { bars, program, source } from "./random.ts";
import { root, ta } from "./setup.ts";

/** Bars that wander, the same every time; `gaps` leaves some values out. */
function wandering(rows: number, gaps: boolean) {
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const columns = {
    open: new Float64Array(rows),
    high: new Float64Array(rows),
    low: new Float64Array(rows),
    close: new Float64Array(rows),
    volume: new Float64Array(rows),
  };
  let price = 100;
  for (let row = 0; row < rows; row += 1) {
    columns.open[row] = price;
    price *= 1 + (random() - 0.5) / 20;
    columns.close[row] = price;
    columns.high[row] = Math.max(price, columns.open[row]!) * (1 + random() / 50);
    columns.low[row] = Math.min(price, columns.open[row]!) * (1 - random() / 50);
    columns.volume[row] = Math.round(1e5 * random());
  }
  if (gaps)
    for (const column of Object.values(columns)) column[Math.floor(rows * (0.2 + 0.7 * random()))] = NaN;
  return columns;
}

const ROWS = 160;
const whole = wandering(ROWS, false);
const broken = wandering(ROWS, true);

/** Every result of a plan in some rows, held to what a run gives. */
function hold(
  plan: Plan,
  columns: Readonly<Record<string, Float64Array>>,
  rows: readonly number[],
  label: string,
): void {
  const { outputs, alerts } = plan.run(columns);
  for (const row of rows) {
    for (const { name, type } of plan.outputs) {
      const found = plan.why(columns, { output: name, row });
      const due = outputs[name]![row]!;
      const value = type === "bool" ? (due === 2 ? null : due === 1) : Number.isNaN(due) ? null : due;
      expect(found.value, `${label}: ${name} in row ${row}`).toBe(value);
      expect(found.missing === null, `${label}: ${name} in row ${row}`).toBe(value !== null);
    }
    for (const { name } of plan.alerts) {
      const fired = alerts.some((alert) => alert.name === name && alert.row === row);
      expect(plan.why(columns, { alert: name, row }).value, `${label}: ${name} in row ${row}`).toBe(fired);
    }
  }
}

/** The library's functions that need nothing but the bars. */
const functions = catalog().filter(
  ({ inputs, parameters }) =>
    inputs.every((input) => input.default !== null) && parameters.every(({ required }) => !required),
);

describe("values are to the bit those of a run", () => {
  test("of the examples", () => {
    const folder = join(root, "examples");
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".ta")))
      hold(compile(readFileSync(join(folder, file), "utf8")), broken, [0, 1, 60, 159], file);
  });
  test("of the library's functions, with gaps, and every missing value has its reason", () => {
    expect(functions.length).toBeGreaterThan(300);
    for (const { id } of functions) hold(compile(`${id}()`), broken, [40, 159], id);
  });
  test("of random programs over random bars, and of a missing one the path to its end", () => {
    fc.assert(
      fc.property(program, bars(40), fc.double({ min: 0, max: 1, noNaN: true }), (made, columns, place) => {
        const rows = columns["close"]!.length;
        fc.pre(rows > 0);
        const plan = compile(source(made));
        const row = Math.min(rows - 1, Math.floor(place * rows));
        hold(plan, columns, [0, row], source(made));
        for (const { name } of plan.outputs) {
          const { missing } = plan.why(columns, { output: name, row });
          if (missing === null) continue;
          expect(missing.path.at(-1)).toEqual({ register: missing.register, row: missing.row });
          for (const step of missing.path) expect(step.row).toBeLessThanOrEqual(row);
          expect(missing.message).not.toMatch(/undefined|NaN/);
        }
      }),
      { numRuns: 60 },
    );
  });
  test("of linked plans", () => {
    const linked = link({
      ann: compile("out a = sma(5) > 1\nalert b when rsi(5) < 60"),
      bob: compile("rsi(5)"),
    });
    hold(linked, whole, [2, 30, 159], "linked");
  });
});

describe("reasons hold", () => {
  test("of every function: with the bars that a warm-up asks for it is over", () => {
    let seen = 0;
    for (const { id } of functions) {
      const plan = compile(`${id}()`);
      for (const { name } of plan.outputs) {
        const { missing, value } = plan.why(whole, { output: name, row: 4 });
        if (missing?.kind !== "warm-up" || missing.row !== 4) continue;
        seen += 1;
        expect(value).toBe(null);
        expect(missing.has).toBe(5);
        const due = missing.needs! - 1;
        expect(due, id).toBeGreaterThan(4);
        if (due >= ROWS) continue;
        const early = plan.why(whole, { output: name, row: due - 1 });
        const there = plan.why(whole, { output: name, row: due });
        expect(early.missing?.kind, `${id} ${name} in row ${due - 1}`).toBe("warm-up");
        expect(there.missing?.kind, `${id} ${name} in row ${due}: ${there.missing?.message}`).not.toBe(
          "warm-up",
        );
      }
    }
    expect(seen).toBeGreaterThan(200);
  });

  const few = {
    timestamp: ["d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7"],
    open: [10, 10, 11, 11, 12, 12, 12, 11],
    high: [11, 12, 12, 13, 12, 14, 14, 14],
    close: [10, 11, NaN, 12, 12, 13, 11, 10],
    volume: [100, 0, 0, 0, 50, 60, 60, 60],
  };
  const calm = "let ratio = volume / sma(volume, 2)\nout calm = ratio > 1.5 and close > sma(4)";
  test.each([
    [calm, 3, "arithmetic", "0 / 0 is no finite number, in ratio", 3],
    ["sma(close, 3)", 1, "warm-up", "sma(close, 3) needs 3 bars, and up to row 1 there are 2", 1],
    ["sma(close, 3)", 3, "input", "close is missing in row 2; sma(close, 3) looks back to that row", 2],
    ["ema(close, 3)", 2, "input", "close is missing in row 2", 2],
    ["close[1] > open", 3, "input", "close is missing in row 2; close[1] looks back to that row", 2],
    ["close[5] > open", 3, "warm-up", "close[5] needs 6 bars, and up to row 3 there are 4", 3],
    [
      'sma(close, 3, missing = "observed")',
      2,
      "warm-up",
      'sma(close, 3, missing = "observed") needs 3 known rows of close and has 2 up to row 2',
      2,
    ],
    ["sma(close, 4, min_samples = 4)", 4, "input", /^close is missing in row 2; /, 2],
    ["ema(close, 4)", 3, "warm-up", "ema(close, 4) needs 4 known rows of close and has 3 up to row 3", 3],
    ["sqrt(close - 12)", 1, "arithmetic", "sqrt(-1) is no finite number, in sqrt(close - 12)", 1],
    [
      "correlation(open, high * 0, 3)",
      7,
      "arithmetic",
      "no number comes of the 3 rows of correlation(open, high * 0, 3), which are all known",
      7,
    ],
    ["if open > 10 then na else high", 4, "constant", "if open > 10 then na else high is na", 4],
    [
      "bars_since(close > 100)",
      5,
      "not-yet",
      "what bars_since(close > 100) waits for has not happened by row 5",
      5,
    ],
    ["scan(na, fn(s, x) => coalesce(s + 0.1 * (x - s), x))", 2, "input", "close is missing in row 2", 2],
    ["coalesce(close[9], sma(9))", 4, "warm-up", "close[9] needs 10 bars, and up to row 4 there are 5", 4],
    ["if close > 11 then sma(close, 9) else open", 4, "warm-up", /^sma\(close, 9\) needs 9 bars/, 4],
  ])("%s in row %i", (source, row, kind, message, at) => {
    const { value, missing } = compile(source).why(few, { row });
    expect(value).toBe(null);
    expect(missing!.kind).toBe(kind);
    if (typeof message === "string") expect(missing!.message).toBe(message);
    else expect(missing!.message).toMatch(message);
    expect(missing!.row).toBe(at);
    expect(missing!.path[0]!.row).toBe(row);
    expect(missing!.path.at(-1)).toEqual({ register: missing!.register, row: at });
  });

  test("of an alert: what fires it, what keeps it from firing, and that it fired before", () => {
    const plan = compile("alert up when high > high[1]\nalert held when high >= 12");
    expect(plan.why(few, { output: "up", row: 3 })).toMatchObject({
      kind: "alert",
      value: true,
      timestamp: "d3",
      because: [
        "high > high[1] became true: it was false in row 2, when last known",
        "high > high[1] is true: 13 > 12",
      ],
    });
    expect(plan.why(few, { alert: "up", row: 4 }).because).toEqual(["high > high[1] is false: 12 > 13"]);
    expect(plan.why(few, { alert: "held", row: -1 }).because).toEqual([
      "high >= 12 is true, and has been since row 1: an alert fires where its condition becomes true",
    ]);
    const unknown = plan.why(few, { alert: "up", row: 0 });
    expect(unknown.because).toEqual(["high > high[1] is unknown, and what is unknown fires nothing"]);
    expect(unknown.missing!.message).toBe("high[1] needs 2 bars, and up to row 0 there are 1");
    expect(compile("alert up when crossup(open, high)").why(few, { row: 5 }).because).toEqual([
      "open > high is false: 12 > 14",
    ]);
  });
});

describe("the tree", () => {
  const found = (node: WhyNode, name: string): WhyNode | undefined =>
    node.name === name || node.text === name
      ? node
      : node.children.map((child) => found(child, name)).find((each) => each !== undefined);

  test("has the source's own words, its lets by name, and their values", () => {
    const source = readFileSync(join(root, "examples/golden_cross.ta"), "utf8");
    const plan = compile(source);
    const params = { fast: 20, slow: 50 };
    const { tree } = plan.why(whole, { alert: "golden_cross", params });
    const run = compile(`${source}\nout q = quick\nout b = base\nout heat = rsi(14)`).run(whole, { params });
    for (const [name, output] of [
      ["quick", "q"],
      ["base", "b"],
      ["rsi(14)", "heat"],
    ] as const) {
      const node = found(tree, name)!;
      expect(node.value).toBe(run.outputs[output]![ROWS - 1]);
      expect(node.before).toBe(run.outputs[output]![ROWS - 2]);
    }
    expect(tree.text).toBe("crossup(quick, base) and rsi(14) < hot");
    expect(tree.children.map((child) => child.text)).toEqual(["crossup(quick, base)", "rsi(14) < hot"]);
  });

  test("of a plan without its program names registers and kernels", () => {
    const plan = loadPlan(compile("sma(close, 3) > 2").bytes);
    const { tree } = plan.why(whole);
    expect(tree.text).toMatch(/^%\d+ = %\d+ > 2$/);
    expect(tree.children[0]!.text).toMatch(/^%\d+ = win\.mean\(close, n = 3\)$/);
    expect(tree.children[0]!.children[0]!.text).toBe("close");
  });

  test("leaves out what the parameters rule out", () => {
    const source = 'param kind: string = "ema" in ["sma", "ema"]; if kind == "ema" then ema(9) else sma(5)';
    const plan = compile(source);
    const texts = (kind: string) =>
      plan.why(whole, { params: { kind } }).tree.children.map((child) => child.text);
    expect(texts("ema")).toEqual(["ema(9)"]);
    expect(texts("sma")).toEqual(["sma(5)"]);
  });

  test("of thousands of values, in more than one probe and deeper than is shown", () => {
    const lets = Array.from({ length: 300 }, (_, at) => {
      const last = `a${at}`;
      return `let a${at + 1} = sma(${last}, 2) * 0.${at + 1} + greater(${last}, ${last}[1]) - lesser(${last}, open - ${at}) / 3`;
    });
    const plan = compile(`let a0 = close + 1\n${lets.join("\n")}\nout last = a300`);
    expect(decodePlan(plan.bytes).instructions.length).toBeGreaterThan(PROBED_AT_ONCE);
    hold(plan, whole, [159], "a long chain");
    let [node, depth] = [plan.why(whole).tree, 0];
    while (node.children.length > 0) [node, depth] = [node.children[0]!, depth + 1];
    expect(depth).toBeGreaterThan(100);
    expect(node.repeated).toBe(true);
  });
});

test("windows over windows, five thousand deep, have their reason", () => {
  const depth = 5000;
  const lets = Array.from({ length: depth }, (_, at) => `let x${at + 1} = sma(x${at}, 2)`);
  const plan = compile(`let x0 = close\n${lets.join("\n")}\nout last = x${depth}`, { optimize: false });
  const rows = depth + 200;
  const close = Float64Array.from({ length: rows }, (_, row) => 100 + (row % 7));
  // Of few rows, a warm-up; of enough, a gap that every window looks back on.
  const { missing: early } = plan.why({ close: close.subarray(0, 40) });
  expect(early).toMatchObject({ kind: "warm-up", needs: depth + 1, has: 40 });
  close[250] = NaN;
  const { missing } = plan.why({ close });
  expect(missing).toMatchObject({ kind: "input", row: 250, label: "close" });
  expect(missing!.path).toHaveLength(depth + 1);
  expect(missing!.path.at(-1)!.row).toBe(250);
}, 120_000);

test("an infinite value has its place, where the row needs it", () => {
  const plan = compile("out a = sma(close, 3) + high");
  const bars = { close: [1, 2, 3, 4, 5], high: [1, 2, 3, -Infinity, 5] };
  expect(plan.why(bars, { row: 2 }).value).toBe(5);
  for (const row of [3, 4])
    expect(() => plan.why(bars, { row })).toThrow(
      expect.objectContaining({ code: "TA7006", column: "high", row: 3 }),
    );
});

test("a plan that a host has let in by its limits is explained", () => {
  const source = "out a = sma(3) > sma(9)";
  const plan = compile(source, { limits: { params: 0, outputs: 1, instructions: 2 } });
  expect(plan.why(whole).value).toBe(compile(source).run(whole).outputs["a"]![ROWS - 1] === 1);
});

test("what does not exist is a usage error", () => {
  const plan = compile("out a = close\nalert b when close > 1");
  const refused = (work: () => unknown, message: RegExp): void =>
    expect(work).toThrow(
      expect.objectContaining({ code: "TA8007", message: expect.stringMatching(message) }),
    );
  refused(() => plan.why(whole), /why explains one result of a and the alert b: name it/);
  refused(() => plan.why(whole, { output: "c" }), /there is no output c: the plan has a and the alert b/);
  refused(() => plan.why(whole, { alert: "a" }), /there is no alert a/);
  refused(() => plan.why(whole, { output: "a", alert: "b" }), /one result/);
  refused(() => plan.why(whole, { output: "a", row: ROWS }), /from 0 to 159/);
  refused(() => plan.why(whole, { output: "a", row: 0.5 }), /whole number/);
  refused(() => plan.why({ close: [] }, { output: "a" }), /empty/);
});

describe("ta why", () => {
  const stocks = ["--data", join(root, "data/stocks.csv.gz"), "--by", "ticker"];
  const golden = join(root, "examples/golden_cross.ta");
  test("explains an alert on the day it fired, as a tree", () => {
    const ran = ta([
      "why",
      golden,
      ...stocks,
      "--symbol",
      "AAPL",
      "--output",
      "golden_cross",
      "--at",
      "2001-06-26",
    ]);
    expect(ran.stderr).toBe("");
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatchInlineSnapshot(`
      "golden_cross fired in row 333 of AAPL, 2001-06-26
        crossup(quick, base) and rsi(14) < hot became true: it was false in row 332, when last known
        quick > base is true: 22.8608 > 22.71505
        quick <= base is true in row 332: 22.8146 <= 22.8907
        rsi(14) < hot is true: 61.55921271 < 70

      with fast = 50, slow = 200, hot = 70

                                              row 333      row 332
      crossup(quick, base) and rsi(14) < hot  true         false
      ├─ crossup(quick, base)                 true         false
      │  └─ quick > base                      true         false
      │     ├─ quick = sma(close, fast)       22.8608      22.8146
      │     │  └─ close                       23.75        23.99
      │     └─ base = sma(close, slow)        22.71505     22.8907
      │        └─ close                       23.75        23.99
      └─ rsi(14) < hot                        true         true
         └─ rsi(14)                           61.55921271  63.30820092
            └─ close                          23.75        23.99
      "
    `);
  });
  test("as JSON", () => {
    const ran = ta([
      "why",
      golden,
      ...stocks,
      "--symbol",
      "AAPL",
      "--output",
      "momentum",
      "--row",
      "7",
      "--json",
    ]);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      name: "momentum",
      row: 7,
      timestamp: "2000-03-10",
      symbol: "AAPL",
      value: null,
      missing: { kind: "warm-up", needs: 15, has: 8 },
    });
  });
  test.each([
    [["--row", "1", "--at", "2001-06-26"], /--row and --at/],
    [["--row", "x"], /--row takes a whole number/],
    [["--at", "1999-01-01", "--symbol", "AAPL"], /no row has the time stamp 1999-01-01: they go from/],
    [["--symbol", "NONE"], /the data has no symbol NONE: it has/],
    [[], /--symbol AAPL/],
  ])("%s is used wrongly", (flags, message) => {
    const ran = ta(["why", "-e", "sma(3)", ...stocks, ...flags]);
    expect(ran.code).toBe(3);
    expect(ran.stdout).toBe("");
    expect(ran.stderr).toMatch(message);
  });
});
