/** What the tests of golden vectors share: columns of doubles in one packed file, and how far two of them are apart. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** Reads columns of `rows` little-endian doubles by their number. */
export function packedColumns(path: string, rows: number): (number: number) => Float64Array {
  const packed = gunzipSync(readFileSync(path));
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  return (number) =>
    Float64Array.from({ length: rows }, (_, row) => view.getFloat64((number * rows + row) * 8, true));
}

/** The distance from `value` to the next greater double, for normal positive numbers. */
export function spacing(value: number): number {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  bytes.setBigUint64(0, bytes.getBigUint64(0) + 1n);
  return bytes.getFloat64(0) - value;
}

export interface Allowed {
  readonly relative: number;
  readonly ulps: number;
}

/** How far `found` is from `expected` at worst: the share of the allowed distance, Infinity where one is missing alone. */
export function distance(
  found: Float64Array,
  expected: Float64Array,
  unit: number,
  allowed: Allowed,
  from = 0,
): { readonly share: number; readonly row: number } {
  const floor = allowed.ulps * spacing(unit);
  let worst = { share: 0, row: -1 };
  for (let row = from; row < found.length; row++) {
    const [a, b] = [found[row]!, expected[row]!];
    if (Number.isNaN(a) && Number.isNaN(b)) continue;
    const share =
      Number.isNaN(a) || Number.isNaN(b)
        ? Infinity
        : Math.abs(a - b) / (allowed.relative * Math.abs(b) + floor);
    if (share > worst.share) worst = { share, row };
  }
  return worst;
}
