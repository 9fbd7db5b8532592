/**
 * The structure of a CSV file, checked byte by byte before DuckDB reads it: DuckDB takes a row that ends in one
 * separator too many, skips empty lines and never looks at columns that nobody asked for.
 */
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { failure, TaError } from "../engine/errors.ts";

/** What has to be known to read the file as it was checked. */
export interface CsvStructure {
  /** Whether some lines end in another way than others: LF, CR LF or CR. */
  readonly mixedLineEnds: boolean;
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/** Where the reader is within a field. Behind a quote the field is closed, unless the quote is the first of two. */
const At = { Start: 0, Plain: 1, Quoted: 2, Closed: 3 } as const;
type At = (typeof At)[keyof typeof At];

/**
 * Reads the whole file, unpacked. Throws TA7004 for a row with more or fewer fields than the header, an empty line
 * between rows, or quotes that do not pair, and TA7003 for a zero byte or one that is not UTF-8.
 */
export async function checkStructure(
  path: string,
  separator: string,
  headers: readonly string[],
): Promise<CsvStructure> {
  const scan = new Scan(path, separator.charCodeAt(0), headers);
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  const packed = await isPacked(path);
  const unpack = packed ? createGunzip({ chunkSize: 1 << 18 }) : null;
  // A pipe hands on no errors: a file that cannot be read ends the unpacking too.
  if (unpack !== null) file.on("error", (error) => unpack.destroy(error)).pipe(unpack);
  try {
    for await (const chunk of unpack ?? file) scan.feed(chunk as Buffer);
  } catch (error) {
    if (error instanceof TaError) throw error;
    const message = `${path}: it cannot be read: ${(error as Error).message}`;
    throw failure(packed ? "file_binary" : "file_unreadable", message, { file: path }, { cause: error });
  } finally {
    file.destroy();
  }
  return scan.finish();
}

async function isPacked(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 1 })) {
    const head = chunk as Buffer;
    return head[0] === 0x1f && head[1] === 0x8b;
  }
  return false;
}

class Scan {
  private at: At = At.Start;
  /** Fields of the record that are complete. */
  private fields = 0;
  /** Counted from 0, which is the header. */
  private row = 0;
  /** Physical lines, counted from 1: a quoted field may span several. */
  private line = 1;
  /** Where the record begins. */
  private recordLine = 1;
  /** Whether the record has any byte. */
  private filled = false;
  /** The line of the first empty one since the last record; 0 where there is none. */
  private emptyLine = 0;
  private afterReturn = false;
  /** The line ends that were met: LF, CR LF, CR alone. */
  private readonly ends = { feed: false, both: false, carriage: false };
  /** Bytes that the character begun before has yet to bring. */
  private rest = 0;

  constructor(
    private readonly path: string,
    private readonly separator: number,
    private readonly headers: readonly string[],
  ) {}

  feed(bytes: Buffer): void {
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index]!;
      if (byte >= 0x80 || this.rest > 0) this.character(byte);
      if (byte === 0) throw this.refuse("file_binary", "this is no text file: a zero byte");
      if (this.at === At.Quoted) {
        if (byte === QUOTE) this.at = At.Closed;
        else if (byte === LF) this.line++;
        continue;
      }
      if (byte === LF) {
        // CR LF is one line end: its CR has ended the record already.
        if (this.afterReturn) this.ends.both = true;
        else {
          this.ends.feed = true;
          this.endRecord();
        }
        this.afterReturn = false;
        continue;
      }
      if (this.afterReturn) this.ends.carriage = true;
      this.afterReturn = false;
      if (byte === CR) {
        this.endRecord();
        this.afterReturn = true;
        continue;
      }
      if (!this.filled) {
        this.filled = true;
        this.recordLine = this.line;
        if (this.emptyLine > 0 && this.headers.length > 1) this.refuseEmptyLine();
      }
      if (byte === this.separator) {
        this.fields++;
        this.at = At.Start;
      } else if (this.at === At.Closed) {
        if (byte === QUOTE) this.at = At.Quoted;
        else if (byte !== SPACE) {
          throw this.refuse(
            "ragged_row",
            "text behind a closing quote; a quote within quotes is doubled",
            true,
          );
        }
      } else if (this.at === At.Start) {
        if (byte === QUOTE) this.at = At.Quoted;
        else if (byte !== SPACE) this.at = At.Plain;
      }
    }
  }

  finish(): CsvStructure {
    if (this.at === At.Quoted) throw this.refuse("ragged_row", "a quote that is never closed", true);
    if (this.rest > 0) throw this.refuse("file_binary", "it is not in UTF-8");
    if (this.filled) this.endRecord();
    if (this.afterReturn) this.ends.carriage = true;
    return { mixedLineEnds: Object.values(this.ends).filter(Boolean).length > 1 };
  }

  /** UTF-8: a leading byte says how many follow. */
  private character(byte: number): void {
    const follows = byte >= 0x80 && byte < 0xc0;
    if (this.rest > 0 && follows) this.rest--;
    else if (this.rest > 0 || follows || byte < 0xc2 || byte > 0xf4) {
      throw this.refuse("file_binary", "it is not in UTF-8");
    } else this.rest = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  }

  private endRecord(): void {
    const { headers } = this;
    if (!this.filled && headers.length > 1) {
      if (this.emptyLine === 0) this.emptyLine = this.line;
      this.line++;
      return;
    }
    if (!this.filled) this.recordLine = this.line;
    const found = this.fields + 1;
    if (found !== headers.length) {
      const fields = found === 1 ? "1 field" : `${found} fields`;
      throw this.refuse("ragged_row", `${fields}, where the header has ${headers.length}`);
    }
    this.row++;
    this.line++;
    this.fields = 0;
    this.filled = false;
    this.at = At.Start;
  }

  private refuseEmptyLine(): never {
    [this.recordLine, this.filled] = [this.emptyLine, true];
    throw this.refuse("ragged_row", `an empty line, where the header has ${this.headers.length} fields`);
  }

  private refuse(rule: "ragged_row" | "file_binary", message: string, inField = false): TaError {
    const { path: file, row } = this;
    const column = inField ? this.headers[this.fields] : undefined;
    const where =
      row === 0
        ? `${file}, header`
        : `${file}, row ${row} (line ${this.filled ? this.recordLine : this.line})`;
    const field = column === undefined ? "" : `, column "${column}"`;
    return failure(rule, `${where}${field}: ${message}`, {
      file,
      ...(row === 0 ? {} : { row }),
      ...(column === undefined ? {} : { column }),
    });
  }
}
