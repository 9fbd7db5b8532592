import { link as linkBytes, LinkError, type LinkedPart, type LinkReport } from "@laakhay/ta-compiler";
import { failure } from "./errors.ts";
import { checkLimits, type Limits } from "./limits.ts";
import { checkNames, shown } from "./options.ts";
import { holdBounds, LIMIT_OPTIONS, Plan, type LimitOptions } from "./plan.ts";

/** Many plans that run as one. `parts` says what each one's own names became. */
export class LinkedPlan extends Plan {
  /** Use `link`. */
  constructor(
    bytes: Uint8Array,
    limits: Limits,
    /** By the name that a plan was given: its identity alone, and of each name of its own the linked one. */
    readonly parts: Readonly<Record<string, LinkedPart>>,
    /** Instructions of the plans one by one, and of the linked one. */
    readonly report: LinkReport,
  ) {
    super(bytes, null, limits);
  }
}

/**
 * Fuses plans into one, with what several of them compute computed once:
 *
 * ```ts
 * const linked = link({ alice: compile("rsi(14) < 30"), bob: compile("rsi(14) > 70") });
 * linked.parts.alice.outputs.result; // "alice/result"
 * ```
 *
 * Each plan keeps its outputs, alerts and parameters, as `name/own`; those of a list are named by their places. Every
 * value has the bits that its plan gives alone. Neither the order of the names nor anything that only describes a plan
 * is seen in the identity. What the plans' own hosts allowed is not carried over: the linked plan has the limits given here,
 * and those of history, state and memory are held here where no plan has a parameter, else where the linked one is bound.
 * Throws TA8007 for no plans and for a name that is empty or has a "/", TA6013 where the plans together are beyond the limits.
 */
export function link(
  plans: Readonly<Record<string, Plan>> | readonly Plan[],
  options: LimitOptions = {},
): LinkedPlan {
  if (plans === null || typeof plans !== "object")
    throw failure("usage", `link takes plans by name, or a list, not ${shown(plans)}`);
  checkNames("link", options, LIMIT_OPTIONS);
  const limits = checkLimits(options.limits ?? {});
  const bytesOf = (plan: Plan): Uint8Array => {
    if (!(plan instanceof Plan))
      throw failure("usage", `link takes plans, of compile or loadPlan, not ${shown(plan)}`);
    return plan.bytes;
  };
  const bytes = Array.isArray(plans)
    ? (plans as readonly Plan[]).map(bytesOf)
    : Object.fromEntries(
        Object.entries(plans as Record<string, Plan>).map(([name, plan]) => [name, bytesOf(plan)]),
      );
  try {
    const linked = linkBytes(bytes);
    return holdBounds(new LinkedPlan(linked.bytes, limits, linked.parts, linked.report));
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    const place = error.offset === null ? {} : { offset: error.offset };
    throw failure(error.codeName, error.what, place, { cause: error });
  }
}
