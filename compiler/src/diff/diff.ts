/**
 * What changed between two plans in meaning, not in bytes.
 *
 * Both graphs go into one arena, parameters by their names, and through the passes that settle what is the same: an
 * output that computes the same is then one node, however its plan was laid out, grouped or optimized. Where it is not,
 * the two graphs are walked side by side down to where they part.
 */
import { carriedRegisters } from "../explain/explain.ts";
import { evaluateScalars, FormulaPrinter } from "../explain/formula.ts";
import { Arena, type Lane, type Node, type NodeId, type Param } from "../ir/arena.ts";
import { numberText } from "../ir/text.ts";
import { InternalError } from "../ir/verify.ts";
import { optimize } from "../passes/pipeline.ts";
import { addPlan } from "../plan/arena.ts";
import { decodePlan, PlanError, type DecodedPlan } from "../plan/decode.ts";
import { nodeExpression, scalarExpression, scalarNames } from "./expression.ts";

/** From what to what, in words; null where one plan has nothing of the kind. */
export interface Change {
  readonly what: string;
  readonly from: string | null;
  readonly to: string | null;
}
export interface ChangedResult {
  readonly name: string;
  /** Empty where only the type or `every bar` changed, and where the expressions part in nothing that is named. */
  readonly changes: readonly Change[];
  readonly from: string;
  readonly to: string;
}
export interface NamedExpression {
  readonly name: string;
  readonly expression: string;
}
export interface ChangedParts<Whole, Changed> {
  readonly added: readonly Whole[];
  readonly removed: readonly Whole[];
  readonly changed: readonly Changed[];
}

export interface PlanDiff {
  readonly a: string;
  readonly b: string;
  /**
   * `identical`: the same bytes. `same meaning`: the same identity; titles, drawing hints or places in the source
   * differ. `same results`: every parameter, input, output and alert is the same; how they are ordered, grouped or
   * optimized is not. Else `different`.
   */
  readonly verdict: "identical" | "same meaning" | "same results" | "different";
  readonly params: ChangedParts<string, { readonly name: string; readonly changes: readonly Change[] }>;
  readonly inputs: ChangedParts<string, never>;
  readonly outputs: ChangedParts<NamedExpression, ChangedResult>;
  readonly alerts: ChangedParts<NamedExpression, ChangedResult>;
  /** Engine operations with their versions. */
  readonly kernels: ChangedParts<string, never>;
  /** Warm-up, stability, history, state and cost: at the defaults, with their formulas. */
  readonly figures: readonly Change[];
  /** Titles, docs, hints or spans. */
  readonly descriptions: boolean;
}

/** Operations whose two operands may change places: a plan has them in an order of its own. */
const COMMUTATIVE: ReadonlySet<string> = new Set([
  "add",
  "mul",
  "greater",
  "lesser",
  "eq",
  "ne",
  "and",
  "or",
]);
/** Places where two expressions part that are told of one output. */
const MOST_CHANGES = 16;

const sameNumber = (a: number | null, b: number | null): boolean => Object.is(a, b);
const optionalNumber = (value: number | null): string | null => (value === null ? null : numberText(value));

function paramChanges(a: Param, b: Param): Change[] {
  const changes: Change[] = [];
  if (a.type !== b.type) changes.push({ what: "type", from: a.type, to: b.type });
  for (const what of ["default", "min", "max", "step"] as const) {
    if (!sameNumber(a[what], b[what]))
      changes.push({ what, from: optionalNumber(a[what]), to: optionalNumber(b[what]) });
  }
  const [from, to] = [a.choices?.join(" | ") ?? null, b.choices?.join(" | ") ?? null];
  if (from !== to) changes.push({ what: "choices", from, to });
  return changes;
}

/** By name: what only one has, and the pairs that both have. */
function pair<T extends { readonly name: string }>(
  a: readonly T[],
  b: readonly T[],
): { readonly added: T[]; readonly removed: T[]; readonly both: (readonly [T, T])[] } {
  const [ours, theirs] = [
    new Map(a.map((each) => [each.name, each])),
    new Map(b.map((each) => [each.name, each])),
  ];
  return {
    added: b.filter(({ name }) => !ours.has(name)),
    removed: a.filter(({ name }) => !theirs.has(name)),
    both: a.flatMap((each) => {
      const other = theirs.get(each.name);
      return other === undefined ? [] : [[each, other] as const];
    }),
  };
}

/** Both plans' results in one arena, settled: first the one's outputs and alerts, then the other's. */
function together(a: DecodedPlan, b: DecodedPlan): Arena {
  const arena = new Arena();
  const place = (param: Param): number => {
    const known = arena.params.findIndex(({ name, type }) => name === param.name && type === param.type);
    return known >= 0 ? known : arena.params.push(param) - 1;
  };
  for (const plan of [a, b]) {
    const registers = addPlan(arena, plan, place);
    for (const { name, register } of [...plan.outputs, ...plan.alerts])
      arena.outputs.push({ name, node: registers[register]!, doc: null, hints: {} });
  }
  try {
    return optimize(arena, { stopAfter: "settle" });
  } catch (error) {
    // Whoever wrote the bytes gave them digests that are right and a graph that is not.
    if (error instanceof InternalError) throw new PlanError("type_invalid", error.message, 0);
    throw error;
  }
}

/** Where two values part, walked side by side. */
class Walk {
  readonly changes: Change[] = [];
  private readonly seen = new Set<string>();
  constructor(private readonly arena: Arena) {}

  /** The lane that a node is one of, where it has no state of its own; else null. */
  private lane(node: Node): Lane | null {
    if (node.op === "apply") return node;
    if (node.op !== "get") return null;
    const group = this.arena.nodes[node.group]!;
    return group.op === "group" && group.body === null ? group.lanes[node.lane]! : null;
  }

  private tell(what: string, from: string, to: string): void {
    if (this.changes.length < MOST_CHANGES) this.changes.push({ what, from, to });
  }

  /** How alike two operands are: 2 the same, 1 of one operation, else 0. */
  private likeness(a: NodeId, b: NodeId): number {
    if (a === b) return 2;
    const [one, other] = [this.lane(this.arena.nodes[a]!), this.lane(this.arena.nodes[b]!)];
    return one !== null && one.kernel === other?.kernel ? 1 : 0;
  }

  /** Two operands that may change places, by the order in which they are more like the first's. */
  private aligned([a, b]: readonly NodeId[], [c, d]: readonly NodeId[]): NodeId[] {
    const straight = this.likeness(a!, c!) + this.likeness(b!, d!);
    const crossed = this.likeness(a!, d!) + this.likeness(b!, c!);
    return crossed > straight ? [d!, c!] : [c!, d!];
  }

  compare(a: NodeId, b: NodeId): void {
    const stack: (readonly [NodeId, NodeId])[] = [[a, b]];
    while (stack.length > 0) {
      const [one, other] = stack.pop()!;
      const key = `${one} ${other}`;
      if (one === other || this.seen.has(key)) continue;
      this.seen.add(key);
      const [left, right] = [this.lane(this.arena.nodes[one]!), this.lane(this.arena.nodes[other]!)];
      if (
        left?.kernel !== right?.kernel ||
        left === null ||
        right === null ||
        left.missing !== right.missing
      ) {
        this.tell("value", nodeExpression(this.arena, one), nodeExpression(this.arena, other));
        continue;
      }
      const names = scalarNames(left.kernel);
      left.scalars.forEach((scalar, index) => {
        const to = right.scalars[index]!;
        if (scalar === to) return;
        const splat = left.kernel === "splat" || left.kernel === "splat_bool";
        const what = splat ? "constant" : `${names[index] ?? "k"} of ${left.kernel}`;
        this.tell(what, scalarExpression(this.arena, scalar), scalarExpression(this.arena, to));
      });
      const others = COMMUTATIVE.has(left.kernel) ? this.aligned(left.args, right.args) : right.args;
      const below = left.args.map((arg, index) => [arg, others[index]!] as const);
      stack.push(...below.reverse());
    }
  }
}

/** The condition that an alert's edge is taken of; the edge itself is what an alert is. */
function shown(arena: Arena, id: NodeId): NodeId {
  const node = arena.nodes[id]!;
  return node.op === "apply" && node.kernel === "event.edge" ? node.args[0]! : id;
}

function figuresOf(plan: DecodedPlan): Map<string, string> {
  const values = evaluateScalars(
    plan,
    plan.params.map((param) => param.default),
  );
  const formulas = new FormulaPrinter(plan);
  const told = (scalar: number): string => {
    const value = values[scalar]!;
    const formula = formulas.text(scalar);
    const shortly = Number.isNaN(value) ? "never" : String(Math.ceil(value));
    return formula === shortly ? shortly : `${shortly} (${formula})`;
  };
  const carried = carriedRegisters(plan);
  const figures = new Map<string, string>();
  for (const { name, register, validFrom, stableFrom } of plan.outputs) {
    figures.set(`output ${name}: valid from row`, told(validFrom));
    figures.set(`output ${name}: stable from row`, carried[register] === true ? "never" : told(stableFrom));
  }
  for (const { name, validFrom } of plan.alerts)
    figures.set(`alert ${name}: valid from row`, told(validFrom));
  figures.set("rows of history", plan.history === null ? "all" : told(plan.history));
  figures.set("bytes of state", told(plan.stateBytes));
  figures.set("instructions", String(plan.instructions.length));
  figures.set("lanes", String(plan.instructions.reduce((sum, { lanes }) => sum + lanes.length, 0)));
  return figures;
}

const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** What changed from one plan to another. Throws PlanError for bytes that are no plan. */
export function diffPlans(before: Uint8Array, after: Uint8Array): PlanDiff {
  const [a, b] = [decodePlan(before), decodePlan(after)];
  const arena = together(a, b);
  const roots = arena.outputs.map(({ node }) => node);
  type Result = { readonly name: string; readonly node: NodeId; readonly kind: string };
  let root = 0;
  const resultsOf = (plan: DecodedPlan): { readonly outputs: Result[]; readonly alerts: Result[] } => ({
    outputs: plan.outputs.map(({ name, type }) => ({ name, node: roots[root++]!, kind: type })),
    alerts: plan.alerts.map(({ name, everyBar }) => ({
      name,
      node: roots[root++]!,
      kind: everyBar ? "every bar" : "as it becomes true",
    })),
  });
  const [ours, theirs] = [resultsOf(a), resultsOf(b)];
  const results = (kind: "outputs" | "alerts"): ChangedParts<NamedExpression, ChangedResult> => {
    const { added, removed, both } = pair(ours[kind], theirs[kind]);
    const named = ({ name, node }: Result): NamedExpression => ({
      name,
      expression: nodeExpression(arena, shown(arena, node)),
    });
    return {
      added: added.map(named),
      removed: removed.map(named),
      changed: both
        .filter(([one, other]) => one.node !== other.node || one.kind !== other.kind)
        .map(([one, other]) => {
          const walk = new Walk(arena);
          if (one.kind !== other.kind)
            walk.changes.push({
              what: kind === "outputs" ? "type" : "fires",
              from: one.kind,
              to: other.kind,
            });
          walk.compare(shown(arena, one.node), shown(arena, other.node));
          const [from, to] = [named(one).expression, named(other).expression];
          return { name: one.name, changes: walk.changes, from, to };
        }),
    };
  };
  const params = pair(a.params, b.params);
  const columns = ({ inputs }: DecodedPlan) =>
    inputs
      .map(({ source, field }) => ({ name: `${source}.${field}` }))
      .sort((x, y) => (x.name < y.name ? -1 : 1));
  const kernels = ({ needs }: DecodedPlan) =>
    needs.map(({ name, version }) => ({ name: `${name}@${version}` }));
  const [inputs, needs] = [pair(columns(a), columns(b)), pair(kernels(a), kernels(b))];
  const [was, is] = [figuresOf(a), figuresOf(b)];
  const figures = [...new Set([...was.keys(), ...is.keys()])].flatMap((what): Change[] => {
    const [from, to] = [was.get(what) ?? null, is.get(what) ?? null];
    // Of an output that came or went its own part says so.
    return from === to || from === null || to === null ? [] : [{ what, from, to }];
  });
  const changed = {
    params: {
      added: names(params.added),
      removed: names(params.removed),
      changed: params.both
        .map(([one, other]) => ({ name: one.name, changes: paramChanges(one, other) }))
        .filter(({ changes }) => changes.length > 0),
    },
    inputs: { added: names(inputs.added), removed: names(inputs.removed), changed: [] },
    outputs: results("outputs"),
    alerts: results("alerts"),
  };
  const apart = Object.values(changed).some(
    (part) => part.added.length + part.removed.length + part.changed.length > 0,
  );
  const same = sameBytes(before, after);
  return {
    a: a.id,
    b: b.id,
    verdict: same ? "identical" : a.id === b.id ? "same meaning" : apart ? "different" : "same results",
    ...changed,
    kernels: { added: names(needs.added), removed: names(needs.removed), changed: [] },
    figures,
    descriptions: described(a) !== described(b),
  };
}

/** All that says something of a plan and changes nothing in it. */
const described = ({ doc, params, outputs, alerts, spans, compiler }: DecodedPlan): string =>
  JSON.stringify([
    doc,
    params.map((each) => [each.name, each.doc]),
    outputs.map((each) => [each.name, each.doc, each.hints]),
    alerts.map((each) => [each.name, each.doc]),
    spans,
    compiler,
  ]);
