/** What the library has, derived from its definitions: nothing of it is written twice. */
import { firstSentence } from "../explain/layout.ts";
import { standardLibrary } from "../semantics/standard.ts";
import { writtenName, type Signature, type TypedFormal } from "../semantics/typed.ts";
import { boundsOf, type CatalogBounds } from "./bounds.ts";
import { defaultText, resultInfo, signatureText } from "./signature.ts";

/** A series that a function works on. */
export interface CatalogInput {
  readonly name: string;
  readonly kind: "number" | "condition";
  /** What it is where it is not given: a field of the bar, mostly. null where it must be given. */
  readonly default: string | null;
  /** Other names that it goes by. */
  readonly aliases: readonly string[];
}

/** A setting: one value for all rows. */
export interface CatalogParameter {
  readonly name: string;
  readonly type: "int" | "float" | "bool" | "string";
  /** null where it must be given, and where what is not given is missing. */
  readonly default: number | boolean | string | null;
  readonly required: boolean;
  /** Bounds are inclusive; null where there is none. */
  readonly min: number | null;
  readonly max: number | null;
  readonly step: number | null;
  /** The texts to choose from; null where it is no text. */
  readonly choices: readonly string[] | null;
  /** Other names that it goes by. */
  readonly aliases: readonly string[];
}

/** One value of a function: its name, or "" where that is all it gives. */
export interface CatalogOutput {
  readonly name: string;
  readonly kind: "number" | "condition";
  /** How it is drawn: a line, unless the definition says otherwise, and marks where a condition is true. */
  readonly style: string;
}

/** How a function is drawn. */
export interface CatalogDrawing {
  /** Over the price or by itself; null where the definition leaves it open. */
  readonly pane: "overlay" | "separate" | null;
  /** What its values never leave. */
  readonly bounds: readonly [low: number, high: number] | null;
  /** Where lines are drawn across. */
  readonly levels: readonly number[];
  /** Outputs that are drawn some rows ahead of theirs, or behind where negative: rows in the function's parameters. */
  readonly offsets: readonly { readonly output: string; readonly rows: string }[];
}

/** A function of the library. Its bounds are worked out when they are first asked for, by compiling a call of it. */
export interface CatalogEntry extends CatalogBounds {
  /** As a program writes it: `rsi`, `talib.rsi`. */
  readonly id: string;
  /** "" is the prelude, whose names stand alone. */
  readonly module: string;
  readonly name: string;
  /** The doc's first sentence. */
  readonly title: string;
  readonly doc: string;
  /** As the library defines it, in the language. */
  readonly definition: string;
  /** averages, momentum, … */
  readonly family: string;
  /** Other names of the same function, in its module. */
  readonly aliases: readonly string[];
  readonly signature: string;
  readonly inputs: readonly CatalogInput[];
  readonly parameters: readonly CatalogParameter[];
  readonly outputs: readonly CatalogOutput[];
  readonly drawing: CatalogDrawing;
  /** A call with its defaults written out: a program. */
  readonly example: string;
}

const isSeries = ({ type }: TypedFormal): boolean => type.kind === "record" || type.qualifier === "series";

function inputOf(formal: TypedFormal): CatalogInput {
  return {
    name: formal.name,
    kind: formal.type.kind === "bool" ? "condition" : "number",
    default: formal.default && (defaultText(formal.default) ?? "…"),
    aliases: formal.aliases,
  };
}

function parameterOf({ name, type, default: initial, range, aliases }: TypedFormal): CatalogParameter {
  const value = initial?.kind === "constant" ? initial.value : null;
  return {
    name,
    type: type.kind as CatalogParameter["type"],
    default: Number.isNaN(value) ? null : type.kind === "bool" && value !== null ? value === 1 : value,
    required: initial === null,
    min: range?.min ?? null,
    max: range?.max ?? null,
    step: range?.step ?? null,
    choices: range?.choices ?? null,
    aliases,
  };
}

/** The drawing hints as data: an attribute of several values is a text of them. */
function drawingOf({ attributes }: Signature): CatalogDrawing {
  const { pane, bounds, levels, offset } = attributes;
  const list = (text: string | number | boolean | undefined, by: string): string[] =>
    text === undefined ? [] : String(text).split(by);
  const [low, high] = list(bounds, "..").map(Number);
  const offsets = list(offset, ",");
  return {
    pane: pane === "overlay" || pane === "separate" ? pane : null,
    bounds: low === undefined || high === undefined ? null : [low, high],
    levels: list(levels, ",").map(Number),
    offsets: offsets.flatMap((output, at) => (at % 2 === 0 ? [{ output, rows: offsets[at + 1]! }] : [])),
  };
}

/** What a series that must be given is in the example: something that shows what the function is for. */
function illustration(formal: TypedFormal, before: readonly TypedFormal[]): string {
  if (formal.name === "anchor") return "crossup(close, sma(close, 20))";
  if (formal.type.kind === "bool") return "close > open";
  if (formal.name === "upper" || formal.name === "lower") return `bbands(20, 2).${formal.name}`;
  return before.some(({ type }) => type.kind === "float") ? "sma(close, 20)" : "close";
}

/** A call at the defaults: what must be given, and the scalars. */
function exampleCall(signature: Signature): string {
  const { formals } = signature;
  const isChoice = (formal: TypedFormal): boolean => (formal.range?.choices ?? null) !== null;
  const firstChoice = formals.findIndex(isChoice);
  const args = formals.flatMap((formal, index): string[] => {
    const initial = formal.default && defaultText(formal.default);
    // What stands after a text that is left out goes by name, where it says anything.
    const behind = firstChoice >= 0 && firstChoice < index;
    if (isSeries(formal)) {
      const series = initial ?? illustration(formal, formals.slice(0, index).filter(isSeries));
      return [behind ? `${formal.name} = ${series}` : series];
    }
    return isChoice(formal) || initial === null || behind ? [] : [initial];
  });
  // Nothing is not said, where nothing comes behind it.
  while (args.at(-1) === "na") args.pop();
  return `${writtenName(signature.function)}(${args.join(", ")})`;
}

function entryOf(signature: Signature, family: string, definition: string): CatalogEntry {
  const { module, name } = signature.function;
  let known: CatalogBounds | undefined;
  const bounds = (): CatalogBounds => (known ??= boundsOf(signature));
  const style = (output: string, kind: CatalogOutput["kind"]): string =>
    String(
      signature.attributes[`style.${output}`] ??
        signature.attributes.style ??
        (kind === "condition" ? "markers" : "line"),
    );
  return {
    id: writtenName(signature.function),
    module,
    name,
    title: firstSentence(signature.doc),
    doc: signature.doc ?? "",
    definition,
    family,
    aliases: signature.aliases,
    signature: signatureText(signature),
    inputs: signature.formals.filter(isSeries).map(inputOf),
    parameters: signature.formals.filter((formal) => !isSeries(formal)).map(parameterOf),
    outputs: resultInfo(signature.result).map((output) => {
      const kind = output.type === "bool" ? "condition" : "number";
      return { name: output.name, kind, style: style(output.name, kind) };
    }),
    drawing: drawingOf(signature),
    example: exampleCall(signature),
    get warmUp() {
      return bounds().warmUp;
    },
    get history() {
      return bounds().history;
    },
    get fields() {
      return bounds().fields;
    },
  };
}

let entries: readonly CatalogEntry[] | undefined;

/** Every function of the library, the prelude first, then by module; within each by family and name. */
export function catalog(): readonly CatalogEntry[] {
  if (entries === undefined) {
    const key = ({ module, family, name }: CatalogEntry): string => `${module}\0${family}\0${name}`;
    entries = [...standardLibrary.list()]
      .map(({ family, signature, definition }) => entryOf(signature, family, definition))
      .sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }
  return entries;
}
