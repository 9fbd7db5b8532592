import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, type Params } from "@laakhay/ta";
import { catalog, find, search } from "@laakhay/ta/catalog";
import { afterAll, describe, expect, test } from "vitest";
import { root, ta } from "./setup.ts";

const folder = mkdtempSync(join(tmpdir(), "ta-face-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const GOLDEN = join(root, "examples/golden_cross.ta");

describe("ta fmt", () => {
  test("-e and - go to stdout", () => {
    const expected = { code: 0, stderr: "", stdout: "sma(close, 20) > 1 # up\n" };
    expect(ta(["fmt", "-e", "SMA(Close,20)>1 # up"])).toEqual(expected);
    expect(ta(["fmt", "-"], { input: "sma( close,20 ) > 1   # up\r\n" })).toEqual(expected);
  });
  test("files are rewritten in place, each by itself; what is wrong stays as it is", () => {
    const messy = put("messy.ta", "out x=close+1;out y = x\n");
    const wrong = put("wrong.ta", "out x = (close\n");
    const neat = put("neat.ta", "out x = close\n");
    chmodSync(messy, 0o640);
    const before = statSync(neat).mtimeMs;
    const ran = ta(["fmt", messy, wrong, neat]);
    expect([ran.code, ran.stdout]).toEqual([1, ""]);
    expect(ran.stderr).toContain("messy.ta: formatted");
    expect(ran.stderr).toMatch(/TA1006 error[^]*wrong\.ta:1:9/);
    expect(ran.stderr).not.toContain("neat.ta");
    expect(readFileSync(messy, "utf8")).toBe("out x = close + 1\nout y = x\n");
    expect(readFileSync(wrong, "utf8")).toBe("out x = (close\n");
    expect(statSync(neat).mtimeMs).toBe(before);
    if (process.platform !== "win32") expect(statSync(messy).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });
  test("--check tells what differs and writes nothing", () => {
    mkdirSync(join(folder, "below/deeper"), { recursive: true });
    put("below/good.ta", "out x = close\n");
    const bad = put("below/deeper/bad.ta", "out x=close\n");
    const ran = ta(["fmt", "--check", join(folder, "below")]);
    expect([ran.code, ran.stdout]).toEqual([1, ""]);
    expect(ran.stderr).toMatch(/^TA8010 error: .*bad\.ta: [^\n]*\n$/);
    expect(readFileSync(bad, "utf8")).toBe("out x=close\n");
    expect(ta(["fmt", "--check", join(folder, "below/good.ta"), GOLDEN]).code).toBe(0);
    expect(ta(["fmt", "--check", "-e", "close + 1"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(ta(["fmt", "--check", "-e", "close+1"]).code).toBe(1);
  });
  test.each<[string, string[], RegExp]>([
    ["nothing to format", [], /TA8007/],
    ["a missing file", ["nowhere.ta"], /TA8007.*nowhere\.ta/],
    ["-e and a file", ["-e", "close", "x.ta"], /TA8007.*-e/],
  ])("%s is usage", (_, args, message) => {
    const ran = ta(["fmt", ...args]);
    expect([ran.code, ran.stdout]).toEqual([3, ""]);
    expect(ran.stderr).toMatch(message);
  });
  test("the plugin serves prettier itself", () => {
    const messy = put("plugin.ta", "out x=sma( Close,20 )\n");
    const prettier = join(root, "node_modules/prettier/bin/prettier.cjs");
    const ran = spawnSync(
      process.execPath,
      [prettier, "--plugin", join(root, "compiler/dist/prettier.js"), messy],
      {
        encoding: "utf8",
      },
    );
    expect([ran.status, ran.stdout]).toEqual([0, "out x = sma(close, 20)\n"]);
  });
});

describe("ta types", () => {
  test("a table, JSON and TypeScript", () => {
    const table = ta(["types", GOLDEN]);
    expect([table.code, table.stderr]).toEqual([0, ""]);
    expect(table.stdout).toMatch(/^ {2}slow +int +=.200 in 5\.\.400 +The slow average's length\.$/m);
    expect(table.stdout).toMatch(/^ {2}quick +series float +from row 49 = fast - 1$/m);
    const json = ta(["types", GOLDEN, "--json"]);
    const { names } = JSON.parse(json.stdout) as { names: { name: string; kind: string; line: number }[] };
    expect(names.find(({ name }) => name === "quick")).toMatchObject({
      kind: "let",
      type: "series float",
      line: 14,
    });
    expect(ta(["types", GOLDEN, "--format", "json"]).stdout).toBe(json.stdout);
    const declared = ta(["types", GOLDEN, "--format", "ts"]);
    expect(declared.stdout).toContain('export type Alert = "golden_cross" | "death_cross";');
    expect(declared.stdout).toContain('  readonly "bands.upper": Float64Array;');
  });
  test("a wrong program has its diagnostics, a plan no names", () => {
    const wrong = ta(["types", "-e", "out x = smaa(close)"]);
    expect([wrong.code, wrong.stdout]).toEqual([1, ""]);
    expect(wrong.stderr).toMatch(/TA2002[^]*-e:1:9/);
    const plan = put("names.plan", compile("sma(20)").bytes);
    expect(ta(["types", plan])).toMatchObject({ code: 3, stdout: "" });
  });
});

describe("ta explain", () => {
  test("a program in words, and a plan by itself", () => {
    const program = ta(["explain", GOLDEN]);
    expect([program.code, program.stderr]).toEqual([0, ""]);
    expect(program.stdout).toContain("It reads the column close.");
    expect(program.stdout).toMatch(/average_fast +float +valid from row 49 \(the 50th bar\) +fast - 1/);
    const plan = ta(["explain", put("golden.plan", compile(readFileSync(GOLDEN, "utf8")).bytes)]);
    expect(plan.code).toBe(0);
    expect(plan.stdout).toMatch(/average_fast +float +valid from row 49 \(the 50th bar\) +fast - 1/);
  });
  test("its rows are those of the bound program", () => {
    const sets: Params[] = [{}, { fast: 7, slow: 90 }];
    for (const params of sets) {
      const flags = Object.entries(params).flatMap(([name, value]) => ["--param", `${name}=${value}`]);
      const { stdout } = ta(["explain", GOLDEN, "--json", ...flags]);
      const { outputs, alerts, cost } = JSON.parse(stdout) as {
        outputs: { name: string; validFrom: { row: number } }[];
        alerts: { validFrom: { row: number } }[];
        cost: { stateBytes: number; lanes: number; settled: number };
      };
      const bound = compile(readFileSync(GOLDEN, "utf8")).bind({ params });
      expect(Object.fromEntries(outputs.map(({ name, validFrom }) => [name, validFrom.row]))).toEqual(
        bound.validFrom,
      );
      expect(alerts.map(({ validFrom }) => validFrom.row)).toEqual(bound.description.alertsFrom);
      const { stateBytes, lanes } = bound.description;
      expect([cost.stateBytes, cost.lanes - cost.settled]).toEqual([stateBytes, lanes]);
    }
  });
  test("what the parameters rule out costs nothing", () => {
    const source =
      'param kind: string = "sma" in ["sma", "ema"]\nout x = if kind == "sma" then sma(20) else ema(ema(9), 9)';
    for (const kind of ["sma", "ema"]) {
      const { stdout } = ta(["explain", "-e", source, "--json", "--param", `kind=${kind}`]);
      const { cost } = JSON.parse(stdout) as {
        cost: { lanes: number; settled: number; kinds: { constants?: number } };
      };
      const { lanes } = compile(source).bind({ params: { kind } }).description;
      expect(cost.settled).toBeGreaterThan(cost.kinds.constants ?? 0);
      // The engine settles the choice itself too.
      expect(cost.lanes - cost.settled).toBeGreaterThanOrEqual(lanes);
    }
  });
  test.each<[string, string[], number, RegExp]>([
    ["a parameter that is not there", [GOLDEN, "--param", "quick=3"], 3, /TA8001.*quick/],
    ["a value outside its range", [GOLDEN, "--param", "fast=1"], 3, /TA8002.*fast/],
    ["a value that is no number", [GOLDEN, "--param", "fast=x"], 3, /TA8002.*fast/],
    ["a wrong program", ["-e", "smaa(close)"], 1, /TA2002/],
    ["bytes that are no plan", ["BAD"], 1, /TA6/],
    ["no program", [], 3, /TA8007/],
  ])("%s", (_, args, code, message) => {
    const bad = put("bad.plan", "not a plan");
    const ran = ta(["explain", ...args.map((argument) => (argument === "BAD" ? bad : argument))]);
    expect([ran.code, ran.stdout]).toEqual([code, ""]);
    expect(ran.stderr).toMatch(message);
  });
});

describe("ta catalog", () => {
  test("lists by family, whole or in part", () => {
    const all = ta(["catalog"]);
    expect([all.code, all.stderr]).toEqual([0, ""]);
    expect(all.stdout).toMatch(/^averages \(\d+\)\n[^]*^ {2}sma +Simple moving average$/m);
    expect(all.stdout).toMatch(/^talib: momentum \(\d+\)\n/m);
    const events = ta(["catalog", "--family", "events"]).stdout;
    expect(events).toContain("crossup");
    expect(events).not.toContain("sma ");
  });
  test("as JSON, what the package's own catalog says and when values are known", () => {
    const { functions } = JSON.parse(ta(["catalog", "--json"]).stdout) as { functions: { id: string }[] };
    expect(functions).toEqual(JSON.parse(JSON.stringify(catalog)));
    expect(functions.find(({ id }) => id === "ema")).toMatchObject({
      family: "averages",
      aliases: ["rolling_ema"],
      warmUp: [{ output: "", formula: "period - 1", row: 19 }],
      history: null,
      drawing: { pane: "overlay" },
    });
  });
  test("one function, by name, alias or module", () => {
    expect(ta(["catalog", "RSI"]).stdout).toMatch(/^rsi {2}\(momentum\)\n[^]*see also +talib\.rsi\b/);
    expect(ta(["catalog", "bb"]).stdout).toMatch(/^bbands {2}\(/);
    expect(ta(["catalog", "talib.rsi"]).stdout).toMatch(/^talib\.rsi {2}\(module talib, momentum\)\n/);
    expect(JSON.parse(ta(["catalog", "macd", "--json"]).stdout)).toMatchObject({
      id: "macd",
      outputs: [{ name: "macd" }, { name: "signal" }, { name: "histogram" }],
    });
  });
  test("what words are about", () => {
    const ran = ta(["catalog", "--search", "moving average"]);
    expect([ran.code, ran.stderr]).toEqual([0, ""]);
    expect(ran.stdout).toMatch(/^sma +averages +Simple moving average$/m);
    expect(ran.stdout).toMatch(new RegExp(`\n${search("moving average").length} functions\n$`));
  });
  test("the package's own finds by name", () => {
    expect(find("bb")?.id).toBe("bbands");
    expect(find("Talib.RSI")?.drawing.levels).toEqual([30, 70]);
    expect(find("nothing")).toBeNull();
  });
  test.each([
    ["rsj", /TA8007.*rsj.*did you mean [^?]*\brsi\b/],
    ["wilder", /TA8007.*wilder.*--search "wilder"` finds \d/],
    ["--search=zzzz", /TA8007.*zzzz/],
    ["--search=", /TA8007.*words/],
    ["--family=momentun", /TA8007.*momentun.*momentum/],
  ])("%s is usage, with what was meant", (argument, message) => {
    const ran = ta(["catalog", argument]);
    expect([ran.code, ran.stdout]).toEqual([3, ""]);
    expect(ran.stderr).toMatch(message);
  });
});
