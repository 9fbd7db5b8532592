// Peak memory of `ta run` over files larger than one would hold: 20 outputs over 10 and 20 million rows, the last row
// kept, each in a process of its own. `node bench/memory.mjs [millions…]` after `npm run build`; the files are written
// to a temporary folder, and removed. `--only parquet` or `--only csv` leaves out the other.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { PROGRAM } from "./universe.mjs";

const bin = resolve(import.meta.dirname, "../runtime/bin/ta.js");
const { values: flags, positionals } = parseArgs({
  options: { only: { type: "string" } },
  allowPositionals: true,
});
const sizes = positionals.map(Number);
if (sizes.length === 0) sizes.push(10, 20);
const folder = mkdtempSync(join(tmpdir(), "ta-memory-"));
const program = join(folder, "twenty.ta");
writeFileSync(program, PROGRAM);

/** A walk of minutes, its steps by a hash of the row: the same on every run. */
async function generate(path, rows) {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "1GB" });
  const connection = await instance.connect();
  const format = path.endsWith(".csv") ? "format csv, header true" : "format parquet";
  await connection.run(`
    copy (
      select timestamp '2000-01-01' + interval 1 minute * i as timestamp,
        100 + 10 * sin(i / 5000.0) + u as open, 102 + 10 * sin(i / 5000.0) + u as high,
        98 + 10 * sin(i / 5000.0) + u as low, 100 + 10 * sin((i + 1) / 5000.0) + u as close,
        1000 + (hash(i + 1) % 9000)::double as volume
      from (select i, (hash(i) % 1000)::double / 1000 as u from range(${rows}) range(i))
    ) to '${path}' (${format})`);
  connection.closeSync();
  instance.closeSync();
}

// The child tells its own peak, when all is done.
const launch = `
process.argv.splice(1, 0, ${JSON.stringify(bin)});
process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS + "\\n"));
await import(${JSON.stringify(bin)});`;

try {
  const table = [];
  for (const ending of flags.only === undefined ? ["parquet", "csv"] : [flags.only]) {
    for (const millions of sizes) {
      const data = join(folder, `bars.${ending}`);
      await generate(data, millions * 1e6);
      const start = performance.now();
      const ran = spawnSync(
        process.execPath,
        ["--input-type=module", "-e", launch, "run", program, "--data", data, "--last", "--format", "csv"],
        { encoding: "utf8" },
      );
      const seconds = (performance.now() - start) / 1000;
      if (ran.status !== 0) throw new Error(ran.stderr);
      const peak = Number(/peak (\d+)/.exec(ran.stderr)[1]) / 1024;
      const found = {
        file: `${ending}, ${(statSync(data).size / 2 ** 20).toFixed(0)} MiB`,
        "million rows": millions,
        "peak RSS, MiB": Number(peak.toFixed(0)),
        seconds: Number(seconds.toFixed(1)),
        "million rows a second": Number((millions / seconds).toFixed(2)),
      };
      table.push(found);
      process.stderr.write(`${JSON.stringify(found)}\n`);
      rmSync(data);
    }
  }
  console.table(table);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
