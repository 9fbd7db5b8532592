/**
 * Many plans as one: `link({ alice: plan.bytes, bob: other.bytes })`. What several of them compute is computed once;
 * each keeps its own outputs, alerts and parameters under its name. The result is an ordinary plan.
 *
 * What holds:
 * - **The same bits.** Every output and alert has the values that its plan gives alone: the passes that fuse keep them.
 * - **Sharing.** Whatever says the same over the same inputs and constants is one node, whichever plan said it. A
 *   parameter belongs to its plan, so what depends on one is shared with no other plan.
 * - **An identity of what was linked.** It depends on the names and on what the plans compute: not on the order of a
 *   record's keys, nor on anything descriptive. A list's plans are named by their places: 0, 1, …
 * - **No collisions.** A linked name is `part/own`; a part's name has no "/", so the first one ends it.
 */
import { VERSION } from "../compile.ts";
import { CODES, type CodeName } from "../generated/codes.ts";
import { Arena } from "../ir/arena.ts";
import { InternalError, verify } from "../ir/verify.ts";
import { optimize } from "../passes/pipeline.ts";
import { addPlan } from "../plan/arena.ts";
import { decodePlan, PlanError, type DecodedPlan } from "../plan/decode.ts";
import { encodePlan } from "../plan/encode.ts";

/** Stands between a part's name and its own name of an output, an alert or a parameter. */
export const PART_SEPARATOR = "/";

/** Plans' bytes, by name or in a list. */
export type Linkable = Readonly<Record<string, Uint8Array>> | readonly Uint8Array[];

/** One plan of a linked one: what its names became. */
export interface LinkedPart {
  /** The identity of the plan alone. */
  readonly id: string;
  readonly params: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly alerts: Readonly<Record<string, string>>;
}

export interface LinkReport {
  /** Instructions of the plans one by one, and of the linked one. */
  readonly before: number;
  readonly after: number;
}

export interface Linked {
  readonly bytes: Uint8Array;
  readonly id: string;
  readonly parts: Readonly<Record<string, LinkedPart>>;
  readonly report: LinkReport;
}

/** Plans that cannot be linked. `part` is the name of the one at fault, null where it is none's. */
export class LinkError extends Error {
  override readonly name = "LinkError";
  readonly code: string;
  constructor(
    readonly codeName: CodeName,
    /** What is wrong, without the code. */
    readonly what: string,
    readonly part: string | null,
    /** In the part's bytes. */
    readonly offset: number | null = null,
  ) {
    super(`${CODES[codeName].code}: ${what}`);
    this.code = CODES[codeName].code;
  }
}

interface Part {
  readonly name: string;
  readonly plan: DecodedPlan;
}

/** The plans in the order of the linked one: a list's as they stand, a record's by name, so that its keys' order is not seen. */
function partsOf(plans: Linkable): Part[] {
  const named: (readonly [string, Uint8Array])[] = Array.isArray(plans)
    ? (plans as readonly Uint8Array[]).map((bytes, index) => [String(index), bytes] as const)
    : Object.entries(plans as Readonly<Record<string, Uint8Array>>).sort(([a], [b]) =>
        a < b ? -1 : a > b ? 1 : 0,
      );
  if (named.length === 0) throw new LinkError("usage", "no plan to link", null);
  return named.map(([name, bytes]) => {
    if (name === "" || name.includes(PART_SEPARATOR)) {
      throw new LinkError("usage", `a linked plan's name is a text without "/", not "${name}"`, name);
    }
    try {
      return { name, plan: decodePlan(bytes) };
    } catch (error) {
      if (error instanceof PlanError)
        throw new LinkError(error.codeName, `${name}: ${error.what}`, name, error.offset);
      throw error;
    }
  });
}

/** The one at fault, of plans whose digests are right and whose graph is not: each is looked at alone. */
function refuseUnsound(parts: readonly Part[]): void {
  for (const { name, plan } of parts) {
    const alone = new Arena();
    try {
      addPart(alone, { name, plan });
      verify(alone, "linking");
    } catch (error) {
      if (!(error instanceof InternalError)) throw error;
      throw new LinkError("type_invalid", `${name}: the plan is not sound: ${error.message}`, name);
    }
  }
}

function addPart(arena: Arena, { name, plan }: Part): LinkedPart {
  const linked = (own: string): string => name + PART_SEPARATOR + own;
  const names = (all: readonly { readonly name: string }[]): Record<string, string> =>
    Object.fromEntries(all.map((each) => [each.name, linked(each.name)]));
  const registers = addPlan(
    arena,
    plan,
    (param) => arena.params.push({ ...param, name: linked(param.name) }) - 1,
  );
  for (const { name: own, register, doc, hints } of plan.outputs) {
    const node = registers[register]!;
    arena.outputs.push({
      name: linked(own),
      node,
      doc,
      hints: hints as Record<string, string | number | boolean>,
    });
  }
  for (const { name: own, register, everyBar, doc } of plan.alerts)
    arena.alerts.push({ name: linked(own), node: registers[register]!, everyBar, doc });
  return {
    id: plan.id,
    params: names(plan.params),
    outputs: names(plan.outputs),
    alerts: names(plan.alerts),
  };
}

/**
 * Links plans. Throws LinkError, and nothing else: TA8007 for no plans and for a name with a "/", TA6xxx for bytes that
 * are no plan or of which the graph is unsound, TA6004 for editions that differ.
 */
export function link(plans: Linkable): Linked {
  const parts = partsOf(plans);
  const edition = parts[0]!.plan.edition;
  for (const { name, plan } of parts) {
    if (plan.edition !== edition) {
      const what = `${name}: a plan of edition ${plan.edition} beside one of edition ${edition}`;
      throw new LinkError("plan_version", what, name);
    }
  }
  const arena = new Arena();
  const linked = parts.map((part) => [part.name, addPart(arena, part)] as const);
  let optimized: Arena;
  try {
    optimized = optimize(arena);
  } catch (error) {
    if (error instanceof InternalError) refuseUnsound(parts);
    throw error;
  }
  const { bytes, id, registers } = encodePlan(optimized, { edition, compiler: VERSION });
  const before = parts.reduce((sum, { plan }) => sum + plan.instructions.length, 0);
  return {
    bytes,
    id,
    parts: Object.fromEntries(linked),
    report: { before, after: registers.instructions.length },
  };
}
