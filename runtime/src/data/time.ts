/**
 * Time stamps as files give them: ISO dates and date-times, and integers since 1970 in seconds, milliseconds,
 * microseconds or nanoseconds. Whatever is read is only used to order rows and to draw; it leaves as it was given.
 */

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/;
const INTEGER = /^-?\d{1,19}$/;
const COMPACT = /^(?:19|20)\d{6}$/;

const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function realDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && leap ? 29 : daysIn[month - 1]!);
}

/** Milliseconds since 1970 of a day. `Date.UTC` takes years below 100 for the last century's: they are asked for four centuries later. */
function utc(year: number, month: number, day: number): number {
  const later = year < 100 ? 400 : 0;
  return Date.UTC(year + later, month - 1, day) - (later / 400) * 146_097 * 864e5;
}

/** Milliseconds since 1970 of an integer stamp: its unit is told by its size, which fits every year from 1973 on. */
export function epochMilliseconds(value: number): number {
  const size = Math.abs(value);
  if (size < 1e11) return value * 1e3;
  if (size < 1e14) return value;
  if (size < 1e17) return value / 1e3;
  return value / 1e6;
}

/** Milliseconds since 1970 of a stamp as a file gives it, a stamp without a zone being UTC; null where it is none. */
export function parseTime(text: string): number | null {
  const trimmed = text.trim();
  if (COMPACT.test(trimmed)) {
    const [year, month, day] = [+trimmed.slice(0, 4), +trimmed.slice(4, 6), +trimmed.slice(6, 8)];
    return realDate(year, month, day) ? utc(year, month, day) : null;
  }
  if (INTEGER.test(trimmed)) return epochMilliseconds(Number(trimmed));
  const parts = ISO.exec(trimmed);
  if (parts === null) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [hour, minute, second] = [Number(parts[4] ?? 0), Number(parts[5] ?? 0), Number(parts[6] ?? 0)];
  if (!realDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  const fraction = parts[7] === undefined ? 0 : Number(`0.${parts[7]}`) * 1e3;
  let zone = 0;
  if (parts[8] !== undefined && parts[8] !== "Z" && parts[8] !== "z") {
    const digits = parts[8].slice(1).replace(":", "");
    zone = (parts[8][0] === "-" ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0));
  }
  return utc(year, month, day) + ((hour * 60 + minute - zone) * 60 + second) * 1e3 + fraction;
}

/** What a timestamp counts. */
export type TimeUnit = "s" | "ms" | "us" | "ns";

/** The type of a time column, as a typed file says it or as the stamps of a text file show it. */
export type TimeType =
  | { readonly kind: "date" }
  /** A count since 1970 whose unit is told by its size, as it was given. */
  | { readonly kind: "integer" }
  /** Without a zone the stamps are of whatever clock the file's writer meant. */
  | { readonly kind: "timestamp"; readonly unit: TimeUnit; readonly zone: string | null }
  | { readonly kind: "text" };

const PER_SECOND: Readonly<Record<TimeUnit, bigint>> = {
  s: 1n,
  ms: 1_000n,
  us: 1_000_000n,
  ns: 1_000_000_000n,
};

/** A date or date-time exactly: whole seconds since 1970, the digits behind them, and its zone as written. */
function exactTime(text: string): { seconds: bigint; digits: string; zone: string | null } | null {
  const milliseconds = parseTime(text);
  const trimmed = text.trim();
  const parts = ISO.exec(trimmed);
  if (milliseconds === null || (parts === null && !COMPACT.test(trimmed))) return null;
  // What parseTime adds is less than a second, and exact enough to be floored: whole seconds are whole there.
  const digits = parts?.[7] ?? "";
  const seconds = BigInt(
    Math.round((milliseconds - (digits === "" ? 0 : Number(`0.${digits}`) * 1e3)) / 1e3),
  );
  return { seconds, digits, zone: parts?.[8] ?? null };
}

/** A date or date-time as a count of `unit` since 1970, its further digits dropped; null where it is none. */
export function countOf(text: string, unit: TimeUnit): bigint | null {
  const exact = exactTime(text);
  if (exact === null) return null;
  const fraction = BigInt(exact.digits.padEnd(9, "0").slice(0, 9));
  return exact.seconds * PER_SECOND[unit] + (fraction * PER_SECOND[unit]) / PER_SECOND.ns;
}

/**
 * The order of two stamps: negative, 0 or positive as the first comes before, with or after the second. Doubles of
 * milliseconds say it, unless they are equal: a microsecond holds more nanoseconds than they tell apart.
 */
export function compareTimes(a: string, b: string, aMilliseconds: number, bMilliseconds: number): number {
  if (aMilliseconds !== bMilliseconds || a === b) return aMilliseconds - bMilliseconds;
  const [one, two] = [nanoseconds(a), nanoseconds(b)];
  return one < two ? -1 : one > two ? 1 : 0;
}

function nanoseconds(stamp: string): bigint {
  const trimmed = stamp.trim();
  if (!INTEGER.test(trimmed) || COMPACT.test(trimmed)) return countOf(trimmed, "ns")!;
  const size = Math.abs(Number(trimmed));
  const unit = size < 1e11 ? "s" : size < 1e14 ? "ms" : size < 1e17 ? "us" : "ns";
  return BigInt(trimmed) * (PER_SECOND.ns / PER_SECOND[unit]);
}

/** A count of `unit` since 1970 as an ISO date-time in UTC; what no calendar holds comes as text that is no stamp. */
export function stampOf(count: bigint, unit: TimeUnit): string {
  const per = PER_SECOND[unit];
  const rest = ((count % per) + per) % per;
  const moment = new Date(Number((count - rest) / per) * 1e3);
  if (Number.isNaN(moment.getTime())) return `${count} ${unit} since 1970`;
  const digits =
    rest === 0n
      ? ""
      : `.${String(rest)
          .padStart(String(per).length - 1, "0")
          .replace(/0+$/, "")}`;
  return moment.toISOString().replace(".000Z", `${digits}Z`);
}

const DATE = /^\s*\d{4}-\d{2}-\d{2}\s*$/;

/** Finds the narrowest type that holds every stamp of a text file, which comes a part at a time: what a typed file is written with. */
export class TimeTypes {
  private any = false;
  private dates = true;
  private compact = true;
  private integers = true;
  private moments = true;
  private longest = 0;
  private readonly zones = new Set<string | null>();

  add(stamp: string): void {
    this.any = true;
    const trimmed = stamp.trim();
    const compact = COMPACT.test(trimmed);
    this.dates &&= DATE.test(stamp);
    this.compact &&= compact;
    // Beyond 64 bits there is no type for them.
    this.integers &&= INTEGER.test(trimmed) && BigInt.asIntN(64, BigInt(trimmed)) === BigInt(trimmed);
    if (!this.moments || (this.dates && this.zones.has(null))) return;
    const exact = exactTime(stamp);
    if (exact === null) {
      this.moments = false;
      return;
    }
    this.longest = Math.max(this.longest, exact.digits.length);
    this.zones.add(exact.zone === null ? null : zoneName(exact.zone));
  }

  get type(): TimeType {
    if (!this.any || this.dates || this.compact) return { kind: "date" };
    if (this.integers) return { kind: "integer" };
    if (!this.moments) return { kind: "text" };
    const [zone] = this.zones;
    // Stamps of several zones, or some without one, were ordered by their moment in UTC: so they are written.
    return {
      kind: "timestamp",
      unit: this.longest > 6 ? "ns" : "us",
      zone: this.zones.size === 1 ? zone! : "UTC",
    };
  }
}

/** The type of all stamps of a text file. */
export function timeTypeOf(stamps: readonly string[]): TimeType {
  const types = new TimeTypes();
  for (const stamp of stamps) types.add(stamp);
  return types.type;
}

/** An offset as typed files spell it: `+02:00`, or `UTC` for none. */
function zoneName(offset: string): string {
  const digits = offset.slice(1).replace(":", "").padEnd(4, "0");
  return offset.toUpperCase() === "Z" || digits === "0000"
    ? "UTC"
    : `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
