import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { readTable } from "../src/data/read.ts";
import { streams, type Table, type Wanted } from "../src/data/table.ts";
import { countOf, parseTime, stampOf, timeTypeOf } from "../src/data/time.ts";
import { TaError } from "../src/engine/errors.ts";

const folder = mkdtempSync(join(tmpdir(), "ta-data-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wanted: Wanted = { fields: ["close"], optional: [], by: null, timeFor: null };

async function read(name: string, content: string | Uint8Array, ask: Partial<Wanted> = {}): Promise<Table> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const table = await readTable(path, { ...wanted, ...ask });
  streams(table, ask.by ?? null);
  return table;
}

async function refused(
  name: string,
  content: string | Uint8Array,
  ask: Partial<Wanted> = {},
): Promise<TaError> {
  const error = await read(name, content, ask).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TaError);
  return error as TaError;
}

const closes = (table: Table): number[] => [...table.fields.get("close")!];

describe("what is read", () => {
  test("CSV: an empty field is missing, stamps leave as they came", async () => {
    const table = await read(
      "plain.csv",
      "Date,Close,Note\n2000-01-01,1.5,x\n2000-01-02,,y\n2000-01-03, 3e2 ,z\n",
    );
    expect(closes(table)).toEqual([1.5, NaN, 300]);
    expect(table.times).toEqual(["2000-01-01", "2000-01-02", "2000-01-03"]);
  });
  test.each([
    ["semicolons and CRLF", "semi.csv", "date;close\r\n2000-01-01;1\r\n2000-01-02;2\r\n"],
    ["tabs", "tabs.tsv", "date\tclose\n2000-01-01\t1\n2000-01-02\t2"],
    [
      "quotes and a byte-order mark",
      "bom.csv",
      '\uFEFF"date","close","a ""b"", c"\n"2000-01-01","1",x\n2000-01-02,2,"y,\nz"\n',
    ],
    ["line ends of both kinds", "ends.csv", "date,close\r\n2000-01-01,1\n2000-01-02,2\r\n"],
    ["line ends of every kind", "every.csv", "date,close\n2000-01-01,1\r2000-01-02,2\r\n\r"],
    ["line ends of the oldest kind", "returns.csv", "date,close\r2000-01-01,1\r2000-01-02,2\r"],
    ["empty lines at the end", "ending.csv", "date,close\n2000-01-01,1\n2000-01-02,2\n\n\r\n"],
    ["spaces around quotes", "spaces.csv", 'date,close\n2000-01-01, "1" \n2000-01-02,2\n'],
    ["packed", "packed.csv.gz", gzipSync("date,close\n2000-01-01,1\n2000-01-02,2\n")],
    ["a name that looks like a pattern", "we[i]rd*.csv", "date,close\n2000-01-01,1\n2000-01-02,2\n"],
    ["JSON", "rows.json", '[{"date":"2000-01-01","close":1},{"date":"2000-01-02","close":"2"}]'],
    ["lines of JSON", "rows.ndjson", '{"date":"2000-01-01","close":1}\n{"close":2,"date":"2000-01-02"}\n'],
  ])("%s", async (_, name, content) => {
    const table = await read(name, content);
    expect(closes(table)).toEqual([1, 2]);
    expect(table.times).toEqual(["2000-01-01", "2000-01-02"]);
  });
  test("doubles are correctly rounded", async () => {
    const texts = ["0.1", "1e-320", "9007199254740993", "2.2250738585072011e-308", "123456789.123456789"];
    const table = await read(
      "digits.csv",
      `date,close\n${texts.map((text, day) => `2000-01-0${day + 1},${text}`).join("\n")}\n`,
    );
    expect(closes(table)).toEqual(texts.map(Number));
  });
  test("headers match in any case, and spaces are underscores", async () => {
    const table = await read("case.csv", "OPEN_TIME,TICKER,Adj Close,CLOSE\n1,A,5,7\n2,A,6,8\n", {
      fields: ["close", "adj_close"],
    });
    expect(closes(table)).toEqual([7, 8]);
    expect([...table.fields.get("adj_close")!]).toEqual([5, 6]);
    expect(table.symbolName).toBe("TICKER");
  });
  test("Parquet, with its own types", async () => {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create()).connect();
    const path = join(folder, "types.parquet");
    await connection.run(
      `copy (select timestamptz '2000-01-01 10:00:00+02' + interval (i) minute as time, i::decimal(9, 2) as Close from range(3) t(i)) to '${path}'`,
    );
    const table = await readTable(path, wanted);
    expect(closes(table)).toEqual([0, 1, 2]);
    expect(table.times).toEqual(["2000-01-01T08:00:00Z", "2000-01-01T08:01:00Z", "2000-01-01T08:02:00Z"]);
    expect(table.timeType).toEqual({ kind: "timestamp", unit: "us", zone: "UTC" });
  });
  test("a list in Parquet is no number, and is named", async () => {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create()).connect();
    const path = join(folder, "list.parquet");
    await connection.run(`copy (select [1, 2] as close) to '${path}'`);
    await expect(readTable(path, wanted)).rejects.toMatchObject({ code: "TA7005", row: 1, column: "close" });
  });
  test("symbols are streams of their own, however their rows are mixed", async () => {
    const table = await read(
      "mixed.csv",
      "date,symbol,close\n2000-01-01,A,1\n2000-01-01,B,5\n2000-01-02,A,2\n",
      { by: "Symbol" },
    );
    const parts = streams(table, "Symbol");
    expect(parts.map((part) => [part.symbol, [...part.fields.get("close")!], [...part.index!]])).toEqual([
      ["A", [1, 2], [0, 2]],
      ["B", [5], [1]],
    ]);
  });
});

describe("what is refused, with the file, the row, the column and the rule", () => {
  const day = "date,close\n2000-01-01,1\n";
  test.each<
    [
      string,
      string,
      string | Uint8Array,
      Partial<Wanted>,
      string,
      Partial<Record<"row" | "column", unknown>>,
      RegExp,
    ]
  >([
    ["an empty file", "empty.csv", "", {}, "TA7002", {}, /empty/],
    ["a header alone", "header.csv", "date,close\n", {}, "TA7002", {}, /no rows/],
    ["an empty JSON array", "empty.json", "[]", {}, "TA7002", {}, /no rows/],
    ["a binary file", "binary.csv", Uint8Array.of(1, 2, 0, 3), {}, "TA7003", {}, /zero byte at offset 2/],
    [
      "a text file that is not UTF-8",
      "latin.csv",
      Uint8Array.of(0x61, 0xe9, 0x0a),
      {},
      "TA7003",
      {},
      /UTF-8/,
    ],
    ["no Parquet file", "fake.parquet", "date,close", {}, "TA7003", {}, /no Parquet/],
    ["no gzip file", "fake.csv.gz", "date,close\n", {}, "TA7003", {}, /no gzip/],
    ["broken JSON", "broken.json", '[{"close":1},{]', {}, "TA7003", {}, /Malformed/],
    ["JSON of other than objects", "lists.json", "[[1,2],[3,4]]", {}, "TA7003", {}, /objects/],
    [
      "a short row",
      "short.csv",
      `${day}2000-01-02\n`,
      {},
      "TA7004",
      { row: 2 },
      /row 2 \(line 3\): 1 field, where the header has 2/,
    ],
    [
      "a separator too many",
      "trailing.csv",
      `${day}2000-01-02,2,\n`,
      {},
      "TA7004",
      { row: 2 },
      /row 2 \(line 3\): 3 fields, where the header has 2/,
    ],
    [
      "an empty line between rows",
      "gap.csv",
      `${day}\r\n2000-01-02,2\n`,
      {},
      "TA7004",
      { row: 2 },
      /row 2 \(line 3\): an empty line/,
    ],
    [
      "a ragged row behind a field of two lines",
      "lines.csv",
      'date,close,note\n2000-01-01,1,"a\nb"\n2000-01-02,2\n',
      {},
      "TA7004",
      { row: 2 },
      /row 2 \(line 4\): 2 fields/,
    ],
    [
      "a quote that stays open",
      "open.csv",
      `${day}2000-01-02,"2\n`,
      {},
      "TA7004",
      { row: 2, column: "close" },
      /row 2 \(line 3\), column "close": a quote that is never closed/,
    ],
    [
      "text behind a quote",
      "behind.csv",
      `${day}2000-01-02,"2"x\n`,
      {},
      "TA7004",
      { row: 2, column: "close" },
      /column "close": text behind a closing quote/,
    ],
    [
      "Latin-1 far down in a column that nobody reads",
      "late.csv",
      Buffer.from(
        `date,close,note\n${Array.from({ length: 9000 }, (_, row) => `${row},1,plain\n`).join("")}9000,1,caf\u00e9\n`,
        "latin1",
      ),
      {},
      "TA7003",
      { row: 9001 },
      /row 9001 \(line 9002\): it is not in UTF-8/,
    ],
    [
      "a zero byte far down, packed",
      "zero.csv.gz",
      gzipSync(
        `date,close\n${Array.from({ length: 90000 }, (_, row) => `${row},${(row * 7919) % 100003}\n`).join("")}90000,\0\n`,
      ),
      {},
      "TA7003",
      { row: 90001 },
      /row 90001.*zero byte/,
    ],
    [
      "a packed file cut short",
      "cut.csv.gz",
      gzipSync(`${day}2000-01-02,2\n`).subarray(0, 30),
      {},
      "TA7003",
      {},
      /./,
    ],
    ["a long row", "long.csv", `${day}2000-01-02,2,3\n`, {}, "TA7004", { row: 2 }, /3 fields/],
    [
      "text for a number",
      "text.csv",
      `${day}2000-01-02,abc\n`,
      {},
      "TA7005",
      { row: 2, column: "close" },
      /row 2, column "close".*"abc"/,
    ],
    [
      "digits in groups",
      "groups.csv",
      `${day}2000-01-02,1_000\n`,
      {},
      "TA7005",
      { row: 2, column: "close" },
      /1_000/,
    ],
    [
      "an object for a number",
      "object.json",
      '[{"close":{"a":1}}]',
      {},
      "TA7005",
      { row: 1, column: "close" },
      /"a"/,
    ],
    [
      "an infinity",
      "infinite.csv",
      `${day}2000-01-02,-Inf\n`,
      {},
      "TA7006",
      { row: 2, column: "close" },
      /infinite/,
    ],
    [
      "a number too large",
      "large.csv",
      `${day}2000-01-02,1e999\n`,
      {},
      "TA7006",
      { row: 2, column: "close" },
      /1e999/,
    ],
    [
      "stamps that go back",
      "back.csv",
      `${day}1999-12-31,2\n`,
      {},
      "TA7007",
      { row: 2, column: "date" },
      /before 2000-01-01 of row 1/,
    ],
    [
      "a stamp that repeats",
      "repeat.csv",
      `${day}2000-01-01,2\n`,
      {},
      "TA7008",
      { row: 2, column: "date" },
      /repeats that of row 1/,
    ],
    [
      "a day that is none",
      "day.csv",
      `${day}2000-02-30,2\n`,
      {},
      "TA7011",
      { row: 2, column: "date" },
      /2000-02-30/,
    ],
    [
      "a stamp that is missing",
      "stamp.csv",
      `${day},2\n`,
      {},
      "TA7011",
      { row: 2, column: "date" },
      /no time stamp/,
    ],
    [
      "a column that is not there",
      "column.csv",
      "date,Clsoe\n2000-01-01,1\n",
      {},
      "TA7009",
      { column: "close" },
      /did you mean "Clsoe"\?/,
    ],
    [
      "a column to run by that is not there",
      "by.csv",
      `${day}`,
      { by: "sector" },
      "TA7009",
      { column: "sector" },
      /--by names "sector"/,
    ],
    [
      "no time where it is needed",
      "timeless.csv",
      "close\n1\n",
      { timeFor: "--alerts" },
      "TA7009",
      { column: "timestamp" },
      /--alerts needs a time column/,
    ],
    [
      "two columns of a name",
      "twice.csv",
      "date,Close,close\n2000-01-01,1,2\n",
      {},
      "TA7012",
      { column: "close" },
      /"Close" and "close"/,
    ],
    [
      "several symbols as one",
      "several.csv",
      "date,symbol,close\n2000-01-01,A,1\n2000-01-01,B,2\n",
      {},
      "TA7013",
      { row: 2, column: "symbol" },
      /--by symbol/,
    ],
    [
      "a stamp that repeats within a symbol",
      "within.csv",
      "date,symbol,close\n2000-01-01,A,1\n2000-01-01,B,2\n2000-01-01,A,2\n",
      { by: "symbol" },
      "TA7008",
      { row: 3 },
      /of A repeats that of row 1/,
    ],
  ])("%s", async (_, name, content, ask, code, place, message) => {
    const error = await refused(name, content, ask);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(name);
    expect(error).toMatchObject({ ...place, file: join(folder, name) });
  });
  test("a file that is not there, and a folder", async () => {
    await expect(readTable(join(folder, "nothing.csv"), wanted)).rejects.toMatchObject({ code: "TA7001" });
    await expect(readTable(folder, wanted)).rejects.toMatchObject({ code: "TA7001" });
  });
  test("stamps a nanosecond apart are told apart, as text and as numbers", async () => {
    for (const [one, two] of [
      ["2023-11-14T22:13:20.123456789Z", "2023-11-14T22:13:20.123456790Z"],
      ["1700000000123456789", "1700000000123456790"],
    ] as const) {
      expect(closes(await read("nanos.csv", `time,close\n${one},1\n${two},2\n`))).toEqual([1, 2]);
      expect((await refused("nanos.csv", `time,close\n${two},1\n${one},2\n`)).code).toBe("TA7007");
      expect((await refused("nanos.csv", `time,close\n${one},1\n${one},2\n`)).code).toBe("TA7008");
    }
  });
});

describe("time stamps", () => {
  test.each([
    ["2000-02-29", Date.UTC(2000, 1, 29)],
    ["20000229", Date.UTC(2000, 1, 29)],
    ["2000-02-29 13:45", Date.UTC(2000, 1, 29, 13, 45)],
    ["2000-02-29T13:45:06.789Z", Date.UTC(2000, 1, 29, 13, 45, 6, 789)],
    ["2000-02-29T13:45:06+02:30", Date.UTC(2000, 1, 29, 11, 15, 6)],
    ["1700000000", 1700000000e3],
    ["1700000000123", 1700000000123],
    ["1700000000123456", 1700000000123.456],
    ["1700000000123456789", 1700000000123.4568],
  ])("%s", (text, milliseconds) => expect(parseTime(text)).toBeCloseTo(milliseconds, 3));
  test.each(["", "yesterday", "2001-02-29", "2000-13-01", "2000-01-01T24:00", "01/02/2000", "1.5"])(
    "%j is none",
    (text) => expect(parseTime(text)).toBeNull(),
  );
  test.each([
    ["1969-12-31T23:59:59.5Z", "ns", -500_000_000n],
    ["1969-12-31T23:59:59.5Z", "ms", -500n],
    ["2023-11-14T22:13:20.123456789Z", "ns", 1700000000123456789n],
    ["2023-11-14T22:13:20.123456Z", "us", 1700000000123456n],
    ["0001-01-01T00:00:00Z", "us", -62135596800000000n],
    ["9999-12-31T23:59:59Z", "s", 253402300799n],
  ] as const)("%s is exact in %s, both ways", (stamp, unit, count) => {
    expect(countOf(stamp, unit)).toBe(count);
    expect(stampOf(count, unit)).toBe(stamp);
  });
  test("counts of other zones and forms", () => {
    expect(countOf("2000-01-01T02:00:00+02:00", "s")).toBe(countOf("2000-01-01", "s"));
    expect(countOf("20000101", "s")).toBe(946684800n);
    expect(countOf("946684800", "s")).toBeNull();
    expect(parseTime(stampOf(1n << 62n, "s"))).toBeNull();
  });
  test.each<[readonly string[], object]>([
    [["2000-01-01", "2000-01-02"], { kind: "date" }],
    [["20000101", "20000102"], { kind: "date" }],
    [["1700000000", "1700000060"], { kind: "integer" }],
    [["2000-01-01", "2000-01-01 09:30"], { kind: "timestamp", unit: "us", zone: null }],
    [["2000-01-01T00:00:00Z"], { kind: "timestamp", unit: "us", zone: "UTC" }],
    [["2000-01-01T00:00:00.1234567Z"], { kind: "timestamp", unit: "ns", zone: "UTC" }],
    [["2000-01-01T00:00+0530"], { kind: "timestamp", unit: "us", zone: "+05:30" }],
    [["2000-01-01T00:00+05", "2000-01-01T00:00Z"], { kind: "timestamp", unit: "us", zone: "UTC" }],
    [["2000-01-01T00:00Z", "1700000000"], { kind: "text" }],
  ])("%j has the type %j", (stamps, type) => expect(timeTypeOf(stamps)).toEqual(type));
});
