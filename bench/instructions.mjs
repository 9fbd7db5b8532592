// How much work things take, without a clock: instructions under callgrind for the engine, and for the compiler the
// blocks of its code that run, which V8 counts. Neither depends on the weather, so both can be compared.
//
//     node bench/instructions.mjs            compares with bench/instructions.json: 2 % are allowed
//     node bench/instructions.mjs --bless    writes it
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../scripts/setup.mjs";

const FILE = join(root, "bench", "instructions.json");
const TOLERANCE = 0.02;
/** Which blocks V8 counts differs from one of its versions to the next. */
const COMPILE = "blocks of a compile";
const OF_THIS_NODE = `${COMPILE}, Node ${process.versions.node.split(".")[0]}`;

/** The program that is compiled. */
const SOURCE = `param fast: int = 20 in 2..200
fn spread(input x = close, a: int = 12, b: int = 26) = ema(x, a) - ema(x, b)
let m = macd(close)
out trend = ema(close, fast) > sma(close, 50)
out histogram = m.histogram
out width = bbands(20, 2).upper - bbands(20, 2).lower
out gap = spread(12, 26)
alert entry when crossup(close, sma(close, 50)) and rsi(14) < 70`;

function output(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", ...options });
  if (result.status !== 0)
    throw new Error(`${command} ${args.join(" ")}: ${result.error?.message ?? result.stderr}`);
  return result.stdout;
}

/** An example of the engine, built: where it is. */
export function built(example) {
  output("cargo", ["build", "--release", "--locked", "--quiet", "-p", "ta-engine", "--example", example]);
  return join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release", "examples", example);
}

/** Why the engine's instructions cannot be counted here, or null. */
export function without() {
  if (process.arch !== "x64") return `they are counted on x64, this is ${process.arch}`;
  return spawnSync("valgrind", ["--version"]).status === 0 ? null : "valgrind is not installed";
}

/** Instructions of each piece of work of the example, by name: one process, and a dump after each piece. */
function engine() {
  const example = built("instructions");
  const names = output(example, []).trim().split("\n");
  const folder = mkdtempSync(join(tmpdir(), "ta-instructions-"));
  try {
    const file = join(folder, "counts");
    // Two patterns for one function: of the same one callgrind keeps one of the two wishes.
    output("valgrind", [
      "--tool=callgrind",
      "--toggle-collect=*measured*",
      "--dump-after=instructions::measured",
      `--callgrind-out-file=${file}`,
      example,
      "all",
    ]);
    if (existsSync(`${file}.${names.length + 1}`)) throw new Error("there are more counts than names");
    return names.map((name, index) => {
      const total = /^(?:totals|summary): (\d+)/m.exec(readFileSync(`${file}.${index + 1}`, "utf8"));
      if (!total || Number(total[1]) === 0) throw new Error(`callgrind counted nothing for ${name}`);
      return [name, Number(total[1])];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Blocks of the compiler's code that run when it compiles once more what it has compiled before. In a process whose
 * code is only interpreted: what the optimizer has inlined is not counted, and when it does so is weather.
 */
function compiler() {
  const script = `
    import inspector from "node:inspector/promises";
    import { compile } from "@laakhay/ta-compiler";
    const source = ${JSON.stringify(SOURCE)};
    compile(source);
    const session = new inspector.Session();
    session.connect();
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    compile(source);
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const ours = result.filter(({ url }) => url.includes("/compiler/"));
    const ranges = ours.flatMap(({ functions }) => functions.flatMap((found) => found.ranges));
    console.log(ranges.reduce((sum, { count }) => sum + count, 0));`;
  const flags = ["--no-opt", "--no-sparkplug", "--input-type=module", "-e", script];
  const blocks = Number(output(process.execPath, flags));
  if (!(blocks > 0)) throw new Error("no block of the compiler was counted");
  return blocks;
}

/** Every count by name, and what is not counted, with the reason. */
function counted() {
  const found = { [OF_THIS_NODE]: compiler() };
  const reason = without();
  if (reason === null) Object.assign(found, Object.fromEntries(engine()));
  return { found, reason };
}

/** Compares with what is committed: `{ passed, failed: [text], skipped, reasons }`. */
export function compare() {
  const committed = JSON.parse(readFileSync(FILE, "utf8"));
  const { found, reason } = counted();
  const outcome = { passed: 0, failed: [], skipped: 0, reasons: new Set() };
  const skip = (why) => {
    outcome.skipped++;
    outcome.reasons.add(why);
  };
  for (const name of new Set([...Object.keys(committed), ...Object.keys(found)])) {
    const [was, is] = [committed[name], found[name]];
    if (name.startsWith(COMPILE) && (was === undefined || is === undefined)) {
      if (is === undefined) skip("it was counted on another Node");
    } else if (is === undefined && reason !== null) skip(reason);
    else if (was === undefined || is === undefined || Math.abs(is / was - 1) > TOLERANCE)
      outcome.failed.push(`${name}: ${is ?? "not counted"}, committed ${was ?? "nothing"}`);
    else outcome.passed++;
  }
  return outcome;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes("--bless")) {
    const { found, reason } = counted();
    if (reason !== null) throw new Error(`nothing is blessed: ${reason}`);
    writeFileSync(`${FILE}.new`, JSON.stringify(found, null, 2) + "\n");
    renameSync(`${FILE}.new`, FILE);
    console.log(`${Object.keys(found).length} counts written`);
  } else {
    const { passed, failed, skipped, reasons } = compare();
    for (const line of failed) console.log(`FAILED: ${line}`);
    if (skipped > 0) console.log(`skipped ${skipped}: ${[...reasons].join("; ")}`);
    console.log(`${passed} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
    process.exitCode = failed.length > 0 ? 1 : 0;
  }
}
