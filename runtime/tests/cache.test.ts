import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { compile, CompileError, openCache, type PlanCache } from "../src/index.ts";

const folders: string[] = [];
let folder: string;
let warnings: string[];
const open = (options = {}): Promise<PlanCache> =>
  openCache(folder, { onWarning: (message) => void warnings.push(message), ...options });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ta-cache-"));
  folders.push(folder);
  warnings = [];
});
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))));

/** Every file below the folder. */
async function files(below: string): Promise<string[]> {
  const found = await readdir(below, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const SOURCE = "param n: int = 14 in 2..50\n## Oversold.\nalert low when rsi(close, n) < 30 # comment\n";

describe("a plan cache", () => {
  test("answers from memory, then from the folder, with the plan that the compiler makes", async () => {
    const cache = await open();
    const fresh = compile(SOURCE);
    const first = await cache.find(SOURCE);
    const second = await cache.find(SOURCE);
    expect([first.from, second.from]).toEqual(["compiled", "memory"]);
    const other = await (await open()).find(SOURCE);
    expect(other.from).toBe("disk");
    for (const { plan } of [first, second, other]) {
      expect(plan.bytes).toEqual(fresh.bytes);
      expect(plan.compiled).toEqual(fresh.compiled);
      expect(plan.bind({ params: { n: 3 } }).run({ close: [1, 2, 3, 2, 1] }).alerts).toEqual(
        fresh.bind({ params: { n: 3 } }).run({ close: [1, 2, 3, 2, 1] }).alerts,
      );
    }
    expect(cache.stats.memory.hits).toBe(1);
    expect(cache.stats.misses.count).toBe(1);
    expect(warnings).toEqual([]);
  });

  test("goes by what a program says, not by its layout; documentation is part of it", async () => {
    const cache = await open();
    await cache.compile("let a = sma(close,20)   # why\n\nout b = a+1\n");
    const other = "let a = sma(\n  close, 20\n)\nout b = a + 1";
    const same = await cache.find(other);
    expect(same.from).toBe("memory");
    // The identity of the one is the other's, and each has its own places in its source map.
    expect(same.plan.bytes).toEqual(compile(other).bytes);
    expect((await cache.find("let a = sma(close, 20)\n## About b.\nout b = a + 1")).from).toBe("compiled");
    expect((await cache.find("let a = sma(close, 21)\nout b = a + 1")).from).toBe("compiled");
    // A line's end is part of what is said: the second program has two statements, and a result besides.
    await cache.compile("let x = close\n  -open\nout y = x");
    expect((await cache.find("let x = close\n-open\nout y = x")).from).toBe("compiled");
  });

  test("tells warnings at their places in the text that was asked for", async () => {
    const cache = await open();
    const [wide, tight] = ["out a = rsi(14)   <   300", "out a=rsi(14)<300"];
    await cache.compile(wide);
    const { plan, from } = await cache.find(tight);
    expect(from).toBe("memory");
    expect(plan.compiled!.warnings).toEqual(compile(tight).compiled!.warnings);
    expect(plan.compiled!.warnings.length).toBeGreaterThan(0);
  });

  test("keeps plans of other options apart", async () => {
    const cache = await open();
    await cache.compile("sma(20) + sma(20)");
    const plain = await cache.find("sma(20) + sma(20)", { optimize: false });
    expect(plain.from).toBe("compiled");
    expect(plain.plan.bytes).toEqual(compile("sma(20) + sma(20)", { optimize: false }).bytes);
  });

  test("rejects a program that is wrong, each time, and keeps nothing of it", async () => {
    const cache = await open();
    for (const source of ["sma(", "nothing(close)", "nothing(close)"])
      await expect(cache.compile(source)).rejects.toThrow(CompileError);
    expect(await cache.store.list()).toEqual([]);
  });

  test("misses with a warning where an entry is damaged, foreign or newer, and mends it", async () => {
    const writes: [string, (path: string) => Promise<void>][] = [
      [
        "a bit that flipped",
        async (path) => {
          const bytes = await readFile(path);
          bytes[bytes.length - 3]! ^= 1;
          await writeFile(path, bytes);
        },
      ],
      ["a file cut short", async (path) => writeFile(path, (await readFile(path)).subarray(0, 40))],
      ["an empty file", (path) => writeFile(path, "")],
      ["a file that is gone", (path) => rm(path)],
    ];
    for (const [, damage] of writes) {
      await (await open()).compile(SOURCE);
      const content = (await files(folder)).filter((path) => path.includes("content-v2"));
      expect(content).toHaveLength(1);
      await damage(content[0]!);
      warnings = [];
      const again = await (await open()).find(SOURCE);
      expect(again.from).toBe("compiled");
      expect(again.plan.bytes).toEqual(compile(SOURCE).bytes);
      expect(warnings).toHaveLength(1);
      expect((await (await open()).find(SOURCE)).from).toBe("disk");
    }
    // An entry that is whole, but not what it is kept for.
    const cache = await open();
    const key = (await cache.store.list())[0]!.key;
    const of = async (source: string): Promise<Buffer> => {
      const other = await openCache(await mkdtemp(join(folder, "other-")));
      await other.compile(source);
      const [kept] = await other.store.list();
      return (await other.store.get(kept!.key))!;
    };
    const foreign = await of("sma(5)");
    const lie = Buffer.from(foreign.toString("latin1").replace(/"key":"\w+"/, `"key":"${key}"`), "latin1");
    const broken = Buffer.from(lie);
    broken[broken.length - 1]! ^= 255;
    const newer = Buffer.from(foreign.toString("latin1").replace('"format":1', '"format":2'), "latin1");
    for (const entry of [
      foreign,
      broken,
      newer,
      Buffer.from("{}\n"),
      Buffer.from("null\n"),
      Buffer.alloc(0),
    ]) {
      await cache.store.put(key, entry, { id: "x", compiler: "y" });
      warnings = [];
      const again = await (await open()).find(SOURCE);
      expect([again.from, warnings.length]).toEqual(["compiled", 1]);
      expect(again.plan.bytes).toEqual(compile(SOURCE).bytes);
    }
  });

  test("stays within its bound, and what was used last stays", async () => {
    const cache = await open({ maxBytes: 20_000 });
    for (let period = 2; period < 40; period++) await cache.compile(`sma(${period})`);
    const kept = await cache.store.list();
    expect(kept.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(20_000);
    expect(kept.length).toBeGreaterThan(3);
    expect((await (await open()).find("sma(39)")).from).toBe("disk");
    expect((await (await open()).find("sma(2)")).from).toBe("compiled");
    const bytes = await Promise.all((await files(folder)).map(async (path) => (await stat(path)).size));
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
  });

  test("refuses a folder that is none, and options that are none", async () => {
    const file = join(folder, "file");
    await writeFile(file, "x");
    await expect(openCache(join(file, "below"))).rejects.toMatchObject({ code: "TA8013" });
    await expect(openCache("")).rejects.toMatchObject({ code: "TA8007" });
    await expect(openCache(folder, { size: 3 } as never)).rejects.toMatchObject({ code: "TA8007" });
    await expect(openCache(folder, { maxBytes: 0 })).rejects.toMatchObject({ code: "TA8007" });
  });

  test("compiles where the folder can no longer be written, and says so", async () => {
    const cache = await open();
    await rm(folder, { recursive: true });
    await writeFile(folder, "no folder any more");
    const { plan, from } = await cache.find(SOURCE);
    expect([from, plan.bytes.length > 0]).toEqual(["compiled", true]);
    expect(warnings.length).toBeGreaterThan(0);
    await rm(folder);
    await mkdir(folder);
  });
});

describe("ta cache", () => {
  const ta = resolve(import.meta.dirname, "../bin/ta.js");
  const run = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)(process.execPath, [ta, ...args])).stdout;

  test("lists, counts, verifies, prunes and clears", async () => {
    await run("explain", "-e", "sma(20)", "--cache", folder);
    const told = await run("explain", "-e", "sma( 20 )", "--cache", folder);
    expect(told).toMatch(
      /plan cache +from the folder in [\d.]+ ms; compiling took [\d.]+ ms; 1 of the last 2 requests/,
    );
    const { id } = (await (await open()).store.list())[0]!;
    expect(await run("cache", "ls", "--dir", folder)).toContain(id.slice(7, 19));
    expect(JSON.parse(await run("cache", "stat", "--dir", folder, "--json"))).toMatchObject({
      entries: 1,
      found: 1,
      asked: 2,
    });
    expect(await run("cache", "verify", "--dir", folder)).toMatch(/1 plan, all of them whole/);
    const [content] = (await files(folder)).filter((path) => path.includes("content-v2"));
    await writeFile(content!, "damaged");
    await expect(run("cache", "verify", "--dir", folder)).rejects.toMatchObject({ code: 2 });
    expect(await run("cache", "ls", "--dir", folder)).toMatch(/no plans/);
    await run("explain", "-e", "sma(20)", "--cache", folder);
    expect(await run("cache", "prune", "--dir", folder, "--max-bytes", "1")).toMatch(/1 plan left out/);
    await run("explain", "-e", "sma(20)", "--cache", folder);
    await run("cache", "clear", "--dir", folder);
    expect(await run("cache", "ls", "--dir", folder)).toMatch(/no plans/);
  });
});
