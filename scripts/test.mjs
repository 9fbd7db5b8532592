// `npm test`: installs, builds, runs every test in every language, and ends with one line `N passed, N failed`.
// `--slow` runs what takes longer: the same properties over many more cases.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare } from "../bench/instructions.mjs";
import { build, install, root } from "./setup.mjs";

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

function cargo() {
  heading(slow ? "Rust, slow" : "Rust");
  const args = ["test", "--workspace", "--no-fail-fast", ...(slow ? ["--", "--ignored"] : [])];
  const result = spawnSync("cargo", args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 28,
  });
  process.stdout.write(result.stdout ?? "");
  let found = false;
  for (const line of (result.stdout ?? "").split("\n")) {
    const counts = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/.exec(line);
    if (!counts) continue;
    found = true;
    total.passed += Number(counts[1]);
    total.failed += Number(counts[2]);
    // What is ignored here is the other run's work.
  }
  if (result.status !== 0) {
    failures.push("cargo test");
    if (!found || total.failed === 0) total.failed++;
  }
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

/** What work takes, counted without a clock, against what is committed. */
function instructions() {
  heading("Instruction counts");
  const { passed, failed, skipped, reasons } = compare();
  total.passed += passed;
  total.failed += failed.length;
  total.skipped += skipped;
  for (const line of failed) console.log(`FAILED: ${line}`);
  if (failed.length > 0) failures.push("instruction counts (npm run bench:bless, if it is meant)");
  if (skipped > 0) console.log(`skipped ${skipped}: ${[...reasons].join("; ")}`);
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
cargo();
vitest();
if (slow) instructions();

if (failures.length > 0) console.log(`\nfailed: ${failures.join(", ")}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 || failures.length > 0 ? 1 : 0);
