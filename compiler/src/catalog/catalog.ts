/** What the library has, derived from its definitions: nothing of it is written twice. */
import { toArena } from "../compile.ts";
import { CompileError } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { evaluateScalars, FormulaPrinter } from "../explain/formula.ts";
import { firstSentence } from "../explain/layout.ts";
import { neverForgets } from "../explain/memory.ts";
import { operands, type NodeId } from "../ir/arena.ts";
import { addBounds } from "../ir/bounds.ts";
import { lanesOf } from "../ir/rebuild.ts";
import { optimize } from "../passes/pipeline.ts";
import { FORM as SCAN } from "../semantics/recursion.ts";
import { standardLibrary } from "../semantics/standard.ts";
import { writtenName, type Signature, type TypedFormal } from "../semantics/typed.ts";
import {
  parameterInfo,
  resultInfo,
  signatureText,
  type ParameterInfo,
  type ResultInfo,
} from "./signature.ts";

/** A function of the library. */
export interface CatalogEntry {
  /** As a program writes it: `rsi`, `talib.rsi`. */
  readonly id: string;
  /** "" is the prelude, whose names stand alone. */
  readonly module: string;
  readonly name: string;
  /** The doc's first sentence. */
  readonly title: string;
  readonly doc: string | null;
  /** averages, momentum, … */
  readonly family: string;
  /** Other names of the same function. */
  readonly aliases: readonly string[];
  readonly signature: string;
  readonly parameters: readonly ParameterInfo[];
  readonly outputs: readonly ResultInfo[];
  /** How to draw it: pane, style, bounds, levels. */
  readonly hints: Readonly<Record<string, string | number | boolean>>;
  /** A call with its defaults written out. */
  readonly example: string;
}

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

const HINTS: readonly string[] = ["pane", "style", "bounds", "levels"];

/** A value for a series that has no default. */
function standIn(formal: TypedFormal, index: number): string {
  if (formal.type.kind === "bool") return "close > open";
  if (formal.name === "upper") return "high";
  if (formal.name === "lower") return "low";
  return index === 0 ? "close" : "open";
}

/** The arguments of a call at the defaults: what must be given, and the scalars. */
function exampleCall(signature: Signature): string {
  const args = signature.formals.flatMap((formal, index): string[] => {
    const info = parameterInfo(formal);
    if (info.type.startsWith("series"))
      return [formal.default === null ? standIn(formal, index) : info.default!];
    if (info.choices !== null || formal.default === null) return [];
    const follows = signature.formals
      .slice(0, index)
      .some((before) => parameterInfo(before).choices !== null);
    // What stands after a text that is left out goes by name, where it says anything.
    return follows ? [] : [info.default!];
  });
  return `${writtenName(signature.function)}(${args.join(", ")})`;
}

function entryOf(signature: Signature, family: string): CatalogEntry {
  const { module, name } = signature.function;
  const hints = Object.fromEntries(
    Object.entries(signature.attributes).filter(([key]) => HINTS.includes(key)),
  );
  return {
    id: writtenName(signature.function),
    module,
    name,
    title: firstSentence(signature.doc),
    doc: signature.doc,
    family,
    aliases: signature.aliases,
    signature: signatureText(signature),
    parameters: signature.formals.map(parameterInfo),
    outputs: resultInfo(signature.result),
    hints,
    example: exampleCall(signature),
  };
}

/** Every function of the library, the prelude first, then by module; within each by family and name. */
export function catalog(): CatalogEntry[] {
  const entries = [...standardLibrary.list()].map(({ family, signature }) => entryOf(signature, family));
  const key = ({ module, family, name }: CatalogEntry): string => `${module}\0${family}\0${name}`;
  return entries.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * The function that a name means: its own or an alias, in any case, with or without its module. A bare name is the
 * prelude's where that has it. Where there is none, what may have been meant.
 */
export function findInCatalog(name: string):
  | { readonly entry: CatalogEntry; readonly others: readonly CatalogEntry[] }
  /** `form` where the name is no function's but the language's own. */
  | { readonly near: string | null; readonly form: string | null } {
  const wanted = name.toLowerCase().replace(/^std\./, "");
  const entries = catalog();
  const names = (entry: CatalogEntry): string[] =>
    [entry.name, ...entry.aliases].map((each) => each.toLowerCase());
  const found = entries.filter(
    (entry) =>
      entry.id.toLowerCase() === wanted ||
      names(entry).some((each) => each === wanted || `${entry.module}.${each}` === wanted),
  );
  const [entry, ...others] = found;
  if (entry !== undefined) return { entry, others };
  const all = entries.flatMap((each) => [each.id, ...each.aliases]);
  return { near: suggest(wanted, all), form: wanted === "scan" ? SCAN : null };
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
export function catalogBounds(entry: CatalogEntry): CatalogBounds {
  const signature = standardLibrary.find(entry.name, entry.module)!;
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
