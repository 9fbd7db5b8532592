import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  check,
  compile,
  CompileError,
  decodePlan,
  disassemble,
  PlanError,
  planDot,
  planJson,
  STAGES,
  stages,
} from "../../src/index.ts";
import { Arena } from "../../src/ir/arena.ts";
import { parseIr } from "../../src/ir/text.ts";
import { optimize } from "../../src/passes/pipeline.ts";
import { encodePlan } from "../../src/plan/encode.ts";
import { arenas } from "../ir/random.ts";

const folder = join(import.meta.dirname, "../../../golden/plans");
const golden = readdirSync(folder).filter((file) => file.endsWith(".ir"));

describe("golden plans", () => {
  test("are there", () => expect(golden.length).toBeGreaterThanOrEqual(6));
  test.each(golden)("%s", (file) => {
    const arena = optimize(parseIr(readFileSync(join(folder, file), "utf8")), {
      optimize: !file.includes(".plain."),
    });
    const { bytes, id } = encodePlan(arena, { compiler: "golden" });
    const base = join(folder, file.replace(/\.ir$/, ""));
    expect(Buffer.from(bytes).equals(readFileSync(`${base}.plan`))).toBe(true);
    expect(disassemble(bytes)).toBe(readFileSync(`${base}.txt`, "utf8"));
    expect(decodePlan(bytes).id).toBe(id);
  });
});

test("a decoded plan says what was encoded", () => {
  fc.assert(
    fc.property(arenas, fc.boolean(), (arena, optimized) => {
      const encoded = encodePlan(optimize(arena, { optimize: optimized }), { doc: "what", compiler: "test" });
      const plan = decodePlan(encoded.bytes);
      expect(plan.id).toBe(encoded.id);
      expect(plan.params).toEqual(arena.params);
      expect(plan.outputs.map(({ name, doc, hints }) => ({ name, doc, hints }))).toEqual(
        arena.outputs.map(({ name, doc, hints }) => ({ name, doc, hints })),
      );
      expect(plan.instructions.map(({ lanes }) => lanes.map(({ kernel }) => kernel))).toEqual(
        encoded.registers.instructions.map(({ lanes }) => lanes.map(({ kernel }) => kernel)),
      );
      expect(encodePlan(encoded.arena, { doc: "what", compiler: "test" }).bytes).toEqual(encoded.bytes);
    }),
    { numRuns: 100 },
  );
});

test("any altered byte is refused, and so is any cut, with a code and an offset", () => {
  const { bytes } = compile("bbands(close, 20)");
  const refused = (broken: Uint8Array): void => {
    let error: unknown = null;
    try {
      decodePlan(broken);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(PlanError);
    expect((error as PlanError).code).toMatch(/^TA60\d\d$/);
    expect((error as PlanError).offset).toBeLessThanOrEqual(broken.length);
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const broken = bytes.slice();
    broken[at]! ^= 1 << (at % 8);
    refused(broken);
    refused(bytes.slice(0, at));
  }
  refused(new Uint8Array([...bytes, 0]));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => refused(noise)));
});

const program = "let a = sma(close, 20)\nlet b = ema(open + high, 30)\nout x = a + b\nalert up when a > b\n";
test("names, layout and the order of lets do not change the identity; what is computed does", () => {
  const { id } = compile(program);
  expect(
    compile(
      "let q = ema(high + open,  30) # smoothed\nlet p = sma(close, 20)\nout x = q + p\nalert up when p > q",
    ).id,
  ).toBe(id);
  expect(compile(program.replace("20", "21")).id).not.toBe(id);
  expect(compile(`## A doc.\n${program}`).id).toBe(id);
});

test("compile throws CompileError for a wrong program, check reports it", () => {
  expect(() => compile("nothing(close)")).toThrow(CompileError);
  expect(check("nothing(close)").diagnostics[0]!.code).toMatch(/^TA2/);
  expect(check("sma(close, 3)").diagnostics).toEqual([]);
});

test("every stage prints", () => {
  for (const stage of STAGES) expect(stages(program, stage).length).toBeGreaterThan(20);
  expect(JSON.parse(stages(program, "ir", { format: "json" })).outputs).toHaveLength(1);
  expect(stages(program, "after:share", { format: "dot" })).toMatch(/^digraph/);
  const { bytes } = compile(program);
  expect(JSON.parse(planJson(bytes)).alerts[0].name).toBe("up");
  expect(planDot(bytes)).toMatch(/^digraph/);
  expect(stages(bytes, "plan")).toBe(disassemble(bytes));
  expect(() => stages(program, "nowhere")).toThrow(/no stage/);
});

test("the report names what was shared and batched", () => {
  const { report } = compile(
    "out a = sma(close, 20)[1] + sma(close[1], 20)\nout b = sma(close, 50) + ema(close, 5) * ema(close, 6)",
  );
  expect(report.shared).toEqual(["2 windows of close share levels"]);
  expect(report.batched).toEqual(["rec.average: 2 lanes side by side"]);
  expect(report.after).toBeLessThan(report.before);
});

test("a program of two thousand instructions, and a chain of twenty thousand, go all the way", () => {
  const lines = ["let x0 = close"];
  for (let i = 1; i <= 330; i += 1) {
    lines.push(
      `let x${i} = sma(close + ${i}, ${2 + (i % 50)}) * x${i - 1} - ema(high * ${i}, ${3 + (i % 7)})`,
    );
  }
  const { report, bytes } = compile([...lines, "out x330"].join("\n"));
  expect(report.before).toBeGreaterThan(2000);
  expect(decodePlan(bytes).instructions).toHaveLength(report.after);

  const arena = new Arena();
  let node = arena.input("ohlcv", "close");
  for (let i = 0; i < 20_000; i += 1) node = arena.apply(i % 2 === 0 ? "sqrt" : "abs", [node]);
  arena.outputs.push({ name: "x", node, doc: null, hints: {} });
  expect(decodePlan(encodePlan(optimize(arena)).bytes).instructions).toHaveLength(20_000);
});
