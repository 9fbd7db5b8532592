// What a tick costs through the C ABI against the engine itself: the same plans, in turn, the least of each. `node bench/tick.mjs`
// The door's own share is what a plan of one instruction costs above what the engine takes for it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const ROWS = 200_000;
const TURNS = 5;

function run(command, args) {
  const done = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (done.status !== 0) throw new Error(`${command} ${args.join(" ")} failed`);
  return done.stdout;
}

const folder = mkdtempSync(join(tmpdir(), "ta-tick-"));
try {
  run("cargo", [
    "build",
    "--release",
    "--quiet",
    "-p",
    "ta-ffi",
    "-p",
    "ta-engine",
    "--example",
    "session_tick",
    "--lib",
  ]);
  const own = join(target, "release/examples/session_tick");
  const program = join(folder, "tick");
  const library = join(target, "release");
  // By the name that programs ask for at run time, as an installation has it.
  symlinkSync(join(library, "liblaakhay_ta.so"), join(folder, "liblaakhay_ta.so.1"));
  const flags = ["-std=c11", "-O2", "-Icrates/ta-ffi/include", `-L${library}`, `-Wl,-rpath,${folder}`];
  run("gcc", ["bench/tick.c", ...flags, "-llaakhay_ta", "-o", program]);
  console.log("nanoseconds of a push, the least of several\n");
  for (const plan of ["one", "forty"]) {
    const path = join(folder, `${plan}.plan`);
    run(own, [plan, path]);
    const best = { engine: Infinity, c: Infinity };
    const of = (text) => Number(/push ([\d.]+) ns/.exec(text)[1]);
    for (let turn = 0; turn < TURNS; turn++) {
      best.engine = Math.min(best.engine, of(run(own, [plan, path, String(ROWS)])));
      best.c = Math.min(best.c, of(run(program, [path, String(ROWS)])));
    }
    const above = (best.c - best.engine).toFixed(1);
    console.log(`${plan.padEnd(6)} engine ${best.engine}  C ${best.c}  the door ${above}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
