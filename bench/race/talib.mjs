// TA-Lib, pinned by bench/requirements.txt.
import { Worker } from "./python.mjs";

/** A started worker over `bars`; see talib_worker.py for what it answers. */
export class TaLib {
  #worker;

  constructor(bars) {
    this.#worker = new Worker("race/talib_worker.py", [bars.close.length]);
    for (const field of ["open", "high", "low", "close", "volume"])
      this.#worker.write(Buffer.from(bars[field].buffer, bars[field].byteOffset, bars[field].byteLength));
  }

  /** Seconds that the calls took in turn, `repeat` times over. */
  async time(races, repeat) {
    const calls = races.map((race) => [race.function, race.inputs, race.parameters]);
    return (await this.#worker.ask({ time: calls, repeat })).seconds;
  }

  /** Of each pair of lengths how often one EMA crossed above the other, and the seconds of all, `repeat` times over. */
  crosses(pairs, repeat) {
    return this.#worker.ask({ crosses: pairs, repeat });
  }

  /** A call's outputs, one after the other. */
  async values(race) {
    const { bytes } = await this.#worker.ask({ values: [race.function, race.inputs, race.parameters] });
    return new Float64Array(new Uint8Array(await this.#worker.bytes(bytes)).buffer);
  }

  versions() {
    return this.#worker.ask({ versions: true });
  }

  close() {
    this.#worker.close();
  }
}
