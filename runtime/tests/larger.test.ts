/** Files a chunk at a time: the bytes of the whole, screens, symbols that are wrong, and what stays unwritten. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../src/data/database.ts";
import { readTable } from "../src/data/read.ts";
import { compile, type Outputs } from "../src/index.ts";
import { root, ta } from "./setup.ts";

const folder = mkdtempSync(join(tmpdir(), "ta-larger-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const put = (name: string, content: string): string => {
  writeFileSync(at(name), content);
  return at(name);
};

const SOURCE = `
out average = sma(close, 20)
out smooth = ema(close, 9)
out up = close > sma(close, 5)
alert entry when crossup(close, sma(close, 10))
alert high when close > highest(close, 30)[1]
`.replace("highest(", "max(");
const NAMES = ["AAA", "BB", "C,C", "D"];

/** Rows of several symbols: mixed by time, and of different lengths and starts. */
function mixed(): string {
  const lines = ["date,symbol,close"];
  for (let day = 0; day < 400; day++) {
    const date = new Date(Date.UTC(2001, 0, 1 + day)).toISOString().slice(0, 10);
    NAMES.forEach((name, index) => {
      if (day < index * 37 || (index === 2 && day > 300)) return;
      const close = (day + index) % 53 === 7 ? "" : String(50 + 10 * Math.sin(day / (3 + index)) + (day % 4));
      lines.push(`${date},${name.includes(",") ? `"${name}"` : name},${close}`);
    });
  }
  return `${lines.join("\n")}\n`;
}

let files: Record<string, string>;
beforeAll(async () => {
  const csv = put("mixed.csv", mixed());
  const database = await openDatabase();
  const select = `from read_csv('${csv}', types = {'close': 'DOUBLE', 'date': 'DATE'})`;
  await database.connection.run(
    `copy (select date::timestamp as time, symbol, close ${select}) to '${at("mixed.parquet")}' (format parquet, row_group_size 100)`,
  );
  await database.connection.run(
    `copy (select * ${select} order by symbol, date) to '${at("grouped.csv")}' (format csv, header true)`,
  );
  database.close();
  files = { mixed: csv, typed: at("mixed.parquet"), grouped: at("grouped.csv") };
});

const by = ["--by", "symbol"];
const run = (data: string, ...more: string[]) => ta(["run", "-e", SOURCE, "--data", data, ...more]);

describe("chunks give the bytes of the whole", () => {
  test.each(["mixed", "typed", "grouped"])("CSV and JSON of a file that is %s", (kind) => {
    const data = files[kind]!;
    for (const more of [
      ["--format", "csv"],
      ["--format", "json"],
      ["--format", "csv", "--alerts"],
    ]) {
      // Row by row the file is held whole: no chunk has a part in it.
      const due = run(data, ...by, ...more, "--executor", "step");
      expect([due.code, due.stderr]).toEqual([0, ""]);
      expect(due.stdout.length).toBeGreaterThan(1000);
      for (const rows of more.includes("json") ? ["7"] : ["1", "7", "300"]) {
        const found = run(data, ...by, ...more, "--chunk-rows", rows, "--threads", rows === "7" ? "3" : "1");
        expect(found).toEqual(due);
      }
    }
  });
  test.each(["arrow", "arrows", "parquet"])("%s, of every column's type", async (ending) => {
    for (const kind of ["mixed", "typed"]) {
      const whole = at(`whole.${ending}`);
      const parts = at(`parts.${ending}`);
      expect(run(files[kind]!, ...by, "--out", whole).code).toBe(0);
      expect(run(files[kind]!, ...by, "--out", parts, "--chunk-rows", "113").code).toBe(0);
      const wanted = { fields: ["average", "smooth", "up"], optional: [], by: "symbol", timeFor: null };
      const [due, found] = [
        await readTable(whole, { ...wanted, fields: ["average", "smooth"] }),
        await readTable(parts, { ...wanted, fields: ["average", "smooth"] }),
      ];
      expect(found).toEqual({ ...due, file: parts });
      expect(due.timeType!.kind).toBe(kind === "mixed" ? "date" : "timestamp");
      expect(due.rows).toBe(readFileSync(files.mixed!, "utf8").trim().split("\n").length - 1);
    }
  });
  test("one stream, without time, in rows of the file", () => {
    const rows = Array.from({ length: 1000 }, (_, row) => (row * 7919) % 1009);
    const data = put("plain.csv", `close\n${rows.join("\n")}\n`);
    const due = run(data, "--format", "csv", "--executor", "step");
    expect(run(data, "--format", "csv", "--chunk-rows", "64")).toEqual(due);
    expect(due.stdout.split("\n")[1000]).toMatch(/^999,/);
    const { outputs } = compile(SOURCE).bind().run({ close: rows });
    const last = run(data, "--last", "--format", "csv", "--chunk-rows", "64");
    expect(last.stdout.split("\n")[1]).toBe(
      `999,${outputs.average!.at(-1)},${outputs.smooth!.at(-1)},${outputs.up!.at(-1) === 1}`,
    );
  });
  test("more symbols than executors are kept ready for", () => {
    const lines = ["date,symbol,close"];
    for (let day = 1; day <= 28; day++) {
      for (let index = 0; index < 400; index++)
        lines.push(`2001-02-${String(day).padStart(2, "0")},S${index},${(day * index) % 17}`);
    }
    const data = put("many.csv", `${lines.join("\n")}\n`);
    const due = run(data, ...by, "--format", "csv", "--executor", "step");
    expect(run(data, ...by, "--format", "csv", "--chunk-rows", "450")).toEqual(due);
  });
});

describe("--last is a screen", () => {
  test.each(["mixed", "typed", "grouped"])(
    "one row a symbol, in the order in which they come: %s",
    (kind) => {
      const all = run(files[kind]!, ...by, "--format", "csv", "--executor", "step")
        .stdout.trim()
        .split("\n");
      const lines = new Map<string, string>();
      for (const line of all.slice(1)) lines.set(/^[^,]*,("C,C"|[^,]*)/.exec(line)![1]!, line);
      expect([...lines.keys()]).toHaveLength(4);
      for (const rows of ["1", "100000"]) {
        const found = run(files[kind]!, ...by, "--format", "csv", "--last", "--chunk-rows", rows);
        expect(found).toEqual({ code: 0, stderr: "", stdout: `${[all[0], ...lines.values()].join("\n")}\n` });
      }
    },
  );
  test("with --alerts those that fire on it; as a table by default", () => {
    const data = put(
      "fire.csv",
      "date,symbol,close\n2001-01-01,A,1\n2001-01-01,B,9\n2001-01-02,A,9\n2001-01-02,B,1\n",
    );
    const found = ta([
      "run",
      "-e",
      "alert high when close > 5",
      "--data",
      data,
      ...by,
      "--last",
      "--alerts",
      "--format",
      "csv",
    ]);
    expect(found.stdout).toBe("timestamp,symbol,alert\n2001-01-02,A,high\n");
    const shown = run(files.mixed!, ...by, "--last");
    expect(shown.stdout.split("\n")[0]).toMatch(/^timestamp +symbol +average +smooth +up$/);
    expect(shown.stdout).toContain("4 rows");
  });
});

describe("a symbol that is wrong", () => {
  const bad = [
    "date,symbol,close",
    "2001-01-01,A,1",
    "2001-01-01,B,1",
    "2001-01-01,C,1",
    "2001-01-02,A,2",
    "2001-01-02,B,x",
    "2001-01-01,C,2",
    "2001-01-03,A,3",
    "2001-01-03,B,3",
    "2001-01-03,C,inf",
  ];
  test("ends the run, and nothing is written, however many chunks went before", () => {
    const data = put("bad.csv", `${bad.join("\n")}\n`);
    for (const more of [[], ["--last"], ["--out", at("bad-out.csv")], ["--out", at("bad-out.parquet")]]) {
      const ran = ta([
        "run",
        "-e",
        "close",
        "--data",
        data,
        ...by,
        "--format",
        more[1]?.endsWith("parquet") ? "parquet" : "csv",
        "--chunk-rows",
        "1",
        ...more,
      ]);
      expect([ran.code, ran.stdout]).toEqual([2, ""]);
      expect(ran.stderr).toMatch(/^TA7005 error: [^\n]*bad\.csv, row 5, column "close": [^\n]*"x"\n$/);
    }
    expect(readdirSync(folder).filter((name) => name.includes("bad-out"))).toEqual([]);
  });
  test.each([["csv"], ["table"], ["json", "--last"]] as string[][])(
    "is left out with --keep-going, and named: %s %s",
    (format = "", last) => {
      const data = put("bad.csv", `${bad.join("\n")}\n`);
      const more = ["--keep-going", "--format", format, ...(last === undefined ? [] : [last])];
      const good = put("good.csv", `${bad.filter((line) => !/,[BC],/.test(line)).join("\n")}\n`);
      const due = ta(["run", "-e", "close - close[1]", "--data", good, ...by, ...more]);
      for (const rows of ["1", "1000"]) {
        const ran = ta([
          "run",
          "-e",
          "close - close[1]",
          "--data",
          data,
          ...by,
          ...more,
          "--chunk-rows",
          rows,
        ]);
        expect([ran.code, ran.stdout]).toEqual([2, due.stdout]);
        expect(ran.stderr).toMatch(/TA7005 error: B: [^\n]*row 5[^\n]*\n/);
        expect(ran.stderr).toMatch(/TA7008 error: C: [^\n]*row 6[^\n]*\n/);
        expect(ran.stderr.trim().split("\n")).toHaveLength(2);
      }
    },
  );
  test("where all are wrong there is nothing to write", () => {
    const data = put("all.csv", "date,symbol,close\n2001-01-01,A,x\n2001-01-01,B,y\n");
    const ran = ta(["run", "-e", "close", "--data", data, ...by, "--keep-going", "--out", at("all-out.csv")]);
    expect([ran.code, ran.stdout, existsSync(at("all-out.csv"))]).toEqual([2, "", false]);
    expect(ran.stderr).toMatch(/A: .*\n.*B: /);
  });
});

test("several symbols and stamps that go back are found across chunks", () => {
  const several = put("several.csv", "date,symbol,close\n2001-01-01,A,1\n2001-01-02,A,1\n2001-01-03,B,1\n");
  const back = put("back.csv", "date,close\n2001-01-02,1\n2001-01-03,1\n2001-01-01,1\n");
  for (const rows of ["1", "2"]) {
    const one = ta(["run", "-e", "close", "--data", several, "--format", "csv", "--chunk-rows", rows]);
    expect([one.code, one.stdout]).toEqual([2, ""]);
    expect(one.stderr).toMatch(/TA7013.*row 3.*"B" after "A"/);
    const two = ta(["run", "-e", "close", "--data", back, "--format", "csv", "--chunk-rows", rows]);
    expect([two.code, two.stdout]).toEqual([2, ""]);
    expect(two.stderr).toMatch(
      /row 3, column "date": the time stamp 2001-01-01 comes before 2001-01-03 of row 2/,
    );
  }
});

test("warnings count a symbol's rows in all chunks", () => {
  const due = ta([
    "run",
    "-e",
    "sma(close, 350)",
    "--data",
    files.mixed!,
    ...by,
    "--executor",
    "step",
    "--format",
    "csv",
  ]);
  const found = ta([
    "run",
    "-e",
    "sma(close, 350)",
    "--data",
    files.mixed!,
    ...by,
    "--chunk-rows",
    "90",
    "--format",
    "csv",
  ]);
  expect(due.stderr).toContain("TA5005");
  expect(found).toEqual(due);
});

test("progress, where it is asked for, is on stderr", () => {
  const ran = run(files.mixed!, ...by, "--progress", "--format", "csv");
  expect(ran.stderr).toMatch(/^0\.0 million rows of 4 symbols in \d+\.\d s, \d+\.\d million a second\n$/);
});

test.each([
  [["--keep-going"], /--keep-going is for the symbols/],
  [["--threads", "0"], /--threads/],
  [["--threads", "x"], /--threads/],
  [["--last", "--format", "html"], /--last/],
  [["--last", "--executor", "step"], /--last/],
])("usage: %j", (more, message) => {
  const ran = run(join(root, "data/stocks.csv.gz"), ...more);
  expect([ran.code, ran.stdout]).toEqual([3, ""]);
  expect(ran.stderr).toMatch(message);
});

test("random chunk sizes through the API's own columns", () => {
  // The same rows as columns of a caller's: the command and the library agree to the digit.
  const lines = readFileSync(files.grouped!, "utf8").trim().split("\n").slice(1);
  const own = lines.filter((line) => line.includes(",AAA,")).map((line) => line.split(",")[2]!);
  const outputs: Outputs = compile(SOURCE)
    .bind()
    .run({ close: own.map((text) => (text === "" ? null : Number(text))) }).outputs;
  const found = run(files.grouped!, ...by, "--format", "csv", "--chunk-rows", "77")
    .stdout.split("\n")
    .filter((line) => line.includes(",AAA,"));
  expect(found.map((line) => line.split(",")[2])).toEqual(
    Array.from(outputs.average!, (value) => (Number.isNaN(value) ? "" : String(value))),
  );
});
