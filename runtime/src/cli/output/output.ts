/** The formats whose rows may come a part at a time, in bounded memory: CSV, JSON, Arrow and Parquet. */
import { resultOutput, writeNamed, type Sink } from "../files.ts";
import type { Results } from "../results.ts";

export type RowFormat = "csv" | "json" | "arrow" | "parquet";

/** A result in the making: whole, or nothing of it. */
export interface Output {
  /** The rows that follow those before. */
  write(results: Results): Promise<void>;
  finish(): Promise<void>;
  /** There will be no result: what was written goes. */
  abandon(): void;
}

/** Opens a file, or stdout where `path` is null; `alerts` writes what fired in place of the rows. */
export async function openOutput(format: RowFormat, path: string | null, alerts: boolean): Promise<Output> {
  if (format === "parquet") return parquet(path!, alerts);
  // What can be refused of the encoding is, before there is a file.
  const encode = await encoder(format, path, alerts);
  const sink = resultOutput(path);
  return {
    async write(results) {
      for (const piece of encode.rows(results)) await sink.write(piece);
    },
    async finish() {
      for (const piece of encode.end()) await sink.write(piece);
      await sink.finish();
    },
    abandon: () => sink.abandon(),
  };
}

interface Encoder {
  rows(results: Results): Iterable<Parameters<Sink["write"]>[0]>;
  end(): Iterable<Parameters<Sink["write"]>[0]>;
}

async function encoder(
  format: Exclude<RowFormat, "parquet">,
  path: string | null,
  alerts: boolean,
): Promise<Encoder> {
  switch (format) {
    case "csv": {
      const { csvAlerts, csvRows } = await import("./csv.ts");
      let first = true;
      return {
        *rows(results) {
          yield* alerts ? csvAlerts(results, first) : csvRows(results, first);
          first = false;
        },
        end: () => [],
      };
    }
    case "json": {
      const { JsonArray } = await import("./json.ts");
      const array = new JsonArray();
      return {
        rows: (results) => (alerts ? array.alerts(results) : array.rows(results)),
        end: () => [array.end()],
      };
    }
    case "arrow": {
      const { alertColumns, resultColumns } = await import("./columnar.ts");
      const { ArrowOutput } = await import("./arrow.ts");
      // A pipe is read as it comes; a file may be looked into anywhere.
      const stream = path === null || /\.arrows$/i.test(path);
      const output = await ArrowOutput.open(stream ? "stream" : "file");
      return {
        rows: (results) => output.write(alerts ? alertColumns(results) : resultColumns(results)),
        end: () => output.end(),
      };
    }
  }
}

async function parquet(path: string, alerts: boolean): Promise<Output> {
  const { alertColumns, resultColumns } = await import("./columnar.ts");
  const { ParquetOutput } = await import("./parquet.ts");
  const output = await ParquetOutput.open(path);
  return {
    write: (results) => output.write(alerts ? alertColumns(results) : resultColumns(results)),
    async finish() {
      try {
        await writeNamed(path, (name) => output.finish(name));
      } finally {
        output.close();
      }
    },
    abandon: () => output.close(),
  };
}
