/**
 * What a plan needs, when its results are valid and stable, what it costs, shares and batches: as data. It reads the
 * plan's own bytes, so that a plan explains itself without its program; the program adds what only its text knows.
 */
import { signatureText } from "../catalog/signature.ts";
import { compile, frontEnd, type CompiledPlan } from "../compile.ts";
import { KERNEL, type KernelName } from "../generated/kernels.ts";
import type { Param } from "../ir/arena.ts";
import { decodePlan, type DecodedPlan, type PlanInstruction } from "../plan/decode.ts";
import { standardLibrary } from "../semantics/standard.ts";
import { writtenName, type FunctionName } from "../semantics/typed.ts";
import { EPSILON, evaluateScalars, FormulaPrinter } from "./formula.ts";
import { neverForgets } from "./memory.ts";

/** A row, counted from 0, at the parameters that were asked for; null where it is settled to nothing. */
export interface RowBound {
  readonly row: number | null;
  /** In the parameters. */
  readonly formula: string;
}

export interface ExplainedOutput {
  readonly name: string;
  readonly type: "float" | "bool";
  readonly doc: string | null;
  /** The first row of which every operand is known where every input is; with branches a value may come earlier. */
  readonly validFrom: RowBound;
  /**
   * From here on where history starts changes it by less than `epsilon` in its share; null where no row can be named,
   * for a sum so far or an event goes into it.
   */
  readonly stableFrom: RowBound | null;
}

export interface ExplainedAlert {
  readonly name: string;
  readonly everyBar: boolean;
  readonly doc: string | null;
  readonly validFrom: RowBound;
}

/** Something that is computed once and read in several places. */
export interface SharedValue {
  readonly register: number;
  readonly kernel: string;
  /** Where it was written; null without the program. */
  readonly source: string | null;
  /** The instructions, outputs and alerts that read it. */
  readonly readers: number;
  /** The outputs and alerts that it goes into. */
  readonly results: readonly string[];
}

/** Like instructions that run as one. */
export interface Group {
  readonly kind: "shared windows" | "side by side";
  readonly kernels: readonly string[];
  readonly lanes: number;
  /** The series that they read, where they all read one. */
  readonly over: string | null;
}

/** How windows treat missing rows, and how many do so. */
export interface MissingUse {
  readonly policy: "rows" | "observed" | "min_samples";
  readonly windows: number;
}

export interface Explanation {
  readonly id: string;
  readonly doc: string | null;
  readonly params: readonly {
    readonly name: string;
    readonly type: Param["type"];
    readonly value: number | boolean | string;
    readonly isDefault: boolean;
    readonly doc: string | null;
  }[];
  readonly needs: {
    /** Columns that a run must bring. */
    readonly fields: readonly string[];
    /** Rows before the current one that give the same values as all of history; null where no count does. */
    readonly history: RowBound | null;
    /** Why no count of rows is enough: what carries something on from the first row. */
    readonly anchoredBy: readonly string[];
    readonly kernels: readonly string[];
  };
  readonly epsilon: number;
  readonly outputs: readonly ExplainedOutput[];
  readonly alerts: readonly ExplainedAlert[];
  readonly cost: {
    /** Dispatches a block, or a row when live. */
    readonly instructions: number;
    /** Before the passes; null for a plan's bytes. */
    readonly before: number | null;
    /** Results a row: a dispatch of a group has several. */
    readonly lanes: number;
    /** Lanes that surely cost nothing once the parameters are bound: constants, and what these parameters rule out. */
    readonly settled: number;
    /** Lanes by kind: windows, averages, arithmetic, … */
    readonly kinds: Readonly<Record<string, number>>;
    /** Operations in the steps of scans, which are counted beside the lanes. */
    readonly stepped: number;
    /** The most registers that are live at once. */
    readonly peakLive: number;
    readonly stateBytes: number;
    readonly stateFormula: string;
    /** Lanes there would be if every use were computed by itself. */
    readonly unshared: number;
  };
  readonly shared: readonly SharedValue[];
  readonly groups: readonly Group[];
  readonly missing: readonly MissingUse[];
  /** The library's functions that the program calls; empty for a plan's bytes. */
  readonly functions: readonly {
    readonly id: string;
    readonly signature: string;
    readonly doc: string | null;
  }[];
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^win\./, "windows"],
  [/^rec\./, "averages that carry on"],
  [/^cum\./, "sums so far"],
  [/^event\./, "events"],
  [/^scan/, "states of scans"],
  [/^shift/, "looks back"],
  [/^splat/, "constants"],
];
const kindOf = (kernel: string): string =>
  KINDS.find(([pattern]) => pattern.test(kernel))?.[1] ?? "arithmetic and logic";

/** What of a program depends on where history starts, or on how far back a known row is. */
function carrierOf(kernel: string): string {
  if (kernel.startsWith("win.")) return "windows over observed rows";
  if (kernel === "event.edge") return "alerts";
  if (kernel.startsWith("scan")) return "scans";
  return kernel.startsWith("rec.") ? "averages" : kernel.startsWith("cum.") ? "sums so far" : "events";
}

interface Register {
  readonly kernel: KernelName | null;
  readonly reads: readonly number[];
}

/** The plan's registers in order: inputs first. */
function registersOf(plan: DecodedPlan): Register[] {
  const inputs = plan.inputs.map((): Register => ({ kernel: null, reads: [] }));
  const lanes = plan.instructions.flatMap(({ lanes }) =>
    lanes.map(({ kernel, registers }): Register => ({ kernel, reads: registers })),
  );
  return [...inputs, ...lanes];
}

/** Of each register whether something goes into it which never forgets where history started. */
export function carriedRegisters(plan: DecodedPlan): boolean[] {
  const carried: boolean[] = [];
  for (const { kernel, reads } of registersOf(plan))
    carried.push((kernel !== null && neverForgets(kernel)) || reads.some((read) => carried[read] === true));
  return carried;
}

/** The most registers live at once; inputs are the caller's columns, and live until they are read for the last time. */
function peakLive({ inputs, instructions, outputs, alerts }: DecodedPlan): number {
  const last = new Map<number, number>();
  instructions.forEach((instruction, index) => {
    for (const lane of instruction.lanes) for (const read of lane.registers) last.set(read, index);
  });
  for (const { register } of [...outputs, ...alerts]) last.set(register, instructions.length);
  const ends = instructions.map(() => 0);
  for (const index of last.values()) if (index < ends.length) ends[index]! += 1;
  let register = inputs.length;
  let live = register;
  let peak = live;
  instructions.forEach(({ lanes }, index) => {
    live += lanes.length;
    peak = Math.max(peak, live);
    live -= ends[index]!;
    for (const end = register + lanes.length; register < end; register += 1)
      if (!last.has(register)) live -= 1;
  });
  return peak;
}

/** Explains a plan's bytes. `values` are the parameters', as numbers in the plan's order; the defaults unless given. */
export function explainPlan(bytes: Uint8Array, values?: readonly number[]): Explanation {
  return explain(decodePlan(bytes), values ?? null, null, "");
}

/** Explains a program: all that its plan says, with the places in its text. Throws CompileError. */
export function explainProgram(source: string, values?: readonly number[], name?: string): Explanation {
  const compiled = compile(source, name === undefined ? {} : { name });
  return explain(decodePlan(compiled.bytes), values ?? null, compiled, source);
}

function explain(
  plan: DecodedPlan,
  given: readonly number[] | null,
  compiled: CompiledPlan | null,
  source: string,
): Explanation {
  const values = given ?? plan.params.map((param) => param.default);
  const scalars = evaluateScalars(plan, values);
  const formulas = new FormulaPrinter(plan);
  const bound = (id: number): RowBound => {
    const row = scalars[id]!;
    return { row: Number.isNaN(row) ? null : Math.ceil(row), formula: formulas.text(id) };
  };
  const registers = registersOf(plan);
  const carried = carriedRegisters(plan);
  const lanes = registers.filter((register) => register.kernel !== null);
  const kinds: Record<string, number> = {};
  for (const { kernel } of lanes) kinds[kindOf(kernel!)] = (kinds[kindOf(kernel!)] ?? 0) + 1;
  const anchored = plan.instructions.flatMap(({ missing, lanes: of }) =>
    of
      .filter(({ kernel }) => KERNEL[kernel].anchored || missing === "observed")
      .map(({ kernel }) => carrierOf(kernel)),
  );
  return {
    id: plan.id,
    doc: plan.doc,
    params: plan.params.map((param, index) => ({
      name: param.name,
      type: param.type,
      value: parameterValue(param, values[index]!),
      isDefault: values[index] === param.default,
      doc: param.doc,
    })),
    needs: {
      fields: plan.inputs.map((input) => input.field),
      history: plan.history === null ? null : bound(plan.history),
      anchoredBy: plan.history === null ? [...new Set(anchored)] : [],
      kernels: plan.needs.map((need) => `${need.name}@${need.version}`),
    },
    epsilon: EPSILON,
    outputs: plan.outputs.map(({ name, type, doc, register, validFrom, stableFrom }) => ({
      name,
      type,
      doc,
      validFrom: bound(validFrom),
      stableFrom: carried[register] === true ? null : bound(stableFrom),
    })),
    alerts: plan.alerts.map(({ name, everyBar, doc, validFrom }) => ({
      name,
      everyBar,
      doc,
      validFrom: bound(validFrom),
    })),
    cost: {
      instructions: plan.instructions.length,
      before: compiled?.report.before ?? null,
      lanes: lanes.length,
      settled: plan.instructions
        .flatMap(({ guard, lanes: of }) => of.map(({ kernel }) => ({ guard, kernel })))
        .filter(
          ({ guard, kernel }) => kindOf(kernel) === "constants" || (guard !== null && scalars[guard] !== 1),
        ).length,
      kinds,
      stepped: plan.instructions.reduce((sum, { body }) => sum + (body?.operations.length ?? 0), 0),
      peakLive: peakLive(plan),
      stateBytes: scalars[plan.stateBytes]!,
      stateFormula: formulas.text(plan.stateBytes),
      unshared: unshared(plan, registers),
    },
    shared: sharedValues(plan, registers, source),
    groups: plan.instructions.flatMap((instruction) => groupOf(plan, instruction)),
    missing: missingUse(plan),
    functions: compiled === null ? [] : calledFunctions(source),
  };
}

/** A parameter's value as one writes it, of the number that stands for it in a plan. */
export function parameterValue(param: Param, value: number): number | boolean | string {
  if (param.type === "bool") return value === 1;
  return param.type === "string" ? (param.choices?.[value] ?? "") : value;
}

/** How often each register would be computed if nothing were kept: the ways from it to a result. */
function unshared(plan: DecodedPlan, registers: readonly Register[]): number {
  const ways: number[] = registers.map(() => 0);
  for (const { register } of [...plan.outputs, ...plan.alerts]) ways[register]! += 1;
  let total = 0;
  let end = registers.length;
  for (const { lanes, body } of [...plan.instructions].reverse()) {
    const first = end - lanes.length;
    if (body !== null) {
      // A state is computed with all of its fields, whichever is asked for.
      const asked = ways.slice(first, end).reduce((sum, each) => sum + each);
      total += asked * lanes.length;
      for (const read of lanes[0]!.registers) ways[read]! += asked;
    } else
      for (let register = first; register < end; register += 1) {
        total += ways[register]!;
        for (const read of registers[register]!.reads) ways[read]! += ways[register]!;
      }
    end = first;
  }
  return total;
}

/** What more than one reader needs, constants and inputs left out: they cost nothing. */
function sharedValues(plan: DecodedPlan, registers: readonly Register[], source: string): SharedValue[] {
  const readers: number[] = registers.map(() => 0);
  const results = registers.map(() => new Set<string>());
  for (const { name, register } of [...plan.outputs, ...plan.alerts]) {
    readers[register]! += 1;
    results[register]!.add(name);
  }
  for (let register = registers.length - 1; register >= 0; register -= 1) {
    for (const read of new Set(registers[register]!.reads)) {
      readers[read]! += 1;
      for (const name of results[register]!) results[read]!.add(name);
    }
  }
  return registers.flatMap(({ kernel }, register): SharedValue[] => {
    if (kernel === null || readers[register]! < 2 || kindOf(kernel) === "constants") return [];
    const span = plan.spans?.[register - plan.inputs.length] ?? null;
    const text = span === null ? "" : source.slice(span[0], span[1]).replace(/\s+/g, " ");
    return [
      {
        register,
        kernel,
        source: text === "" ? null : text,
        readers: readers[register]!,
        results: [...results[register]!].sort(),
      },
    ];
  });
}

function groupOf(plan: DecodedPlan, { lanes, body }: PlanInstruction): Group[] {
  // The fields of a state are one thing.
  if (lanes.length < 2 || body !== null) return [];
  const first = lanes[0]!;
  const one = lanes.every((lane) => lane.registers.join() === first.registers.join());
  const fields = first.registers.map((register) => plan.inputs[register]?.field ?? null);
  return [
    {
      kind: KERNEL[first.kernel].family === null ? "side by side" : "shared windows",
      kernels: [...new Set(lanes.map((lane) => lane.kernel))],
      lanes: lanes.length,
      over: one && fields.every((field) => field !== null) ? fields.join(" and ") : null,
    },
  ];
}

function missingUse(plan: DecodedPlan): MissingUse[] {
  const counts = new Map<MissingUse["policy"], number>();
  for (const { missing, lanes } of plan.instructions)
    if (missing !== null) counts.set(missing, (counts.get(missing) ?? 0) + lanes.length);
  return [...counts].map(([policy, windows]) => ({ policy, windows }));
}

/** The library's functions that are called by the program itself, by its own functions too, in order of their names. */
function calledFunctions(source: string): Explanation["functions"] {
  const called = new Map<string, FunctionName>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === "object" && value !== null) {
      const node = value as { kind?: unknown; function?: FunctionName };
      if (node.kind === "call" && node.function !== undefined && node.function.module !== "user")
        called.set(writtenName(node.function), node.function);
      Object.values(value).forEach(walk);
    }
  };
  const { typed } = frontEnd(source);
  walk([typed?.functions, typed?.lets, typed?.outputs, typed?.alerts]);
  return [...called]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, { module, name }]) => {
      const signature = standardLibrary.find(name, module);
      return signature === null ? [] : [{ id, signature: signatureText(signature), doc: signature.doc }];
    });
}
