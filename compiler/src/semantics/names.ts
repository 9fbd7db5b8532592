/** Names: lexical scopes, and the vocabulary of fields, sources, time frames and symbols. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Span } from "../syntax/ast.ts";
import { isPrivate, type Library } from "./library.ts";
import type { Signature, Type, TypedExpression, TypedFunction, TypedProgram } from "./typed.ts";

/** What a name was declared as. */
export interface Binding {
  readonly kind: "formal" | "local" | "param";
  readonly index: number;
  /** null where the declaration is broken: uses of it are silent. */
  readonly type: Type | null;
  /** A let of a literal is that literal wherever it is named. */
  readonly value: TypedExpression | null;
  /** A let's number where it is a constant. */
  readonly constant?: number;
  /** The key under which a use is recorded; null for formals. */
  readonly use: string | null;
}

export interface Scope {
  readonly names: Map<string, Binding>;
  /** Inside a function: lets of the program are `outer` there. */
  readonly inFunction: boolean;
  readonly program: Scope | null;
  /** How many scans' steps are around: none unless given. */
  readonly level?: number;
}

/** A function of the program that is checked when it is first called. */
export interface Declaration {
  readonly span: Span;
  state: "waiting" | "busy" | "broken" | "done";
  typed: TypedFunction | null;
}

export interface Context {
  readonly problems: Diagnostic[];
  readonly source: string;
  readonly library: Library;
  /** The module that is being checked: "user" is a program, everything else the library. */
  readonly module: string;
  /** The standard library itself is being checked: engine operations may be named. */
  readonly standard: boolean;
  readonly declarations: Map<string, Declaration>;
  readonly params: TypedProgram["params"][number][];
  readonly used: Set<string>;
  /** Modules by the name they are called by: their own, or the one that `use … as` gives. null is a broken `use`. */
  readonly modules: Map<string, string | null>;
  /** Set by the checker: the signature of a function of the program, null where it is broken. */
  functionNamed(name: string, span: Span): TypedFunction | null;
}

export function lookup(scope: Scope, name: string): { binding: Binding; outer: boolean } | null {
  const own = scope.names.get(name);
  if (own !== undefined) return { binding: own, outer: false };
  const program = scope.program?.names.get(name);
  return program === undefined ? null : { binding: program, outer: true };
}

const FIELDS: Readonly<Record<string, string>> = {
  open: "open",
  high: "high",
  low: "low",
  close: "close",
  volume: "volume",
  o: "open",
  h: "high",
  l: "low",
  c: "close",
  v: "volume",
  price: "close",
};
export const fieldNames: readonly string[] = Object.keys(FIELDS);

/** The bar's field that a name stands for, in any case; null where it is none. */
export function fieldOf(name: string): string | null {
  const lower = name.toLowerCase();
  return Object.hasOwn(FIELDS, lower) ? FIELDS[lower]! : null;
}

const SOURCES = new Set(["trades", "orderbook", "liquidation", "liquidations", "funding", "open_interest"]);
export const isOtherSource = (name: string): boolean => SOURCES.has(name.toLowerCase());
export const isBars = (name: string): boolean => name.toLowerCase() === "ohlcv";

const EXCHANGES = new Set([
  "binance",
  "bybit",
  "okx",
  "coinbase",
  "kraken",
  "bitfinex",
  "kucoin",
  "deribit",
  "hyperliquid",
]);
export const isExchange = (name: string): boolean => EXCHANGES.has(name.toLowerCase());

/** `1h`, `h1`, `15m`, `1M`. */
export const isTimeframe = (name: string): boolean => /^(\d+[smhdwM]|[smhdwM]\d+)$/.test(name);

/** A name without small letters that is declared nowhere reads as a symbol: BTC, V, ES1. */
export const looksLikeSymbol = (name: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(name);

/** `24h_ago`, `change_1h`, `change_pct_24h`, `roc_24h`: a look back by time. */
export const isDurationShift = (name: string): boolean =>
  /^\d+[smhdwM]_ago$/.test(name) || /^(change|change_pct|roc)_\d+[smhdwM]$/.test(name);

/** A function of the library by name, else in any case. */
export function libraryFunction(context: Context, name: string, module = ""): Signature | null {
  if (isPrivate(name)) return null;
  return context.library.find(name, module) ?? context.library.find(name.toLowerCase(), module);
}

/** The functions of this name that modules have and the prelude has not, as a program calls them: `talib.willr`. */
export function elsewhere(context: Context, name: string): string[] {
  const found: string[] = [];
  for (const [called, module] of context.modules) {
    const signature = module === null || module === "" ? null : libraryFunction(context, name, module);
    if (signature !== null) found.push(`${called}.${name.toLowerCase()}`);
  }
  return found;
}

/** "Did you mean", of names that are as good as each other; there is a fix where there is but one. */
export function meantOneOf(names: readonly string[], span: Span): Pick<Diagnostic, "hint" | "fix"> {
  const [first] = names;
  if (first === undefined) return { hint: null, fix: null };
  return {
    hint: `did you mean ${names.map((name) => `\`${name}\``).join(" or ")}?`,
    fix: names.length > 1 ? null : { title: `write ${first}`, span, replacement: first },
  };
}

/** Every name that could stand where an unknown one does. */
export function* nearNames(context: Context, scope: Scope): Iterable<string> {
  yield* scope.names.keys();
  if (scope.program !== null) yield* scope.program.names.keys();
  yield* context.declarations.keys();
  yield* fieldNames;
  yield* context.library.names();
}

/** The nearest of the names that could stand where an unknown one does. */
export function nearestName(context: Context, scope: Scope, name: string): string[] {
  const near = suggest(name, nearNames(context, scope));
  return near === null ? [] : [near];
}

/** The nearest names of functions; where none that stands alone is near, those of modules. */
export function nearestFunctions(context: Context, scope: Scope, name: string): string[] {
  const near = nearestName(context, scope, name);
  if (near.length > 0) return near;
  const names = new Set<string>();
  for (const module of context.modules.values())
    if (module !== null && module !== "") for (const each of context.library.names(module)) names.add(each);
  const meant = suggest(name, names);
  return meant === null ? [] : elsewhere(context, meant);
}
