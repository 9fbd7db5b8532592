/** Arrow and Parquet: what is read of the one, and what is written of both, read back by their own libraries. */
import * as arrow from "apache-arrow";
import { DuckDBInstance } from "@duckdb/node-api";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readTable } from "../src/data/read.ts";
import { streams, type Table, type Wanted } from "../src/data/table.ts";
import { compile, TaError } from "../src/index.ts";
import { bin, root, ta } from "./setup.ts";

const folder = mkdtempSync(join(tmpdir(), "ta-arrow-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content);
  return at(name);
};
const STOCKS = join(root, "data/stocks.csv.gz");
const GOLDEN = join(root, "examples/golden_cross.ta");

const vector = <T extends arrow.DataType>(
  type: T,
  data: ArrayBufferView,
  nulls?: { nullCount: number; nullBitmap: Uint8Array },
): arrow.Vector<T> =>
  arrow.makeVector(
    arrow.makeData({
      type,
      data,
      length: (data as Float64Array).length / ((type as { stride?: number }).stride ?? 1),
      nullCount: 0,
      ...nulls,
    } as never),
  ) as never;

const decimals = (...values: bigint[]): Uint32Array =>
  Uint32Array.from(
    values.flatMap((value) => [0n, 32n, 64n, 96n].map((by) => Number((value >> by) & 0xffffffffn))),
  );
const decimal = (scale: number, ...values: bigint[]) =>
  arrow.makeVector(
    arrow.makeData({
      type: new arrow.Decimal(scale, 38, 128),
      data: decimals(...values),
      length: values.length,
      nullCount: 0,
    }),
  );
const times = (unit: arrow.TimeUnit, zone: string | null, ...counts: bigint[]) =>
  vector(new arrow.Timestamp(unit, zone), BigInt64Array.from(counts));
/** Bit 1 of the second value is off, whose memory holds an infinity. */
const HOLED = { nullCount: 1, nullBitmap: Uint8Array.of(0b101) };

const NUMBERS: [string, () => arrow.Vector, number[]][] = [
  ["doubles", () => vector(new arrow.Float64(), Float64Array.of(1, 2, 3)), [1, 2, 3]],
  [
    "doubles with a null",
    () => vector(new arrow.Float64(), Float64Array.of(1, Infinity, 3), HOLED),
    [1, NaN, 3],
  ],
  ["floats", () => vector(new arrow.Float32(), Float32Array.of(1.5, 2, NaN)), [1.5, 2, NaN]],
  [
    "half floats",
    () => vector(new arrow.Float16(), Uint16Array.of(0x3c00, 0x4000, 0xc000), HOLED),
    [1, NaN, -2],
  ],
  ["bytes", () => vector(new arrow.Uint8(), Uint8Array.of(1, 7, 255), HOLED), [1, NaN, 255]],
  [
    "long integers, rounded once",
    () => vector(new arrow.Int64(), BigInt64Array.of(-1n, 2n ** 53n + 1n, 2n ** 63n - 1n)),
    [-1, 2 ** 53, 2 ** 63],
  ],
  [
    "decimals, rounded once",
    () => decimal(2, -345n, 110n, 12345678901234567891n),
    [-3.45, 1.1, Number("123456789012345678.91")],
  ],
  ["decimals that end in zeros", () => decimal(-2, 3n, 0n, -1n), [300, 0, -100]],
  [
    "a dictionary",
    () => arrow.vectorFromArray([1, null, 1], new arrow.Dictionary(new arrow.Float64(), new arrow.Int32())),
    [1, NaN, 1],
  ],
  ["nulls alone", () => arrow.vectorFromArray([null, null, null], new arrow.Null()), [NaN, NaN, NaN]],
  [
    "text that is missing everywhere",
    () => arrow.vectorFromArray([null, null, null], new arrow.Utf8()),
    [NaN, NaN, NaN],
  ],
];

describe("program.run takes an Arrow table", () => {
  const program = compile("out x = close").bind();
  test.each(NUMBERS)("of %s", (_, make, expected) => {
    expect([...program.run(new arrow.Table({ close: make() })).outputs.x!]).toEqual(expected);
  });
  test("of several batches, or a part of one", () => {
    const whole = arrow.vectorFromArray([1, null, 3, 4, null], new arrow.Float64());
    const parts = new arrow.Table({ close: whole.slice(1, 3) }).concat(
      new arrow.Table({ close: whole.slice(3) }),
    );
    expect([...program.run(parts).outputs.x!]).toEqual([NaN, 3, 4, NaN]);
  });
  test("doubles are not copied, and not written to", async () => {
    const close = Float64Array.of(1, 2, 3);
    const table = new arrow.Table({ close: vector(new arrow.Float64(), close) });
    program.run(table);
    expect((await program.runAsync(table)).outputs.x).toEqual(close);
    expect(close).toEqual(Float64Array.of(1, 2, 3));
  });
  test.each<[string, arrow.Vector, RegExp]>([
    ["text", arrow.vectorFromArray([null, "12"], new arrow.Utf8()), /"close", row 1.*"12"/],
    ["conditions", arrow.vectorFromArray([null, true], new arrow.Bool()), /row 1.*Bool/],
    ["text by dictionary", arrow.vectorFromArray(["a", "b"]), /row 0.*"a"/],
    ["times", times(arrow.TimeUnit.SECOND, null, 5n), /row 0.*Timestamp<SECOND>/],
  ])("but not of %s", (_, close, message) => {
    try {
      program.run(new arrow.Table({ close }));
    } catch (error) {
      expect(error).toBeInstanceOf(TaError);
      expect(error).toMatchObject({
        code: "TA7005",
        column: "close",
        message: expect.stringMatching(message) as string,
      });
      return;
    }
    throw new Error("nothing was thrown");
  });
  test("alerts carry its stamps", () => {
    const { alerts } = compile("alert high when close > 1").run(
      new arrow.Table({
        Timestamp: times(arrow.TimeUnit.MILLISECOND, "UTC", 10n, 20n),
        Close: vector(new arrow.Float64(), Float64Array.of(1, 2)),
      }),
    );
    expect(alerts).toEqual([{ name: "high", row: 1, timestamp: 20 }]);
  });
});

const wanted: Wanted = { fields: ["close"], optional: [], by: null, timeFor: null };
async function read(name: string, content: Uint8Array, ask: Partial<Wanted> = {}): Promise<Table> {
  const table = await readTable(put(name, content), { ...wanted, ...ask });
  streams(table, ask.by ?? null);
  return table;
}
const bytesOf = (columns: Record<string, arrow.Vector>, form: "file" | "stream" = "file"): Uint8Array =>
  arrow.tableToIPC(new arrow.Table(columns), form);

describe("an Arrow file", () => {
  test.each(NUMBERS)("of %s", async (_, make, expected) => {
    for (const form of ["file", "stream"] as const) {
      const table = await read(`numbers-${form}.arrow`, bytesOf({ Close: make() }, form));
      expect([...table.fields.get("close")!]).toEqual(expected);
      expect([table.rows, table.times, table.symbols]).toEqual([3, null, null]);
    }
  });
  test.each<[string, arrow.Vector, string[], object]>([
    [
      "seconds",
      times(arrow.TimeUnit.SECOND, null, -1n, 0n),
      ["1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z"],
      { kind: "timestamp", unit: "s", zone: null },
    ],
    [
      "nanoseconds of a zone",
      times(arrow.TimeUnit.NANOSECOND, "America/New_York", 1700000000123456789n, 1700000000123456790n),
      ["2023-11-14T22:13:20.123456789Z", "2023-11-14T22:13:20.12345679Z"],
      { kind: "timestamp", unit: "ns", zone: "America/New_York" },
    ],
    [
      "days",
      vector(new arrow.DateDay(), Int32Array.of(-1, 11016)),
      ["1969-12-31", "2000-02-29"],
      { kind: "date" },
    ],
    [
      "days in milliseconds",
      vector(new arrow.DateMillisecond(), BigInt64Array.of(0n, 86400000n)),
      ["1970-01-01", "1970-01-02"],
      { kind: "date" },
    ],
    [
      "integers",
      vector(new arrow.Int64(), BigInt64Array.of(5n, 1700000000123456789n)),
      ["5", "1700000000123456789"],
      { kind: "integer" },
    ],
    [
      "text",
      arrow.vectorFromArray(["2000-01-01", "2000-01-02"], new arrow.Utf8()),
      ["2000-01-01", "2000-01-02"],
      { kind: "text" },
    ],
    [
      "text by dictionary",
      arrow.vectorFromArray(["2000-01-01", "2000-01-02"]),
      ["2000-01-01", "2000-01-02"],
      { kind: "text" },
    ],
  ])("with time as %s", async (_, time, stamps, type) => {
    const close = vector(new arrow.Float64(), Float64Array.of(1, 2));
    const table = await read("times.arrow", bytesOf({ Date: time, close }));
    expect([table.times, table.timeName, table.timeType]).toEqual([stamps, "Date", type]);
  });
  test("of several symbols and batches, found by its bytes alone", async () => {
    const part = (from: number) =>
      new arrow.Table({
        ticker: arrow.vectorFromArray(["A", "B"], new arrow.Utf8()),
        close: vector(new arrow.Float64(), Float64Array.of(from, from + 1)),
      });
    const bytes = arrow.tableToIPC(part(1).concat(part(3)), "stream");
    const table = await read("no-ending", bytes, { by: "Symbol" });
    expect(streams(table, "Symbol").map(({ symbol, fields }) => [symbol, ...fields.get("close")!])).toEqual([
      ["A", 1, 3],
      ["B", 2, 4],
    ]);
  });
  const close = vector(new arrow.Float64(), Float64Array.of(1, 2, 3));
  const infinite = vector(new arrow.Float64(), Float64Array.of(1, 2, -Infinity));
  test.each<[string, Uint8Array, string, object, RegExp]>([
    ["bytes of something else", Uint8Array.of(1, 2, 3), "TA7003", {}, /no Arrow/],
    ["an empty file", new Uint8Array(0), "TA7002", {}, /empty/],
    [
      "no rows",
      bytesOf({ close: vector(new arrow.Float64(), new Float64Array(0)) }),
      "TA7002",
      {},
      /no rows/,
    ],
    [
      "a column that is not there",
      bytesOf({ Clsoe: close }),
      "TA7009",
      { column: "close" },
      /did you mean "Clsoe"/,
    ],
    [
      "an infinite value",
      bytesOf({ Close: infinite }),
      "TA7006",
      { row: 3, column: "Close" },
      /row 3, column "Close".*-Infinity/,
    ],
    [
      "text for a number",
      bytesOf({ close: arrow.vectorFromArray([null, "x"], new arrow.Utf8()) }),
      "TA7005",
      { row: 2, column: "close" },
      /row 2, column "close".*"x"/,
    ],
    [
      "conditions for numbers",
      bytesOf({ close: arrow.vectorFromArray([true], new arrow.Bool()) }),
      "TA7005",
      { row: 1 },
      /Bool/,
    ],
    [
      "a stamp that is missing",
      bytesOf({
        time: arrow.vectorFromArray([new Date(0), null, new Date(2)], new arrow.TimestampMillisecond()),
        close,
      }),
      "TA7011",
      { row: 2, column: "time" },
      /no time stamp/,
    ],
    [
      "a year that no calendar holds",
      bytesOf({ time: times(arrow.TimeUnit.SECOND, null, 1n, 2n, 2n ** 62n), close }),
      "TA7011",
      { row: 3 },
      /since 1970/,
    ],
    [
      "stamps that are no times",
      bytesOf({ time: vector(new arrow.Float64(), Float64Array.of(4, 5, 6)), close }),
      "TA7011",
      { column: "time" },
      /Float64/,
    ],
    [
      "stamps that go back",
      bytesOf({ time: times(arrow.TimeUnit.SECOND, null, 1n, 3n, 2n), close }),
      "TA7007",
      { row: 3 },
      /before/,
    ],
  ])("with %s is refused", async (_, bytes, code, place, message) => {
    const error = await read("wrong.arrow", bytes).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(TaError);
    expect(error).toMatchObject({ code, file: at("wrong.arrow"), ...place });
    expect((error as TaError).message).toMatch(message);
  });
  test.each(["file", "stream"] as const)(
    "a %s cut short anywhere, or with a byte altered, is never half read",
    async (form) => {
      const bytes = bytesOf({ close }, form);
      const whole = [...(await read("whole.arrow", bytes)).fields.get("close")!];
      // After the last batch there is only the mark of a stream's end, which may be left out.
      const last = form === "stream" ? bytes.length - 8 : bytes.length;
      for (let length = 1; length < last; length++) {
        const cut = await read("cut.arrow", bytes.subarray(0, length)).catch((error: unknown) => error);
        expect([length, (cut as TaError).code]).toEqual([length, expect.stringMatching(/^TA700[23]$/)]);
      }
      // The words that say how long each message is, and the values: what the schema says is the library's to read.
      const head = form === "file" ? [0, 4, 8, 12] : [0, 4];
      const foot = form === "file" ? [bytes.length - 7, bytes.length - 1] : [];
      const values = Buffer.from(bytes).indexOf(Buffer.from(Float64Array.of(1, 2, 3).buffer));
      for (const byte of [...head, values, values + 22, ...foot]) {
        const altered = bytes.slice();
        altered[byte]! ^= 0x41;
        const found = await read("altered.arrow", altered).catch((error: unknown) => error);
        // Arrow has no checksum: a value that is altered is another value.
        if (byte >= values && byte < values + 24)
          expect((found as Table).fields.get("close")).toHaveLength(3);
        else expect([byte, (found as TaError).code]).toEqual([byte, "TA7003"]);
      }
      expect(whole).toEqual([1, 2, 3]);
    },
  );
});

/** What `ta run` wrote, as Arrow's library reads it. */
const written = (...args: string[]): arrow.Table => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "run", ...args, "--format", "arrow"], {
    cwd: root,
    maxBuffer: 1 << 28,
  });
  expect([status, String(stderr).replaceAll(/^TA5005 warning: .*\n/gm, "")]).toEqual([0, ""]);
  return arrow.tableFromIPC(stdout);
};
async function query(sql: string): Promise<unknown[][]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("set TimeZone = 'UTC'");
  return (await connection.runAndReadAll(sql)).getRowsJson();
}
const schema = (table: arrow.Table): string[] =>
  table.schema.fields.map(({ name, type, nullable }) => `${name}: ${String(type)}${nullable ? "?" : ""}`);

describe("what is written", () => {
  const args = [GOLDEN, "--data", STOCKS, "--by", "ticker"];
  test("Arrow has the values of the CSV, with null where that is empty", () => {
    const table = written(...args);
    expect(schema(table).slice(0, 3)).toEqual([
      "timestamp: Date32<DAY>",
      "symbol: Utf8",
      "average_fast: Float64?",
    ]);
    expect(schema(table).at(-1)).toBe("trend: Bool?");
    const lines = ta(["run", ...args, "--format", "csv"])
      .stdout.trimEnd()
      .split("\n");
    expect(lines).toHaveLength(table.numRows + 1);
    const columns = table.schema.fields.map((_, index) => table.getChildAt(index)!);
    const text = (value: unknown, index: number): string =>
      value === null
        ? ""
        : index === 0
          ? new Date(value as number).toISOString().slice(0, 10)
          : String(value);
    for (let row = 0; row < table.numRows; row++)
      expect(columns.map((column, index) => text(column.get(row), index)).join(",")).toBe(lines[row + 1]);
    for (const column of columns.slice(2))
      expect([...column].some((value) => Number.isNaN(value))).toBe(false);
    expect(columns[2]!.nullCount).toBe(5 * 49);
  });
  test("a file of Arrow's is a file, its stream a stream, and both are the same table", () => {
    const table = written(...args);
    for (const [name, magic] of [
      ["golden.arrow", "ARROW1"],
      ["golden.arrows", "\xff\xff\xff\xff"],
    ] as const) {
      expect(ta(["run", ...args, "--out", at(name)])).toMatchObject({ code: 0, stdout: "" });
      const bytes = readFileSync(at(name));
      expect(bytes.subarray(0, magic.length).toString("latin1")).toBe(magic);
      expect(arrow.tableFromIPC(bytes).toArray()).toEqual(table.toArray());
    }
  });
  test("Parquet has the same values, and is read again", async () => {
    expect(ta(["run", ...args, "--out", at("golden.parquet")])).toMatchObject({ code: 0, stdout: "" });
    const path = `'${at("golden.parquet")}'`;
    expect(
      (await query(`describe select * from ${path}`)).map(
        ([name, type]) => `${String(name)} ${String(type)}`,
      ),
    ).toEqual([
      "timestamp DATE",
      "symbol VARCHAR",
      "average_fast DOUBLE",
      "average_slow DOUBLE",
      "bands.upper DOUBLE",
      "bands.middle DOUBLE",
      "bands.lower DOUBLE",
      "momentum DOUBLE",
      "spread DOUBLE",
      "trend BOOLEAN",
    ]);
    const table = written(...args);
    const rows = await query(`select * exclude (timestamp) from ${path}`);
    expect(rows).toHaveLength(table.numRows);
    const columns = table.schema.fields.slice(1).map((_, index) => table.getChildAt(index + 1)!);
    rows.forEach((row, index) => expect(row).toEqual(columns.map((column) => column.get(index) as unknown)));
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });
  test("alerts that fired", async () => {
    const csv = ta(["run", ...args, "--alerts", "--format", "csv"])
      .stdout.trimEnd()
      .split("\n")
      .slice(1);
    const table = written(...args, "--alerts");
    expect(schema(table)).toEqual(["timestamp: Date32<DAY>", "symbol: Utf8", "alert: Utf8"]);
    const rows = table.toArray().map((row) => row.toJSON() as Record<string, unknown>);
    expect(
      rows.map((row) =>
        [new Date(row.timestamp as number).toISOString().slice(0, 10), row.symbol, row.alert].join(","),
      ),
    ).toEqual(csv);
    ta(["run", ...args, "--alerts", "--out", at("alerts.parquet")]);
    const found = await query(`select timestamp::varchar, symbol, alert from '${at("alerts.parquet")}'`);
    expect(found.map((row) => row.join(","))).toEqual(csv);
    // None at all is a table too.
    const none = written("-e", "alert never when close < 0", "--data", STOCKS, "--by", "ticker", "--alerts");
    expect([none.numRows, none.schema.fields.length]).toEqual([0, 3]);
  });
  test("without time, rows have their numbers", async () => {
    const data = put("timeless.csv", "close\n1\n\n3\n".replace("\n\n", '\n""\n'));
    const source = "out x = close\nout up = close > 2";
    const table = written("-e", source, "--data", data);
    expect(schema(table)).toEqual(["row: Int32", "x: Float64?", "up: Bool?"]);
    expect(table.toArray().map((row) => Object.values(row.toJSON() as object) as unknown[])).toEqual([
      [0, 1, false],
      [1, null, null],
      [2, 3, true],
    ]);
    ta(["run", "-e", source, "--data", data, "--out", at("rows.parquet")]);
    expect(await query(`select * from '${at("rows.parquet")}'`)).toEqual([
      [0, 1, false],
      [1, null, null],
      [2, 3, true],
    ]);
  });
});

describe("time keeps its type and its zone", () => {
  const close = vector(new arrow.Float64(), Float64Array.of(1, 2));
  test.each<[string, arrow.Vector, string, string]>([
    ["seconds", times(arrow.TimeUnit.SECOND, null, 1n, 2n), "Timestamp<SECOND>", "TIMESTAMP"],
    ["milliseconds", times(arrow.TimeUnit.MILLISECOND, null, -1n, 2n), "Timestamp<MILLISECOND>", "TIMESTAMP"],
    [
      "microseconds",
      times(arrow.TimeUnit.MICROSECOND, "UTC", 1n, 2n),
      "Timestamp<MICROSECOND, UTC>",
      "TIMESTAMP WITH TIME ZONE",
    ],
    [
      "a zone",
      times(arrow.TimeUnit.MILLISECOND, "Asia/Kolkata", 1n, 2n),
      "Timestamp<MILLISECOND, Asia/Kolkata>",
      "TIMESTAMP WITH TIME ZONE",
    ],
    ["nanoseconds", times(arrow.TimeUnit.NANOSECOND, null, 1n, 2n), "Timestamp<NANOSECOND>", "TIMESTAMP_NS"],
    ["days", vector(new arrow.DateDay(), Int32Array.of(-1, 3)), "Date32<DAY>", "DATE"],
    ["integers", vector(new arrow.Int64(), BigInt64Array.of(5n, 1700000000123456789n)), "Int64", "BIGINT"],
    ["text", arrow.vectorFromArray(["2000-01-01", "2000-01-02"], new arrow.Utf8()), "Utf8", "VARCHAR"],
  ])("%s", async (_, time, arrowType, parquetType) => {
    const data = put("typed.arrow", bytesOf({ time, close }));
    const table = written("-e", "close", "--data", data);
    expect(schema(table)[0]).toBe(`timestamp: ${arrowType}`);
    expect([...(table.getChildAt(0)!.toArray() as Iterable<unknown>)]).toEqual([
      ...(time.toArray() as Iterable<unknown>),
    ]);
    // Through Parquet, and from there to Arrow again.
    expect(ta(["run", "-e", "out close = close", "--data", data, "--out", at("typed.parquet")]).code).toBe(0);
    expect((await query(`describe select * from '${at("typed.parquet")}'`))[0]![1]).toBe(parquetType);
    const csv = ta(["run", "-e", "close", "--data", data, "--format", "csv"]).stdout;
    expect(ta(["run", "-e", "close", "--data", at("typed.parquet"), "--format", "csv"]).stdout).toBe(csv);
  });
  test("nanoseconds of a zone are no Parquet, unless they are whole microseconds", () => {
    const zoned = (count: bigint) =>
      put("zoned.arrow", bytesOf({ time: times(arrow.TimeUnit.NANOSECOND, "UTC", 0n, count), close }));
    const run = (data: string) => ta(["run", "-e", "close", "--data", data, "--out", at("zoned.parquet")]);
    expect(run(zoned(1500n))).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/TA8007.*arrow/) as string,
    });
    expect(readdirSync(folder).filter((name) => name.includes("zoned.parquet"))).toEqual([]);
    expect(run(zoned(2000n)).code).toBe(0);
  });
  test("of a text file by its stamps", () => {
    const run = (...stamps: string[]) =>
      schema(
        written(
          "-e",
          "close",
          "--data",
          put("stamps.csv", `time,close\n${stamps.map((stamp) => `${stamp},1\n`).join("")}`),
        ),
      )[0];
    expect(run("2000-01-01 09:30", "2000-01-01 09:31")).toBe("timestamp: Timestamp<MICROSECOND>");
    expect(run("2000-01-01T09:30-05:00", "2000-01-01T09:31-05:00")).toBe(
      "timestamp: Timestamp<MICROSECOND, -05:00>",
    );
    expect(run("1700000000", "1700000060")).toBe("timestamp: Int64");
    expect(run("2000-01-01", "1700000000")).toBe("timestamp: Utf8");
  });
});

describe("what cannot be written", () => {
  const data = (): string => put("bars.csv", "date,close\n2000-01-01,1\n");
  test.each<[string, string[], RegExp]>([
    ["Parquet to stdout", ["-e", "close", "--format", "parquet"], /TA8007.*--out/],
    [
      "an output called timestamp",
      ["-e", "out timestamp = close", "--format", "arrow"],
      /TA8007.*"timestamp"/,
    ],
    [
      "two names that are one in Parquet",
      ["-e", "out Up = close\nout up = close", "--out", "FOLDER/twice.parquet"],
      /TA8007.*"Up" and "up"/,
    ],
    ["a folder that is not there", ["-e", "close", "--out", "/nowhere/at/all.parquet"], /TA8009/],
    ["a folder in its place", ["-e", "close", "--format", "parquet", "--out", "FOLDER"], /TA8009.*folder/],
  ])("%s", (_, args, message) => {
    const ran = ta(["run", "--data", data(), ...args.map((part) => part.replace("FOLDER", folder))]);
    expect([ran.code, ran.stdout]).toEqual([3, ""]);
    expect(ran.stderr).toMatch(message);
    expect(readdirSync(folder).filter((name) => /twice|partial/.test(name))).toEqual([]);
  });
  test("an old file stays where the data is wrong", () => {
    const bad = put("bad.csv", "date,close\n2000-01-01,x\n");
    for (const name of ["old.arrow", "old.parquet"]) {
      put(name, "old");
      expect(ta(["run", "-e", "close", "--data", bad, "--out", at(name)]).code).toBe(2);
      expect(readFileSync(at(name), "utf8")).toBe("old");
      expect(ta(["run", "-e", "close", "--data", data(), "--out", at(name)]).code).toBe(0);
      expect(readFileSync(at(name), "latin1")).toMatch(/^(ARROW1|PAR1)/);
    }
  });
  test.runIf(process.platform !== "win32")("a pipe is written as it stands", () => {
    const script = `mkfifo "$1"; cat "$1" > "$2" & "$3" "$4" run -e close --data "$5" --format parquet --out "$1"; wait`;
    const ran = spawnSync(
      "sh",
      ["-c", script, "sh", at("pipe"), at("piped"), process.execPath, bin, data()],
      {
        encoding: "utf8",
      },
    );
    expect([ran.status, ran.stderr]).toEqual([0, ""]);
    expect(readFileSync(at("piped"), "latin1")).toMatch(/^PAR1.*PAR1$/s);
  });
});

test("neither library is loaded before it is needed", () => {
  // What a bundle imports by a statement is loaded when it starts; `import()` is not.
  for (const name of ["cli.js", "index.js"]) {
    const bundle = readFileSync(join(root, "runtime/dist", name), "utf8");
    expect(bundle).not.toMatch(/(from|import)\s*"(apache-arrow|@duckdb\/node-api)"/);
    if (name === "cli.js") expect(bundle).toMatch(/import\("apache-arrow"\)/);
  }
});
