// `npm test`: installs, builds, runs every test in every language, and ends with one line `N passed, N failed`.
// `--slow` runs what takes longer: the same properties over many more cases.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare } from "../bench/instructions.mjs";
import { spikes, told } from "../bench/spikes.mjs";
import { build, install, root } from "./setup.mjs";
import { capi } from "./tests/capi.mjs";
import { python } from "./tests/python.mjs";
import { supply } from "./tests/supply.mjs";

const slow = process.argv.includes("--slow");
install();
build();

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

function heading(text) {
  console.log(`\n== ${text}`);
}

/** One command that is a test by itself. */
function check(name, command, args) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  if (result.status === 0) {
    total.passed++;
    console.log(`ok: ${name}`);
    return;
  }
  total.failed++;
  failures.push(name);
  console.log(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}`);
  console.log(`FAILED: ${name}`);
}

function skip(count, reason) {
  total.skipped += count;
  console.log(`skipped ${count}: ${reason}`);
}

/** `cargo test`, its counts added up; a line `skipped N: REASON` of a test counts too. */
function cargo(args, env = {}) {
  const result = spawnSync("cargo", ["test", ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 28,
  });
  process.stdout.write(result.stdout ?? "");
  let found = false;
  for (const line of (result.stdout ?? "").split("\n")) {
    const skipped = /^skipped (\d+): /.exec(line);
    if (skipped) total.skipped += Number(skipped[1]);
    const counts = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/.exec(line);
    if (!counts) continue;
    found = true;
    total.passed += Number(counts[1]);
    total.failed += Number(counts[2]);
    // What is ignored here is the other run's work.
  }
  if (result.status !== 0) {
    failures.push(`cargo test ${args.join(" ")}`);
    if (!found || total.failed === 0) total.failed++;
  }
}

/** The engine's bits on another architecture, by emulation, where it can be had. */
function emulated() {
  heading("aarch64, emulated");
  const target = "aarch64-unknown-linux-gnu";
  const missing = (command, args = ["--version"]) => spawnSync(command, args).status !== 0;
  if (process.platform !== "linux" || process.arch !== "x64") {
    skip(1, `aarch64 is emulated on Linux on x64, this is ${process.platform} on ${process.arch}`);
    return;
  }
  const needed = ["qemu-aarch64", "aarch64-linux-gnu-gcc"].filter((command) => missing(command));
  if (needed.length > 0) {
    skip(
      1,
      `${needed.join(" and ")} not found (Debian: qemu-user, gcc-aarch64-linux-gnu, libc6-dev-arm64-cross)`,
    );
    return;
  }
  // Does nothing where the target is there.
  if (missing("rustup", ["target", "add", target])) {
    skip(1, `rustup could not add the target ${target}`);
    return;
  }
  cargo(["-p", "ta-engine", "--test", "bits", "--target", target], {
    CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER: "aarch64-linux-gnu-gcc",
    CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER: "qemu-aarch64 -L /usr/aarch64-linux-gnu",
  });
}

function vitest() {
  heading(slow ? "TypeScript, slow" : "TypeScript");
  const folder = mkdtempSync(join(tmpdir(), "ta-test-"));
  const report = join(folder, "vitest.json");
  const result = spawnSync(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, TA_SLOW: slow ? "1" : "" } },
  );
  try {
    const counts = JSON.parse(readFileSync(report, "utf8"));
    total.passed += counts.numPassedTests;
    total.failed += counts.numFailedTests;
    total.skipped += counts.numPendingTests + (counts.numTodoTests ?? 0);
    if (result.status !== 0 && counts.numFailedTests === 0) total.failed++;
  } catch (error) {
    console.log(`no report from vitest: ${error.message}`);
    total.failed++;
  }
  if (result.status !== 0) failures.push("vitest");
  rmSync(folder, { recursive: true, force: true });
}

/** The tests of another tool: their counts, and the names of those that failed. */
function tally(title, { passed, failed, skipped, reasons }) {
  heading(title);
  total.passed += passed;
  total.failed += failed.length;
  failures.push(...failed);
  for (const line of failed) console.log(`FAILED: ${line}`);
  if (skipped > 0) skip(skipped, [...reasons].join("; "));
}

/** What work takes, counted without a clock, against what is committed. */
function instructions() {
  heading("Instruction counts");
  const { passed, failed, skipped, reasons } = compare();
  total.passed += passed;
  total.failed += failed.length;
  for (const line of failed) console.log(`FAILED: ${line}`);
  if (failed.length > 0) failures.push("instruction counts (npm run bench:bless, if it is meant)");
  if (skipped > 0) skip(skipped, [...reasons].join("; "));
}

/** What is depended on, and what the crate's package holds. */
function supplyChain() {
  heading("Dependencies and the crate by itself");
  const { passed, failed, skipped, reasons } = supply();
  total.passed += passed;
  total.failed += failed.length;
  failures.push(...failed);
  if (skipped > 0) skip(skipped, [...reasons].join("; "));
}

/** That no tick costs much more than another. */
async function noSpikes() {
  heading("Instructions of each tick");
  const found = await spikes();
  if (found.reason !== undefined) return skip(1, found.reason);
  console.log(`${found.fine ? "ok" : "FAILED"}: ${told(found)}`);
  if (found.fine) total.passed++;
  else {
    total.failed++;
    failures.push("a tick's instructions");
  }
}

if (!slow) {
  heading("Checks");
  const node = process.execPath;
  check("generated files are fresh", node, [
    join(root, "node_modules/tsx/dist/cli.mjs"),
    "spec/generate/main.ts",
    "--check",
  ]);
  check("golden plans are what the compiler writes", node, [
    join(root, "node_modules/tsx/dist/cli.mjs"),
    "golden/plans/write.ts",
    "--check",
  ]);
  check("types", node, [join(root, "node_modules/typescript/bin/tsc"), "--noEmit"]);
  check("eslint", node, [join(root, "node_modules/eslint/bin/eslint.js"), "."]);
  check("prettier", node, [join(root, "node_modules/prettier/bin/prettier.cjs"), "--check", "."]);
  check("programs are laid out by ta fmt", node, [
    join(root, "runtime/bin/ta.js"),
    "fmt",
    "--check",
    "compiler/std",
    "examples",
  ]);
  check("rustfmt", "cargo", ["fmt", "--all", "--check"]);
  check("clippy", "cargo", [
    "clippy",
    "--workspace",
    "--lib",
    "--bins",
    "--tests",
    "--examples",
    "--quiet",
    "--",
    "-D",
    "warnings",
  ]);
}
heading(slow ? "Rust, slow" : "Rust");
cargo(["--workspace", "--no-fail-fast", ...(slow ? ["--", "--ignored"] : [])]);
tally(slow ? "C, slow" : "C", capi({ slow }));
vitest();
tally(slow ? "Python, slow" : "Python", python({ slow }));
if (slow) {
  instructions();
  await noSpikes();
  emulated();
  supplyChain();
}

if (failures.length > 0) console.log(`\nfailed: ${failures.join(", ")}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 || failures.length > 0 ? 1 : 0);
