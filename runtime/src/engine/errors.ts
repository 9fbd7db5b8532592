// The table itself and not the compiler: whoever only reads data or verifies a plan loads no parser.
import { CODES, type CodeName } from "../../../compiler/src/generated/codes.ts";

/** Where in the data or in the bytes an error is; every part that is known. */
export interface Place {
  readonly file?: string;
  /** In a file counted from 1, the header not included, as its reader counts; in a caller's arrays their index. */
  readonly row?: number;
  readonly column?: string;
  /** In a plan's or a snapshot's bytes. */
  readonly offset?: number;
  /** Of a universe. */
  readonly symbol?: string;
}

/**
 * Everything that can go wrong after a program has compiled: plan bytes (TA6xxx), data (TA7xxx), the use of an
 * interface (TA8xxx) and faults of ours (TA9xxx). A wrong program is a `CompileError` instead.
 */
export class TaError extends Error {
  override readonly name = "TaError";
  /** `TA7005`: stable, never reused. */
  readonly code: string;
  readonly file: string | undefined;
  readonly row: number | undefined;
  readonly column: string | undefined;
  readonly offset: number | undefined;
  readonly symbol: string | undefined;

  constructor(code: string, message: string, place: Place = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.file = place.file;
    this.row = place.row;
    this.column = place.column;
    this.offset = place.offset;
    this.symbol = place.symbol;
  }
}

/** An error by its name in the table of codes. */
export function failure(name: CodeName, message: string, place: Place = {}, options?: ErrorOptions): TaError {
  return new TaError(CODES[name].code, message, place, options);
}

/**
 * What the engine threw, as a `TaError`. The native module answers with code `TA6005` or `TA6005@offset` and the
 * bare message; anything else is a fault of ours.
 */
export function fromNative(error: unknown): TaError {
  if (error instanceof TaError) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const parts = typeof code === "string" ? /^(TA\d{4})(?:@(\d+))?$/.exec(code) : null;
  if (parts === null)
    return failure("internal", `The engine failed: ${String(message ?? error)}`, {}, { cause: error });
  const place = parts[2] === undefined ? {} : { offset: Number(parts[2]) };
  return new TaError(parts[1]!, String(message), place);
}

/** Calls into the engine, and answers with a `TaError` where it throws. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fromNative(error);
  }
}

/** The answer of whatever the interface names and this version does not have. */
export function notInThisVersion(what: string): TaError {
  return failure("not_in_this_version", `${what} is not in this version`);
}
