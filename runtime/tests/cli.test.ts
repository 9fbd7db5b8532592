import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bin, root, ta } from "./setup.ts";

const folder = mkdtempSync(join(tmpdir(), "ta-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content);
  return at(name);
};

const STOCKS = join(root, "data/stocks.csv.gz");
const GOLDEN = join(root, "examples/golden_cross.ta");
let bars: string;
beforeAll(() => {
  bars = put(
    "bars.csv",
    "Date,Close\n2000-01-01,1\n2000-01-02,2\n2000-01-03,\n2000-01-04,0.1\n2000-01-05,0.2\n",
  );
});

describe("ta run", () => {
  test("CSV: every row, shortest digits, missing empty, stamps as given", () => {
    const ran = ta(["run", "-e", "close + 0.2", "--data", bars, "--format", "csv"]);
    expect(ran).toEqual({
      code: 0,
      stderr: "",
      stdout:
        "timestamp,result\n2000-01-01,1.2\n2000-01-02,2.2\n2000-01-03,\n2000-01-04,0.30000000000000004\n2000-01-05,0.4\n",
    });
  });
  test("conditions are true, false or empty", () => {
    const ran = ta(["run", "-e", "close > 1", "--data", bars, "--format", "csv"]);
    expect(ran.stdout.split("\n").slice(1, 5)).toEqual([
      "2000-01-01,false",
      "2000-01-02,true",
      "2000-01-03,",
      "2000-01-04,false",
    ]);
  });
  test("JSON: null for missing, numbers for integer stamps", () => {
    const data = put("epoch.csv", "timestamp,close\n946684800,1\n946771200,\n");
    const ran = ta([
      "run",
      "-e",
      "out twice = 2 * close\nout up = close > 0",
      "--data",
      data,
      "--format",
      "json",
    ]);
    expect(JSON.parse(ran.stdout)).toEqual([
      { timestamp: 946684800, twice: 2, up: true },
      { timestamp: 946771200, twice: null, up: null },
    ]);
  });
  test("a table by default, and a record's fields flat", () => {
    const ran = ta(["run", "-e", "bbands(3, 2)", "--data", bars]);
    expect(ran.code).toBe(0);
    expect(ran.stdout.split("\n")[0]).toMatch(/^timestamp +result\.upper +result\.middle +result\.lower$/);
    expect(ran.stdout).toContain("5 rows");
  });
  test("by symbol, in the file's rows, from a program on stdin", () => {
    const data = put(
      "mixed.csv",
      "date,Ticker,close\n2000-01-01,A,1\n2000-01-01,B,10\n2000-01-02,A,2\n2000-01-02,B,20\n",
    );
    const ran = ta(["run", "-", "--data", data, "--by", "ticker", "--format", "csv"], {
      input: "close - close[1]",
    });
    expect(ran.stdout).toBe(
      "timestamp,symbol,result\n2000-01-01,A,\n2000-01-01,B,\n2000-01-02,A,1\n2000-01-02,B,10\n",
    );
  });
  test("--alerts writes what fired, and nothing else", () => {
    const data = put(
      "cross.csv",
      "date,close\n2000-01-01,1\n2000-01-02,3\n2000-01-03,3\n2000-01-04,1\n2000-01-05,4\n",
    );
    const source = "alert high when close > 2\nalert low when close < 2";
    const ran = ta(["run", "-e", source, "--data", data, "--alerts", "--format", "csv"]);
    expect(ran.stdout).toBe(
      "timestamp,alert\n2000-01-01,low\n2000-01-02,high\n2000-01-04,low\n2000-01-05,high\n",
    );
  });
  test("--param binds by the declared type, and a wrong one is named", () => {
    const source = "param n: int = 2 in 1..10\nsma(close, n)";
    const run = (param: string) =>
      ta(["run", "-e", source, "--data", bars, "--param", param, "--format", "csv"]);
    expect(run("n=1").stdout.split("\n")[1]).toBe("2000-01-01,1");
    for (const [param, code] of [
      ["n=11", "TA8002"],
      ["n=x", "TA8002"],
      ["m=1", "TA8001"],
      ["n", "TA8007"],
    ] as const) {
      const ran = run(param);
      expect([param, ran.code, ran.stdout]).toEqual([param, 3, ""]);
      expect(ran.stderr).toContain(code);
    }
  });
  test("neither executor nor optimizer changes a byte", () => {
    const run = (...more: string[]) =>
      ta(["run", GOLDEN, "--data", STOCKS, "--by", "ticker", "--format", "csv", ...more]);
    const first = run();
    expect(first.code).toBe(0);
    expect(first.stdout.split("\n")).toHaveLength(12_154 + 2);
    expect(run("--executor", "step").stdout).toBe(first.stdout);
    expect(run("--no-opt").stdout).toBe(first.stdout);
  });
  test("a plan runs as its program does", () => {
    expect(ta(["plan", GOLDEN, "-o", at("golden.plan")]).code).toBe(0);
    const args = ["--data", STOCKS, "--by", "Ticker", "--format", "csv"];
    const ran = ta(["run", at("golden.plan"), ...args]);
    expect(ran).toEqual(ta(["run", GOLDEN, ...args]));
    expect(ran.code).toBe(0);
  });
  test("a period longer than the data: a warning that says how many bars are needed, and data all missing", () => {
    const source = "out slow = sma(close, 9)\nout quick = sma(close, 2)\nalert up when close > sma(close, 6)";
    const ran = ta(["run", "-e", source, "--data", bars, "--format", "csv"]);
    expect([ran.code, ran.stderr]).toEqual([
      0,
      'TA5005 warning: the output "slow" needs 9 bars; the data has 5: every value is missing\n' +
        'TA5005 warning: the alert "up" needs 6 bars; the data has 5: it cannot fire\n',
    ]);
    expect(ran.stdout).toBe(
      "timestamp,slow,quick\n2000-01-01,,\n2000-01-02,,1.5\n2000-01-03,,\n2000-01-04,,\n2000-01-05,,0.15000000000000002\n",
    );
    // By symbol, one line names those that are too short.
    const data = put(
      "lengths.csv",
      `date,symbol,close\n2000-01-01,Z,1\n${["A", "B", "C", "D"].map((symbol) => `2000-01-01,${symbol},1\n`).join("")}2000-01-02,Z,2\n`,
    );
    const by = ta(["run", "-e", "sma(close, 2)", "--data", data, "--by", "symbol", "--format", "json"]);
    expect(by.stderr).toBe(
      'TA5005 warning: the output "result" needs 2 bars; A has 1, B has 1, C has 1, 1 more are too short: every value is missing\n',
    );
    expect(JSON.parse(by.stdout)).toContainEqual({ timestamp: "2000-01-02", symbol: "Z", result: 1.5 });
  });
  test.each([["timestamp"], ["symbol", "--by", "symbol"]])(
    "an output called %s cannot hide that column",
    (name, ...by) => {
      const data = put("names.csv", "date,symbol,close\n2000-01-01,A,1\n");
      for (const format of ["csv", "json"]) {
        const ran = ta(["run", "-e", `out ${name} = close`, "--data", data, "--format", format, ...by]);
        expect([ran.code, ran.stdout]).toEqual([3, ""]);
        expect(ran.stderr).toContain(`TA8007 error: the output "${name}"`);
      }
      expect(ta(["run", "-e", "out close = close", "--data", data, "--format", "json"]).code).toBe(0);
    },
  );
  test("HTML: bars within a second keep their order, and counts since 1970 are shown as dates", () => {
    const data = put("fast.csv", "time,close\n1700000000000,1\n1700000000250,2\n1700000000500,3\n");
    expect(ta(["run", "-e", "close", "--data", data, "--out", at("fast.html")]).code).toBe(0);
    const page = readFileSync(at("fast.html"), "utf8");
    const { symbols } = JSON.parse(/id="data">(.*?)<\/script>/s.exec(page)![1]!) as {
      symbols: Record<string, { times: number[]; stamps: string[] }>;
    };
    expect(symbols[""]).toMatchObject({
      times: [1700000000, 1700000000.25, 1700000000.5],
      stamps: ["2023-11-14 22:13:20", "2023-11-14 22:13:20.250", "2023-11-14 22:13:20.500"],
    });
  });
  test("HTML holds everything and fetches nothing", () => {
    const ran = ta(["run", GOLDEN, "--data", STOCKS, "--by", "ticker", "--out", at("chart.html")]);
    expect([ran.code, ran.stdout]).toEqual([0, ""]);
    const page = readFileSync(at("chart.html"), "utf8");
    expect(page).not.toMatch(/<(script|img|iframe)[^>]+src=|<link/);
    expect(page).toContain("https://www.tradingview.com/");
    const data = JSON.parse(
      /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)![1]!,
    ) as { symbols: Record<string, { times: number[] }> };
    expect(Object.keys(data.symbols)).toEqual(["AAPL", "FB", "GOOG", "IBM", "MSFT"]);
    expect(data.symbols.FB!.times).toHaveLength(196);
  });
});

describe("exit codes, and what stays unwritten", () => {
  test.each<[string, string[], number, RegExp]>([
    ["a wrong program", ["run", "-e", "smaa(close, 2)", "--data", "BARS"], 1, /TA2002/],
    ["wrong data", ["run", "-e", "volume", "--data", "BARS"], 2, /TA7009.*volume/],
    ["missing data", ["run", "-e", "close", "--data", "nowhere.csv"], 2, /TA7001.*nowhere\.csv/],
    ["a missing program", ["run", "nowhere.ta", "--data", "BARS"], 3, /TA8007.*nowhere\.ta/],
    ["no --data", ["run", "-e", "close"], 3, /TA8007.*--data/],
    ["an unknown option", ["run", "-e", "close", "--data", "BARS", "--sideways"], 3, /TA8007.*--sideways/],
    ["an unknown command", ["fly"], 3, /TA8007.*fly/],
    ["no command", [], 3, /TA8007/],
    ["an unknown format", ["run", "-e", "close", "--data", "BARS", "--format", "xml"], 3, /TA8007.*xml/],
    ["a later command", ["bench", "--anything"], 3, /TA8005.*bench/],
    [
      "a folder that is not there",
      ["run", "-e", "close", "--data", "BARS", "--out", "/nowhere/at/all.csv"],
      3,
      /TA8009/,
    ],
  ])("%s", (_, args, code, message) => {
    const ran = ta(args.map((argument) => (argument === "BARS" ? bars : argument)));
    expect(ran.stderr).toMatch(message);
    expect([ran.code, ran.stdout]).toEqual([code, ""]);
  });
  test("every independent error of a program is reported, and nothing is written", () => {
    const ran = ta([
      "run",
      "-e",
      "out a = smaa(close)\nout b = clos",
      "--data",
      bars,
      "--out",
      at("never.csv"),
    ]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("TA2002");
    expect(ran.stderr).toContain("TA2001");
    expect(existsSync(at("never.csv"))).toBe(false);
  });
  test("a file that is replaced stays as it was until the new one is whole", () => {
    const out = put("old.csv", "old");
    const bad = put("bad.csv", "date,close\n2000-01-01,1\n2000-01-02,x\n");
    expect(ta(["run", "-e", "close", "--data", bad, "--out", out]).code).toBe(2);
    expect(readFileSync(out, "utf8")).toBe("old");
    expect(ta(["run", "-e", "close", "--data", bars, "--out", out]).code).toBe(0);
    expect(readFileSync(out, "utf8")).toMatch(/^timestamp,result\n/);
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });
  test("a link stays a link, and what is no file is written as it stands", async () => {
    const target = put("target.csv", "old");
    symlinkSync(target, at("link.csv"));
    expect(ta(["run", "-e", "close", "--data", bars, "--out", at("link.csv")]).code).toBe(0);
    expect(lstatSync(at("link.csv")).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, "utf8")).toMatch(/^timestamp,result\n/);
    if (process.platform === "win32") return;
    // A device or a pipe: replacing it by a file would break whoever has it open.
    const pipe = at("pipe");
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    const reader = spawn("cat", [pipe]);
    const received = reader.stdout.toArray() as Promise<Buffer[]>;
    const ran = spawn(process.execPath, [
      bin,
      "run",
      "-e",
      "close",
      "--data",
      bars,
      "--format",
      "csv",
      "--out",
      pipe,
    ]);
    expect(await new Promise((resolve) => ran.on("exit", resolve))).toBe(0);
    expect(Buffer.concat(await received).toString()).toMatch(/^timestamp,result\n2000-01-01,1\n/);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });
  test.each([
    ["a folder", ["--out", "FOLDER"], /TA8009.*folder/],
    ["no name", ["--out", ""], /TA8007.*empty/],
  ])("--out that cannot be: %s", (_, out, message) => {
    const ran = ta([
      "run",
      "-e",
      "close",
      "--data",
      bars,
      ...out.map((part) => (part === "FOLDER" ? folder : part)),
    ]);
    expect(ran.stderr).toMatch(message);
    expect([ran.code, ran.stdout]).toEqual([3, ""]);
  });
  test.runIf(existsSync("/dev/full"))("a full disk behind stdout is an error, and no crash", () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [bin, "run", "-e", "close", "--data", bars], {
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    closeSync(full);
    expect([status, stderr.trim()]).toEqual([3, expect.stringMatching(/^TA8009 error: stdout: [^\n]*$/)]);
  });
  test("a reader that has seen enough is no error", async () => {
    const ran = spawn(process.execPath, [
      bin,
      "run",
      "-e",
      "close",
      "--data",
      STOCKS,
      "--by",
      "ticker",
      "--format",
      "csv",
    ]);
    const errors = ran.stderr.toArray() as Promise<Buffer[]>;
    ran.stdout.once("data", () => ran.stdout.destroy());
    expect(await new Promise((resolve) => ran.on("exit", resolve))).toBe(0);
    expect(Buffer.concat(await errors).toString()).toBe("");
  });
  test("Ctrl-C is served while stdin is awaited", async () => {
    const child = spawn(process.execPath, [bin, "check", "-"], { stdio: ["pipe", "ignore", "ignore"] });
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.stdin.write("close");
    await new Promise((resolve) => setTimeout(resolve, 600));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
  });
  test("Ctrl-C leaves nothing behind", async () => {
    const rows = Array.from({ length: 600_000 }, (_, row) => `${1_000_000_000 + row * 60},${row % 97}`);
    const data = put("long.csv", `time,close\n${rows.join("\n")}\n`);
    const out = at("interrupted.csv");
    const child = spawn(
      process.execPath,
      [bin, "run", "-e", "sma(close, 10)", "--data", data, "--out", out],
      { stdio: "ignore" },
    );
    let over = false;
    const ended = new Promise<number | null>((resolve) =>
      child.on("exit", (code) => {
        over = true;
        resolve(code);
      }),
    );
    // The signal comes while the result is being written: its partial file is there.
    const partial = () =>
      readdirSync(folder).some((name) => name.includes("interrupted.csv") && name.endsWith(".partial"));
    while (!over && !partial()) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(over).toBe(false);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(readdirSync(folder).filter((name) => name.includes("interrupted"))).toEqual([]);
  });
});

describe("ta check, ir, plan, verify", () => {
  test("check says nothing of a program that is right", () => {
    expect(ta(["check", GOLDEN])).toEqual({ code: 0, stdout: "", stderr: "" });
  });
  test("check --json puts diagnostics on stdout", () => {
    const ran = ta(["check", "--json", "-e", "smaa(close)"]);
    expect([ran.code, ran.stderr]).toEqual([1, ""]);
    const { diagnostics } = JSON.parse(ran.stdout) as { diagnostics: { code: string; line: number }[] };
    expect(diagnostics).toMatchObject([{ code: "TA2002", line: 1 }]);
  });
  test.each(["ast", "typed", "ir", "after:fold", "plan"])("ir --stage %s", (stage) => {
    const ran = ta(["ir", "-e", "sma(close, 3) > close", "--stage", stage]);
    expect([ran.code, ran.stderr]).toEqual([0, ""]);
    expect(ran.stdout.length).toBeGreaterThan(10);
  });
  test("plan: text on stdout, bytes in a file, and verify tells a whole one", () => {
    const text = ta(["plan", "-e", "sma(close, 3)"]);
    expect(text.stdout).toMatch(/^plan 1\.0/);
    expect(ta(["plan", "-e", "sma(close, 3)", "-o", at("a.plan")]).code).toBe(0);
    expect(ta(["plan", at("a.plan")]).stdout).toBe(text.stdout);
    const whole = ta(["verify", at("a.plan")]);
    expect([whole.code, whole.stderr]).toEqual([0, ""]);
    expect(whole.stdout).toMatch(/^sha256:[0-9a-f]{64}\n/);
  });
  test("verify refuses a plan cut short or altered, with the offset", () => {
    ta(["plan", "-e", "sma(close, 3)", "-o", at("b.plan")]);
    const bytes = readFileSync(at("b.plan"));
    const cut = ta(["verify", put("cut.plan", bytes.subarray(0, bytes.length - 5))]);
    expect([cut.code, cut.stdout]).toEqual([1, ""]);
    expect(cut.stderr).toMatch(/TA600\d error: .*at byte \d+/);
    const altered = Uint8Array.from(bytes);
    altered[60]! ^= 1;
    expect(ta(["verify", put("altered.plan", altered)]).code).toBe(1);
    expect(ta(["verify", put("text.plan", "close + 1")]).code).toBe(1);
    expect(ta(["run", at("altered.plan"), "--data", bars])).toMatchObject({ code: 1, stdout: "" });
  });
});
