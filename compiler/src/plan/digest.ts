/** The two digests of a plan (spec/plan.md PL1). */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 over a domain and the bytes. */
export function digest(domain: "semantic" | "envelope", bytes: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8ToBytes(`laakhay-ta/plan/1/${domain}\0`), bytes));
}

/** `sha256:` and the identity in lower-case hexadecimal (PL1.4). */
export const idText = (identity: Uint8Array): string => `sha256:${bytesToHex(identity)}`;
