/** The plan as a contract: the page to the byte, what was released loads for ever, versions that do not fit are named. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode, encode, rfc8949EncodeOptions } from "cborg";
import { describe, expect, test } from "vitest";
import { decodePlan, diffPlans, disassemble, link as linkBytes, PlanError } from "@laakhay/ta-compiler";
import { released, type Released } from "../../golden/plans/released.ts";
import { compile, loadPlan, TaError } from "../src/index.ts";

const root = join(import.meta.dirname, "../..");
const golden = join(root, "golden/plans");

type Parts = [string, number, number, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
const partsOf = (bytes: Uint8Array): Parts => decode(bytes, { useMaps: true }) as Parts;
const sha256 = (domain: string, bytes: Uint8Array): string =>
  createHash("sha256").update(`laakhay-ta/plan/1/${domain}\0`).update(bytes).digest("hex");
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("spec/plan.md PL13", () => {
  const page = readFileSync(join(root, "spec/plan.md"), "utf8");
  const section = page.slice(page.indexOf("## PL13"));
  const source = /```\n([^`]+)```/.exec(section)![1]!;
  const dump = /```hex\n([^`]+)```/.exec(section)![1]!;
  const lines = dump.trimEnd().split("\n");
  const bytes = Uint8Array.from(Buffer.from(lines.map((line) => line.split(";")[0]!.trim()).join(""), "hex"));

  test("its bytes are the plan of its program", () => {
    const plan = loadPlan(bytes);
    expect(plan.id).toBe(compile(source).id);
    expect(hex(partsOf(bytes)[3])).toBe(hex(partsOf(compile(source).bytes)[3]));
    expect([...plan.run({ close: Float64Array.of(1, 3, 6) }).outputs.mean!]).toEqual([NaN, 2, 4.5]);
  });

  test("the digests are over the bytes that PL1 names", () => {
    const [, , , semantic, identity, , envelope] = partsOf(bytes);
    expect(sha256("semantic", semantic)).toBe(hex(identity));
    // Item 6 is 32 bytes after a head of two.
    expect(sha256("envelope", bytes.subarray(0, -34))).toBe(hex(envelope));
  });

  test("every line says what its bytes are", () => {
    const told = lines.filter((line) => /; \d+ /.test(line) || line.includes("; list of seven"));
    for (const line of told) {
      const own = line.split(";")[0]!.trim();
      const note = line.split(";")[1]!;
      const number = /: (\d+) bytes/.exec(note)?.[1];
      // A length's head says the length that the note says.
      if (number !== undefined) expect(Number.parseInt(own.slice(-2), 16), line).toBe(Number(number));
      const text = /^ \d+ format: (".*")/.exec(note)?.[1];
      if (text !== undefined) expect(own).toBe(hex(encode(JSON.parse(text))));
    }
    const constants = lines.flatMap(
      (line) => /^ {6}([0-9a-f]{16}) +; \d+: ([\d.]+)$/.exec(line)?.slice(1) ?? [],
    );
    expect(constants.length).toBe(8);
    for (let at = 0; at < constants.length; at += 2)
      expect(Buffer.from(constants[at]!, "hex").readDoubleLE(0)).toBe(Number(constants[at + 1]));
    const lists = lines.flatMap((line) => {
      const found = /^ *([0-9a-f]+) +; (?:\d+ [^:]+: )?(?:history, state: )?(\[.*\])$/.exec(line);
      return found === null ? [] : [[found[1]!, found[2]!] as const];
    });
    expect(lists.length).toBeGreaterThan(12);
    for (const [own, json] of lists) {
      const item = hex(encode(JSON.parse(json), rfc8949EncodeOptions));
      // A section's item stands after its key, which is one byte.
      expect([own, own.slice(2)], json).toContain(item);
    }
  });
});

describe("released plans", () => {
  const versions = readdirSync(golden).filter((name) => /^\d+\.\d+$/.test(name));

  test("every minor version up to this one's has its folder", () => {
    const newest = decodePlan(compile("scan(close, 0, fn(s, x) => s + x)").bytes).version;
    expect(versions.sort()).toEqual(
      Array.from({ length: newest[1] + 1 }, (_, minor) => `${newest[0]}.${minor}`),
    );
  });

  test.each(versions)("%s: every plan loads and gives its bits", (version) => {
    const folder = join(golden, version);
    const told = JSON.parse(readFileSync(join(folder, "released.json"), "utf8")) as Record<string, Released>;
    const plans = readdirSync(folder).filter((name) => name.endsWith(".plan"));
    expect(plans.map((name) => name.replace(/\.plan$/, "")).sort()).toEqual(Object.keys(told).sort());
    for (const file of plans) {
      const bytes = readFileSync(join(folder, file));
      const due = told[file.replace(/\.plan$/, "")]!;
      expect(decodePlan(bytes).version.join(".")).toBe(version);
      expect(released(bytes, due.params), file).toEqual(due);
      expect(disassemble(bytes)).toContain(due.id);
    }
  });
});

/** The plan with another semantic part, its digests right. */
function resealed(bytes: Uint8Array, change: (semantic: Map<number, unknown>) => void): Uint8Array {
  const [format, major, minor, semantic, , descriptive] = partsOf(bytes);
  const sections = decode(semantic, { useMaps: true }) as Map<number, unknown>;
  change(sections);
  const part = encode(sections, rfc8949EncodeOptions);
  const identity = Buffer.from(sha256("semantic", part), "hex");
  const head = encode(
    [format, major, minor, part, new Uint8Array(identity), descriptive],
    rfc8949EncodeOptions,
  );
  head[0] = 0x87;
  return Buffer.concat([head, Buffer.from("5820", "hex"), Buffer.from(sha256("envelope", head), "hex")]);
}

describe("PL10 kernel versions", () => {
  const bytes = compile("sma(close, 20)").bytes;
  const needing = (opcode: number, version: number, name: string): Uint8Array =>
    resealed(bytes, (sections) => sections.set(1, [[opcode, version, name]]));
  const opcode = decodePlan(bytes).needs[0]!.opcode;
  const refusal = (plan: Uint8Array): string => {
    try {
      loadPlan(plan);
    } catch (error) {
      expect(error).toBeInstanceOf(TaError);
      return `${(error as TaError).code} ${(error as TaError).message}`;
    }
    throw new Error("it was loaded");
  };

  test("what is resealed unchanged is the plan", () => {
    expect(hex(resealed(bytes, () => undefined))).toBe(hex(bytes));
  });

  test("a version that the engine lacks is refused naming both, by the compiler's reader too", () => {
    expect(refusal(needing(opcode, 2, "win.mean"))).toBe(
      "TA6009 the plan needs win.mean@2; this engine has win.mean@1",
    );
    expect(() => decodePlan(needing(opcode, 2, "win.mean"))).toThrow(/TA6009.*win\.mean@2.*win\.mean@1/);
    expect(refusal(needing(opcode, 1, "win.other"))).toMatch(/^TA6009 .*win\.other@1.*win\.mean@1/);
    expect(refusal(needing(60_000, 1, "win.future"))).toMatch(/^TA6009 .*win\.future@1/);
  });
});

test("a graph that is unsound under right digests is refused by what reads plans without the engine", () => {
  const fine = compile("out a = close > open\nout b = sma(close, 3)").bytes;
  const mean = decodePlan(fine).instructions.findIndex(({ lanes }) => lanes[0]!.kernel === "win.mean");
  const bad = resealed(fine, (sections) => {
    const instructions = sections.get(7) as [number, number, number, null, [number, number[], number[]][]][];
    // The mean of a condition: the comparison's register.
    instructions[mean]![4][0]![1] = [2];
  });
  expect(decodePlan(bad).instructions[mean]!.lanes[0]!.registers).toEqual([2]);
  expect(() => linkBytes({ fine, bad })).toThrow(/^TA6011: bad: the plan is not sound/);
  expect(() => diffPlans(fine, bad)).toThrow(PlanError);
  expect(() => loadPlan(bad)).toThrow(expect.objectContaining({ code: "TA6011" }) as Error);
});

test("a parameter may have a name that every object has", () => {
  const named = compile("param constructor: int = 5 in 2..9\nout mean = sma(close, constructor)");
  const plain = compile("param n: int = 5 in 2..9\nout mean = sma(close, n)");
  expect(named.needs().params).toEqual({ constructor: 5 });
  expect(named.needs().history).toEqual(plain.needs().history);
  expect(named.needs({ constructor: 9 }).history).toEqual(plain.needs({ n: 9 }).history);
});
