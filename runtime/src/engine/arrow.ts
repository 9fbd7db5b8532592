/** Arrow's columns as the engine's: by structure alone, so that a table of any build of `apache-arrow` is taken. */

/** What is used of an Arrow vector. */
export interface ArrowVector {
  readonly length: number;
  readonly nullCount: number;
  readonly type: { readonly typeId: number; readonly precision?: number; readonly scale?: number };
  get(index: number): unknown;
  isValid(index: number): boolean;
  toArray(): unknown;
}

/** A value of a column that is no number, and what it is instead. */
export interface NoNumber {
  readonly row: number;
  readonly found: string;
}

/** Of Arrow's numbering of types, which its format fixes: a dictionary's values say theirs one by one. */
const TYPE = { dictionary: -1, null: 1, int: 2, float: 3, decimal: 7 } as const;
/** Of Arrow's numbering of precisions: half floats are kept as their bits. */
const HALF = 0;

/**
 * A vector's numbers, missing ones as NaN: integers and decimals correctly rounded, nulls by their bitmap and never
 * by the value below it. A vector of doubles without nulls is not copied. The first value of any other kind is
 * answered in place of the numbers.
 */
export function vectorFloats(vector: ArrowVector): Float64Array | NoNumber {
  const { typeId, precision } = vector.type;
  if (typeId === TYPE.int || (typeId === TYPE.float && precision !== HALF)) return plainFloats(vector);
  const floats = new Float64Array(vector.length);
  for (let row = 0; row < floats.length; row++) {
    const value = vector.get(row);
    const number = value === null || typeId === TYPE.null ? NaN : scalar(value, vector.type);
    if (number === null) return { row, found: describe(value, vector.type) };
    floats[row] = number;
  }
  return floats;
}

function plainFloats(vector: ArrowVector): Float64Array {
  const values = vector.toArray() as ArrayLike<number | bigint>;
  if (vector.nullCount === 0 && values instanceof Float64Array) return values;
  const floats = new Float64Array(vector.length);
  for (let row = 0; row < floats.length; row++) {
    floats[row] = vector.nullCount > 0 && !vector.isValid(row) ? NaN : Number(values[row]);
  }
  return floats;
}

/** A value that `get` gave, as a number; null where it is none. */
function scalar(value: unknown, type: ArrowVector["type"]): number | null {
  if (type.typeId === TYPE.decimal) return decimal(value as Uint32Array, type.scale ?? 0);
  if (type.typeId !== TYPE.float && type.typeId !== TYPE.dictionary) return null;
  if (typeof value === "number") return value;
  return typeof value === "bigint" ? Number(value) : null;
}

/** A decimal's words, the lowest first and in two's complement, and the digits that stand behind its point. */
function decimal(words: Uint32Array, scale: number): number {
  let whole = 0n;
  for (let at = words.length - 1; at >= 0; at--) whole = (whole << 32n) | BigInt(words[at]!);
  whole = BigInt.asIntN(32 * words.length, whole);
  // Read as text, it is rounded once, and correctly.
  return Number(`${whole}e${-scale}`);
}

function describe(value: unknown, type: ArrowVector["type"]): string {
  return typeof value === "string" ? `"${value}"` : `a value of type ${String(type)}`;
}
