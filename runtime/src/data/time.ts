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
    return realDate(year, month, day) ? Date.UTC(year, month - 1, day) : null;
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
  return Date.UTC(year, month - 1, day, hour, minute - zone, second) + fraction;
}
