/** A result as typed columns, as the formats hold them that have types: Arrow and Parquet. */
import type { Column } from "../../data/batches.ts";
import { countOf, timeTypeOf, type TimeType } from "../../data/time.ts";
import { failure } from "../../engine/errors.ts";
import { stampColumn, type Results } from "../results.ts";

export type { Column } from "../../data/batches.ts";

/** `timestamp[,symbol],<outputs>`: every row. In floats NaN is missing, in conditions 2 is unknown. */
export function resultColumns(results: Results): Column[] {
  const outputs = results.outputs.map(({ name, type }): Column => {
    const values = results.values[name]!;
    return type === "float"
      ? { name, type, values: values as Float64Array }
      : { name, type, values: values as Uint8Array };
  });
  return [...placeColumns(results, null), ...outputs];
}

/** `timestamp[,symbol],alert`: a row for every alert that fired. */
export function alertColumns(results: Results): Column[] {
  const rows = results.alerts.map(({ row }) => row);
  const alert: Column = { name: "alert", type: "text", values: results.alerts.map(({ name }) => name) };
  return [...placeColumns(results, rows), alert];
}

/** The columns that say which row this is. */
function placeColumns(results: Results, rows: readonly number[] | null): Column[] {
  const { times, timeType, symbols } = results.table;
  const pick = (values: readonly string[]): readonly string[] =>
    rows === null ? values : rows.map((row) => values[row]!);
  const { name } = stampColumn(results);
  const place: Column[] = [
    times === null
      ? { name, type: "row", values: Int32Array.from(rows ?? all(results.table.rows), results.rowOf) }
      : // The whole column tells the type, whichever of its rows are written.
        timeColumn(name, pick(times), timeType ?? timeTypeOf(times)),
  ];
  if (results.bySymbol && symbols !== null)
    place.push({ name: "symbol", type: "text", values: pick(symbols) });
  return place;
}

const all = (rows: number): Iterable<number> => new Int32Array(rows).keys();

function timeColumn(name: string, stamps: readonly string[], type: TimeType): Column {
  const text: Column = { name, type: "text", values: stamps };
  switch (type.kind) {
    case "text":
      return text;
    case "integer": {
      const counts = stamps.map((stamp) => BigInt(stamp.trim()));
      // Beyond 64 bits there is no type for them.
      const fit = counts.every((count) => BigInt.asIntN(64, count) === count);
      return fit ? { name, type: "integer", values: BigInt64Array.from(counts) } : text;
    }
    case "date": {
      const days = stamps.map((stamp) => Number(countOf(stamp, "s")! / 86_400n));
      return { name, type: "date", values: Int32Array.from(days) };
    }
    case "timestamp": {
      const { unit, zone } = type;
      const counts = stamps.map((stamp) => countOf(stamp, unit)!);
      if (counts.some((count) => BigInt.asIntN(64, count) !== count))
        throw failure(
          "bad_time",
          `nanoseconds since 1970 hold the years 1678 to 2261 alone, not ${stamps[0]}`,
        );
      return { name, type: "timestamp", unit, zone, values: BigInt64Array.from(counts) };
    }
  }
}
