/** The passes in order. Each keeps the bits; the arena is verified after each. */
import type { Arena } from "../ir/arena.ts";
import { lanesOf, same } from "../ir/rebuild.ts";
import { verify } from "../ir/verify.ts";
import { batch } from "./batch.ts";
import { fold } from "./fold.ts";
import { guard } from "./guard.ts";
import { hoist } from "./hoist.ts";
import { schedule } from "./schedule.ts";
import { share } from "./share.ts";
import { simplify } from "./simplify.ts";
import { trim } from "./trim.ts";

export interface Pass {
  readonly name: string;
  readonly run: (arena: Arena) => Arena;
  /** Runs without optimization too: the plan needs it. */
  readonly always: boolean;
}

/**
 * What one rule lays open another may use: until nothing changes, or long enough. Each pass leaves its own result as
 * it is, so what comes of one and is left alone by the two others is settled.
 */
function settle(arena: Arena): Arena {
  const rules = [trim, fold, simplify, hoist];
  let current = arena;
  let settled = 1;
  for (let turn = 0; turn < 8 * rules.length && settled < rules.length; turn += 1) {
    const next = rules[turn % rules.length]!(current);
    if (same(current, next)) settled += 1;
    else {
      settled = 1;
      current = next;
    }
  }
  return current;
}

export const PASSES: readonly Pass[] = [
  { name: "trim", run: trim, always: false },
  { name: "fold", run: fold, always: false },
  { name: "simplify", run: simplify, always: false },
  { name: "hoist", run: hoist, always: false },
  { name: "settle", run: settle, always: false },
  { name: "guard", run: guard, always: true },
  { name: "share", run: share, always: false },
  { name: "batch", run: batch, always: false },
  { name: "schedule", run: schedule, always: true },
];

export interface OptimizeOptions {
  /** false: only what a plan needs. The plan's numbers are the same to the bit. */
  readonly optimize?: boolean;
  /** The name of the last pass to run. */
  readonly stopAfter?: string;
}

export function optimize(arena: Arena, options: OptimizeOptions = {}): Arena {
  let current = verify(arena, "elaboration");
  for (const pass of PASSES) {
    if (pass.always || options.optimize !== false) {
      const next = pass.run(current);
      // What a pass hands back as it got it is verified already.
      if (next !== current) current = verify(next, pass.name);
    }
    if (pass.name === options.stopAfter) break;
  }
  return current;
}

/** Dispatches of the engine: applications and groups. */
export const countInstructions = (arena: Arena): number =>
  arena.nodes.filter((node) => lanesOf(node).length > 0).length;
