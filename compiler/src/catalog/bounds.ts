/** From which rows on a function's values are known, in its own parameters: what takes a compilation to know. */
import { toArena } from "../compile.ts";
import { CompileError } from "../diagnostics/diagnostic.ts";
import { evaluateScalars, FormulaPrinter } from "../explain/formula.ts";
import { neverForgets } from "../explain/memory.ts";
import { operands, type NodeId } from "../ir/arena.ts";
import { addBounds } from "../ir/bounds.ts";
import { lanesOf } from "../ir/rebuild.ts";
import { optimize } from "../passes/pipeline.ts";
import { writtenName, type Signature, type TypedFormal } from "../semantics/typed.ts";

/** From which row a value is known, where every input is known from the first row on. */
export interface WarmUp {
  /** The output; "" where there is but one. */
  readonly output: string;
  /** In the function's parameters, counted from 0. */
  readonly formula: string;
  /** At the defaults. */
  readonly row: number;
  /** From which row on it does not depend on where history starts, to 1e-9; null where no row can be named. */
  readonly stableFormula: string | null;
  readonly stableRow: number | null;
}

/** What takes a compilation to know of a function. */
export interface CatalogBounds {
  /** One for each output. */
  readonly warmUp: readonly WarmUp[];
  /** Rows before the current one that give the same value as all of history; null where no count does. */
  readonly history: string | null;
  /** Columns of the bar that it reads at its defaults. */
  readonly fields: readonly string[];
}

/** A value for a series that has no default, known from the first row on. */
function standIn(formal: TypedFormal, index: number): string {
  if (formal.type.kind === "bool") return "close > open";
  return ["high", "low", "open"][index] ?? "close";
}

/** Scalars that can be parameters of a program: numbers with a range. */
const isNumeric = ({ type, range }: TypedFormal): boolean =>
  (type.kind === "int" || type.kind === "float") &&
  type.qualifier !== "series" &&
  range !== null &&
  range.choices === null;

/** A program of one call, the named formals being its parameters. */
function callProgram(signature: Signature, symbolic: readonly TypedFormal[]): string {
  const params = symbolic.map((formal, index) => {
    const { type, default: initial, range } = formal;
    const { min, max } = range!;
    const low = min ?? -1e6;
    const high = max ?? 1e6;
    const value = initial?.kind === "constant" ? Number(initial.value) : low;
    return `param p${index}: ${type.kind} = ${value} in ${low}..${high}\n`;
  });
  const args = signature.formals.flatMap((formal, index) => {
    const at = symbolic.indexOf(formal);
    if (at >= 0) return [`${formal.name} = p${at}`];
    return formal.default === null ? [`${formal.name} = ${standIn(formal, index)}`] : [];
  });
  return `${params.join("")}out result = ${writtenName(signature.function)}(${args.join(", ")})\n`;
}

/**
 * When a function's values are known, in its own parameters, by compiling a call of it. What must be constant, such as
 * a policy's count, stands at its default.
 */
export function boundsOf(signature: Signature): CatalogBounds {
  let symbolic = signature.formals.filter(isNumeric);
  for (const formal of symbolic) {
    // One that cannot be left open alone cannot be left open with others.
    if (!compiles(callProgram(signature, [formal]))) symbolic = symbolic.filter((each) => each !== formal);
  }
  if (!compiles(callProgram(signature, symbolic))) symbolic = [];
  // Settled conditions and choices leave what they choose.
  const arena = optimize(toArena(callProgram(signature, symbolic)).arena);
  const bounds = addBounds(arena);
  const params = arena.params.map((param, index) => ({ ...param, name: symbolic[index]!.name }));
  const region = { scalars: arena.scalars, params };
  const formulas = new FormulaPrinter(region);
  const values = evaluateScalars(
    region,
    params.map((param) => param.default),
  );
  // Nodes that something goes into which never forgets where history started; operands stand before their users.
  const carried = new Set<NodeId>();
  arena.nodes.forEach((node, id) => {
    const forgetful = lanesOf(node).every((lane) => !neverForgets(lane.kernel));
    if (!forgetful || operands(node).some((operand) => carried.has(operand))) carried.add(id);
  });
  return {
    warmUp: arena.outputs.map(({ name, node }): WarmUp => {
      const [valid, stable] = [bounds.validFrom(node), bounds.stableFrom(node)];
      return {
        output: name.replace(/^result\.?/, ""),
        formula: formulas.text(valid),
        row: values[valid]!,
        stableFormula: carried.has(node) ? null : formulas.text(stable),
        stableRow: carried.has(node) ? null : Math.ceil(values[stable]!),
      };
    }),
    history: bounds.history === null ? null : formulas.text(bounds.history),
    fields: arena.inputs.map((input) => input.field),
  };
}

function compiles(source: string): boolean {
  try {
    toArena(source);
    return true;
  } catch (error) {
    if (error instanceof CompileError) return false;
    throw error;
  }
}
