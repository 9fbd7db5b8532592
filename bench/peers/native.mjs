// Races that both sides run from Rust, in a package outside of the engine's workspace: against wickra's crate, or against ourselves.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { quantile } from "../race/ratios.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "rust");
const FIELDS = ["open", "high", "low", "close", "volume"];

/** wickra's pinned version. */
export const version = /wickra = "=([\d.]+)"/.exec(readFileSync(join(folder, "Cargo.toml"), "utf8"))[1];

/** Why the package is not built, or null. */
export function build() {
  // Not --locked: what the engine needs may have changed since the lock file was written, which keeps the rest.
  const done = spawnSync("cargo", ["build", "--release", "--quiet"], {
    cwd: folder,
    encoding: "utf8",
    // A target of its own: the engine's would be built anew for other features.
    env: { ...process.env, CARGO_TARGET_DIR: join(folder, "target") },
  });
  return done.status === 0 ? null : `cargo could not build it: ${done.stderr.trim().split("\n").at(-1)}`;
}

/** The columns of each of `symbols`, one after another, as bytes. */
export const bytesOf = (symbols) =>
  Buffer.concat(
    symbols.flatMap((bars) =>
      FIELDS.map((name) => Buffer.from(bars[name].buffer, bars[name].byteOffset, bars[name].byteLength)),
    ),
  );

/** `{ ours, theirs, ratio, low, high, checks: [[name, ours, theirs]] }` of a job of bench/peers/rust over the bars of `symbols`. */
export function job(name, plan, symbols, rounds, specs = []) {
  const own = mkdtempSync(join(tmpdir(), "ta-peers-"));
  try {
    const [planFile, barsFile] = [join(own, "plan"), join(own, "bars")];
    writeFileSync(planFile, plan);
    writeFileSync(barsFile, bytesOf(symbols));
    const args = [name, planFile, barsFile, String(symbols[0].close.length), String(rounds), ...specs];
    const ran = spawnSync(join(folder, "target", "release", "peers"), args, { encoding: "utf8" });
    if (ran.status !== 0) throw new Error(`${name}: ${ran.error?.message ?? ran.stderr}`);
    const lines = ran.stdout.trim().split("\n");
    const of = (kind) => lines.map((line) => line.split(" ")).filter(([word]) => word === kind);
    const checks = of("check").map(([, output, ours, theirs]) => [output, Number(ours), Number(theirs)]);
    const spent = of("round").map(([, ours, theirs]) => [Number(ours), Number(theirs)]);
    const ratios = spent.map(([ours, theirs]) => theirs / ours);
    return {
      ours: quantile(
        spent.map(([ours]) => ours),
        0.5,
      ),
      theirs: quantile(
        spent.map(([, theirs]) => theirs),
        0.5,
      ),
      ratio: quantile(ratios, 0.5),
      low: quantile(ratios, 0.25),
      high: quantile(ratios, 0.75),
      checks,
    };
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}
