// Peers in Python processes of their own, pinned by a file of requirements each.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
const windows = process.platform === "win32";
const venv = join(folder, ".venv");
const python = windows ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");

function must(command, args) {
  const result = spawnSync(command, args, { encoding: "utf8" });
  if (result.status === 0) return result.stdout;
  throw new Error(`${command} ${args.join(" ")}: ${result.error?.message ?? result.stderr}`);
}

const pip = (args) =>
  must(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...args]);

/** What each line of the extra requirements that could not be installed said, by package. */
const refused = new Map();

/**
 * The Python of `bench/.venv`, made anew where the pins of bench/requirements.txt have changed. `PYTHON` names the one
 * it is made with. TA-Lib must install.
 */
export function base() {
  const pins = join(folder, "requirements.txt");
  const digest = createHash("sha256").update(readFileSync(pins)).digest("hex");
  const mark = join(venv, "pins");
  if (existsSync(mark) && readFileSync(mark, "utf8") === digest) return python;
  rmSync(venv, { recursive: true, force: true });
  must(process.env.PYTHON ?? (windows ? "python" : "python3"), ["-m", "venv", venv]);
  pip(["-r", pins]);
  // Last, so that what was broken off is made anew.
  writeFileSync(mark, digest);
  return python;
}

/** Why a package of bench/peers/requirements.txt is not there, or null: each is installed on its own. */
export function extra(name) {
  base();
  const lines = readFileSync(join(folder, "peers", "requirements.txt"), "utf8").split("\n");
  const pin = lines.find((line) => line.startsWith(`${name}==`));
  const mark = join(venv, `pin-${name}`);
  if (refused.has(name)) return refused.get(name);
  if (existsSync(mark) && readFileSync(mark, "utf8") === pin) return null;
  try {
    // The base's pins again, for none of them to be moved.
    pip([pin, "-c", join(folder, "requirements.txt")]);
  } catch (error) {
    const reason = `${pin} could not be installed: ${error.message.trim().split("\n").at(-1)}`;
    refused.set(name, reason);
    return reason;
  }
  writeFileSync(mark, pin);
  return null;
}

/** A process that is asked by lines of JSON and answers each by one, with or without bytes behind it. */
export class Worker {
  #child;
  #received = Buffer.alloc(0);
  #waiting = null;
  #ended = null;

  constructor(script, args, { threads = 1 } = {}) {
    const one = String(threads);
    this.#child = spawn(base(), [join(folder, script), ...args.map(String)], {
      stdio: ["pipe", "pipe", "inherit"],
      // As many threads as ours: numpy starts none for what is asked here, and this says so.
      env: {
        ...process.env,
        OMP_NUM_THREADS: one,
        OPENBLAS_NUM_THREADS: one,
        POLARS_MAX_THREADS: one,
        PYTHONDONTWRITEBYTECODE: "1",
      },
    });
    this.#child.stdout.on("data", (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#waiting?.resolve();
    });
    this.#child.on("exit", (code) => {
      this.#ended = new Error(`${script} ended with ${code}`);
      this.#waiting?.reject(this.#ended);
    });
    this.#child.stdin.on("error", () => undefined);
  }

  write(bytes) {
    this.#child.stdin.write(bytes);
  }

  async #take(enough) {
    while (!enough()) {
      if (this.#ended !== null) throw this.#ended;
      await new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
      this.#waiting = null;
    }
  }

  async ask(request) {
    this.write(JSON.stringify(request) + "\n");
    await this.#take(() => this.#received.includes(10));
    const end = this.#received.indexOf(10);
    const line = this.#received.subarray(0, end).toString("utf8");
    this.#received = this.#received.subarray(end + 1);
    return JSON.parse(line);
  }

  /** So many bytes behind an answer. */
  async bytes(count) {
    await this.#take(() => this.#received.length >= count);
    const data = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return data;
  }

  close() {
    this.#child.stdin.end();
  }
}
