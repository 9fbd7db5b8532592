/** Runs on the engine's own threads: the same bits, aborts, progress, and what the process may do meanwhile. */
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile, TaError, type Progress } from "../src/index.ts";
import { native } from "../src/engine/native.ts";
import { bars, program as anyProgram, source } from "./random.ts";
import { root } from "./setup.ts";

const SOURCE = `
param n: int = 5 in 2..400
out average = sma(close, n)
out smooth = ema(close, n)
out up = close > sma(close, n)
alert entry when crossup(close, sma(close, n))
`;
const ROWS = 100_000;
const close = Float64Array.from({ length: ROWS }, (_, row) =>
  row % 997 === 13 ? NaN : 100 + 10 * Math.sin(row / 7) + (row % 5),
);
const timestamp = [...close.keys()];
const program = compile(SOURCE).bind();
const expected = program.run({ close, timestamp });

const bits = (column: Float64Array | Uint8Array): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
const same = (found: Record<string, Float64Array | Uint8Array>): void => {
  expect(Object.keys(found)).toEqual(Object.keys(expected.outputs));
  for (const [name, column] of Object.entries(expected.outputs)) {
    expect(found[name]!.constructor).toBe(column.constructor);
    expect(Buffer.compare(bits(found[name]!), bits(column))).toBe(0);
  }
};
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error("the promise was fulfilled");
    },
    (error: unknown) => error,
  );

describe("the same as run", () => {
  test.each(["batch", "step"] as const)("over many tiles: %s", async (executor) => {
    const result = await program.runAsync({ close, timestamp }, { executor });
    same(result.outputs);
    expect(result.alerts).toEqual(expected.alerts);
    expect(result.alerts.length).toBeGreaterThan(100);
    expect([result.rows, result.warnings]).toEqual([ROWS, []]);
  });
  test("with blocks of a size that does not divide a tile", async () => {
    same((await program.runAsync({ close }, { blockRows: 100 })).outputs);
  });
  test("over random programs and bars", async () => {
    await fc.assert(
      fc.asyncProperty(anyProgram, bars(600), async (random, columns) => {
        const bound = compile(source(random)).bind();
        const [one, two] = [bound.run(columns), await bound.runAsync(columns)];
        for (const [name, column] of Object.entries(one.outputs))
          expect(Buffer.compare(bits(two.outputs[name]!), bits(column))).toBe(0);
        expect(two).toEqual(one);
      }),
      { numRuns: 60 },
    );
  });
  test("many at once, more than there are threads, each of its own data", async () => {
    const parts = Array.from({ length: 12 }, (_, part) => close.subarray(part * 1000, part * 1000 + 30_000));
    const results = await Promise.all(parts.map((part) => program.runAsync({ close: part })));
    results.forEach(({ outputs }, part) => {
      const alone = program.run({ close: parts[part]! }).outputs;
      for (const [name, column] of Object.entries(alone))
        expect(Buffer.compare(bits(outputs[name]!), bits(column))).toBe(0);
    });
  });
  test("into is filled, and only at the end", async () => {
    const into = {
      average: new Float64Array(ROWS),
      smooth: new Float64Array(ROWS),
      up: new Uint8Array(ROWS),
    };
    const running = program.runAsync({ close }, { into });
    expect(into.average.every((value) => value === 0)).toBe(true);
    expect((await running).outputs).toBe(into);
    same(into);
  });
  test("no rows are no error", async () => {
    const told: Progress[] = [];
    const { rows, outputs } = await program.runAsync(
      { close: [] },
      { onProgress: (progress) => told.push(progress) },
    );
    expect([rows, outputs.average, told]).toEqual([0, new Float64Array(0), [{ rows: 0, total: 0 }]]);
  });
  test("the bars may be changed and transferred at once", async () => {
    const own = { close: close.slice(), timestamp: [...timestamp] };
    const running = program.runAsync(own);
    own.close.fill(1);
    own.timestamp.fill(-1);
    structuredClone(own.close, { transfer: [own.close.buffer] });
    const result = await running;
    same(result.outputs);
    expect(result.alerts).toEqual(expected.alerts);
  });
});

describe("errors have the codes of run", () => {
  test.each<[string, unknown, unknown, object]>([
    ["a column that is not there", { open: close }, {}, { code: "TA7009", column: "close" }],
    ["a column of another length", { close, timestamp: [1] }, {}, { code: "TA7010" }],
    ["text", { close: ["x"] }, {}, { code: "TA7005", row: 0 }],
    [
      "an infinite value far down",
      { close: Float64Array.from(close, (value, row) => (row === 70_000 ? Infinity : value)) },
      {},
      { code: "TA7006", column: "close", row: 70_000 },
    ],
    ["no options", { close }, null, { code: "TA8007" }],
    ["another executor", { close }, { executor: "fast" }, { code: "TA8007" }],
    ["a signal that is none", { close }, { signal: {} }, { code: "TA8007" }],
    ["a callback that is none", { close }, { onProgress: 5 }, { code: "TA8007" }],
    ["buffers that do not fit", { close }, { into: { average: close } }, { code: "TA8003" }],
  ])("%s", async (_, given, options, due) => {
    const error = await rejection(program.runAsync(given as never, options as never));
    expect(error).toBeInstanceOf(TaError);
    expect(error).toMatchObject(due);
  });
  test("buffers that share memory, or go away meanwhile", async () => {
    const two = compile("out a = close\nout b = open").bind();
    const shared = new Float64Array(3);
    const given = { close: [1, 2, 3], open: [1, 2, 3] };
    expect(await rejection(two.runAsync(given, { into: { a: shared, b: shared } }))).toMatchObject({
      code: "TA8003",
    });
    const into = { a: new Float64Array(3), b: new Float64Array(3) };
    const running = rejection(two.runAsync(given, { into }));
    structuredClone(into.b, { transfer: [into.b.buffer] });
    expect(await running).toMatchObject({ code: "TA8003", column: "b" });
    expect(into.a).toEqual(new Float64Array(3));
  });
});

describe("abort", () => {
  test("a signal that was aborted before: the bars are not even looked at", async () => {
    const signal = AbortSignal.abort(new Error("no need"));
    const never = {
      get close(): Float64Array {
        throw new Error("looked at");
      },
    };
    expect(await rejection(program.runAsync(never, { signal }))).toBe(signal.reason);
  });
  test("with signal.reason, whatever it is, and into stays as it was", async () => {
    const into = {
      average: new Float64Array(ROWS),
      smooth: new Float64Array(ROWS),
      up: new Uint8Array(ROWS),
    };
    for (const reason of [new Error("enough"), "enough", 0]) {
      const controller = new AbortController();
      const running = program.runAsync({ close }, { signal: controller.signal, into });
      controller.abort(reason);
      expect(await rejection(running)).toBe(reason);
    }
    expect(into.average.every((value) => value === 0)).toBe(true);
    same((await program.runAsync({ close })).outputs);
  });
  test("from the callback, even at the last report; nothing is told after it", async () => {
    const controller = new AbortController();
    let told = 0;
    const onProgress = (): void => {
      told++;
      controller.abort();
    };
    const error = await rejection(program.runAsync({ close }, { signal: controller.signal, onProgress }));
    expect((error as Error).name).toBe("AbortError");
    await program.runAsync({ close });
    expect(told).toBe(1);
  });
  test("what the callback throws ends the work and is the rejection", async () => {
    const thrown = new Error("the display is gone");
    const onProgress = (): never => {
      throw thrown;
    };
    expect(await rejection(program.runAsync({ close }, { onProgress }))).toBe(thrown);
  });
  test.each([false, true])(
    "the engine's thread ends at a tile, not at the last row: by row %s",
    async (step) => {
      const rows = 4_000_000;
      const bound = native()
        .load(compile("wma(close, 400) + quantile(close, 400, 0.3)").bytes)
        .bind([], [], "best");
      const ended = await new Promise<[string, number]>((resolve) => {
        const task = bound.start(
          [new Float64Array(rows)],
          [],
          [],
          rows,
          step,
          256,
          Infinity,
          (kind, done) => {
            if (kind === "progress") task.cancel();
            else resolve([kind, done]);
          },
        );
      });
      expect(ended[0]).toBe("stopped");
      expect(ended[1]).toBeGreaterThan(0);
      expect(ended[1]).toBeLessThan(rows);
      expect(ended[1] % 256).toBe(0);
    },
  );
});

test("progress ascends to the total", async () => {
  const told: Progress[] = [];
  const long = new Float64Array(2_000_000).fill(3);
  await program.runAsync({ close: long }, { onProgress: (progress) => told.push(progress) });
  expect(told.at(-1)).toEqual({ rows: long.length, total: long.length });
  expect(told.length).toBeGreaterThan(1);
  told.forEach(({ rows, total }, index) => {
    expect(total).toBe(long.length);
    expect(rows).toBeGreaterThan(index === 0 ? 0 : told[index - 1]!.rows);
  });
});

describe("the process", () => {
  const library = JSON.stringify(pathToFileURL(join(root, "runtime/dist/index.js")).href);
  const node = (script: string, env: object = {}) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "-e", `import { compile } from ${library};\n${script}`],
      { encoding: "utf8", env: { ...process.env, ...env }, timeout: 60_000 },
    );
    return { status, stdout, stderr };
  };
  const long = "const p = compile('sma(close, 20)').bind();\nconst close = new Float64Array(1e6).fill(2);\n";

  test("lives until the work is done, and then ends by itself", () => {
    const ran = node(`${long}p.runAsync({ close }).then((r) => console.log(r.outputs.result.at(-1)));`);
    expect(ran).toEqual({ status: 0, stdout: "2\n", stderr: "" });
  });
  test.runIf(process.platform !== "win32")(
    "does not wait for Node's thread pool, nor the pool for it",
    () => {
      // All the pool's threads wait on a pipe that nobody writes to until the run is done.
      const ran = node(
        `${long}
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFile, writeFileSync, rmSync, open } from "node:fs";
import { tmpdir } from "node:os";
const folder = mkdtempSync(tmpdir() + "/ta-pool-");
spawnSync("mkfifo", [folder + "/pipe"]);
readFile(folder + "/pipe", (error, data) => { console.log("read", String(data)); rmSync(folder, { recursive: true }); });
const r = await p.runAsync({ close });
console.log("ran", r.rows);
writeFileSync(folder + "/pipe", "x");`,
        { UV_THREADPOOL_SIZE: "1" },
      );
      expect(ran).toEqual({ status: 0, stdout: "ran 1000000\nread x\n", stderr: "" });
    },
  );
  test("ends in the middle of a run, and so does a worker", () => {
    expect(node(`${long}p.runAsync({ close }); process.exit(7);`).status).toBe(7);
    // Only the worker has loaded the engine: what its threads run must stay when the worker has gone.
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { Worker } from "node:worker_threads";
const source = ${JSON.stringify(
          `import(${library}).then(async ({ compile }) => { ${long} await p.runAsync({ close }); void p.runAsync({ close }); process.exit(3); });`,
        )};
for (let round = 0; round < 3; round++)
  console.log(await new Promise((resolve) => new Worker(source, { eval: true }).on("exit", resolve)));
await new Promise((resolve) => setTimeout(resolve, 200));
console.log("alive");`,
      ],
      { encoding: "utf8", timeout: 60_000 },
    );
    expect([status, stdout, stderr]).toEqual([0, "3\n3\n3\nalive\n", ""]);
  });
});
