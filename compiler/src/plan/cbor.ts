/**
 * A strict reader of the CBOR that a plan may hold (spec/plan.md PL1): unsigned integers, bytes, text, lists, maps with
 * ascending unsigned keys, and null, all in shortest form with definite lengths. Every item keeps its offset.
 */
import type { CodeName } from "../generated/codes.ts";
import { CODES } from "../generated/codes.ts";

/** Bytes that are no plan. `offset` is where the fault stands, counted from the plan's first byte. */
export class PlanError extends Error {
  override readonly name = "PlanError";
  readonly code: string;
  constructor(
    readonly codeName: CodeName,
    /** What is wrong, without code and place. */
    readonly what: string,
    readonly offset: number,
  ) {
    super(`${CODES[codeName].code}: ${what} (at byte ${offset})`);
    this.code = CODES[codeName].code;
  }
}

export type Item = { readonly offset: number } & (
  | { readonly kind: "unsigned"; readonly value: number }
  | { readonly kind: "bytes"; readonly value: Uint8Array; readonly start: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "list"; readonly value: readonly Item[] }
  | { readonly kind: "map"; readonly value: ReadonlyMap<number, Item> }
  | { readonly kind: "null" }
);

const MOST_NESTING = 16;
declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}

export class CborReader {
  at = 0;
  private readonly decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  /** `base` is the plan's offset of the first byte. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly base = 0,
  ) {}

  private fail(name: CodeName, message: string, at: number): never {
    throw new PlanError(name, message, this.base + at);
  }

  private byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) this.fail("plan_truncated", "the bytes end early", this.at);
    this.at += 1;
    return value;
  }

  private head(): { major: number; value: number; offset: number } {
    const offset = this.at;
    const first = this.byte();
    const low = first & 31;
    if (low < 24) return { major: first >> 5, value: low, offset };
    if (low > 27) this.fail("plan_encoding", "an item without a definite length", offset);
    const size = 1 << (low - 24);
    let value = 0;
    for (let index = 0; index < size; index += 1) value = value * 256 + this.byte();
    const least = size === 1 ? 24 : 2 ** (8 * (size / 2));
    if (first >> 5 !== 7 && value < least)
      this.fail("plan_encoding", "a number that is not in its shortest form", offset);
    if (value > Number.MAX_SAFE_INTEGER) this.fail("plan_shape", "a number beyond every limit", offset);
    return { major: first >> 5, value, offset };
  }

  private take(count: number): Uint8Array {
    if (count > this.bytes.length - this.at)
      this.fail("plan_truncated", "the bytes end early", this.bytes.length);
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  item(depth = 0): Item {
    const { major, value, offset: own } = this.head();
    const offset = this.base + own;
    if (depth > MOST_NESTING) this.fail("plan_shape", "items nested too deep", own);
    switch (major) {
      case 0:
        return { kind: "unsigned", value, offset };
      case 2:
        return { kind: "bytes", start: this.base + this.at, value: this.take(value), offset };
      case 3: {
        const bytes = this.take(value);
        try {
          return { kind: "text", value: this.decoder.decode(bytes), offset };
        } catch {
          return this.fail("plan_encoding", "text that is not UTF-8", own);
        }
      }
      case 4: {
        // Not allocated by the count, which may be forged: the bytes bound the list.
        const list: Item[] = [];
        for (let index = 0; index < value; index += 1) list.push(this.item(depth + 1));
        return { kind: "list", value: list, offset };
      }
      case 5: {
        const map = new Map<number, Item>();
        let previous = -1;
        for (let index = 0; index < value; index += 1) {
          const key = this.item(depth + 1);
          if (key.kind !== "unsigned")
            throw new PlanError("plan_encoding", "a key that is no number", key.offset);
          if (key.value <= previous)
            throw new PlanError("plan_encoding", "keys that do not ascend", key.offset);
          previous = key.value;
          map.set(key.value, this.item(depth + 1));
        }
        return { kind: "map", value: map, offset };
      }
      case 7:
        if (value === 22 && this.at === own + 1) return { kind: "null", offset };
        break;
      default:
    }
    return this.fail("plan_encoding", "a type that no plan uses", own);
  }

  end(name: CodeName): void {
    if (this.at !== this.bytes.length)
      this.fail(name, `${this.bytes.length - this.at} bytes too many`, this.at);
  }
}
