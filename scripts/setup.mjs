// What every entry point shares: run a command, and make a fresh clone ready. Nothing here is built or installed,
// so a clone with only Node and Rust can run it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Runs a command in the repo's root, its output on the terminal; a failure ends the process with its code. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error) {
    console.error(`${command} could not be started: ${result.error.message}`);
    process.exit(1);
  }
  if (result.status !== 0) {
    console.error(`failed: ${command} ${args.join(" ")}`);
    process.exit(result.status ?? 1);
  }
}

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Installs the locked packages where they are missing or older than the lock file. */
export function install() {
  const lock = join(root, "package-lock.json");
  const installed = join(root, "node_modules", ".package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  run(npm, ["ci", "--no-audit", "--no-fund"]);
}

/** Builds whatever is stale; cargo and the bundler know what that is. */
export function build() {
  run(process.execPath, [join(root, "scripts", "build.mjs")]);
}

/** The repo's version. */
export const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
