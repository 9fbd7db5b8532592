/** What the command reads and writes: a result appears whole or not at all. */
import {
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { failure, TaError } from "../engine/errors.ts";

/** Where results go, a piece at a time; pieces are awaited, so that an interrupt is served between them. */
export interface Sink {
  write(piece: string | Uint8Array): Promise<void>;
  /** The result is complete. */
  finish(): Promise<void>;
  /** The result never will be: whatever was written beside the file goes. */
  abandon(): void;
}

/** stdout. A reader that closes early, such as `head`, ends the command quietly. */
export function standardOutput(): Sink {
  return {
    write: (piece) =>
      new Promise((resolve, reject) => {
        const done = (error?: Error | null): void => (error ? reject(refused("stdout", error)) : resolve());
        try {
          process.stdout.write(piece, done);
        } catch (error) {
          // Where stdout is a file, Node writes at once and throws.
          done(error as Error);
        }
      }),
    finish: () => Promise.resolve(),
    abandon: () => undefined,
  };
}

const refused = (path: string, error: unknown) =>
  failure(
    "output_unwritable",
    `${path}: it cannot be written: ${(error as Error).message}`,
    { file: path },
    { cause: error },
  );

const open = new Set<Pick<Sink, "abandon">>();

/** Removes every file that is half-written: for whoever ends the process early. */
export function abandonAll(): void {
  for (const sink of open) sink.abandon();
}

/** Where a result goes: behind a link, and under its own name where that is no file to replace, such as /dev/null. */
function destination(path: string): { readonly path: string; readonly direct: boolean } {
  if (path === "") throw failure("usage", "an output file is due, not an empty name");
  try {
    const real = realpathSync(path);
    const status = statSync(real);
    if (status.isDirectory()) throw refused(path, new Error("this is a folder"));
    return { path: real, direct: !status.isFile() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { path, direct: false };
    throw error instanceof TaError ? error : refused(path, error);
  }
}

/** A name beside a file, under which it is written until it is complete. */
const besideOf = (target: string): string =>
  join(dirname(target), `.${basename(target)}.${process.pid}.partial`);

/** A file, written under another name beside it and renamed when it is complete. Throws TA8009 where it cannot be. */
export function fileOutput(path: string): Sink {
  const { path: target, direct } = destination(path);
  const beside = direct ? target : besideOf(target);
  const refuse = (error: unknown) => refused(path, error);
  let file: number;
  try {
    file = openSync(beside, direct ? "w" : "wx");
  } catch (error) {
    throw refuse(error);
  }
  const sink: Sink = {
    async write(piece) {
      try {
        const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      } catch (error) {
        throw refuse(error);
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
    finish() {
      try {
        closeSync(file);
        if (!direct) renameSync(beside, target);
        open.delete(sink);
      } catch (error) {
        sink.abandon();
        throw refuse(error);
      }
      return Promise.resolve();
    },
    abandon() {
      open.delete(sink);
      try {
        closeSync(file);
      } catch {
        // Closed already: what matters is that the file goes.
      }
      if (!direct) rmSync(beside, { force: true });
    },
  };
  open.add(sink);
  return sink;
}

/** Where a result goes that comes a piece at a time: a file, or stdout, which is written to when the result is whole. */
export const resultOutput = (path: string | null): Sink => (path === null ? heldBack() : fileOutput(path));

/** Writes a result whole, or nothing of it. */
export async function writeWhole(path: string | null, pieces: Iterable<string | Uint8Array>): Promise<void> {
  const sink = path === null ? standardOutput() : fileOutput(path);
  try {
    for (const piece of pieces) await sink.write(piece);
    await sink.finish();
  } catch (error) {
    sink.abandon();
    throw error;
  }
}

/** A folder for what is not a result, removed with all that is in it by `remove`, or when the process ends early. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "ta-"));
  const folder = { abandon: () => remove() };
  const remove = (): void => {
    open.delete(folder);
    rmSync(path, { recursive: true, force: true });
  };
  open.add(folder);
  return { path, remove };
}

/** Bytes that are held in memory before they go to a file. */
const HELD = 1 << 22;

/** stdout, to which nothing goes before all is there: a fault far down in the data leaves it empty. */
function heldBack(): Sink {
  const output = standardOutput();
  let pieces: (string | Uint8Array)[] = [];
  let size = 0;
  let rest: { readonly folder: ReturnType<typeof temporaryFolder>; readonly sink: Sink } | null = null;
  const spill = async (): Promise<void> => {
    if (rest === null) {
      const folder = temporaryFolder();
      rest = { folder, sink: fileOutput(join(folder.path, "result")) };
    }
    for (const piece of pieces) await rest.sink.write(piece);
    [pieces, size] = [[], 0];
  };
  const abandon = (): void => {
    rest?.sink.abandon();
    rest?.folder.remove();
  };
  return {
    async write(piece) {
      pieces.push(piece);
      size += piece.length;
      if (size >= HELD) await spill();
    },
    async finish() {
      try {
        if (rest !== null) {
          await spill();
          await rest.sink.finish();
          for (const piece of piecesOf(join(rest.folder.path, "result"))) await output.write(piece);
        }
        for (const piece of pieces) await output.write(piece);
      } finally {
        rest?.folder.remove();
      }
    },
    abandon,
  };
}

/**
 * Has `write` write a file by its name, whole or nothing of it: for what only writes files by itself. Throws TA8009
 * where the file cannot be, and what `write` throws.
 */
export async function writeNamed(path: string, write: (name: string) => Promise<void>): Promise<void> {
  const { path: target, direct } = destination(path);
  // Where there is no file to replace, the finished one is copied into what stands there.
  const folder = direct ? temporaryFolder() : null;
  const name = folder === null ? besideOf(target) : join(folder.path, "result");
  const abandon = (): void => {
    open.delete(partial);
    rmSync(name, { force: true });
    folder?.remove();
  };
  const partial = { abandon };
  try {
    closeSync(openSync(name, "wx"));
  } catch (error) {
    throw refused(path, error);
  }
  open.add(partial);
  try {
    await write(name);
    if (!direct) {
      try {
        renameSync(name, target);
      } catch (error) {
        throw refused(path, error);
      }
    } else await writeWhole(target, piecesOf(name));
  } finally {
    abandon();
  }
}

/** A file's bytes, a part at a time. */
function* piecesOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, "r");
  try {
    for (;;) {
      const piece = Buffer.alloc(1 << 20);
      const length = readSync(file, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** Everything on stdin; awaited, so that an interrupt is served while nothing comes. */
export async function readStandardInput(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
