import { readFileSync } from "node:fs";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { doc, format as layOut } from "prettier";
import { describe, expect, test } from "vitest";
import { fingerprint, format } from "../../src/index.ts";

const { builders } = doc;

const root = resolve(import.meta.dirname, "../../..");
const programs = ["examples", "compiler/std"]
  .flatMap((folder) =>
    readdirSync(resolve(root, folder), { recursive: true, encoding: "utf8" }).map(
      (name) => `${folder}/${name}`,
    ),
  )
  .filter((path) => path.endsWith(".ta"))
  .map((path) => [path, readFileSync(resolve(root, path), "utf8")] as const);

describe("a fingerprint", () => {
  test.each(programs)("is the layout's no part: %s", async (_, source) => {
    const plain = fingerprint(source)!;
    // Wider lines, CRLF, tabs and comments say nothing.
    const other = source
      .split("\n")
      .map((line) => (line.trimStart().startsWith("##") ? line : `${line}   # noted`))
      .join("\r\n");
    expect(fingerprint(other)!.text).toBe(plain.text);
    const formatted = await format(
      source.replaceAll(/^(?!\s*##).*$/gm, (line) => line.replaceAll(/ (?=[=<>+*])/g, "  ")),
      { format: layOut, builders },
    );
    expect(fingerprint(formatted)!.text).toBe(plain.text);
    plain.spans.forEach(({ start, end }, token) => {
      const there = fingerprint(other)!.spans[token]!;
      expect(other.slice(there.start, there.end)).toBe(source.slice(start, end));
    });
  });

  test("is another one for whatever says another thing", () => {
    const texts = [
      "a b",
      "ab",
      "a\nb",
      '"a b"',
      "a  # b",
      "## b\na",
      "a\n## b",
      "f(a b)",
      "f(a, b)",
      "A b",
      "a b;",
    ];
    const prints = texts.map((text) => fingerprint(text)?.text ?? text);
    // A comment, and the semicolon that a line's end is, say nothing.
    expect(new Set(prints).size).toBe(texts.length - 1);
    expect(fingerprint("a b;")!.text).toBe(fingerprint("a b")!.text);
  });

  test("is none of a text that cannot be read", () => {
    for (const text of ["'open", "a $ b", "1.2.3", "`BTC"]) expect(fingerprint(text), text).toBeNull();
  });
});
