/** What is published: what is in the packed files, how others' tools read them, and that an install of them runs. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pack, type Packed } from "../../scripts/pack.mjs";
import { packageOf, thisPlatform, tripleOf } from "../src/engine/platform.ts";
import { root } from "./setup.ts";

const folder = mkdtempSync(join(tmpdir(), "ta-packed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ENGINE = packageOf(thisPlatform());
const NAMES = ["@laakhay/ta", "@laakhay/ta-compiler", ENGINE];
let packages: Map<string, Packed>;
beforeAll(async () => {
  const done = await pack();
  packages = new Map(done.packages.map((each) => [each.name, each]));
  expect(done.absent).not.toContain(tripleOf(thisPlatform()));
}, 600_000);

const manifestOf = (name: string) =>
  JSON.parse(readFileSync(join(packages.get(name)!.folder, "package.json"), "utf8")) as {
    scripts?: Record<string, string>;
    version: string;
    optionalDependencies: Record<string, string>;
    os: string[];
  };

describe("what is in the packages", () => {
  const common = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json"];
  const modules = (...names: string[]): string[] =>
    names.flatMap((name) => ["cjs", "d.cts", "d.ts", "js"].map((ending) => `dist/${name}.${ending}`));

  test("these files and no others: no sources, no tests, no maps", () => {
    const notices = "dist/THIRD-PARTY-LICENSES.txt";
    expect(packages.get("@laakhay/ta")!.files).toEqual(
      [...common, "bin/ta.js", "dist/cli.js", notices, ...modules("catalog", "index")].sort(),
    );
    expect(packages.get("@laakhay/ta-compiler")!.files).toEqual(
      [...common, notices, ...modules("compiler", "prettier")].sort(),
    );
    expect(packages.get(ENGINE)!.files).toEqual([...common, `ta.${tripleOf(thisPlatform())}.node`].sort());
  });
  test("nothing runs when they are installed, and the engine is optional on every platform", () => {
    for (const name of NAMES) expect(manifestOf(name).scripts).toBeUndefined();
    const { version, optionalDependencies } = manifestOf("@laakhay/ta");
    expect(optionalDependencies[ENGINE]).toBe(version);
    expect(Object.keys(optionalDependencies).length).toBe(8);
    expect(manifestOf(ENGINE).version).toBe(version);
    expect(manifestOf(ENGINE).os).toEqual([process.platform]);
  });
  test("a bundle carries the licences of what it has taken in", () => {
    const notices = (name: string): string =>
      readFileSync(join(packages.get(name)!.folder, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    for (const taken of ["chevrotain", "cborg", "@noble/hashes"])
      expect(notices("@laakhay/ta-compiler")).toMatch(new RegExp(`^${taken} \\d`, "m"));
    expect(notices("@laakhay/ta")).toMatch(/^commander \d/m);
    expect(notices("@laakhay/ta")).not.toMatch(/\bGPL|Copyleft/);
  });
});

describe("how tools read them", () => {
  test.each(NAMES)("publint finds nothing in %s", async (name) => {
    const { messages } = await publint({ pkgDir: packages.get(name)!.folder, strict: true });
    expect(messages).toEqual([]);
  });
  test.each(["@laakhay/ta", "@laakhay/ta-compiler"])("types of %s resolve for import and require", (name) => {
    const tool = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [tool, packages.get(name)!.file, "--profile", "node16", "--format", "ascii", "--no-color"],
      { encoding: "utf8", cwd: folder },
    );
    expect({ status, stdout: status === 0 ? "" : stdout, stderr }).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });
});

describe("an install in an empty folder", () => {
  const run = (command: string, args: readonly string[]) =>
    spawnSync(command, args, { encoding: "utf8", cwd: folder, timeout: 500_000 });
  let reason: string | null = null;
  beforeAll(() => {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "app", private: true }));
    const files = NAMES.map((name) => packages.get(name)!.file);
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const flags = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", "--fetch-retries=1"];
    const { status, stderr } = run(npm, ["install", ...flags, ...files]);
    if (status !== 0) reason = stderr;
  }, 600_000);

  const installed = (context: { skip: (note: string) => never }): void => {
    // Without a registry their dependencies cannot be had: that says nothing about the packages.
    if (reason !== null && /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENOTCACHED/.test(reason))
      context.skip("no package registry can be reached");
    expect(reason).toBe(null);
  };

  test("the command runs", (context) => {
    installed(context);
    const bars = join(folder, "bars.csv");
    writeFileSync(bars, "timestamp,close\n2024-01-01,1\n2024-01-02,2\n");
    const bin = join(folder, "node_modules/.bin/ta");
    const ran = run(bin, ["run", "-e", "sma(close, 2)", "--data", bars, "--format", "csv"]);
    expect(ran.stderr).toBe("");
    expect(ran.stdout).toBe("timestamp,result\n2024-01-01,\n2024-01-02,1.5\n");
  });
  test("its modules are imported and required, and are one", (context) => {
    installed(context);
    writeFileSync(
      join(folder, "app.mjs"),
      `import { createRequire } from "node:module";
      import { compile, TaError } from "@laakhay/ta";
      import { find } from "@laakhay/ta/catalog";
      const required = createRequire(import.meta.url)("@laakhay/ta");
      const { outputs } = compile("close * 2").run({ close: [1, 2] });
      console.log([...outputs.result].join(), find("rsi").name, required.TaError === TaError);`,
    );
    const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
    expect(major > 20 || minor >= 19).toBe(true);
    const ran = run(process.execPath, [join(folder, "app.mjs")]);
    expect(ran.stderr).toBe("");
    expect(ran.stdout).toBe("2,4 rsi true\n");
  });
  test("TypeScript reads its types, as a module and as CommonJS", (context) => {
    installed(context);
    const text = `import { compile, type RunResult } from "@laakhay/ta";
      import { find } from "@laakhay/ta/catalog";
      export const result: RunResult = compile("close").run({ close: [1] });
      export const name: string | undefined = find("rsi")?.name;
      // @ts-expect-error: rows are a number
      export const wrong: string = result.rows;\n`;
    writeFileSync(join(folder, "use.mts"), text);
    writeFileSync(join(folder, "use.cts"), text);
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const flags =
      "--noEmit --strict --skipLibCheck --module nodenext --target es2022 --lib es2023,esnext.disposable";
    const types = ["--types", "node", "--typeRoots", join(root, "node_modules/@types")];
    const ran = run(process.execPath, [tsc, ...flags.split(" "), ...types, "use.mts", "use.cts"]);
    expect(ran.stdout).toBe("");
    expect(ran.status).toBe(0);
  });
});
