/** What a program's text says, whatever its layout: the key of a cache of plans. */
import type { Span } from "./ast.ts";
import { layout } from "./layout.ts";
import { scan, spanOf } from "./scan.ts";

export interface Fingerprint {
  /**
   * The tokens by line with the documentation between them, and nothing else of the text: two programs with equal
   * fingerprints have equal trees, but for their places.
   */
  readonly text: string;
  /** Where each token stands, in order: what stands at the same number in two equal fingerprints is the same. */
  readonly spans: readonly Span[];
}

// No token holds a control character: texts of tokens cannot run together.
const TOKEN = "\u001f";
const STATEMENT = "\u001e";

/** The fingerprint of a text; null where it has a fault that the scanner or the layout reports. Never throws. */
export function fingerprint(source: string): Fingerprint | null {
  const { tokens, comments, diagnostics } = scan(source);
  if (diagnostics.length > 0) return null;
  const laidOut = layout(source, tokens);
  if (laidOut.diagnostics.length > 0) return null;
  const docs = comments.filter((comment) => comment.doc);
  const parts: string[] = [];
  const spans: Span[] = [];
  let next = 0;
  const document = (before: number): void => {
    for (; next < docs.length && docs[next]!.span.start < before; next++)
      parts.push(docs[next]!.text.trimEnd(), TOKEN);
  };
  for (const { tokens: statement } of laidOut.statements) {
    for (const token of statement) {
      // What the layout made up has no place of its own.
      const made = token.image === "" || Number.isNaN(token.startOffset);
      if (!made) document(token.startOffset);
      parts.push(made ? token.tokenType.name : token.image, TOKEN);
      if (!made) spans.push(spanOf(token));
    }
    parts.push(STATEMENT);
  }
  document(Infinity);
  return { text: parts.join(""), spans };
}
