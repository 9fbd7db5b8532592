/**
 * Lets that read lets. They are elaborated where they are first read, one inside the other; a chain of thousands would
 * end the stack, so a long one is elaborated from its start on.
 */
import type { TypedBody, TypedExpression } from "../semantics/typed.ts";

/** A chain of this many lets is elaborated by recursion. */
const SHORT = 128;

interface Chains {
  /** Of each let those of the same body that it reads. */
  readonly reads: readonly (readonly number[])[];
  /** Of each let how many are in the longest chain that ends with it. */
  readonly lengths: readonly number[];
}

const known = new WeakMap<TypedBody, Chains>();

/** What a let needs that ends a long chain, in an order in which each has what it reads; nothing for a short chain. */
export function longChain(body: TypedBody, index: number): readonly number[] {
  let chains = known.get(body);
  if (chains === undefined) known.set(body, (chains = chainsOf(body)));
  if (chains.lengths[index]! <= SHORT) return [];
  // A let reads only those above it, so their own order will do.
  const needed = new Set<number>([index]);
  for (const each of needed) for (const read of chains.reads[each]!) needed.add(read);
  needed.delete(index);
  return [...needed].sort((a, b) => a - b);
}

function chainsOf(body: TypedBody): Chains {
  const reads: number[][] = [];
  const lengths: number[] = [];
  for (const value of body.lets) {
    const read = localsOf(value).filter((each) => each < lengths.length);
    reads.push(read);
    lengths.push(1 + read.reduce((most, each) => Math.max(most, lengths[each]!), 0));
  }
  return { reads, lengths };
}

/** The lets of its own body that an expression reads. Keeps a stack of its own. */
function localsOf(expression: TypedExpression): number[] {
  const found = new Set<number>();
  const stack: unknown[] = [expression];
  while (stack.length > 0) {
    const each = stack.pop();
    if (typeof each !== "object" || each === null) continue;
    const node = each as Partial<TypedExpression & { kind: "local" }>;
    if (node.kind === "local" && typeof node.index === "number") {
      // Those of the program around a function are of another body.
      if (node.outer !== true) found.add(node.index);
    } else stack.push(...(Object.values(each) as unknown[]));
  }
  return [...found];
}
