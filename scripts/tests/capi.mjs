// The C door from C: its tests are compiled by the system's compiler and linked with the library as it would be installed,
// shared and static, found by pkg-config; with `slow` they run again under valgrind and AddressSanitizer.
// What C must answer is spec/cases and golden/doors.json, to the bit.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { root, version } from "../setup.mjs";

const crate = join(root, "crates/ta-ffi");
const STRICT = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic"];
const found = (command) => spawnSync(command, ["--version"]).status === 0;
const read = (path) => readFileSync(join(root, path), "utf8");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** A double as C reads it: its bits, in hexadecimal. */
function bits(number) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

const number = (value) => (value === "na" ? NaN : Number(value));

/** spec/cases as lines that C reads without a parser of JSON. */
function casesText() {
  const lines = [];
  for (const { id, plan, params, columns, outputs, alerts } of JSON.parse(read("spec/cases/compiled.json"))) {
    const rows = Object.values(columns)[0]?.length ?? 0;
    lines.push(`case ${id}`, `plan ${plan}`, `rows ${rows}`);
    for (const [name, value] of Object.entries(params)) {
      if (typeof value === "boolean") lines.push(`param ${name} bool ${Number(value)}`);
      else if (typeof value === "string") lines.push(`param ${name} string ${value}`);
      else if (Number.isInteger(value)) lines.push(`param ${name} int ${value}`);
      else lines.push(`param ${name} float ${bits(value)}`);
    }
    for (const [name, values] of Object.entries(columns)) {
      lines.push(`column ${name} ${values.map((value) => bits(number(value))).join(" ")}`);
    }
    for (const [name, values] of Object.entries(outputs)) {
      // A name of a condition is one of its values at least; "na" alone may be of either, and then is said twice.
      const isBool = values.some((value) => typeof value === "boolean");
      const isFloat = values.some((value) => typeof value === "number");
      const bools = values.map((value) => (value === "na" ? 2 : Number(value)));
      if (!isBool) lines.push(`float ${name} ${values.map((value) => bits(number(value))).join(" ")}`);
      if (!isFloat) lines.push(`bool ${name} ${bools.map(bits).join(" ")}`);
    }
    for (const [name, fired] of Object.entries(alerts)) {
      const column = Array.from({ length: rows }, (_, row) => bits(Number(fired.includes(row))));
      lines.push(`alert ${name} ${column.join(" ")}`);
    }
    lines.push("end");
  }
  return `${lines.join("\n")}\n`;
}

/** The bars of golden/doors.json as CSV's lines, of which the first are the headers. */
function barsOf({ file, ticker }) {
  const lines = gunzipSync(readFileSync(join(root, file)))
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  return [lines[0], ...lines.filter(([symbol]) => symbol === ticker)];
}

/** The library as `cargo test` has just built it, so that nothing is compiled twice. */
function library() {
  const built = spawnSync(
    "cargo",
    ["test", "--workspace", "--test", "header", "--no-run", "--quiet", "--message-format=json"],
    { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] },
  );
  const files = (built.stdout ?? "")
    .split("\n")
    .filter((line) => line.startsWith('{"reason":"compiler-artifact"') && line.includes("laakhay_ta"))
    .map((line) => JSON.parse(line))
    .filter(({ target }) => target.name === "laakhay_ta" && target.kind.includes("cdylib"))
    .flatMap(({ filenames }) => filenames);
  const shared = files.find((name) => name.endsWith(".so"));
  const archive = files.find((name) => name.endsWith(".a"));
  return shared && archive ? { shared, archive } : null;
}

/** Lays the library out below `prefix` as crates/ta-ffi/README.md says to install it. */
function install(prefix, { shared, archive }) {
  for (const folder of ["include", "lib/pkgconfig"]) mkdirSync(join(prefix, folder), { recursive: true });
  copyFileSync(join(crate, "include/laakhay_ta.h"), join(prefix, "include/laakhay_ta.h"));
  symlinkSync(shared, join(prefix, "lib/liblaakhay_ta.so.1"));
  symlinkSync("liblaakhay_ta.so.1", join(prefix, "lib/liblaakhay_ta.so"));
  symlinkSync(archive, join(prefix, "lib/liblaakhay_ta.a"));
  const template = readFileSync(join(crate, "laakhay_ta.pc.in"), "utf8");
  writeFileSync(
    join(prefix, "lib/pkgconfig/laakhay_ta.pc"),
    template.replaceAll("@PREFIX@", prefix).replaceAll("@VERSION@", version),
  );
}

class Steps {
  result = { passed: 0, failed: [], skipped: 0, reasons: new Set() };

  /** A command that must succeed; gives what it printed, or null. */
  run(name, command, args, options = {}) {
    const done = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
    if (done.status === 0) {
      this.result.passed++;
      return done.stdout;
    }
    console.log(`${done.stdout ?? ""}${(done.stderr ?? "").slice(0, 20_000)}${done.error?.message ?? ""}`);
    this.result.failed.push(`C: ${name}`);
    return null;
  }

  same(name, found, expected) {
    if (JSON.stringify(found) === JSON.stringify(expected)) {
      this.result.passed++;
      return;
    }
    console.log(`${name}: ${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);
    this.result.failed.push(`C: ${name}`);
  }

  skip(count, reason) {
    this.result.skipped += count;
    this.result.reasons.add(reason);
  }
}

/** What the programs read: written once into `folder`. */
function materials(folder) {
  const doors = JSON.parse(read("golden/doors.json"));
  const [headers, ...bars] = barsOf(doors.bars);
  const at = (name) => headers.indexOf(name);
  const columns = Object.values(doors.inputs).map(({ header }) =>
    Float64Array.from(bars, (row) => Number(row[at(header)])),
  );
  const paths = {
    cases: join(folder, "cases.txt"),
    doors: join(folder, "doors.plan"),
    columns: join(folder, "doors.f64"),
    misuse: join(folder, "misuse.plan"),
    example: join(folder, "golden_cross.plan"),
    bars: join(folder, "bars.csv"),
  };
  writeFileSync(paths.cases, casesText());
  writeFileSync(paths.doors, Buffer.from(doors.plan, "hex"));
  writeFileSync(paths.columns, Buffer.concat(columns.map((column) => Buffer.from(column.buffer))));
  const fields = ["Date", "Open", "High", "Low", "Close", "Volume"];
  const rows = bars.map((row) => fields.map((name) => row[at(name)]).join(","));
  writeFileSync(paths.bars, `${fields.join(",").toLowerCase()}\n${rows.join("\n")}\n`);
  return { doors, columns, paths };
}

/** Runs golden/doors.json's plan by a program and compares every hash. */
function compareDoors(steps, how, program, { doors, paths }, folder, options) {
  doors.runs.forEach((run, index) => {
    const out = join(folder, `doors-${how}-${index}`.replaceAll(" ", "-"));
    mkdirSync(out);
    const params = Object.entries(run.params).flatMap(([name, value]) => {
      if (typeof value !== "number")
        return [name, typeof value === "boolean" ? "bool" : "string", `${value}`];
      return [name, Number.isInteger(value) ? "int" : "float", `${value}`];
    });
    const args = [paths.doors, paths.columns, `${doors.bars.rows}`, out, ...params];
    const [command, ...before] = program;
    if (steps.run(`doors, ${how}`, command, [...before, ...args], options) === null) return;
    const hashed = (kind) =>
      Object.fromEntries(
        readdirSync(out)
          .filter((name) => name.startsWith(`${kind}.`))
          .map((name) => [name.slice(kind.length + 1), sha256(readFileSync(join(out, name)))])
          .sort(),
      );
    const sorted = (hashes) => Object.fromEntries(Object.entries(hashes).sort());
    steps.same(
      `the bits of golden/doors.json, ${how}`,
      [hashed("output"), hashed("alert"), hashed("state").snapshot],
      [sorted(run.outputs), sorted(run.alerts), run.snapshot],
    );
  });
}

const TESTS = ["conformance", "misuse", "doors"];

/** Compiles and links a test; gives the program's path, or null. */
function compile(steps, how, name, { prefix, folder }, extra, link) {
  const out = join(folder, `${name}-${how}`.replaceAll(" ", "-"));
  const source = join(crate, "tests/c", `${name}.c`);
  const args = [...STRICT, "-g", "-O1", ...extra, `-I${prefix}/include`, source, "-o", out, ...link, "-lm"];
  return steps.run(`${name} compiles, ${how}`, "gcc", args) === null ? null : out;
}

/** All tests, compiled one way and run by `runner`, which is empty or a tool that runs programs. */
function runAll(steps, how, place, given, { extra = [], link, runner = [], env = {} }) {
  const options = { env: { ...process.env, ...env } };
  for (const name of TESTS) {
    const program = compile(steps, how, name, place, extra, link);
    if (program === null) continue;
    const [command, ...before] = [...runner, program];
    if (name === "doors") compareDoors(steps, how, [command, ...before], given, place.folder, options);
    else {
      const path = name === "misuse" ? given.paths.misuse : given.paths.cases;
      const told = steps.run(`${name}, ${how}`, command, [...before, path], options);
      if (told !== null) console.log(`ok: ${name}, ${how}: ${told.trim().split("\n").at(-1)} checks`);
    }
  }
}

/** The symbols that the shared library exports are the ABI's, and no others. */
function symbols(steps, { shared }) {
  if (!found("nm") || !found("readelf")) return steps.skip(2, "nm and readelf not found (Debian: binutils)");
  const listed = steps.run("symbols are listed", "nm", ["-D", "--defined-only", shared]);
  const names = (listed ?? "").match(/\bT \w+$/gm)?.map((line) => line.slice(2)) ?? [];
  const promised = Object.keys(JSON.parse(read("spec/abi/v1.json")).functions);
  steps.same("the library exports what the ABI promises", names.sort(), promised.sort());
  const dynamic = steps.run("its name is read", "readelf", ["-d", shared]) ?? "";
  steps.same("the library's name within", /SONAME.*\[(.*)\]/.exec(dynamic)?.[1], "liblaakhay_ta.so.1");
}

/** The example as a user compiles it, by pkg-config; it says what the command says. */
function example(steps, { prefix, folder }, { doors, paths }) {
  if (!found("pkg-config")) return steps.skip(2, "pkg-config not found");
  const env = { ...process.env, PKG_CONFIG_PATH: join(prefix, "lib/pkgconfig") };
  const flags = steps.run("pkg-config", "pkg-config", ["--cflags", "--libs", "laakhay_ta"], { env });
  const program = join(folder, "alerts");
  const source = join(root, "examples/c/alerts.c");
  const args = [
    ...STRICT,
    source,
    ...(flags ?? "").trim().split(/\s+/),
    `-Wl,-rpath,${prefix}/lib`,
    "-o",
    program,
  ];
  if (steps.run("examples/c compiles", "gcc", args) === null) return;
  const told = steps.run("examples/c runs", program, [paths.example, paths.bars]);
  const data = ["--data", join(root, doors.bars.file), "--by", "ticker", "--alerts", "--format", "csv"];
  const expected = ta(["run", join(root, "examples/golden_cross.ta"), ...data]).stdout;
  const lines = expected
    .split("\n")
    .filter((line) => line.split(",")[1] === doors.bars.ticker)
    .map((line) => line.replace(`,${doors.bars.ticker},`, ","));
  steps.same("examples/c says what the command says", told?.trimEnd().split("\n"), lines);
  steps.same("golden_cross fires", lines.length > 5, true);
}

function ta(args) {
  return spawnSync(process.execPath, [join(root, "runtime/bin/ta.js"), ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
}

/** Everything; counts and the names of what failed, and why something was skipped. */
export function capi({ slow = false } = {}) {
  const steps = new Steps();
  if (process.platform !== "linux" || !found("gcc")) {
    steps.skip(
      1,
      process.platform === "linux" ? "gcc not found" : `C is tested on Linux, this is ${process.platform}`,
    );
    return steps.result;
  }
  const folder = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), slow ? "capi-slow" : "capi");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const built = library();
  if (built === null) {
    steps.result.failed.push("C: the library is not there");
    return steps.result;
  }
  const place = { folder, prefix: join(folder, "prefix") };
  install(place.prefix, built);
  const given = materials(folder);
  steps.same(
    "the columns of golden/doors.json",
    given.columns.map((column) => sha256(Buffer.from(column.buffer))),
    Object.values(given.doors.inputs).map(({ sha256 }) => sha256),
  );
  const misuse =
    "param n: int = 5 in 1..100\nout mean = sma(close, n)\nout above = close > sma(close, n)\nalert up when crossup(close, sma(close, n))";
  if (ta(["plan", "-e", misuse, "-o", given.paths.misuse]).status !== 0)
    steps.result.failed.push("C: ta plan");
  ta(["plan", join(root, "examples/golden_cross.ta"), "-o", given.paths.example]);

  const lib = join(place.prefix, "lib");
  const shared = [`-L${lib}`, "-llaakhay_ta", `-Wl,-rpath,${lib}`];
  const archive = [join(lib, "liblaakhay_ta.a"), "-lgcc_s", "-lpthread", "-lm", "-ldl", "-lc"];
  if (!slow) {
    runAll(steps, "shared", place, given, { link: shared });
    runAll(steps, "static", place, given, { link: archive });
    symbols(steps, built);
    example(steps, place, given);
    if (found("g++")) {
      const program = join(folder, "include");
      const source = join(crate, "tests/c/include.cpp");
      const strict = ["-std=c++11", "-Wall", "-Wextra", "-Werror", "-pedantic"];
      const args = [...strict, `-I${place.prefix}/include`, source, ...shared, "-o", program];
      if (steps.run("the header is C++", "g++", args) !== null) steps.run("C++ links", program, []);
    } else steps.skip(2, "g++ not found");
    return steps.result;
  }
  runAll(steps, "AddressSanitizer", place, given, {
    extra: ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"],
    link: shared,
    env: { ASAN_OPTIONS: "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1" },
  });
  if (found("valgrind")) {
    const options = [
      "--quiet",
      "--error-exitcode=9",
      "--leak-check=full",
      "--errors-for-leak-kinds=definite,possible",
    ];
    runAll(steps, "valgrind", place, given, { link: shared, runner: ["valgrind", ...options] });
  } else steps.skip(TESTS.length, "valgrind not found");
  return steps.result;
}

if (process.argv[1] === import.meta.filename) {
  const { passed, failed, skipped, reasons } = capi({ slow: process.argv.includes("--slow") });
  console.log(
    [`${passed} passed, ${failed.length} failed, ${skipped} skipped`, ...failed, ...reasons].join("\n"),
  );
  process.exit(failed.length > 0 ? 1 : 0);
}
