/** The laws of spec/numerics.md as properties; the quick run and the slow one differ only in how many cases they take. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile as compileSource } from "@laakhay/ta-compiler";
import { compile, Plan, type Outputs, type Program, type RunResult } from "../src/index.ts";
import { bars, float, program, source } from "./random.ts";

type Columns = Record<string, Float64Array>;

/** To the bit: the missing value leaves as one NaN, and 0 is not -0. */
function bits(column: Float64Array | Uint8Array): BigUint64Array | Uint8Array {
  return column instanceof Float64Array ? new BigUint64Array(column.slice().buffer) : column;
}

function same(found: Outputs, expected: Outputs, what: string): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const name of Object.keys(expected)) {
    const [a, b] = [bits(found[name]!), bits(expected[name]!)];
    expect(a.length).toBe(b.length);
    const row = (a as Uint8Array).findIndex((value, index) => value !== b[index]);
    if (row >= 0)
      throw new Error(
        `${what}: ${name} differs in row ${row}: ${found[name]![row]} and ${expected[name]![row]}`,
      );
  }
}

/** What every executor gives. */
type Values = Pick<RunResult, "outputs" | "alerts">;

function sameRun(found: Values, expected: Values, what: string): void {
  same(found.outputs, expected.outputs, what);
  expect(found.alerts).toEqual(expected.alerts);
}

const rowOf = (columns: Columns, row: number): Record<string, number> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[row]!]));

const slice = (columns: Columns, from: number, to?: number): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice(from, to)]));

/** Pushes rows `from`..`to` through a session, restoring it from a snapshot of itself at `restoreAt`. */
function pushed(bound: Program, columns: Columns, rows: number, restoreAt: number | null): Values {
  let session = bound.open();
  const outputs: Outputs = Object.fromEntries(
    bound.plan.outputs.map(({ name, type }) => [
      name,
      type === "float" ? new Float64Array(rows) : new Uint8Array(rows),
    ]),
  );
  const alerts = [];
  for (let row = 0; row < rows; row++) {
    if (row === restoreAt) session = bound.open(session.snapshot());
    const bar = rowOf(columns, row);
    if (row % 5 === 0) session.peek(other(bar));
    const tick = session.push(bar);
    for (const [name, value] of Object.entries(tick.outputs)) outputs[name]![row] = value;
    alerts.push(...tick.alerts);
  }
  return { outputs, alerts };
}

/** Another bar than the one that follows: what a peek sees must leave no trace. */
const other = (bar: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(bar).map(([name, value]) => [name, Number.isNaN(value) ? 1 : value * 1.5 + 1]),
  );

/** Declares the laws as tests of `runs` cases each. */
export function laws(runs: number, maxRows: number): void {
  const length = fc.integer({ min: 1, max: 60 });
  const check = <T extends unknown[]>(property: fc.IProperty<T>): void =>
    fc.assert(property as fc.IProperty<unknown>, { numRuns: runs });

  describe("N1 same bits", () => {
    test("blocks of any size, rows, snapshots, instruction sets", () => {
      check(
        fc.property(
          program,
          bars(maxRows),
          length,
          fc.integer({ min: 1, max: 1024 }),
          fc.nat(),
          (random, columns, n, block, at) => {
            const plan = compile(source(random));
            const bound = plan.bind({ params: { n } });
            const whole = bound.run(columns);
            sameRun(bound.run(columns, { blockRows: block }), whole, `blocks of ${block}`);
            sameRun(bound.run(columns, { executor: "step" }), whole, "row by row");
            sameRun(
              plan.bind({ params: { n }, level: "baseline" }).run(columns),
              whole,
              "the baseline instruction set",
            );
            sameRun(
              pushed(bound, columns, whole.rows, at % whole.rows),
              whole,
              `pushed and restored at ${at % whole.rows}`,
            );
          },
        ),
      );
    });
    test("optimized or not", () => {
      check(
        fc.property(program, bars(maxRows), length, (random, columns, n) => {
          const text = source(random);
          const plain = new Plan(compileSource(text, { optimize: false }).bytes, null);
          const params = { n };
          sameRun(plain.run(columns, { params }), compile(text).run(columns, { params }), "not optimized");
        }),
      );
    });
    test("the same snapshot, however the rows came", () => {
      check(
        fc.property(program, bars(maxRows), (random, columns) => {
          const bound = compile(source(random)).bind();
          const [a, b] = [bound.open(), bound.open()];
          for (let row = 0; row < columns.close!.length; row++) {
            a.push(rowOf(columns, row));
            b.peek(rowOf(columns, 0));
            b.push(rowOf(columns, row));
          }
          expect(b.snapshot()).toEqual(a.snapshot());
        }),
      );
    });
  });

  test("N2 company does not matter: every output and alert alone is as beside the others", () => {
    check(
      fc.property(program, bars(maxRows), length, (random, columns, n) => {
        const whole = compile(source(random)).run(columns, { params: { n } });
        for (const { name, text } of random.outputs) {
          const alone = compile(random.head + text).run(columns, { params: { n } });
          same(alone.outputs, { [name]: whole.outputs[name]! }, "alone");
        }
        for (const { name, text } of random.alerts) {
          const alone = compile(random.head + text).run(columns, { params: { n } });
          expect(alone.alerts).toEqual(whole.alerts.filter((alert) => alert.name === name));
        }
      }),
    );
  });

  test("N3 constant in, constant out", () => {
    const value = fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
      .map((x) => x + 0);
    check(
      fc.property(value, length, (constant, n) => {
        const close = new Float64Array(200).fill(constant);
        const averages = ["sma", "ema", "rma", "wma", "max", "min", "median", "linreg"];
        const text = `param n: int = 2 in 1..60\n${averages.map((name) => `out ${name} = ${name}(close, n)`).join("\n")}
out deviation = stdev(close, n)\nout spread = variance(close, n)\nalert up when crossup(ema(close, n), sma(close, n))`;
        const { outputs, alerts } = compile(text).run({ close }, { params: { n } });
        for (const name of averages) {
          const known = [...outputs[name]!].filter((found) => !Number.isNaN(found));
          expect(known.length).toBeGreaterThan(0);
          expect(new Set(known), name).toEqual(new Set([constant]));
        }
        for (const name of ["deviation", "spread"]) {
          expect(new Set([...outputs[name]!].filter((found) => !Number.isNaN(found)))).toEqual(new Set([0]));
        }
        expect(alerts).toEqual([]);
      }),
    );
  });

  test("N4 windows are anchor-free: recent history gives the bits of all of it", () => {
    let finite = 0;
    check(
      fc.property(float, bars(maxRows), fc.nat(), length, (text, columns, at, n) => {
        const bound = compile(`param n: int = 2 in 1..60\nout x = ${text}`).bind({ params: { n } });
        const { history } = bound.description;
        // An `observed` window reaches back as far as the gaps in its operand are long: no count of rows bounds it.
        if (history === null) return;
        finite++;
        const rows = columns.close!.length;
        const from = at % rows;
        const whole = bound.run(columns).outputs.x!;
        const recent = bound.run(slice(columns, from)).outputs.x!;
        // The first `history` rows of the later start still miss some of their past.
        const settled = Math.min(history, rows - from);
        same(
          { x: recent.slice(settled) },
          { x: whole.slice(from + settled) },
          `from row ${from}, history ${history}`,
        );
      }),
    );
    expect(finite).toBeGreaterThan(runs / 10);
  });

  test("N5 recurrences count observed rows", () => {
    check(
      fc.property(bars(maxRows), length, fc.constantFrom("ema", "rma"), ({ close }, n, name) => {
        const plan = compile(`${name}(close, ${n})`);
        const observed = [...close!.keys()].filter((row) => !Number.isNaN(close![row]!));
        const dense = plan.run({ close: Float64Array.from(observed, (row) => close![row]!) }).outputs
          .result as Float64Array;
        const gapped = plan.run({ close: close! }).outputs.result!;
        same({ result: Float64Array.from(observed, (row) => gapped[row]!) }, { result: dense }, name);
      }),
    );
  });

  test("LG75 a scan counts the rows on which its step is known, and depends on where history starts", () => {
    check(
      fc.property(bars(maxRows), fc.constantFrom("0.5", "0.9"), ({ close }, weight) => {
        const plan = compile(`scan(na, fn(s, x) => coalesce(s + ${weight} * (x - s), x))`);
        expect(plan.bind().description.history).toBe(null);
        const observed = [...close!.keys()].filter((row) => !Number.isNaN(close![row]!));
        const dense = Float64Array.from(observed, (row) => close![row]!);
        let state = NaN;
        const expected = dense.map((x) => {
          const moved = Number.isNaN(state) ? x : state + Number(weight) * (x - state);
          return (state = moved + 0);
        });
        const gapped = plan.run({ close: close! }).outputs.result!;
        same({ result: plan.run({ close: dense }).outputs.result! }, { result: expected }, "dense");
        same({ result: Float64Array.from(observed, (row) => gapped[row]!) }, { result: expected }, "gapped");
      }),
    );
  });

  test("N6 a bad value leaves with its window", () => {
    const kernels = ["sma", "wma", "stdev", "variance", "sum", "linreg", "slope", "max", "median"];
    check(
      fc.property(
        bars(maxRows),
        length,
        fc.constantFrom(...kernels),
        fc.constantFrom(1e300, -1e18, NaN, 1e9),
        fc.nat(),
        ({ close }, n, name, bad, at) => {
          const plan = compile(`${name}(close, ${n})`);
          const row = at % close!.length;
          const spoilt = close!.slice();
          spoilt[row] = bad;
          const [clean, found] = [plan.run({ close: close! }), plan.run({ close: spoilt })].map((run) =>
            run.outputs.result!.slice(row + n),
          );
          same({ result: found! }, { result: clean! }, `${name} after ${bad}`);
        },
      ),
    );
  });

  test("N7 a value is finite or missing, and no zero is negative", () => {
    check(
      fc.property(program, bars(maxRows), (random, columns) => {
        const { outputs } = compile(source(random)).run(columns);
        for (const column of Object.values(outputs)) {
          if (column instanceof Uint8Array) expect(column.every((value) => value <= 2)).toBe(true);
          else
            expect(
              column.every(
                (value) => Number.isNaN(value) || (Number.isFinite(value) && !Object.is(value, -0)),
              ),
            ).toBe(true);
        }
      }),
    );
  });

  test("N8 missing in windows: strict, observed, or as many as asked", () => {
    check(
      fc.property(
        bars(maxRows),
        length,
        fc.constantFrom("sma", "max", "stdev", "sum"),
        ({ close }, n, name) => {
          const text = `out rows = ${name}(close, ${n})\nout observed = ${name}(close, ${n}, missing = "observed")\nout some = max(close, ${n}, min_samples = 1)`;
          const { outputs } = compile(text).run({ close: close! });
          const dense = Float64Array.from(close!.filter((value) => !Number.isNaN(value)));
          const expected = compile(`${name}(close, ${n})`).run({ close: dense }).outputs.result!;
          let seen = 0;
          for (let row = 0; row < close!.length; row++) {
            const window = close!.subarray(Math.max(0, row - n + 1), row + 1);
            const known = window.filter((value) => !Number.isNaN(value));
            // A window of zero variance overflows nowhere here: strict is missing exactly while a gap or the start is inside.
            expect(Number.isNaN(outputs.rows![row]!)).toBe(known.length < n);
            if (!Number.isNaN(close![row]!)) expect(outputs.observed![row]).toBe(expected[seen++]);
            expect(outputs.some![row]).toBe(known.length === 0 ? NaN : Math.max(...known) + 0);
          }
        },
      ),
    );
  });
}
