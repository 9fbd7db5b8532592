/**
 * The standard library as the checker and the elaborator see it: signatures by name, bodies decoded when named.
 * The shipped form is text (generated/library.ts), so that a start costs nothing for what no program names.
 */
import { ShippedReader, ShippedWriter } from "./shipped.ts";
import type { Signature, TypedBody, TypedExpression, TypedFunction } from "./typed.ts";

/**
 * One function as it is shipped. The module "" is the prelude, whose names stand alone; the family is the file that it
 * stands in, without its ending; names are all that it goes by, its own first; the doc may be ""; signature and body
 * are as semantics/shipped.ts writes them; the definition is what the two say, as it is written.
 */
export type LibraryEntry = readonly [
  module: string,
  family: string,
  names: string,
  doc: string,
  signature: string,
  body: string,
  definition: string,
];

export interface Library {
  /** By name or alias, in its exact case; null where there is none. The module "" is the prelude. */
  find(name: string, module?: string): Signature | null;
  /** By the function's own name. */
  body(name: string, module?: string): TypedBody;
  /** Every name and alias of a module, but those that begin with `_`, which are the library's own. */
  names(module?: string): Iterable<string>;
  /** The modules that are called by name: talib, … */
  readonly modules: readonly string[];
  /** Every function with its family and its text, by module and name; those that begin with `_` are left out. */
  list(): Iterable<{ readonly family: string; readonly signature: Signature; readonly definition: string }>;
}

export function encodeFunction(definition: TypedFunction, family: string, source: string): LibraryEntry {
  const { function: named, aliases, formals, result, doc, attributes, body, ...rest } = definition;
  // What is added to a signature has to be shipped too.
  rest satisfies Record<string, never>;
  const signature = new ShippedWriter().formals(formals).type(result).value(attributes);
  const shipped = new ShippedWriter().value(body.lets).value(body.result);
  return [
    named.module,
    family,
    [named.name, ...aliases].join(" "),
    doc ?? "",
    signature.toString(),
    shipped.toString(),
    source,
  ];
}

function decodeSignature([module, , names, doc, text]: LibraryEntry): Signature {
  const [name, ...aliases] = names.split(" ") as [string, ...string[]];
  const reader = new ShippedReader(text);
  return {
    function: { module, name },
    aliases,
    formals: reader.formals(),
    result: reader.type(),
    doc: doc === "" ? null : doc,
    attributes: reader.value() as Signature["attributes"],
  };
}

function decodeBody(entry: LibraryEntry): TypedBody {
  const reader = new ShippedReader(entry[5]);
  return { lets: reader.value() as TypedExpression[], result: reader.value() as TypedExpression };
}

/** The whole of what was encoded, but for the places in its source. */
export const decodeFunction = (entry: LibraryEntry): TypedFunction => ({
  ...decodeSignature(entry),
  body: decodeBody(entry),
});

/** A library over shipped entries. Nothing is decoded before it is named; what was decoded is kept. */
export function openLibrary(entries: readonly LibraryEntry[]): Library {
  const modules = new Map<string, Map<string, number>>();
  entries.forEach(([module, , names], position) => {
    let index = modules.get(module);
    if (index === undefined) modules.set(module, (index = new Map()));
    for (const name of names.split(" ")) if (!index.has(name)) index.set(name, position);
  });
  const signatures = new Map<number, Signature>();
  const bodies = new Map<number, TypedBody>();
  const signature = (position: number): Signature => {
    let found = signatures.get(position);
    if (found === undefined) signatures.set(position, (found = decodeSignature(entries[position]!)));
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
      if (found === undefined) bodies.set(position, (found = decodeBody(entries[position]!)));
      return found;
    },
    *names(module = "") {
      for (const name of modules.get(module)?.keys() ?? []) if (!isPrivate(name)) yield name;
    },
    modules: [...modules.keys()].filter((module) => module !== ""),
    *list() {
      for (const [position, [, family, names, , , , definition]] of entries.entries())
        if (!isPrivate(names)) yield { family, signature: signature(position), definition };
    },
  };
}

/** Names of the library's own use. */
export const isPrivate = (name: string): boolean => name.startsWith("_");
