// `npm run fuzz`: at length, until the time is over or something fails.
//
//   npm run fuzz                                the laws of spec/numerics.md (optimized against not, by blocks, by rows,
//                                               restored, ...) over random programs through the whole path, and every
//                                               pass of the compiler over random arenas, in rounds of new seeds
//   npm run fuzz -- --minutes 10                as long as that; 10 by default
//   npm run fuzz -- --seed 123                  one round, of that seed: what a failure tells you to run
//   npm run fuzz -- --cases 1000                of each law in a round; 150 by default. A seed means something with its
//                                               cases only
//   npm run fuzz -- --target source             texts of the grammar, and such altered: the compiler answers, in a second
//   npm run fuzz -- --target plan               a target of fuzz/Cargo.toml, guided by coverage; needs a nightly toolchain
//   npm run fuzz -- --target plan --keep        then keeps in fuzz/corpus what reaches code that nothing there reaches
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { parseArgs } from "node:util";
import { fork, spawnSync } from "node:child_process";
import { build, install, root, run } from "./setup.mjs";
import { cargoTool } from "./tools.mjs";

/**
 * What a guided target may take; more is a finding. An input's time is bounded by the processor's in fuzz/src/lib.rs:
 * the twenty seconds here end what does not end by itself.
 */
const BOUNDS = ["-timeout=20", "-rss_limit_mb=1024", "-malloc_limit_mb=64", "-max_len=65536"];
/** Kept of a target: the smallest inputs that together reach what all of them reach, and no more than this. */
const KEPT = 150;

const guided = [
  ...readFileSync(join(root, "fuzz/Cargo.toml"), "utf8").matchAll(/^path = "targets\/(\w+)\.rs"$/gm),
]
  .map((found) => found[1])
  .filter((name) => name !== "seeds");
const targets = ["laws", "source", ...guided];

function usage(message) {
  console.error(
    `${message}\nusage: npm run fuzz -- [--target ${targets.join("|")}] [--minutes N] [--seed N] [--cases N] [--keep]`,
  );
  process.exit(3);
}

function number(name, text, least) {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least) usage(`--${name} ${text} is no number from ${least} on`);
  return value;
}

let options;
try {
  options = parseArgs({
    options: {
      target: { type: "string", default: "laws" },
      minutes: { type: "string", default: "10" },
      seed: { type: "string" },
      cases: { type: "string", default: "150" },
      keep: { type: "boolean", default: false },
    },
  }).values;
} catch (error) {
  usage(error.message);
}
const minutes = number("minutes", options.minutes, 0);
const cases = Math.trunc(number("cases", options.cases, 1));
const only = options.seed === undefined ? null : Math.trunc(number("seed", options.seed, -(2 ** 31)));
if (!targets.includes(options.target)) usage(`no target ${options.target}`);

function laws() {
  install();
  build();
  const end = Date.now() + minutes * 60_000;
  let seed = only ?? Date.now() % 2 ** 31;
  let rounds = 0;
  do {
    console.log(`round ${rounds + 1}: seed ${seed}, ${cases} cases of each law`);
    const result = spawnSync(
      process.execPath,
      [join(root, "node_modules/vitest/vitest.mjs"), "run", "--reporter=dot"],
      {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, TA_SLOW: "", TA_FUZZ_SEED: String(seed), TA_FUZZ_CASES: String(cases) },
      },
    );
    if (result.status !== 0) {
      console.log(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}`);
      console.log(`failed: npm run fuzz -- --seed ${seed} --cases ${cases}`);
      process.exit(1);
    }
    rounds++;
    seed = (seed + 1) % 2 ** 31;
  } while (only === null && Date.now() < end);
  console.log(`${rounds} ${rounds === 1 ? "round" : "rounds"}, nothing failed`);
}

/** In a process of its own: a text that the compiler never answers is ended from here, and shown. */
function source() {
  install();
  const seed = only ?? Date.now() % 2 ** 31;
  const child = fork(
    join(root, "compiler/tests/hostile/run.ts"),
    [String(minutes * 60), String(seed), ...(options.keep ? ["--keep"] : [])],
    { cwd: root, execArgv: ["--import", "tsx"], stdio: "inherit" },
  );
  let last = "";
  let heard = Date.now();
  child.on("message", (text) => {
    last = text;
    heard = Date.now();
  });
  const watch = setInterval(() => {
    if (Date.now() - heard < 60_000) return;
    console.log(`no answer in a minute to:\n${last}`);
    child.kill("SIGKILL");
  }, 1000);
  child.on("exit", (code) => {
    clearInterval(watch);
    process.exit(code ?? 1);
  });
}

/** The target under libFuzzer, from what is kept; what it finds by the way stays below target/. */
function byCoverage(target) {
  const fuzzer = cargoTool("cargo-fuzz");
  if (fuzzer.path === null) {
    console.error(fuzzer.reason);
    process.exit(1);
  }
  const path = `${join(fuzzer.path, "..")}${process.platform === "win32" ? ";" : ":"}${process.env.PATH}`;
  const env = { ...process.env, PATH: path, ASAN_OPTIONS: "quarantine_size_mb=32" };
  const work = join(root, "target/fuzz", target);
  const kept = join(root, "fuzz/corpus", target);
  const crashes = join(root, "fuzz/crashes", target);
  for (const folder of [work, crashes]) mkdirSync(folder, { recursive: true });
  const cargoFuzz = (folders, given) =>
    run(
      "cargo",
      [
        "+nightly",
        "fuzz",
        "run",
        "--fuzz-dir",
        "fuzz",
        target,
        ...folders,
        "--",
        ...given,
        `-artifact_prefix=${crashes}/`,
      ],
      { env },
    );
  const seed = only === null ? [] : [`-seed=${only}`];
  cargoFuzz(
    [work, kept],
    [...BOUNDS, `-max_total_time=${Math.round(minutes * 60)}`, "-print_final_stats=1", ...seed],
  );
  if (!options.keep) return;
  const merged = join(root, "target/fuzz", `${target}.kept`);
  mkdirSync(merged, { recursive: true });
  // What is kept comes first, so that it stays.
  cargoFuzz([merged, kept, work], [...BOUNDS, "-merge=1"]);
  const known = new Set(readdirSync(kept));
  const fresh = readdirSync(merged)
    .filter((name) => !known.has(name))
    .map((name) => ({ name, size: statSync(join(merged, name)).size }))
    .sort((a, b) => a.size - b.size);
  for (const { name } of fresh.slice(0, Math.max(0, KEPT - known.size)))
    copyFileSync(join(merged, name), join(kept, name));
}

if (options.target === "laws") laws();
else if (options.target === "source") source();
else byCoverage(options.target);
