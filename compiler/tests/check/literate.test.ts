import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CODES } from "../../src/generated/codes.ts";
import { check } from "../../src/index.ts";

/** Every diagnostic of a program as a line: code, the text it points at, the message, hint and fix. */
function answer(source: string): string {
  return check(source)
    .diagnostics.map(({ code, span, message, hint, fix }) => {
      const at = JSON.stringify(source.slice(span.start, span.end));
      const more = [hint && `  hint: ${hint}`, fix && `  fix: ${fix.title}`].filter(Boolean);
      return [`${code} ${span.start}:${span.end} ${at} ${message}`, ...more].join("\n");
    })
    .map((line) => `${line}\n`)
    .join("");
}

const here = import.meta.dirname;
const pattern = /## (.*)\n\n```ta\n([^]*?)\n```\n\n```text\n([^]*?)```/g;
const seen = new Set<string>();

for (const file of readdirSync(here).filter((name) => name.endsWith(".md"))) {
  const path = `${here}/${file}`;
  let text = readFileSync(path, "utf8");
  if (process.env.BLESS === "1") {
    text = text.replace(pattern, (_, title: string, source: string) => `## ${title}\n\n\`\`\`ta\n${source}\n\`\`\`\n\n\`\`\`text\n${answer(source)}\`\`\``);
    writeFileSync(path, text);
  }
  describe(file, () => {
    const cases = [...text.matchAll(pattern)];
    it("has cases", () => expect(cases.length).toBeGreaterThan(4));
    for (const [, title, source, expected] of cases) {
      for (const [code] of expected!.matchAll(/TA\d{4}/g)) seen.add(code);
      it(title!, () => expect(answer(source!)).toBe(expected));
    }
  });
}

it("has a case for every code of names, types, this version and lints that the checker reports", () => {
  // Some codes belong to the parser, to modules of later versions, to the engine or to a binding;
  // TA3013 needs a program too large to read and is in semantics/library.test.ts; TA3018 needs a host's limits and is in
  // runtime/tests/limits.test.ts.
  const elsewhere = ["TA2016", "TA3013", "TA3018", "TA5005"];
  const due = Object.values(CODES).map(({ code }) => code as string);
  const checked = due.filter((code) => /^TA[2345]/.test(code) && !elsewhere.includes(code));
  expect(checked.filter((code) => !seen.has(code))).toEqual([]);
});
