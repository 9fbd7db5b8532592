/** What must hold from row to row of a file, whole or a part at a time: one symbol in a stream, and time that ascends. */
import { failure, type TaError } from "../engine/errors.ts";
import { compareTimes, parseTime } from "./time.ts";

/** Where the columns stand that are looked at, for messages. */
export interface Columns {
  readonly file: string;
  readonly timeName: string | null;
  readonly symbolName: string | null;
}

/** Rows of a file, in its order. */
export interface Rows {
  readonly rows: number;
  /** A row's time stamp as the file gives it; null where the file has no time. */
  readonly time: ((row: number) => string) | null;
  readonly symbols: readonly string[] | null;
}

/** Is told of a row's error and of its symbol, and may throw it; where it does not, the symbol's rows are passed over. */
export type Refuse = (error: TaError, symbol: string | null) => void;

export const refuseTimes: Refuse = (error) => {
  throw error;
};

/** Milliseconds since 1970 of the years 1 to 9999: others are no time stamps, and are refused by their text. */
const EARLIEST = -62_135_596_800_000;
const LATEST = 253_402_300_800_000;

interface Last {
  readonly row: number;
  readonly text: string;
  readonly stamp: number;
}

/** Keeps the last stamp of each symbol. */
export class Order {
  private readonly last = new Map<string | null, Last>();
  private readonly broken = new Set<string | null>();
  private first: string | null = null;

  constructor(
    private readonly columns: Columns,
    private readonly bySymbol: boolean,
  ) {}

  /**
   * Looks at the rows that follow, of which the first is the file's row `from`. `stamps` are the times as milliseconds
   * since 1970, where they are known. The errors are TA7013 where several symbols stand in a file that is run as
   * one, and TA7007, TA7008, TA7011 for stamps that go back, repeat or cannot be read.
   */
  look(found: Rows, from: number, stamps: Float64Array | null, refuse: Refuse): void {
    const { symbols, time } = found;
    if (!this.bySymbol && symbols !== null) this.refuseSeveral(symbols, from);
    if (time === null) return;
    let symbol: string | null = null;
    // The symbol's last row, -1 where it had none. Its text is read where it is needed: where it is empty, the row is
    // one of these.
    let [text, stamp, row] = ["", NaN, -1];
    const textOf = (): string => (text === "" ? time(row - from) : text);
    const keep = (): void => {
      if (row >= 0) this.last.set(symbol, { row, text: textOf(), stamp });
    };
    for (let at = 0; at < found.rows; at++) {
      const own = this.bySymbol ? symbols![at]! : null;
      if (at === 0 || own !== symbol) {
        keep();
        symbol = own;
        ({ text, stamp, row } = this.last.get(symbol) ?? { text: "", stamp: NaN, row: -1 });
      }
      if (this.broken.size > 0 && this.broken.has(symbol)) continue;
      const given = stamps === null ? NaN : stamps[at]!;
      const known = given >= EARLIEST && given < LATEST ? given : NaN;
      // Where both counts are known and ascend, nothing else has to be looked at.
      if (row >= 0 && known > stamp) {
        [text, stamp, row] = ["", known, from + at];
        continue;
      }
      const next = time(at);
      const count = Number.isNaN(known) ? parseTime(next) : known;
      if (count === null) {
        this.refuse(symbol, this.unreadable(next, from + at), refuse);
        row = -1;
        continue;
      }
      if (row >= 0) {
        const other = textOf();
        const order = compareTimes(next, other, count, stamp);
        if (order <= 0) {
          this.refuse(symbol, this.unordered(symbol, next, from + at, other, row, order === 0), refuse);
          row = -1;
          continue;
        }
      }
      [text, stamp, row] = [next, count, from + at];
    }
    keep();
  }

  private refuse(symbol: string | null, error: TaError, refuse: Refuse): void {
    refuse(error, symbol);
    this.broken.add(symbol);
  }

  private unreadable(text: string, at: number): TaError {
    const { file, timeName } = this.columns;
    const column = timeName!;
    const found = text.trim() === "" ? "no time stamp" : `a time stamp that cannot be read: "${text}"`;
    const message = `${file}, row ${at + 1}, column "${column}": ${found}; write 2024-01-31, 2024-01-31T09:30:00Z, or an integer since 1970`;
    return failure("bad_time", message, { file, row: at + 1, column });
  }

  private unordered(
    symbol: string | null,
    text: string,
    at: number,
    other: string,
    before: number,
    repeats: boolean,
  ): TaError {
    const { file, timeName, symbolName } = this.columns;
    const column = timeName!;
    const whose = symbol === null ? "" : ` of ${symbol === "" ? "a row without a symbol" : symbol}`;
    return failure(
      repeats ? "duplicate_time" : "unsorted_time",
      `${file}, row ${at + 1}, column "${column}": the time stamp ${text}${whose} ` +
        (repeats ? `repeats that of row ${before + 1}` : `comes before ${other} of row ${before + 1}`) +
        "; stamps must ascend" +
        (symbol === null && symbolName === null ? "" : " within a symbol"),
      { file, row: at + 1, column },
    );
  }

  private refuseSeveral(symbols: readonly string[], from: number): void {
    const first = (this.first ??= symbols[0] ?? null);
    const at = symbols.findIndex((symbol) => symbol !== first);
    if (at < 0) return;
    const { file, symbolName } = this.columns;
    const column = symbolName!;
    throw failure(
      "several_symbols",
      `${file}, row ${from + at + 1}, column "${column}": a second symbol, "${symbols[at]}" after "${first}"; ` +
        `run each by itself with --by ${/\s/.test(column) ? `"${column}"` : column}`,
      { file, row: from + at + 1, column },
    );
  }
}
