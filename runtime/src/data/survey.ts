/** A file's chunks, checked from row to row; and a look through all of it before anything is done with it. */
import { TaError } from "../engine/errors.ts";
import { Order, refuseTimes } from "./order.ts";
import type { Chunk, DataReader } from "./read.ts";
import { TimeTypes, type TimeType } from "./time.ts";

/** What was found in the whole of a file. */
export interface Survey {
  /** The errors of symbols that are wrong, in the file's order. */
  readonly broken: ReadonlyMap<string, TaError>;
  /** The time column's type, as its stamps show it. */
  readonly timeType: TimeType | null;
}

/** The chunks, every value and stamp of which is right. Throws a `TaError` of 7xxx for the first that is not. */
export async function* checked(
  reader: DataReader,
  rows: number,
  bySymbol: boolean,
): AsyncGenerator<Chunk, void> {
  const order = new Order(reader, bySymbol);
  for await (const chunk of reader.chunks(rows)) {
    const bad = chunk.wrong.findIndex((wrong) => wrong !== 0);
    // What stands first in the file is named, whatever the chunks are.
    order.look(bad < 0 ? chunk : { ...chunk, rows: bad }, chunk.rowOf(0), chunk.stamps, refuseTimes);
    if (bad >= 0) throw await reader.wrongValue(chunk.rowOf(bad));
    yield chunk;
  }
}

/**
 * Reads the whole file, and checks it. With `keepGoing`, what is wrong of a symbol's rows is found for each symbol; else
 * it is thrown, as `checked` does. A file that is wrong as a whole is refused either way.
 */
export async function survey(
  reader: DataReader,
  rows: number,
  bySymbol: boolean,
  keepGoing: boolean,
): Promise<Survey> {
  const types = new TimeTypes();
  const look = ({ rows, time }: Chunk): void => {
    if (reader.timeType !== null || time === null) return;
    for (let row = 0; row < rows; row++) types.add(time(row));
  };
  const timeType = (): TimeType | null => reader.timeType ?? (reader.timeName === null ? null : types.type);
  if (!keepGoing) {
    for await (const chunk of checked(reader, rows, bySymbol)) look(chunk);
    return { broken: new Map(), timeType: timeType() };
  }
  const order = new Order(reader, bySymbol);
  const found = new Map<string, TaError | number>();
  for await (const chunk of reader.chunks(rows)) {
    const { wrong, symbols } = chunk;
    for (let row = 0; row < chunk.rows; row++) {
      if (wrong[row] !== 0 && !found.has(symbols![row]!)) found.set(symbols![row]!, chunk.rowOf(row));
    }
    order.look(chunk, chunk.rowOf(0), chunk.stamps, (error, symbol) => {
      const known = found.get(symbol!);
      const later = typeof known === "number" && known > error.row! - 1;
      if (known === undefined || later) found.set(symbol!, error);
    });
    look(chunk);
  }
  const broken: (readonly [string, TaError])[] = [];
  for (const [symbol, error] of found) {
    const { code, message, file, row, column } =
      error instanceof TaError ? error : await reader.wrongValue(error);
    const place = { ...(file && { file }), ...(row && { row }), ...(column && { column }), symbol };
    broken.push([symbol, new TaError(code, `${symbol}: ${message}`, place)]);
  }
  broken.sort(([, a], [, b]) => (a.row ?? 0) - (b.row ?? 0));
  return { broken: new Map(broken), timeType: timeType() };
}

/** The chunks of a file that was surveyed, without the rows of symbols that are wrong. */
export async function* sound(
  reader: DataReader,
  rows: number,
  { broken }: Survey,
): AsyncGenerator<Chunk, void> {
  for await (const chunk of reader.chunks(rows)) {
    const { symbols } = chunk;
    if (broken.size === 0 || symbols === null) {
      yield chunk;
      continue;
    }
    const index: number[] = [];
    symbols.forEach((symbol, row) => {
      if (!broken.has(symbol)) index.push(row);
    });
    if (index.length > 0) yield picked(chunk, index);
  }
}

/** Some rows of a chunk. */
function picked(chunk: Chunk, index: readonly number[]): Chunk {
  const pick = (column: Float64Array): Float64Array => Float64Array.from(index, (row) => column[row]!);
  const { fields, wrong, time, stamps, symbols } = chunk;
  return {
    rows: index.length,
    rowOf: (row) => chunk.rowOf(index[row]!),
    fields: new Map([...fields].map(([field, column]) => [field, pick(column)])),
    wrong: pick(wrong),
    time: time === null ? null : (row) => time(index[row]!),
    stamps: stamps === null ? null : pick(stamps),
    symbols: symbols === null ? null : index.map((row) => symbols[row]!),
  };
}
