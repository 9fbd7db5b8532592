/** From source text to a plan: the front end, the passes and the encoder in their order. */
import { CompileError, diagnostic, type Diagnostic } from "./diagnostics/diagnostic.ts";
import { renderText } from "./diagnostics/render.ts";
import { KERNEL } from "./generated/kernels.ts";
import type { Arena } from "./ir/arena.ts";
import { Ranges, WINDOW_LIMIT } from "./ir/ranges.ts";
import { lanesOf } from "./ir/rebuild.ts";
import { laneText } from "./ir/text.ts";
import { elaborate } from "./passes/elaborate.ts";
import { countInstructions, optimize } from "./passes/pipeline.ts";
import { encodePlan } from "./plan/encode.ts";
import { excess, type PlanLimits } from "./plan/limits.ts";
import { check as checkProgram } from "./semantics/check.ts";
import { standardLibrary } from "./semantics/standard.ts";
import type { TypedProgram } from "./semantics/typed.ts";
import type { Program } from "./syntax/ast.ts";
import { parse } from "./syntax/parse.ts";

/** The compiler's version, written into plans' descriptive part. */
export const VERSION = "0.1.0";

export interface CompileOptions {
  /** false leaves out every pass that a plan does not need; the numbers are the same to the bit. Default: true. */
  readonly optimize?: boolean;
  /** What a rendered error calls the source. */
  readonly name?: string;
  /** What the host allows, at the parameters' defaults; the engine holds it at those that are bound. */
  readonly limits?: PlanLimits;
}

/** What the compiler did, for people. */
export interface Report {
  /** Dispatches before and after the passes. */
  readonly before: number;
  readonly after: number;
  /** Groups of windows that share their levels: "3 windows of ohlcv.close". */
  readonly shared: readonly string[];
  /** Like machines side by side: "rec.average: 4 lanes". */
  readonly batched: readonly string[];
  /** The most registers live at once. */
  readonly peakLive: number;
}

export interface CompiledPlan {
  readonly bytes: Uint8Array;
  /** `sha256:…` of what is computed, whatever it is called and however it is laid out. */
  readonly id: string;
  readonly params: Arena["params"];
  readonly outputs: readonly {
    readonly name: string;
    readonly type: "float" | "bool";
    readonly doc: string | null;
    readonly hints: Readonly<Record<string, unknown>>;
  }[];
  readonly alerts: readonly {
    readonly name: string;
    readonly everyBar: boolean;
    readonly doc: string | null;
  }[];
  /** The columns that a run must bring, in the plan's order. */
  readonly inputs: readonly { readonly source: string; readonly field: string }[];
  readonly warnings: readonly Diagnostic[];
  readonly report: Report;
}

export interface FrontEnd {
  readonly program: Program;
  readonly typed: TypedProgram | null;
  readonly diagnostics: readonly Diagnostic[];
}

const isError = (found: Diagnostic): boolean => found.severity === "error";

const CONSEQUENCES: ReadonlySet<string> = new Set([
  "empty_program",
  "unused_name",
  "several_bare_expressions",
]);

/** Parses and checks. Never throws on any text; every independent diagnostic, in the order of the source. */
export function frontEnd(source: string): FrontEnd {
  const { program, diagnostics: syntax } = parse(source);
  const { typed, diagnostics } = checkProgram(program, source, { library: standardLibrary });
  const unreadable = syntax.some(isError);
  // What could not be read may have used a name, or been the output.
  const follows = (found: Diagnostic): boolean =>
    (unreadable && CONSEQUENCES.has(found.name)) ||
    syntax.some(
      ({ name, span }) =>
        (name === "unterminated_string" || name === "unterminated_symbol") &&
        span.start === found.span.start &&
        span.end === found.span.end,
    );
  const all = [...syntax, ...diagnostics.filter((found) => !follows(found))].sort(
    (a, b) => a.span.start - b.span.start,
  );
  return { program, typed: unreadable ? null : typed, diagnostics: all };
}

/**
 * The lengths that the engine would refuse (spec/plan.md PL8): those that no check of the program's text could bound,
 * because they come together only when its functions are inlined.
 */
export function lengthFaults(arena: Arena): Diagnostic[] {
  const ranges = new Ranges(arena);
  const found: Diagnostic[] = [];
  arena.nodes.forEach((node, id) => {
    const span = arena.spans.get(id) ?? { start: 0, end: 0 };
    for (const lane of lanesOf(node)) {
      lane.scalars.forEach((scalar, index) => {
        const kind = KERNEL[lane.kernel].params[index]?.kind ?? "count";
        if (kind === "number" || kind === "condition") return;
        const { low, high, integral } = ranges.of(scalar);
        if (low > high)
          found.push(diagnostic("out_of_range", span, `the ${kind} of ${lane.kernel} is missing`));
        else if (!integral)
          found.push(
            diagnostic("not_integral", span, `the ${kind} of ${lane.kernel} need not be a whole number`),
          );
        else if (high === Infinity)
          found.push(
            diagnostic("unbounded_length", span, `the ${kind} of ${lane.kernel} has no upper bound`),
          );
        else if (high > WINDOW_LIMIT) {
          found.push(
            diagnostic(
              "length_too_large",
              span,
              `the ${kind} of ${lane.kernel} may be ${high}; the limit is ${WINDOW_LIMIT}`,
            ),
          );
        }
      });
    }
  });
  return found;
}

/** Throws the diagnostics as one error; `name` is what it calls the source. */
export function refuse(diagnostics: readonly Diagnostic[], source: string, name: string | undefined): never {
  throw new CompileError(
    diagnostics,
    source,
    renderText(diagnostics, source, name === undefined ? {} : { file: name }),
  );
}

/** Throws CompileError with TA3018 for a program whose plan is beyond its host's limits. */
export function refuseExcess(
  bytes: Uint8Array,
  limits: PlanLimits,
  source: string,
  name: string | undefined,
): void {
  const beyond = excess(bytes, limits);
  if (beyond === null) return;
  const found = diagnostic(
    "over_host_limit",
    { start: 0, end: source.length },
    `the program needs ${beyond}`,
  );
  refuse([found], source, name);
}

/** The arena of a program before any pass. Throws CompileError. */
export function toArena(
  source: string,
  name?: string,
): { arena: Arena; typed: TypedProgram; warnings: readonly Diagnostic[] } {
  const { typed, diagnostics } = frontEnd(source);
  if (typed === null || diagnostics.some(isError)) refuse(diagnostics, source, name);
  let arena: Arena;
  try {
    arena = elaborate(typed);
  } catch (error) {
    // The elaborator knows no source to render with.
    if (error instanceof CompileError) refuse(error.diagnostics, source, name);
    throw error;
  }
  const faults = lengthFaults(arena);
  if (faults.length > 0) refuse(faults, source, name);
  return { arena, typed, warnings: diagnostics };
}

/** Every diagnostic of a program, those that need its functions inlined too. Never throws on any text. */
export function diagnose(source: string): readonly Diagnostic[] {
  const { typed, diagnostics } = frontEnd(source);
  if (typed === null || diagnostics.some(isError)) return diagnostics;
  try {
    return [...diagnostics, ...lengthFaults(elaborate(typed))];
  } catch (error) {
    if (error instanceof CompileError) return [...diagnostics, ...error.diagnostics];
    throw error;
  }
}

function describe(arena: Arena, before: number, peakLive: number): Report {
  const shared: string[] = [];
  const batched: string[] = [];
  for (const node of arena.nodes) {
    if (node.op !== "group" || node.body !== null) continue;
    const first = node.lanes[0]!;
    const over = first.args.map((arg) => {
      const read = arena.nodes[arg]!;
      if (read.op !== "input") return read.op === "apply" ? laneText(read).split(" ")[0]! : "a lane";
      return arena.inputs[read.input]!.field;
    });
    if (KERNEL[first.kernel].family === null)
      batched.push(`${first.kernel}: ${node.lanes.length} lanes side by side`);
    else shared.push(`${node.lanes.length} windows of ${over.join(" and ")} share levels`);
  }
  return { before, after: countInstructions(arena), shared, batched, peakLive };
}

/** Compiles a program. Throws CompileError, with every independent diagnostic, and nothing else on any text. */
export function compile(source: string, options: CompileOptions = {}): CompiledPlan {
  const { arena, typed, warnings } = toArena(source, options.name);
  const optimized = optimize(arena, { optimize: options.optimize !== false });
  const encoded = encodePlan(optimized, { edition: typed.edition, doc: typed.doc, compiler: VERSION });
  refuseExcess(encoded.bytes, options.limits ?? {}, source, options.name);
  return {
    bytes: encoded.bytes,
    id: encoded.id,
    params: encoded.arena.params,
    outputs: encoded.arena.outputs.map(({ name, node, doc, hints }) => ({
      name,
      type: encoded.arena.nodes[node]!.type,
      doc,
      hints,
    })),
    alerts: encoded.arena.alerts.map(({ name, everyBar, doc }) => ({ name, everyBar, doc })),
    inputs: encoded.registers.inputs.map((index) => {
      const { source: from, field } = encoded.arena.inputs[index]!;
      return { source: from, field };
    }),
    warnings,
    report: describe(encoded.arena, countInstructions(arena), encoded.registers.peakLive),
  };
}
