import { reader, stampColumn, type Results } from "../results.ts";

const ROWS = 4096;

/** One array of objects, of which some come at a time; missing is null. Stamps are as the file gives them, integers as numbers. */
export class JsonArray {
  private written = 0;

  /** One object a row. */
  *rows(results: Results): Generator<string> {
    const columns = results.outputs.map((output) => ({
      key: JSON.stringify(output.name),
      read: reader(results, output),
    }));
    yield* this.objects(results, results.table.rows, (index) => {
      let text = "";
      for (const { key, read } of columns) text += `,${key}:${String(read(index))}`;
      return { row: index, text };
    });
  }

  /** One object for every alert that fired. */
  *alerts(results: Results): Generator<string> {
    yield* this.objects(results, results.alerts.length, (index) => {
      const { row, name } = results.alerts[index]!;
      return { row, text: `,"alert":${JSON.stringify(name)}` };
    });
  }

  end(): string {
    return `${this.written === 0 ? "[" : ""}\n]\n`;
  }

  private *objects(
    results: Results,
    count: number,
    at: (index: number) => { row: number; text: string },
  ): Generator<string> {
    const stamp = stampColumn(results);
    const symbols = results.bySymbol ? results.table.symbols : null;
    for (let from = 0; from < count; from += ROWS) {
      let piece = "";
      for (let index = from; index < Math.min(from + ROWS, count); index++) {
        const { row, text } = at(index);
        const time = stamp.at(row);
        // An integer that a double cannot hold (nanoseconds) stays text.
        const plain = /^(0|-?[1-9]\d*)$/.test(time) && Number.isSafeInteger(Number(time));
        piece += `${this.written++ === 0 ? "[\n" : ",\n"}{"${stamp.name}":${plain ? time : JSON.stringify(time)}`;
        if (symbols !== null) piece += `,"symbol":${JSON.stringify(symbols[row])}`;
        piece += `${text}}`;
      }
      yield piece;
    }
  }
}
