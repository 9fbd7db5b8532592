/** How the package is used where it does not stand in this repository: on other platforms, in workers, in bundles. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { packageOf, thisPlatform, tripleOf } from "../src/engine/platform.ts";
import { root } from "./setup.ts";

interface Row {
  readonly triple: string;
  readonly os: string;
  readonly cpu: string;
  readonly libc: string | null;
}
const platforms = JSON.parse(readFileSync(join(root, "npm/platforms.json"), "utf8")) as Row[];
const folder = mkdtempSync(join(tmpdir(), "ta-package-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script by itself, so that what ends a process is seen; gives what it printed. */
function script(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [file], {
    encoding: "utf8",
    cwd: folder,
    timeout: 60_000,
  });
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: "" });
  return stdout.trim();
}

const index = JSON.stringify(join(root, "runtime/dist/index.js"));

test("the loader asks for the packages of the table, this machine's among them", () => {
  for (const { triple, os, cpu, libc } of platforms)
    expect(packageOf({ platform: os, arch: cpu, musl: libc === "musl" })).toBe(`@laakhay/ta-${triple}`);
  expect(new Set(platforms.map(({ triple }) => triple)).size).toBe(platforms.length);
  expect(platforms.map(({ triple }) => triple)).toContain(tripleOf(thisPlatform()));
});

describe("worker threads", () => {
  const source = '"out a = ema(close, 20)\\nout up = rsi(14) > 50"';
  const bars = "Float64Array.from({ length: 5000 }, (_, row) => 100 + Math.sin(row / 9) * 7 + (row % 13))";

  test("a plan runs inside of one, to the bit as outside", () => {
    const worker = `
      import { parentPort } from "node:worker_threads";
      import { compile, loadPlan } from ${index};
      const plan = compile(${source});
      parentPort.postMessage(loadPlan(plan.bytes).run({ close: ${bars} }).outputs);`;
    writeFileSync(join(folder, "run.mjs"), worker);
    const printed = script(
      "workers.mjs",
      `import { Worker } from "node:worker_threads";
      import { compile } from ${index};
      const due = compile(${source}).run({ close: ${bars} }).outputs;
      const results = await Promise.all(Array.from({ length: 3 }, () => new Promise((resolve, reject) => {
        const worker = new Worker(new URL("./run.mjs", import.meta.url));
        worker.once("message", resolve).once("error", reject);
      })));
      const same = (a, b) => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
      console.log(results.every((outputs) => same(outputs.a, due.a) && same(outputs.up, due.up)));`,
    );
    expect(printed).toBe("true");
  });

  test("one that is ended in the middle of its runs harms nothing", () => {
    const worker = `
      import { parentPort } from "node:worker_threads";
      import { compile, range } from ${index};
      const close = Float64Array.from({ length: 400_000 }, (_, row) => 100 + Math.sin(row / 9) * 7);
      const plan = compile("param n: int = 20 in 2..500\\nout a = avgdev(close, n)");
      const session = plan.bind().open();
      session.push({ close: 1 });
      for (let at = 0; at < 3; at++) void plan.bind({ params: { n: 400 } }).runAsync({ close }).catch(() => {});
      void plan.sweep({ n: range(5, 60) }, { bars: { close }, reduce: "last" }).catch(() => {});
      parentPort.postMessage("under way");`;
    writeFileSync(join(folder, "long.mjs"), worker);
    const printed = script(
      "ended.mjs",
      `import { Worker } from "node:worker_threads";
      import { compile } from ${index};
      const close = ${bars};
      const program = compile(${source}).bind();
      const due = Buffer.from(program.run({ close }).outputs.a.buffer);
      let same = true;
      for (let at = 0; at < 4; at++) {
        const worker = new Worker(new URL("./long.mjs", import.meta.url));
        await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
        await worker.terminate();
        same &&= Buffer.from((await program.runAsync({ close })).outputs.a.buffer).equals(due);
      }
      console.log(same);`,
    );
    expect(printed).toBe("true");
  });

  test("an abort inside of one ends its run, with its reason", () => {
    const worker = `
      import { parentPort } from "node:worker_threads";
      import { compile } from ${index};
      const close = Float64Array.from({ length: 400_000 }, (_, row) => 100 + Math.sin(row / 9) * 7);
      const control = new AbortController();
      const running = compile("avgdev(close, 5000)").bind().runAsync({ close }, { signal: control.signal });
      control.abort(new Error("enough"));
      running.then(() => parentPort.postMessage("ran to its end"), ({ message }) => parentPort.postMessage(message));`;
    writeFileSync(join(folder, "abort.mjs"), worker);
    const printed = script(
      "aborted.mjs",
      `import { Worker } from "node:worker_threads";
      const worker = new Worker(new URL("./abort.mjs", import.meta.url));
      worker.once("message", (message) => console.log(message));`,
    );
    expect(printed).toBe("enough");
  });
});

describe("a bundle of an app, its engine beside it", () => {
  // As npm lays it out where the app stands: the platform's package alone.
  const platform = thisPlatform();
  const engine = join(folder, "node_modules", packageOf(platform));
  const file = `ta.${tripleOf(platform)}.node`;
  mkdirSync(engine, { recursive: true });
  copyFileSync(
    join(root, `runtime/native/ta-${platform.platform}-${platform.arch}.node`),
    join(engine, file),
  );
  writeFileSync(join(engine, "package.json"), JSON.stringify({ name: packageOf(platform), main: file }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "app" }));

  test.each([
    ["esm", "app.mjs"],
    ["cjs", "app.cjs"],
  ] as const)("in %s", async (format, name) => {
    const text = `import { compile } from "@laakhay/ta";
      const { outputs } = compile("sma(close, 3)").run({ close: [1, 2, 3, 4] });
      console.log(JSON.stringify([...outputs.result].slice(2)));`;
    const { outputFiles } = await build({
      stdin: { contents: text, resolveDir: root, loader: "js" },
      bundle: true,
      platform: "node",
      target: "node20",
      format,
      write: false,
      external: [...platforms.map(({ triple }) => `@laakhay/ta-${triple}`), "cacache", "apache-arrow"],
      // A CommonJS module has no `import.meta`; the loader goes by its file's name there.
      logOverride: { "empty-import-meta": "silent" },
    });
    expect(script(name, outputFiles[0]!.text)).toBe("[2,3]");
  });
});
