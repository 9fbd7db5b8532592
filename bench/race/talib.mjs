// TA-Lib in a Python process of its own, pinned by bench/requirements.txt.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const windows = process.platform === "win32";

function must(command, args) {
  const result = spawnSync(command, args, { encoding: "utf8" });
  if (result.status === 0) return result.stdout;
  throw new Error(`${command} ${args.join(" ")}: ${result.error?.message ?? result.stderr}`);
}

/** The Python of `bench/.venv`, made anew where the pins have changed. `PYTHON` names the one it is made with. */
function python() {
  const venv = join(folder, "..", ".venv");
  const pins = join(folder, "..", "requirements.txt");
  const digest = createHash("sha256").update(readFileSync(pins)).digest("hex");
  const mark = join(venv, "pins");
  const found = windows ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");
  if (existsSync(mark) && readFileSync(mark, "utf8") === digest) return found;
  rmSync(venv, { recursive: true, force: true });
  must(process.env.PYTHON ?? (windows ? "python" : "python3"), ["-m", "venv", venv]);
  must(found, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", pins]);
  // Last, so that what was broken off is made anew.
  writeFileSync(mark, digest);
  return found;
}

/** A started worker over `bars`; see talib_worker.py for what it answers. */
export class TaLib {
  #child;
  #received = Buffer.alloc(0);
  #waiting = null;

  constructor(bars) {
    const rows = bars.close.length;
    this.#child = spawn(python(), [join(folder, "talib_worker.py"), String(rows)], {
      stdio: ["pipe", "pipe", "inherit"],
      // One thread: numpy starts none for what is asked here, and this says so.
      env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", PYTHONDONTWRITEBYTECODE: "1" },
    });
    this.#child.stdout.on("data", (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#waiting?.resolve();
    });
    this.#child.on("exit", (code) =>
      this.#waiting?.reject(new Error(`the TA-Lib worker ended with ${code}`)),
    );
    for (const field of ["open", "high", "low", "close", "volume"])
      this.#child.stdin.write(
        Buffer.from(bars[field].buffer, bars[field].byteOffset, bars[field].byteLength),
      );
  }

  async #take(enough) {
    while (!enough()) {
      await new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
      this.#waiting = null;
    }
  }

  async #ask(request) {
    this.#child.stdin.write(JSON.stringify(request) + "\n");
    await this.#take(() => this.#received.includes(10));
    const end = this.#received.indexOf(10);
    const line = this.#received.subarray(0, end).toString("utf8");
    this.#received = this.#received.subarray(end + 1);
    return JSON.parse(line);
  }

  /** Seconds that the calls took in turn, `repeat` times over. */
  async time(races, repeat) {
    const calls = races.map((race) => [race.function, race.inputs, race.parameters]);
    return (await this.#ask({ time: calls, repeat })).seconds;
  }

  /** Of each pair of lengths how often one EMA crossed above the other, and the seconds of all, `repeat` times over. */
  crosses(pairs, repeat) {
    return this.#ask({ crosses: pairs, repeat });
  }

  /** A call's outputs, one after the other. */
  async values(race) {
    const { bytes } = await this.#ask({ values: [race.function, race.inputs, race.parameters] });
    await this.#take(() => this.#received.length >= bytes);
    const data = this.#received.subarray(0, bytes);
    this.#received = this.#received.subarray(bytes);
    return new Float64Array(new Uint8Array(data).buffer);
  }

  versions() {
    return this.#ask({ versions: true });
  }

  close() {
    this.#child.stdin.end();
  }
}
