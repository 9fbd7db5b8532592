import { closeSync, openSync, readSync, statSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";
import { failure } from "../engine/errors.ts";

export type Format = "csv" | "json" | "parquet" | "arrow";

/** A file that was looked at before anything is loaded to read it. */
export interface DataFile {
  readonly path: string;
  readonly format: Format;
  /** The first 64 KiB, unpacked, as text; empty for Parquet and Arrow. */
  readonly head: string;
}

const HEAD = 1 << 16;
const EXTENSIONS: readonly (readonly [RegExp, Format])[] = [
  [/\.(csv|tsv|txt)(\.gz)?$/i, "csv"],
  [/\.(json|ndjson|jsonl)(\.gz)?$/i, "json"],
  [/\.(parquet|pq)$/i, "parquet"],
  [/\.(arrows?|feather|ipc)$/i, "arrow"],
];

/**
 * Looks at a data file. Throws TA7001 where it cannot be read, TA7002 where it is empty and TA7003 where its bytes
 * are not of its format.
 */
export function inspect(path: string): DataFile {
  const bytes = readHead(path);
  const magic = bytes.subarray(0, 4).toString("latin1");
  // A file of Arrow's begins with its name, a stream with four bytes that no text has.
  const arrow = bytes.subarray(0, 6).toString("latin1") === "ARROW1" || magic === "\xff\xff\xff\xff";
  const format =
    EXTENSIONS.find(([pattern]) => pattern.test(path))?.[1] ??
    (magic === "PAR1" ? "parquet" : arrow ? "arrow" : null);
  if (format === "arrow") {
    if (!arrow) throw failure("file_binary", `${path}: this is no Arrow file or stream`, { file: path });
    return { path, format, head: "" };
  }
  if (format === "parquet") {
    if (magic !== "PAR1") throw failure("file_binary", `${path}: this is no Parquet file`, { file: path });
    return { path, format, head: "" };
  }
  const head = decode(path, unpack(path, bytes));
  if (head.trim() === "") throw failure("file_empty", `${path}: the file is empty`, { file: path });
  return { path, format: format ?? (/^\s*[[{]/.test(head) ? "json" : "csv"), head };
}

function readHead(path: string): Buffer {
  try {
    if (statSync(path).isDirectory()) {
      throw failure("file_unreadable", `${path}: this is a folder, not a file`, { file: path });
    }
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(HEAD);
      const length = readSync(file, bytes, 0, HEAD, 0);
      if (length === 0) throw failure("file_empty", `${path}: the file is empty`, { file: path });
      return bytes.subarray(0, length);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === "ENOENT" ? "there is no such file" : code === "EACCES" ? "it may not be read" : null;
    if (reason === null) throw error;
    throw failure("file_unreadable", `${path}: ${reason}`, { file: path }, { cause: error });
  }
}

function unpack(path: string, bytes: Buffer): Buffer {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!packed && !/\.gz$/i.test(path)) return bytes;
  try {
    // The head of a longer file ends inside a block: what is complete is enough.
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw failure("file_binary", `${path}: this is no gzip file`, { file: path }, { cause: error });
  }
}

function decode(path: string, bytes: Buffer): string {
  const refuse = (what: string) =>
    failure("file_binary", `${path}: this is no text file: ${what}`, { file: path });
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw refuse(`a zero byte at offset ${zero}`);
  try {
    // `stream` lets the head end inside a character.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    throw refuse("it is not in UTF-8");
  }
}
