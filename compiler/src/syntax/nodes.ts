/** Pieces of the tree that the parser puts together, and what is left of a statement that it cannot read. */
import type { IToken } from "chevrotain";
import type { Argument, Expression, Identifier, Item, Span } from "./ast.ts";
import { between } from "./operators.ts";
import { endOf, spanOf } from "./scan.ts";
import * as t from "./tokens.ts";

type Bare<T> = T extends unknown ? Omit<T, "doc" | "attributes"> : never;
/** An item without what stands above it. */
export type BareItem = Bare<Item>;

/** A name with its place. */
export function identifier(token: IToken): Identifier {
  return { name: token.image, span: spanOf(token) };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/** What a quoted text says: without its quotes, escapes resolved; an unknown escape is its character. */
export function textOf(image: string): string {
  const quote = image.slice(0, 1);
  const body = image.length > 1 && image.endsWith(quote) ? image.slice(1, -1) : image.slice(1);
  return body.includes("\\") ? body.replace(/\\(.)/gs, (_, mark: string) => escapes[mark] ?? mark) : body;
}

export function brokenArgument(span: Span): Argument {
  return { name: null, value: brokenAt(span), span };
}

export function brokenAt(span: Span): Expression {
  return { kind: "broken", span };
}

/** `object.member`; `skip` is the length of the dot that a segment carries. */
export function member(object: Expression, token: IToken, skip: number): Expression {
  const end = endOf(token);
  return {
    kind: "member",
    object,
    member: { name: token.image.slice(skip), span: { start: token.startOffset + skip, end } },
    span: { start: object.span.start, end },
  };
}

/** What is left of a statement that could not be read: its name, so that uses of it are not reported too. */
export function salvage(tokens: readonly IToken[]): BareItem | null {
  const first = tokens.find((token) => token.tokenType !== t.At) as IToken | undefined;
  const last = tokens[tokens.length - 1] as IToken;
  const at = tokens.findIndex((token) =>
    [t.Param, t.Let, t.FnStatement, t.Label, t.Out, t.Alert, t.Edition, t.Use].includes(token.tokenType),
  );
  if (first === undefined) return null;
  const head = tokens[at < 0 ? 0 : at] as IToken;
  const span = between(head, last);
  const broken = brokenAt(span);
  // `x = …` without `let`: a name is declared all the same.
  if (at < 0 && head.tokenType === t.Name && tokens[1]?.tokenType === t.Equals)
    return { kind: "let", name: identifier(head), type: null, value: broken, span };
  const next = at < 0 ? undefined : tokens[at + 1];
  const isName = next !== undefined && (next.tokenType === t.Name || t.softWords.has(next.image));
  if (next === undefined || !isName) return at < 0 ? { kind: "expression", value: broken, span } : null;
  const name = identifier(next);
  switch (head.tokenType) {
    case t.Out:
      return { kind: "output", name, value: broken, span };
    case t.Alert:
      return { kind: "alert", name, condition: broken, span };
    case t.Label:
      return { kind: "label", name, value: broken, span };
    case t.Edition:
    case t.Use:
      return null;
    default:
      return { kind: "let", name, type: null, value: broken, span };
  }
}
