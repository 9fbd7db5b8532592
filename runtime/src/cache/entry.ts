/** One kept plan as bytes: a line of JSON that says what it is, then the plan. Whatever is no such entry is refused. */
import { moveSourceMap, type CompiledPlan, type Diagnostic, type Fingerprint } from "@laakhay/ta-compiler";

/** Of the entry itself; another one is another cache's. */
const FORMAT = 1;

type Span = Diagnostic["span"];

/** Everything of a compiled plan but its bytes, as JSON can say it. */
type Described = Omit<CompiledPlan, "bytes">;

export interface Entry {
  readonly key: string;
  /** What the compiler found and did, with the warnings at the places of the text that was compiled. */
  readonly compiled: CompiledPlan;
  /** Milliseconds that compiling took. */
  readonly took: number;
  /** Where the tokens stood in that text. */
  readonly spans: Fingerprint["spans"];
}

// JSON has no words for these.
const WORDS: ReadonlyMap<number, string> = new Map([
  [Infinity, "Infinity"],
  [-Infinity, "-Infinity"],
]);
const spell = (_: string, value: unknown): unknown => {
  if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { $number: WORDS.get(value) ?? (Object.is(value, -0) ? "-0" : "NaN") };
};
const read = (_: string, value: unknown): unknown =>
  value !== null && typeof value === "object" && "$number" in value ? Number(value.$number) : value;

export function encodeEntry(entry: Entry): Buffer {
  const { bytes, ...described } = entry.compiled;
  const head = {
    format: FORMAT,
    key: entry.key,
    took: entry.took,
    spans: entry.spans.flatMap((span) => [span.start, span.end]),
    described,
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head, spell)}\n`), bytes]);
}

/** Throws an Error that says in half a sentence what is wrong with the bytes; the plan itself is not verified here. */
export function decodeEntry(data: Buffer, key: string): Entry {
  const end = data.indexOf(10);
  let head: { format?: unknown; key?: unknown; took?: unknown; spans?: unknown; described?: unknown };
  try {
    head = JSON.parse(data.toString("utf8", 0, Math.max(end, 0)), read) as typeof head;
  } catch {
    throw new Error("it does not begin as an entry does");
  }
  if (head === null || typeof head !== "object" || head.format !== FORMAT)
    throw new Error("it is of another format");
  if (head.key !== key) throw new Error("it was kept for another program");
  const { described, spans, took } = head;
  if (
    typeof took !== "number" ||
    !Array.isArray(spans) ||
    described === null ||
    typeof described !== "object"
  )
    throw new Error("a part of it is not there");
  const flat = spans as number[];
  const places = Array.from({ length: flat.length / 2 }, (_, at) => ({
    start: flat[2 * at]!,
    end: flat[2 * at + 1]!,
  }));
  const bytes = new Uint8Array(data.subarray(end + 1));
  return { key, took, spans: places, compiled: { ...(described as Described), bytes } };
}

/**
 * A stretch of the new text that is one of the old: from so many characters into the token that it begins in to so many
 * into the one that it ends in. An end may touch the next token, which is not its own.
 */
function moved(span: Span, from: Fingerprint["spans"], to: Fingerprint["spans"]): Span {
  // Tokens are in order; programs are short.
  const place = (at: number, holds: (token: Span) => boolean): number => {
    const token = from.findLastIndex(holds);
    return token < 0 ? 0 : Math.min(to[token]!.start + (at - from[token]!.start), to[token]!.end);
  };
  return {
    start: place(span.start, ({ start }) => start <= span.start),
    end: place(span.end, ({ start }) => start < span.end),
  };
}

/** What was compiled, as it would have been of another text of the same fingerprint. */
export function relocate(entry: Entry, to: Fingerprint["spans"]): CompiledPlan {
  const { compiled, spans: from } = entry;
  if (from.every(({ start, end }, token) => to[token]!.start === start && to[token]!.end === end))
    return compiled;
  const span = (old: Span): Span => moved(old, from, to);
  const warnings = compiled.warnings.map((warning) => ({
    ...warning,
    span: span(warning.span),
    related: warning.related.map((other) => ({ ...other, span: span(other.span) })),
    fix: warning.fix && { ...warning.fix, span: span(warning.fix.span) },
  }));
  return { ...compiled, warnings, bytes: moveSourceMap(compiled.bytes, span) };
}
