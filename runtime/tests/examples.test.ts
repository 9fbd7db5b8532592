// What the README and the docstrings show, run: every TypeScript block, and every command with what it prints. And
// every program of examples/, over the embedded bars.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { transform } from "esbuild";
import { describe, expect, test } from "vitest";
import * as compiler from "../../compiler/src/index.ts";
import * as catalog from "../src/catalog.ts";
import * as runtime from "../src/index.ts";
import { root, ta } from "./setup.ts";

const modules: Record<string, object> = {
  "@laakhay/ta": runtime,
  "@laakhay/ta/catalog": catalog,
  "@laakhay/ta-compiler": compiler,
};

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(root, folder, name));
}

/** The `ts` blocks of a page, or of the comments of a source file. */
function blocks(path: string): string[] {
  const text = readFileSync(path, "utf8").replaceAll(/^ *\* ?/gm, (mark) =>
    path.endsWith(".ts") ? "" : mark,
  );
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match) => match[1]!);
}

/** Runs a block as a module would: its imports are our modules, and beside them it finds bars. */
async function run(block: string): Promise<void> {
  const { code } = await transform(block, { loader: "ts", target: "node20" });
  const body = code.replaceAll(
    /^import \{([^}]*)\} from "([^"]+)";$/gm,
    (_, names: string, module: string) => `const {${names}} = modules["${module}"];`,
  );
  const close = Float64Array.from({ length: 300 }, (_, row) => 100 + 10 * Math.sin(row / 9));
  const bars = { open: close, high: close, low: close, close, volume: close };
  const known = ["close", "bars", ...Object.keys(runtime)].filter(
    (name) => !body.includes(`const { ${name}`) && !new RegExp(`const \\{[^}]*\\b${name}\\b`).test(body),
  );
  const AsyncFunction = (async () => undefined).constructor as new (
    ...text: string[]
  ) => (...values: unknown[]) => Promise<void>;
  const values: Record<string, unknown> = { ...runtime, close, bars };
  await new AsyncFunction("modules", ...known, body)(modules, ...known.map((name) => values[name]));
}

const pages = [
  join(root, "README.md"),
  join(root, "CHANGELOG.md"),
  ...filesBelow("runtime/src"),
  ...filesBelow("compiler/src"),
];
const examples = pages.flatMap((path) =>
  blocks(path).map((block, index) => ({ name: `${relative(root, path)} ${index + 1}`, block })),
);

describe("TypeScript", () => {
  test("there are examples", () => expect(examples.length).toBeGreaterThan(1));
  test.each(examples)("$name", async ({ block }) => {
    await run(block);
  });
});

const commands = ["README.md", "CHANGELOG.md"].flatMap((name) =>
  [
    ...readFileSync(join(root, name), "utf8").matchAll(/^\$ npx --no-install ta (.*)\n((?:(?![$`]).*\n)*)/gm),
  ].map((match) => ({
    command: match[1]!.replace(/\s+#.*$/, ""),
    printed: match[2]!.trimEnd(),
  })),
);

/** Words as a shell splits them, for what examples need: single quotes. */
const words = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2]!);

describe("commands", () => {
  test("there are commands", () => expect(commands.length).toBeGreaterThan(3));
  test.each(commands.filter(({ command }) => !command.includes(".plan")))(
    "ta $command",
    ({ command, printed }) => {
      const { code, stdout, stderr } = ta(words(command));
      expect(code).toBe(/^TA\d+ error/.test(printed) ? 1 : 0);
      if (printed !== "") expect((printed.startsWith("TA") ? stderr : stdout).trimEnd()).toContain(printed);
    },
  );
});

describe("programs", () => {
  const programs = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".ta"));
  test("an alert, a screener and a strategy are there", () =>
    expect(programs).toEqual(expect.arrayContaining(["golden_cross.ta", "screener.ta", "turtle.ta"])));
  test.each(programs)("examples/%s", (name) => {
    const path = join(root, "examples", name);
    expect(ta(["check", path])).toEqual({ code: 0, stdout: "", stderr: "" });
    const plan = runtime.compile(readFileSync(path, "utf8"));
    const args = [
      "run",
      path,
      "--data",
      join(root, "data/stocks.csv.gz"),
      "--by",
      "ticker",
      "--format",
      "csv",
    ];
    const ran = ta(args);
    expect(ran.code).toBe(0);
    const [head, ...rows] = ran.stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));
    expect(head!.slice(2)).toEqual(plan.outputs.map((output) => output.name));
    // Every output says something, and every alert fires somewhere in thirteen years.
    head!.forEach((column, index) =>
      expect([column, rows.some((row) => row[index] !== "")]).toEqual([column, true]),
    );
    if (plan.alerts.length > 0) {
      const fired = ta([...args, "--alerts"]).stdout;
      for (const alert of plan.alerts) expect(fired).toContain(`,${alert.name}\n`);
    }
  });
  test("the strategy's equity is what its positions earned, and never what they will", () => {
    const plan = runtime.compile(readFileSync(join(root, "examples/turtle.ta"), "utf8"));
    const wave = Float64Array.from({ length: 900 }, (_, row) => 100 + 20 * Math.sin(row / 40) + (row % 7));
    const { outputs, alerts } = plan.run({ high: wave, low: wave, close: wave });
    let held = 0;
    let equity = 1;
    for (let row = 0; row < wave.length; row++) {
      if (held === 1) equity *= wave[row]! / wave[row - 1]!;
      expect(outputs.equity![row]).toBeCloseTo(equity, 9);
      held = outputs.holding![row]!;
    }
    expect(outputs.holding!.includes(1)).toBe(true);
    expect(new Set(alerts.map(({ name }) => name))).toEqual(new Set(["buy", "sell"]));
    alerts.forEach(({ name }, index) => expect(name).toBe(index % 2 === 0 ? "buy" : "sell"));
  });
});
