/**
 * The tree that the formatter prints: the untyped tree with a kind on every node that can carry a comment, with an
 * item's attributes beside its declaration, and with names in the case in which the language writes them.
 */
import type { Comment } from "../syntax/parse.ts";
import type {
  Argument,
  Attribute,
  Expression,
  Formal,
  FunctionBody,
  Identifier,
  Item,
  Let,
  Program,
  RangeExpression,
  RecordField,
  Span,
  TypeExpression,
} from "../syntax/ast.ts";
import { canonicalNames } from "./names.ts";

type TypeField = { readonly name: Identifier; readonly type: TypeExpression | null };

/** A comment as prettier's attachment wants it: its place is told by `placed`. */
export interface PlacedComment extends Comment {
  placed?: "ownLine" | "endOfLine" | "remaining";
  leading?: boolean;
  trailing?: boolean;
  printed?: boolean;
  enclosingNode?: FormatNode;
  precedingNode?: FormatNode;
  followingNode?: FormatNode;
}

interface Carrier {
  readonly span: Span;
  comments?: PlacedComment[];
}

/** What an item declares, without what stands above it. */
export type Declaration = Exclude<Item, Let> | Let;

export type FormatNode = Carrier &
  (
    | { readonly kind: "program"; readonly items: readonly FormatNode[] }
    | {
        readonly kind: "decorated";
        readonly attributes: readonly FormatNode[];
        readonly declaration: FormatNode;
      }
    | ({ readonly kind: "attribute" } & Attribute)
    | ({ readonly kind: "argument" } & Argument)
    | ({ readonly kind: "formal" } & Formal)
    | ({ readonly kind: "field" } & RecordField)
    | ({ readonly kind: "typeField" } & TypeField)
    | { readonly kind: "recordType"; readonly fields: readonly TypeField[] }
    | (TypeExpression & { readonly kind: "named" })
    | RangeExpression
    | Expression
    | Declaration
  );

/** The whole source, with its comments for prettier to attach. */
export interface FormatTree {
  readonly kind: "program";
  readonly items: readonly FormatNode[];
  readonly span: Span;
  comments: PlacedComment[];
}

type Plain = { readonly [key: string]: unknown };

/** The kinds of nodes that the untyped tree tells by their place alone. */
const KIND_BY_PLACE: Readonly<Record<string, string>> = {
  arguments: "argument",
  formals: "formal",
  attributes: "attribute",
};

function tagged(value: unknown, place: string): unknown {
  if (Array.isArray(value)) return value.map((item) => tagged(item, place));
  if (typeof value !== "object" || value === null || place === "span") return value;
  const node = value as Plain;
  if (place === "name" || place === "member" || place === "words" || place === "parameters") return value;
  const copy: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(node)) copy[key] = tagged(child, key);
  if (place === "fields") {
    const field = node as unknown as RecordField & TypeField;
    const end = (field.value ?? field.type)?.span.end ?? field.name.span.end;
    copy["kind"] = "type" in node ? "typeField" : "field";
    copy["span"] = { start: field.name.span.start, end };
  } else if ((place === "type" || place === "result") && node["kind"] === "record" && isType(node)) {
    copy["kind"] = "recordType";
  } else if (place in KIND_BY_PLACE) copy["kind"] = KIND_BY_PLACE[place];
  return copy;
}

/** `{upper, middle}` after `->` against `{upper: m + d}` as a body's last line: both are records by kind. */
const isType = (node: Plain): boolean =>
  (node["fields"] as readonly Plain[]).every((field) => "type" in field);

/** The tree of a program that was parsed without an error. */
export function formatTree(program: Program, comments: readonly Comment[]): FormatTree {
  const canonical = canonicalNames(program);
  const items = canonical.items.map((item): FormatNode => {
    const { attributes, ...declaration } = tagged(item, "items") as Item;
    const first = attributes[0];
    const start = first === undefined ? item.span.start : Math.min(first.span.start, item.span.start);
    return {
      kind: "decorated",
      attributes: attributes as unknown as readonly FormatNode[],
      declaration: declaration as unknown as FormatNode,
      span: { start, end: item.span.end },
    };
  });
  // Inside a statement a second mark documents nothing, and on a line of its own it would look as if it did.
  const within = (comment: Comment): boolean =>
    items.some(({ span }) => comment.span.start >= span.start && comment.span.start < span.end);
  return {
    kind: "program",
    items,
    span: program.span,
    comments: comments.map((comment) => ({
      ...comment,
      text: (within(comment) ? comment.text.replace(/^##+/, "#") : comment.text).trimEnd(),
    })),
  };
}

const TYPES: ReadonlySet<unknown> = new Set(["named", "recordType"]);

/** The nodes directly below one: those that can carry comments. A type is a word of its declaration and carries none. */
export function childNodes(node: FormatNode): FormatNode[] {
  const found: FormatNode[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === "object" && value !== null) {
      if ("kind" in value) {
        if (!TYPES.has(value.kind)) found.push(value as FormatNode);
      }
      // A body is no node of its own: its lines are the function's.
      else if ("lets" in value) {
        const { lets, result } = value as FunctionBody;
        found.push(...lets, result);
      }
    }
  };
  for (const [key, value] of Object.entries(node)) if (key !== "comments" && key !== "span") collect(value);
  return found;
}

const INSIGNIFICANT: ReadonlySet<string> = new Set(["span", "text", "comments"]);

/** What a program says, whatever its layout: equal texts of two programs mean equal programs. */
export function meaning(program: Program): string {
  return JSON.stringify(canonicalNames(program), (key, value: unknown) =>
    INSIGNIFICANT.has(key)
      ? undefined
      : typeof value === "number" && !Number.isFinite(value)
        ? String(value)
        : value,
  );
}
