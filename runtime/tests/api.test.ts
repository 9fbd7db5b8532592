import { tableFromArrays } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { check, compile, CompileError, loadPlan, TaError, type Bars } from "../src/index.ts";

const close = Float64Array.from({ length: 300 }, (_, row) => 100 + Math.sin(row / 7) * 10 + (row % 5));
const SOURCE = `
param n: int = 5 in 2..50
out average = sma(close, n)
out up = close > sma(close, n)
alert entry when crossup(close, sma(close, n))
`;

function thrown(work: () => unknown): TaError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(TaError);
    return error as TaError;
  }
  throw new Error("nothing was thrown");
}

describe("compile, check, loadPlan", () => {
  test("a plan says what it is", () => {
    const plan = compile(SOURCE);
    expect(plan.id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(plan.params).toMatchObject([{ name: "n", type: "int", default: 5, min: 2, max: 50 }]);
    expect(plan.outputs.map(({ name, type }) => [name, type])).toEqual([
      ["average", "float"],
      ["up", "bool"],
    ]);
    expect(plan.alerts.map(({ name }) => name)).toEqual(["entry"]);
    expect(plan.requirements.fields).toEqual(["close"]);
    expect(plan.requirements.kernels).toContain("win.mean@1");
  });
  test("a wrong program throws its diagnostics, and check never throws", () => {
    const wrong = "out a = smaa(close)\nout b = clos";
    expect(() => compile(wrong)).toThrow(CompileError);
    expect(
      check(wrong)
        .diagnostics.map(({ code }) => code)
        .sort(),
    ).toEqual(["TA2001", "TA2002"]);
    expect(check("((((").diagnostics.length).toBeGreaterThan(0);
  });
  test("bytes load to the same plan; damaged ones give their offset", () => {
    const plan = compile(SOURCE);
    const loaded = loadPlan(plan.bytes);
    expect(loaded.id).toBe(plan.id);
    expect(loaded.run({ close }).outputs).toEqual(plan.run({ close }).outputs);
    const cut = thrown(() => loadPlan(plan.bytes.subarray(0, 40)));
    expect(cut.code).toMatch(/^TA600\d$/);
    expect(cut.offset).toBeGreaterThan(0);
    expect(thrown(() => loadPlan(new Uint8Array(0))).code).toMatch(/^TA600\d$/);
  });
  test("renaming and reordering keep the identity; meaning changes it", () => {
    const id = (source: string) => compile(source).id;
    expect(id("let a = sma(close, 5)\nlet b = ema(3)\nout x = a - b")).toBe(
      id("let q = ema(3)\n\nlet p = sma(close,5)\nout x = p-q"),
    );
    expect(id("sma(close, 5)")).not.toBe(id("sma(close, 6)"));
  });
});

describe("bind", () => {
  test("parameters change the result, not the plan", () => {
    const plan = compile(SOURCE);
    expect(plan.run({ close }, { params: { n: 7 } }).outputs.average).toEqual(
      compile("out average = sma(close, 7)").run({ close }).outputs.average,
    );
    expect(plan.bind({ params: { n: 7 } }).validFrom.average).toBe(6);
  });
  test("what is refused is named", () => {
    const plan = compile(SOURCE);
    expect(thrown(() => plan.bind({ params: { m: 1 } }))).toMatchObject({
      code: "TA8001",
      message: expect.stringContaining("m") as string,
    });
    for (const n of [1, 51, 2.5, NaN, "x", true]) {
      expect(thrown(() => plan.bind({ params: { n } }))).toMatchObject({
        code: "TA8002",
        message: expect.stringContaining("n") as string,
      });
    }
  });
});

describe("run", () => {
  const program = compile(SOURCE).bind();
  const expected = program.run({ close });
  test("columns of any kind give the same bits", () => {
    const bars: Bars[] = [
      { close: [...close] },
      { Close: close, ignored: [1] },
      tableFromArrays({ close }),
      [...close].map((value, row) => [row, 0, 0, 0, value, 0]),
    ];
    for (const each of bars) expect(program.run(each).outputs).toEqual(expected.outputs);
  });
  test("missing comes as null, undefined, NaN or an Arrow null, and leaves as NaN and 2", () => {
    const gapped = [1, null, 3, undefined, 5, NaN];
    const { outputs } = compile("out x = close\nout y = close > 2").run({ close: gapped });
    expect([...outputs.x!]).toEqual([1, NaN, 3, NaN, 5, NaN]);
    expect([...outputs.y!]).toEqual([0, 2, 1, 2, 1, 2]);
    const arrow = compile("out x = close").run(tableFromArrays({ close: [1, null, 3] }));
    expect([...arrow.outputs.x!]).toEqual([1, NaN, 3]);
  });
  test("alerts carry their row and stamp", () => {
    const prices = [1, 1, 3, 1, 3];
    const plan = compile("alert high when close > 2");
    expect(plan.run({ close: prices, timestamp: ["a", "b", "c", "d", "e"] }).alerts).toEqual([
      { name: "high", row: 2, timestamp: "c" },
      { name: "high", row: 4, timestamp: "e" },
    ]);
    expect(plan.run({ close: prices }).alerts[0]).toEqual({ name: "high", row: 2 });
  });
  test("new outputs of any number and length are each a column of their own, whatever buffer holds them", () => {
    for (const count of [1, 2, 12]) {
      const source = Array.from(
        { length: count },
        (_, at) => `out a${at} = close + ${at}\nout b${at} = close > ${at}`,
      );
      const program = compile(
        [...source, "alert up when close > 2", "alert on when close > 0"].join("\n"),
      ).bind();
      for (const rows of [0, 1, 3, 1000, 5000, 40_000]) {
        const bars = { close: Float64Array.from({ length: rows }, (_, row) => row % 5) };
        const first = program.run(bars);
        // Neither a later run nor one of another length writes into what an earlier one gave.
        program.run({ close: new Float64Array(rows + 1) });
        program.run({ close: new Float64Array(rows) });
        for (let at = 0; at < count; at++) {
          const [a, b] = [first.outputs[`a${at}`]!, first.outputs[`b${at}`]!];
          expect([a.length, b.length]).toEqual([rows, rows]);
          expect(a.every((value, row) => value === (row % 5) + at)).toBe(true);
          expect(b.every((value, row) => value === Number(row % 5 > at))).toBe(true);
        }
        // An alert fires where its condition becomes true.
        const rises = (level: number): number[] =>
          [...bars.close.keys()].filter(
            (row) => bars.close[row]! > level && (row === 0 || bars.close[row - 1]! <= level),
          );
        for (const [name, level] of [
          ["up", 2],
          ["on", 0],
        ] as const)
          expect(first.alerts.filter((alert) => alert.name === name).map(({ row }) => row)).toEqual(
            rises(level),
          );
      }
    }
  });
  test("shared memory is copied as bars and refused as a buffer to fill", () => {
    const shared = new Float64Array(new SharedArrayBuffer(8 * 5));
    shared.set([1, 2, 3, 4, 5]);
    const program = compile("out a = sma(close, 2)").bind();
    expect([...program.run({ close: shared }).outputs.a!]).toEqual([NaN, 1.5, 2.5, 3.5, 4.5]);
    const into = { a: new Float64Array(new SharedArrayBuffer(8 * 5)) };
    expect(() => program.run({ close: shared }, { into })).toThrow(/shared memory/);
  });
  test("into fills the caller's buffers and refuses others before anything is written", () => {
    const into = { average: new Float64Array(300), up: new Uint8Array(300) };
    expect(program.run({ close }, { into }).outputs).toBe(into);
    expect(into).toEqual(expected.outputs);
    const fresh = new Float64Array(300);
    const refused = [
      { average: fresh },
      { average: fresh, up: new Uint8Array(299) },
      { average: fresh, up: new Float64Array(300) },
      { average: close, up: new Uint8Array(300) },
      { average: fresh, up: new Uint8Array(fresh.buffer, 0, 300) },
    ];
    for (const buffers of refused)
      expect(thrown(() => program.run({ close }, { into: buffers as never })).code).toBe("TA8003");
    expect(fresh.every((value) => value === 0)).toBe(true);
  });
  test("wrong bars name the column and the row", () => {
    expect(thrown(() => program.run({ open: close }))).toMatchObject({ code: "TA7009", column: "close" });
    expect(thrown(() => compile("close + volume").run({ close, volume: [1] }))).toMatchObject({
      code: "TA7010",
      column: "volume",
    });
    expect(thrown(() => program.run({ close, timestamp: [1] }))).toMatchObject({
      code: "TA7010",
      column: "timestamp",
    });
    expect(thrown(() => program.run({ close: [1, "x" as never] }))).toMatchObject({
      code: "TA7005",
      column: "close",
      row: 1,
    });
    for (const executor of ["batch", "step"] as const) {
      const into = { average: new Float64Array(3), up: new Uint8Array(3) };
      const error = thrown(() => program.run({ close: [1, 2, -Infinity] }, { into, executor }));
      expect(error.code).toBe("TA7006");
      expect(error.message).toMatch(/close.*2/);
      expect(into.average).toEqual(new Float64Array(3));
    }
    expect(thrown(() => program.run([[1, 2]])).code).toBe("TA7004");
  });
  test("a period longer than the data is a warning that says how many bars are needed, for each output", () => {
    const short = { close: close.slice(0, 4) };
    const result = program.run(short);
    expect([...result.outputs.average!, ...result.outputs.up!]).toEqual([NaN, NaN, NaN, NaN, 2, 2, 2, 2]);
    expect(result.warnings).toEqual([
      expect.objectContaining({ code: "TA5005", kind: "output", name: "average", needed: 5, rows: 4 }),
      expect.objectContaining({ code: "TA5005", kind: "output", name: "up", needed: 5, rows: 4 }),
      expect.objectContaining({ code: "TA5005", kind: "alert", name: "entry", needed: 6, rows: 4 }),
    ]);
    expect(result.warnings[0]!.message).toMatch(/"average" needs 5 bars; the data has 4/);
    // Exactly enough is enough, and what no length helps is not the data's fault.
    expect(program.run({ close: close.slice(0, 6) }).warnings).toEqual([]);
    expect(program.run({ close: close.slice(0, 5) }).warnings.map(({ name }) => name)).toEqual(["entry"]);
    expect(expected.warnings).toEqual([]);
  });
  test("rows as CCXT gives them: every field, gaps, and the stamps of alerts", () => {
    const rows = [
      [1700000000000, 1, 2, 0.5, 1.5, 10],
      [1700000060000, null, undefined, NaN, 2.5, 20],
    ];
    const source =
      "out o = open\nout h = high\nout l = low\nout c = close\nout v = volume\nalert up when close > 2";
    const { outputs, alerts } = compile(source).run(rows);
    expect(Object.values(outputs).map((column) => [...column])).toEqual([
      [1, NaN],
      [2, NaN],
      [0.5, NaN],
      [1.5, 2.5],
      [10, 20],
    ]);
    expect(alerts).toEqual([{ name: "up", row: 1, timestamp: 1700000060000 }]);
    expect(compile("close").run([]).rows).toBe(0);
    expect(thrown(() => compile("close").run([[1, 2, 3, 4, "5" as never]]))).toMatchObject({
      code: "TA7005",
      column: "close",
      row: 0,
    });
  });
  test("no rows are no error", () => {
    expect(program.run({ close: [] }).outputs.average).toEqual(new Float64Array(0));
  });
});

describe("sessions", () => {
  const program = compile(SOURCE).bind();
  const whole = program.run({ close, timestamp: [...close.keys()] });
  test("push gives the run's rows, peek advances nothing, a snapshot continues", () => {
    let session = program.open();
    const alerts = [];
    for (let row = 0; row < close.length; row++) {
      const bar = { close: close[row]!, timestamp: row };
      expect(session.peek(bar)).toEqual(session.peek(bar));
      const tick = session.push(bar);
      expect(tick.outputs).toEqual({ average: whole.outputs.average![row], up: whole.outputs.up![row] });
      alerts.push(...tick.alerts);
      if (row % 97 === 41) {
        const snapshot = session.snapshot();
        session.close();
        session = program.open(snapshot);
        expect(session.rows).toBe(row + 1);
        expect(session.snapshot()).toEqual(snapshot);
      }
    }
    expect(alerts).toEqual(whole.alerts);
  });
  test("peek says what push then gives", () => {
    const session = program.open();
    for (const value of close.subarray(0, 60)) {
      const bar = { close: value };
      expect(session.peek(bar)).toEqual(session.push(bar));
    }
  });
  test("a wrong bar advances nothing", () => {
    const session = program.open();
    session.push({ close: 1 });
    expect(thrown(() => session.push({ open: 1 }))).toMatchObject({ code: "TA7009", column: "close" });
    expect(thrown(() => session.push({ close: Infinity })).code).toBe("TA7006");
    expect(thrown(() => session.push({ close: "1" })).code).toBe("TA7005");
    expect(session.rows).toBe(1);
  });
  test("a session ends with its scope", () => {
    const session = program.open();
    session[Symbol.dispose]();
    expect(thrown(() => session.push({ close: 1 })).code).toBe("TA8004");
  });
  test("a snapshot of another plan, other parameters or other bytes is refused", () => {
    const snapshot = program.open().snapshot();
    expect(thrown(() => compile("close").bind().open(snapshot)).code).toBe("TA6021");
    expect(
      thrown(() =>
        compile(SOURCE)
          .bind({ params: { n: 6 } })
          .open(snapshot),
      ).code,
    ).toBe("TA6021");
    const altered = snapshot.slice();
    altered[altered.length - 40]! ^= 1;
    expect(thrown(() => program.open(altered)).code).toMatch(/^TA602[0-3]$/);
  });
});

describe("what is used wrongly is a TaError that says how", () => {
  const program = compile(SOURCE).bind();
  const any = (value: unknown): never => value as never;
  test.each<[string, () => unknown, string, RegExp]>([
    ["a program that is no text", () => compile(any(5)), "TA8007", /string/],
    ["parameters without params", () => compile(SOURCE).bind(any({ n: 6 })), "TA8007", /params: \{ n/],
    ["params that are null", () => compile(SOURCE).bind(any({ params: null })), "TA8007", /params/],
    ["a level that is none", () => compile(SOURCE).bind(any({ level: "sse9" })), "TA8007", /sse9/],
    ["options that are null", () => program.run({ close }, any(null)), "TA8007", /options/],
    ["into that is null", () => program.run({ close }, any({ into: null })), "TA8003", /into/],
    ["a column that is a number", () => program.run(any({ close: 5 })), "TA7009", /"close" is no column/],
    ["a text as a column", () => program.run(any({ close: "123" })), "TA7009", /not string/],
    ["stamps that are no column", () => program.run(any({ close, timestamp: 5 })), "TA7009", /timestamp/],
    ["a bar that is null", () => program.open().push(any(null)), "TA8007", /bar/],
    ["a bar that is not given", () => program.open().peek(any(undefined)), "TA8007", /bar/],
    ["a snapshot that is a text", () => program.open(any("abc")), "TA8007", /Uint8Array/],
  ])("%s", (_, work, code, message) => {
    const error = thrown(work);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });
  test("check never throws", () => {
    for (const value of [5, null, undefined, {}]) expect(check(any(value)).diagnostics).toHaveLength(1);
  });
  test.each(["batch", "step"] as const)("an infinite value is named by column and row: %s", (executor) => {
    const error = thrown(() => program.run({ close: [1, 2, -Infinity] }, { executor }));
    expect(error).toMatchObject({ code: "TA7006", column: "close", row: 2 });
  });
  test("a program is as good as new after an error", () => {
    const before = program.run({ close });
    thrown(() => program.run({ close: [1, Infinity] }));
    thrown(() => program.run(any({ close: ["x"] })));
    expect(program.run({ close })).toEqual(before);
  });
  test("every altered byte of a plan, and every cut, is a TA6xxx with its offset", () => {
    const { bytes } = compile("sma(close, 3) > close");
    for (let at = 0; at < bytes.length; at++) {
      const altered = bytes.slice();
      altered[at]! ^= 0x81;
      for (const wrong of [altered, bytes.slice(0, at)]) {
        const error = thrown(() => loadPlan(wrong));
        expect(error.code).toMatch(/^TA6/);
        expect(error.offset).toBeTypeOf("number");
      }
    }
  });
  test("a closed session frees its state at once", () => {
    const heavy = compile("median(close, 5000)").bind();
    const open = (count: number): void => {
      for (let index = 0; index < count; index++) {
        using session = heavy.open();
        session.push({ close: 1 });
      }
    };
    open(50);
    const before = process.memoryUsage().rss;
    open(2000);
    // Kept until memory is collected, two thousand of these would be well over a hundred megabytes.
    expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
  });
});
