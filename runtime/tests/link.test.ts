/** `link`: what several plans compute is computed once, and each has the bits that it gives alone. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { link as linkBytes, LinkError } from "@laakhay/ta-compiler";
import { compile, link, loadPlan, TaError, type Outputs, type Plan } from "../src/index.ts";
import { bars, program, source } from "./random.ts";

const bitsOf = (column: Float64Array | Uint8Array): string =>
  Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString("hex");

/** Every output and alert of each plan, out of the linked run and out of its own. */
function expectSame(plans: Readonly<Record<string, Plan>>, columns: Record<string, Float64Array>): void {
  const linked = link(plans);
  const rows = columns.close!.length;
  const together = linked.run(columns);
  const session = linked.bind().open();
  const ticks = Array.from({ length: rows }, (_, row) =>
    session.push(Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[row]!]))),
  );
  expect(Object.keys(linked.parts).sort()).toEqual(Object.keys(plans).sort());
  let outputs = 0;
  let alerts = 0;
  for (const [name, plan] of Object.entries(plans)) {
    const part = linked.parts[name]!;
    expect(part.id).toBe(plan.id);
    const alone = plan.run(columns);
    for (const [own, column] of Object.entries(alone.outputs)) {
      const found = (together.outputs as Outputs)[part.outputs[own]!]!;
      expect(bitsOf(found), `${name}: ${own}`).toBe(bitsOf(column));
      const live = ticks.map((tick) => tick.outputs[part.outputs[own]!]!);
      expect(bitsOf(Float64Array.from(live)), `${name}: ${own}, live`).toBe(
        bitsOf(Float64Array.from(column)),
      );
      outputs += 1;
    }
    const fired = (all: readonly { readonly name: string; readonly row: number }[], of: string): number[] =>
      all.filter((each) => each.name === of).map((each) => each.row);
    for (const { name: own } of plan.alerts) {
      const of = part.alerts[own]!;
      expect(fired(together.alerts, of)).toEqual(fired(alone.alerts, own));
      expect(ticks.flatMap((tick) => fired(tick.alerts, of))).toEqual(fired(alone.alerts, own));
      alerts += 1;
    }
  }
  expect(linked.outputs).toHaveLength(outputs);
  expect(linked.alerts).toHaveLength(alerts);
}

describe("link", () => {
  test("every plan keeps its bits, in blocks and live", () => {
    fc.assert(
      fc.property(
        fc.array(program, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        bars(60),
        (texts, optimize, columns) => {
          const plans = texts.map((text, index) => [
            `p${index}`,
            compile(source(text), { optimize: optimize || index % 2 === 0 }),
          ]);
          expectSame(Object.fromEntries(plans) as Record<string, Plan>, columns);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("alerts over one average share it, and keep their own names", () => {
    const rows = 400;
    const close = Float64Array.from({ length: rows }, (_, row) => 100 + 10 * Math.sin(row / 9) + (row % 7));
    const plans = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `user ${index}`,
        compile(`alert up when crossup(close, ema(20) + ${index % 10})\nout gap = close - ema(20)`),
      ]),
    );
    expectSame(plans, { close });
    const linked = link(plans);
    expect(linked.report.after).toBeLessThan(linked.report.before / 2);
    expect(linked.alerts.map(({ name }) => name)).toContain("user 7/up");
    expect(linked.parts["user 7"]!.outputs).toEqual({ gap: "user 7/gap" });
    const means = loadPlan(linked.bytes).requirements.kernels.filter((kernel) =>
      kernel.startsWith("rec.average"),
    );
    expect(means).toEqual(["rec.average@1"]);
  });

  test("a parameter stays its plan's", () => {
    const source = "param n: int = 3 in 1..50\nout mean = sma(n)";
    const linked = link({ a: compile(source), b: compile(source) });
    expect(linked.params.map(({ name }) => name)).toEqual(["a/n", "b/n"]);
    expect(linked.parts.b!.params).toEqual({ n: "b/n" });
    const close = Float64Array.from([1, 5, 2, 8, 4, 9]);
    const { outputs } = linked.run({ close }, { params: { "b/n": 2 } });
    expect([...outputs["a/mean"]!]).toEqual([...compile("sma(3)").run({ close }).outputs.result!]);
    expect([...outputs["b/mean"]!]).toEqual([...compile("sma(2)").run({ close }).outputs.result!]);
  });

  test("the order of keys, layouts and titles is not seen in the identity; names and meaning are", () => {
    const [x, y] = [compile("sma(20) > close"), compile("rsi(14)")];
    const id = link({ x, y }).id;
    expect(link({ y, x }).id).toBe(id);
    expect(link({ y: compile("# another text\nrsi( 14 )"), x }).id).toBe(id);
    expect(link({ x: y, y: x }).id).not.toBe(id);
    expect(link({ x, z: y }).id).not.toBe(id);
    expect(link([x, y]).outputs.map(({ name }) => name)).toEqual(["0/result", "1/result"]);
  });

  test("a linked plan is linked again, and names cannot collide", () => {
    const inner = link({ a: compile("close") });
    const outer = link({ x: inner, "x.a": compile("high") });
    expect(outer.outputs.map(({ name }) => name)).toEqual(["x/a/result", "x.a/result"]);
    expect(
      Object.keys(link(JSON.parse('{"__proto__":0}') && { ["__proto__"]: compile("close") }).parts),
    ).toEqual(["__proto__"]);
  });

  const refused = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(TaError);
      return `${(error as TaError).code} ${(error as TaError).message}`;
    }
    throw new Error("nothing was thrown");
  };

  test("refuses no plans, a name with a separator, and what is no plan", () => {
    const plan = compile("close");
    expect(refused(() => link({}))).toMatch(/^TA8007 no plan/);
    expect(refused(() => link({ "a/b": plan }))).toMatch(/^TA8007 .*without "\/"/);
    expect(refused(() => link({ "": plan }))).toMatch(/^TA8007/);
    expect(refused(() => link([plan.bytes as unknown as Plan]))).toMatch(/^TA8007/);
    const altered = plan.bytes.slice();
    altered[altered.length - 1]! ^= 1;
    expect(() => linkBytes({ fine: plan.bytes, broken: altered })).toThrow(LinkError);
    expect(() => linkBytes({ fine: plan.bytes, broken: altered })).toThrow(
      /TA6005: broken: the envelope digest/,
    );
  });

  test("the limits hold for the plans together", () => {
    const plans = Array.from({ length: 5 }, (_, index) => compile(`alert a when close > ${index}`));
    expect(link(plans, { limits: { alerts: 5 } }).alerts).toHaveLength(5);
    expect(refused(() => link(plans, { limits: { alerts: 4 } }))).toMatch(/^TA6013 .*the limit is 4/);
  });
});
