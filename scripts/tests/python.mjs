// The Python door's tests: pytest over the engine's module as cargo builds it, in an environment of its own under target/.
// The slow ones run the notebook, and look into the source distribution.
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../setup.mjs";

const folder = join(root, "crates/ta-py");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const bin = process.platform === "win32" ? "Scripts" : "bin";
/** What is pinned has wheels for nothing older; the package itself runs on 3.10 too. */
const OLDEST = [3, 11];
/** What is skipped where there is no Python, counted as the steps below. */
const STEPS = { fast: 2, slow: 4 };

function oldEnough(command) {
  const asked = "import sys, venv, ensurepip; print(*sys.version_info[:2])";
  const result = spawnSync(command, ["-c", asked], { encoding: "utf8" });
  if (result.status !== 0) return false;
  const [major, minor] = result.stdout.split(" ").map(Number);
  return major === OLDEST[0] && minor >= OLDEST[1];
}

const findPython = () =>
  ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11"].find(oldEnough);

/** Runs a command with its output shown only where it fails. */
function quiet(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (result.status !== 0)
    console.log(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}`);
  return result.status === 0;
}

/** An environment with what the lists name, made anew where they have changed; null where it cannot be made. */
function environment(python, name, lists) {
  const place = join(target, name);
  const stamp = join(place, "installed.txt");
  const due = lists.map((list) => readFileSync(join(folder, "tests", list), "utf8")).join("");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== due) {
    rmSync(place, { recursive: true, force: true });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"];
    const files = lists.flatMap((list) => ["-r", join("tests", list)]);
    if (!quiet(python, ["-m", "venv", place])) return null;
    if (!quiet(join(place, bin, "python"), [...pip, ...files])) return null;
    writeFileSync(stamp, due);
  }
  return join(place, bin, "python");
}

/** Builds the engine's module into the package, by the profile that the engine's own tests have just built. */
function module() {
  if (!quiet("cargo", ["build", "--profile", "test", "--locked", "--quiet", "-p", "ta-py"], { cwd: root }))
    return false;
  const names = { win32: ["_native.dll", "_native.pyd"], darwin: ["lib_native.dylib", "_native.abi3.so"] };
  const [built, wanted] = names[process.platform] ?? ["lib_native.so", "_native.abi3.so"];
  const place = join(folder, "python/laakhay_ta");
  // Beside, then renamed: a process that has the old module loaded keeps it.
  copyFileSync(join(target, "debug", built), join(place, `.${wanted}.${process.pid}`));
  renameSync(join(place, `.${wanted}.${process.pid}`), join(place, wanted));
  return true;
}

/** Runs pytest, and adds its counts. */
function pytest(python, args, total) {
  const place = mkdtempSync(join(tmpdir(), "ta-python-"));
  const report = join(place, "report.xml");
  const env = { ...process.env, PYTHONPATH: join(folder, "python"), PYTHONDONTWRITEBYTECODE: "1" };
  const result = spawnSync(python, ["-m", "pytest", "-q", `--junit-xml=${report}`, ...args], {
    cwd: folder,
    stdio: "inherit",
    env,
  });
  const text = existsSync(report) ? readFileSync(report, "utf8") : "";
  rmSync(place, { recursive: true, force: true });
  const count = (name) => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0);
  const cases = [...text.matchAll(/<testcase [^>]*\bname="([^"]*)"[^>]*>\s*<(?:failure|error)\b/g)];
  const failed = cases.map((found) => `Python: ${found[1]}`);
  if (result.status !== 0 && failed.length === 0) failed.push(`pytest ${args.join(" ")}`);
  total.failed.push(...failed);
  total.passed += Math.max(0, count("tests") - count("skipped") - cases.length);
  total.skipped += count("skipped");
  if (count("skipped") > 0) total.reasons.add("this system has not what a test of Python's needs");
}

/** Adds one step that is a test by itself. */
function settle(total, fine, what) {
  console.log(`${fine ? "ok" : "FAILED"}: ${what}`);
  if (fine) total.passed++;
  else total.failed.push(what);
}

/** That the source distribution has all that a machine without Node builds it from. */
function sourceDistribution(python, total) {
  const place = mkdtempSync(join(tmpdir(), "ta-sdist-"));
  const needed = ["crates/ta-py/src/generated/compiler.js", "crates/ta-engine/src/lib.rs", "Cargo.lock"];
  const made = quiet(python, ["-m", "maturin", "sdist", "--out", place]);
  const file = join(place, readdirSync(place).find((name) => name.endsWith(".tar.gz")) ?? "");
  const listed = "import sys, tarfile; print(*tarfile.open(sys.argv[1]).getnames(), sep='\\n')";
  const names = made
    ? spawnSync(python, ["-c", listed, file], { encoding: "utf8" }).stdout.split(/\r?\n/)
    : [];
  rmSync(place, { recursive: true, force: true });
  const has = (path) => names.some((name) => name.endsWith(`/${path}`));
  settle(total, needed.every(has), "the source distribution of Python has the compiler and the engine");
}

/** What a wheel has, and nothing else beside its metadata. */
const WHEEL = [
  ...readdirSync(join(folder, "python/laakhay_ta")).filter((name) => /\.pyi?$|^py\.typed$/.test(name)),
  "_native.abi3.so",
];

/** That the wheel for publication holds what it should, and compiles and runs where there is nothing but it. */
function wheel(python, total) {
  const place = mkdtempSync(join(tmpdir(), "ta-wheel-"));
  const made = quiet(python, ["-m", "maturin", "build", "--release", "--locked", "--out", place]);
  const name = readdirSync(place).find((each) => each.endsWith(".whl")) ?? "none";
  const file = join(place, name);
  const listed = "import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep='\\n')";
  const listing = made ? spawnSync(python, ["-c", listed, file], { encoding: "utf8" }).stdout : "";
  const names = listing.split(/\r?\n/).filter((each) => each !== "");
  const own = names.filter((each) => !each.includes(".dist-info/")).map((each) => each.split("/").pop());
  const licences = names.filter((each) => /\.dist-info\/licenses\/LICENSE-(MIT|APACHE)$/.test(each));
  const right =
    /-cp310-abi3-/.test(name) &&
    JSON.stringify(own.sort()) === JSON.stringify([...WHEEL].sort()) &&
    licences.length === 2;
  if (!right) console.log(name, names);
  settle(total, right, "the wheel of Python has the module, its types and its licences, and nothing else");
  const fresh = join(place, "fresh");
  const program = [
    "import laakhay_ta as ta",
    "found = ta.compile('out a = sma(close, 2)').run({'close': [1.0, 2.0, 4.0]})",
    "assert list(found['a'][1:]) == [1.5, 3.0], found['a']",
  ].join("\n");
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", file];
  // Nothing of this machine's but the interpreter: no Node, no Rust, no path to the sources.
  const env = { PATH: join(fresh, bin), HOME: place };
  const runs =
    right &&
    quiet(python, ["-m", "venv", fresh]) &&
    quiet(join(fresh, bin, "python"), pip) &&
    quiet(join(fresh, bin, "python"), ["-c", program], { cwd: place, env });
  settle(total, runs, "the wheel of Python compiles and runs where there is nothing but it");
  rmSync(place, { recursive: true, force: true });
}

/** Runs the tests of Python: how many passed, the names of those that failed, and why what is skipped is. */
export function python({ slow }) {
  const total = { passed: 0, failed: [], skipped: 0, reasons: new Set() };
  const found = findPython();
  const steps = slow ? STEPS.slow : STEPS.fast;
  if (found === undefined) {
    const reason = `no Python ${OLDEST.join(".")} or newer with venv (Debian: python3-venv)`;
    return { ...total, skipped: steps, reasons: new Set([reason]) };
  }
  const lists = slow ? ["requirements.txt", "requirements-slow.txt"] : ["requirements.txt"];
  const own = environment(found, slow ? "python-slow" : "python", lists);
  if (own === null)
    return { ...total, skipped: steps, reasons: new Set(["pip could not install what Python's tests need"]) };
  if (!module()) return { ...total, failed: ["cargo build -p ta-py"] };
  if (slow) {
    pytest(own, ["--nbmake", join(root, "docs/python.ipynb")], total);
    sourceDistribution(own, total);
    if (process.platform === "linux") wheel(own, total);
    return total;
  }
  pytest(own, ["tests"], total);
  settle(total, quiet(own, ["-m", "mypy"]), "types of the Python package");
  return total;
}

if (process.argv[1] === import.meta.filename) {
  const { passed, failed, skipped, reasons } = python({ slow: process.argv.includes("--slow") });
  console.log(
    [`${passed} passed, ${failed.length} failed, ${skipped} skipped`, ...failed, ...reasons].join("\n"),
  );
  process.exitCode = failed.length > 0 ? 1 : 0;
}
