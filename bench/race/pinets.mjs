// PineTS, for one race: installed for its time only, in a folder of its own, because its licence (AGPL-3.0) is not one
// that this repo can depend on.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const VERSION = "0.9.34";

const SCRIPT = `//@version=6
indicator("race")
fast = ta.ema(close, 12)
slow = ta.ema(close, 26)
[line, signal, histogram] = ta.macd(close, 12, 26, 9)
plot(ta.crossover(fast, slow) ? 1 : 0, "cross")
plot(ta.rsi(close, 14), "rsi")
plot(line, "macd")
plot(signal, "signal")
plot(histogram, "histogram")`;

/** The same in our language. */
export const PROGRAM = `alert cross when crossup(ema(close, 12), ema(close, 26))
out rsi = rsi(close, 14)
out macd = macd(close, 12, 26, 9)`;

/** `{ version, run, close }`: `run()` takes the script from source over `bars` and gives its plots. */
export async function openPineTs(bars) {
  const folder = mkdtempSync(join(tmpdir(), "ta-race-"));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `pinets@${VERSION}`];
  const installed = spawnSync(npm, args, { encoding: "utf8", shell: process.platform === "win32" });
  if (installed.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`npm could not install pinets: ${installed.stderr}`);
  }
  const { PineTS } = await import(
    pathToFileURL(createRequire(join(folder, "race.js")).resolve("pinets")).href
  );
  const rows = Array.from(bars.close, (close, row) => ({
    open: bars.open[row],
    high: bars.high[row],
    low: bars.low[row],
    close,
    volume: bars.volume[row],
    openTime: row * 60_000,
    closeTime: row * 60_000 + 59_999,
  }));
  return {
    version: VERSION,
    async run() {
      const context = await new PineTS(rows).run(SCRIPT);
      return context.plots;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
