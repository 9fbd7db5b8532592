/**
 * The standard library as the checker and the elaborator see it: signatures by name, bodies decoded when named.
 * The shipped form is text (generated/library.ts), so that a start costs nothing for what no program names.
 */
import type { Span } from "../syntax/ast.ts";
import type { Base, Qualifier, Signature, Type, TypedBody, TypedFunction } from "./typed.ts";
import { valueType } from "./types.ts";

/** One function as it is shipped: every name it goes by (its own first), its signature and body as JSON. */
export interface LibraryEntry {
  /** "" is the prelude, whose names stand alone. */
  readonly module: string;
  /** The file it stands in, without its ending: averages, momentum, … */
  readonly family: string;
  readonly names: string;
  readonly signature: string;
  readonly body: string;
}

export interface Library {
  /** By name or alias, in its exact case; null where there is none. The module "" is the prelude. */
  find(name: string, module?: string): Signature | null;
  /** By the function's own name. */
  body(name: string, module?: string): TypedBody;
  /** Every name and alias of a module, but those that begin with `_`, which are the library's own. */
  names(module?: string): Iterable<string>;
  /** The modules that are called by name: talib, … */
  readonly modules: readonly string[];
  /** Every function with its family, by module and name; those that begin with `_` are left out. */
  list(): Iterable<{ readonly family: string; readonly signature: Signature }>;
}

const NOWHERE: Span = { start: 0, end: 0 };
const BASES: Readonly<Record<string, Base>> = { f: "float", i: "int", b: "bool", s: "string", d: "duration" };
const QUALIFIERS: Readonly<Record<string, Qualifier>> = { c: "const", p: "param", s: "series" };

function encodeType(type: Type): string {
  if (type.kind === "record")
    return `{${type.fields.map((field) => `${field.name}:${encodeType(field.type)}`).join()}}`;
  return type.kind[0]! + type.qualifier[0]!;
}
function decodeType(text: string): Type {
  if (!text.startsWith("{")) return valueType(BASES[text[0]!]!, QUALIFIERS[text[1]!]!);
  const fields = text.slice(1, -1).split(",");
  return {
    kind: "record",
    fields: fields.map((field) => {
      const [name, type] = field.split(":") as [string, string];
      return { name, type: decodeType(type) };
    }),
  };
}

const encode = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key: string, item: unknown) {
    if (key === "span") return undefined;
    const typed = key === "type" || (key === "result" && "formals" in this);
    return typed ? encodeType(item as Type) : item;
  });

function decode<T>(text: string): T {
  return JSON.parse(text, (key: string, item: unknown) => {
    if ((key === "type" || key === "result") && typeof item === "string") return decodeType(item);
    if (item !== null && typeof item === "object" && "kind" in item && key !== "type" && !("span" in item)) {
      const node = item as { kind: string; value?: unknown; span?: Span };
      if (node.kind === "record" && key === "result" && !("type" in item)) return item;
      node.span = NOWHERE;
      // JSON has no NaN: a missing constant is written as null.
      if (node.kind === "constant" && node.value === null) node.value = NaN;
    }
    return item;
  }) as T;
}

export function encodeFunction(definition: TypedFunction, family: string): LibraryEntry {
  const { body, ...signature } = definition;
  return {
    module: signature.function.module,
    family,
    names: [signature.function.name, ...signature.aliases].join(" "),
    signature: encode(signature),
    body: encode(body),
  };
}

/** A library over shipped entries. Nothing is decoded before it is named; what was decoded is kept. */
export function openLibrary(entries: readonly LibraryEntry[]): Library {
  const modules = new Map<string, Map<string, number>>();
  entries.forEach((entry, position) => {
    let index = modules.get(entry.module);
    if (index === undefined) modules.set(entry.module, (index = new Map()));
    for (const name of entry.names.split(" ")) if (!index.has(name)) index.set(name, position);
  });
  const signatures = new Map<number, Signature>();
  const bodies = new Map<number, TypedBody>();
  const signature = (position: number): Signature => {
    let found = signatures.get(position);
    if (found === undefined)
      signatures.set(position, (found = decode<Signature>(entries[position]!.signature)));
    return found;
  };
  return {
    find(name, module = "") {
      const position = modules.get(module)?.get(name);
      return position === undefined ? null : signature(position);
    },
    body(name, module = "") {
      const position = modules.get(module)?.get(name);
      if (position === undefined) throw new Error(`no function ${name} in the library`);
      let found = bodies.get(position);
      if (found === undefined) bodies.set(position, (found = decode<TypedBody>(entries[position]!.body)));
      return found;
    },
    *names(module = "") {
      for (const name of modules.get(module)?.keys() ?? []) if (!isPrivate(name)) yield name;
    },
    modules: [...modules.keys()].filter((module) => module !== ""),
    *list() {
      for (const [position, { family, names }] of entries.entries())
        if (!isPrivate(names)) yield { family, signature: signature(position) };
    },
  };
}

/** Names of the library's own use. */
export const isPrivate = (name: string): boolean => name.startsWith("_");
