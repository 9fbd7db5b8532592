// `npm run fuzz`: random programs at length, in rounds of new seeds until the time is over or something fails: the
// laws of spec/numerics.md (optimized against not, by blocks, by rows, restored, ...) through the whole path, and every
// pass of the compiler over random arenas.
//
//   npm run fuzz -- --minutes 10     as long as that; 10 by default
//   npm run fuzz -- --seed 123       one round, of that seed: what a failure tells you to run
//   npm run fuzz -- --cases 1000     of each law in a round; 150 by default. A seed means something with its cases only
import { join } from "node:path";
import { parseArgs } from "node:util";
import { spawnSync } from "node:child_process";
import { build, install, root } from "./setup.mjs";

function usage(message) {
  console.error(`${message}\nusage: npm run fuzz -- [--minutes N] [--seed N] [--cases N]`);
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
      minutes: { type: "string", default: "10" },
      seed: { type: "string" },
      cases: { type: "string", default: "150" },
    },
  }).values;
} catch (error) {
  usage(error.message);
}
const minutes = number("minutes", options.minutes, 0);
const cases = Math.trunc(number("cases", options.cases, 1));
const only = options.seed === undefined ? null : Math.trunc(number("seed", options.seed, -(2 ** 31)));

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
