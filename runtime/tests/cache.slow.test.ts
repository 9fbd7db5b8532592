import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { compile, openCache } from "../src/index.ts";

const runtime = resolve(import.meta.dirname, "../dist/index.js");
const WRITES = 1000;
const MINUTES = 60_000;

/** A process that keeps plans until it is killed, and says each that it has kept. */
const WRITER = `
const { openCache } = await import(process.argv[1]);
const cache = await openCache(process.argv[2]);
for (let n = Number(process.argv[3]); ; n++) {
  await cache.compile(\`sma(close, \${2 + (n % 9000)}) > \${n}\`);
  process.stdout.write(n + "\\n");
}`;

/** Kills a writer once it has kept `count` plans and a moment more. */
function killed(folder: string, from: number, count: number, moment: number): Promise<number> {
  const writer = spawn(
    process.execPath,
    ["--input-type=module", "-e", WRITER, runtime, folder, String(from)],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let last = from - 1;
  let rest = "";
  return new Promise((done, fail) => {
    writer.on("error", fail);
    writer.on("exit", (code, signal) => {
      if (signal === "SIGKILL") done(last + 1);
      else fail(new Error(`a writer ended by itself, with ${code ?? signal}`));
    });
    writer.stdout.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop()!;
      if (lines.length > 0) last = Number(lines.at(-1));
      if (last >= from + count) setTimeout(() => writer.kill("SIGKILL"), moment);
    });
  });
}

test(
  "a kill at any moment of a thousand writes damages nothing",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "ta-cache-"));
    try {
      let next = 0;
      // Moments that fall everywhere between two writes: the golden ratio's multiples.
      for (let round = 0; next < WRITES; round++)
        next = await killed(folder, next, 60, ((round * 0.618) % 1) * 12);
      const warnings: string[] = [];
      const cache = await openCache(folder, { onWarning: (message) => void warnings.push(message) });
      let found = 0;
      for (let n = 0; n < next; n++) {
        const { plan, from } = await cache.find(`sma(close, ${2 + (n % 9000)}) > ${n}`);
        if (from === "disk") found++;
        if (n % 97 === 0) expect(plan.bytes).toEqual(compile(`sma(close, ${2 + (n % 9000)}) > ${n}`).bytes);
      }
      expect(warnings).toEqual([]);
      // Whatever a writer had said that it kept is there.
      expect(found).toBe(next);
      expect((await cache.store.verify()).damaged).toBe(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  10 * MINUTES,
);
