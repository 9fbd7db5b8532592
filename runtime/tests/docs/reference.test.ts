/**
 * docs/reference is what the definitions and the engine make of it now. `npm run bless docs/reference` writes it. Every
 * page's example runs here: its values are what the page's plot draws.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSeries } from "../../../spec/generate/reference/bars.ts";
import { reference } from "../../../spec/generate/reference/reference.ts";
import { root } from "../setup.ts";

const folder = join(root, "docs/reference");
const made = reference(readSeries(join(root, "data/stocks.csv.gz")));
const there = existsSync(folder)
  ? readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll("\\", "/"),
      )
  : [];

if (process.env["BLESS"] === "1") {
  for (const path of there) if (!made.has(path)) rmSync(join(folder, path));
  for (const [path, text] of made) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

describe("the reference", () => {
  test("has a file for each that is made, and no other", () => {
    const now = process.env["BLESS"] === "1" ? [...made.keys()] : there;
    expect([...now].sort()).toEqual([...made.keys()].sort());
  });
  test("says what the definitions say now", () => {
    const stale = [...made].filter(([path, text]) => {
      const file = join(folder, path);
      return !existsSync(file) || readFileSync(file, "utf8") !== text;
    });
    expect(stale.map(([path]) => path)).toEqual([]);
  });
  test("stays light, and every link in it leads somewhere", () => {
    const drawings = [...made].filter(([path]) => path.endsWith(".svg"));
    const drawn = drawings.reduce((sum, [, text]) => sum + text.length, 0);
    expect(drawn / drawings.length).toBeLessThan(6_000);
    let total = 0;
    for (const [path, text] of made) {
      total += text.length;
      expect(text.length, path).toBeLessThan(path.endsWith(".svg") ? 12_000 : 40_000);
      if (!path.endsWith(".md")) continue;
      for (const [, link] of text.matchAll(/\]\(([^)#\s]+)/g)) {
        const target = join(dirname(path), link!).replaceAll("\\", "/");
        expect(made.has(target) || existsSync(join(folder, target)), `${path}: ${link!}`).toBe(true);
      }
    }
    expect(total).toBeLessThan(4_500_000);
  });
  test("draws what the engine says: places only, all of them numbers", () => {
    for (const [path, text] of made)
      if (path.endsWith(".svg")) {
        expect(text, path).not.toMatch(/NaN|Infinity|undefined/);
        expect(text.match(/<path/g)!.length, path).toBeGreaterThan(4);
      }
  });
});
