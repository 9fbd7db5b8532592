/** Arrow's files and streams, through `apache-arrow`, which is loaded only here and where they are read. */
import type { RecordBatchWriter, Schema } from "apache-arrow";
import { batchOf, schemaOf, type Column } from "../../data/batches.ts";

type Arrow = typeof import("apache-arrow");

const BATCH = 1 << 16;
const PIECE = 1 << 20;

/**
 * Columns in batches, as a file or as a stream; they may come a part at a time, all of the same names and types. What is
 * missing is null, and nothing else is: below a null of floats stands 0.
 */
export class ArrowOutput {
  private readonly pieces: Uint8Array[] = [];
  private readonly writer: RecordBatchWriter;
  private schema: Schema | null = null;

  private constructor(
    private readonly arrow: Arrow,
    form: "file" | "stream",
  ) {
    this.writer = form === "file" ? new arrow.RecordBatchFileWriter() : new arrow.RecordBatchStreamWriter();
  }

  static async open(form: "file" | "stream"): Promise<ArrowOutput> {
    return new ArrowOutput(await import("apache-arrow"), form);
  }

  /** The bytes of so many rows more. */
  *write(columns: readonly Column[]): Generator<Uint8Array> {
    const first = this.schema === null;
    const schema = (this.schema ??= this.begin(columns));
    const rows = columns[0]!.values.length;
    // One batch at least: a result without rows still has its columns.
    for (let from = 0; from < rows || (first && from === 0); from += BATCH) {
      this.writer.write(batchOf(this.arrow, schema, columns, from, Math.min(from + BATCH, rows)));
      yield* this.taken();
    }
  }

  /** The bytes that end it. */
  *end(): Generator<Uint8Array> {
    this.writer.finish();
    yield* this.taken();
  }

  private begin(columns: readonly Column[]): Schema {
    const { arrow, pieces } = this;
    const schema = schemaOf(arrow, columns);
    // The writer's own queue is read as promises only; its bytes are wanted as they are written.
    const sink = new arrow.AsyncByteQueue();
    sink.write = (bytes) => void pieces.push(arrow.util.toUint8Array(bytes).slice());
    this.writer.reset(sink, schema);
    return schema;
  }

  private *taken(): Generator<Uint8Array> {
    const bytes = Buffer.concat(this.pieces.splice(0));
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
  }
}

/** Columns that are there whole, as a file or as a stream. */
export async function arrowPieces(
  columns: readonly Column[],
  form: "file" | "stream",
): Promise<Iterable<Uint8Array>> {
  const output = await ArrowOutput.open(form);
  return [...output.write(columns), ...output.end()];
}
