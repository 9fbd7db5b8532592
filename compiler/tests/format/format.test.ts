import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { builders } from "prettier/doc";
import { format as layOut } from "prettier/standalone";
import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { program as randomProgram, source as programText } from "../../../runtime/tests/random.ts";
import { format } from "../../src/format/format.ts";
import { compile, CompileError } from "../../src/index.ts";
import { astToJson } from "../../src/syntax/print.ts";
import { parse } from "../../src/syntax/parse.ts";
import { sample } from "../syntax/sample.ts";

const root = join(import.meta.dirname, "../../..");
const formatted = (source: string): Promise<string> => format(source, { format: layOut, builders });
const planId = (source: string): string | null => {
  try {
    return compile(source).id;
  } catch (error) {
    if (error instanceof CompileError) return null;
    throw error;
  }
};
/** What the comments say; two that come to end one line are one comment then, and say the same. */
const commentsOf = (source: string): string[] =>
  parse(source)
    .comments.flatMap(({ text }) => text.replace(/^#+ ?/, "").split(/ #+ /))
    .map((text) => text.trimEnd())
    .sort();

/** Formats, and checks what holds of every program. */
async function hold(source: string): Promise<string> {
  const once = await formatted(source);
  expect(await formatted(once)).toBe(once);
  expect(planId(once)).toBe(planId(source));
  expect(commentsOf(once)).toEqual(commentsOf(source));
  expect(once).toMatch(/^$|[^\n]\n$/);
  expect(once).not.toMatch(/[\r\t]| \n|\n\n\n/);
  return once;
}

const programs = new Map<string, string>([["sample", sample]]);
const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ta"))
    .map((file) => `${folder}/${file}`);
const files = [...below("compiler/std"), ...below("examples")];
for (const file of files) programs.set(file, readFileSync(join(root, file), "utf8"));
for (const file of readdirSync(join(root, "spec/cases")).filter((name) => name.endsWith(".toml"))) {
  const text = readFileSync(join(root, "spec/cases", file), "utf8");
  const { case: cases } = parseToml(text) as unknown as { case: { id: string; program: string }[] };
  for (const { id, program } of cases) programs.set(`${file} ${id}`, program);
}
for (const file of readdirSync(join(root, "compiler/tests/check")).filter((name) => name.endsWith(".md"))) {
  const text = readFileSync(join(root, "compiler/tests/check", file), "utf8");
  for (const [, title, source] of text.matchAll(/## (.*)\n\n```ta\n([^]*?)\n```/g)) {
    if (parse(source!).diagnostics.length === 0) programs.set(`${file} ${title}`, source!);
  }
}

describe("formatting twice is formatting once, and the program says the same", () => {
  it.each([...programs])("%s", async (_, source) => {
    await hold(source);
  });
  it("random programs", async () => {
    await fc.assert(
      fc.asyncProperty(randomProgram, async (made) => {
        const once = await hold(programText(made));
        expect(Math.max(...once.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
      }),
      { numRuns: 150 },
    );
  });
  it("random layouts, with comments wherever a blank may stand", async () => {
    const texts = [...programs.values()].map((text) => text.replace(/#.*/g, ""));
    const gaps = fc.array(fc.tuple(fc.nat(), fc.nat(4)), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), gaps, async (text, places) => {
        let source = text;
        places.forEach(([at, kind], index) => {
          const blanks = [...source.matchAll(/(?<=[^\n #]) (?=[^ #])|\n(?=\n|$)|(?<=[([{,])|(?=[\])}.])/g)];
          const blank = blanks[at % blanks.length];
          if (blank === undefined) return;
          const line = source.slice(source.lastIndexOf("\n", blank.index - 1) + 1, blank.index);
          if (/["`#]/.test(source.slice(blank.index - line.length).split("\n")[0]!)) return;
          const deep = " ".repeat(line.search(/\S|$/) + 4);
          const inserted = [
            ` # c${index}\n${deep}`,
            `\n${deep}# c${index}\n${deep}`,
            `\n\n${deep}## c${index}\n\n${deep}`,
            ` ## c${index}\n${deep}`,
            `\n${deep}  `,
          ][kind]!;
          source = source.slice(0, blank.index) + inserted + source.slice(blank.index);
        });
        // A break can end what was one statement; that is another program, or none.
        if (parse(source).diagnostics.length > 0) return;
        await hold(source);
      }),
      { numRuns: 600 },
    );
  });
});

describe("layout (LG55)", () => {
  const cases: [string, string, string][] = [
    [
      "names take the case of the library's",
      "SMA(Close, 20) > Ohlcv.HLC3 + C",
      "sma(close, 20) > ohlcv.hlc3 + c\n",
    ],
    [
      "names of the program's own keep theirs",
      "let SMA = open\nout x = SMA - sma(CLOSE, 3)",
      "let SMA = open\nout x = SMA - sma(close, 3)\n",
    ],
    [
      "names of modules too",
      "use talib as t\nout x = t.RSI(Close) + talib.Rsi() + std.SMA(9)",
      "use talib as t\nout x = t.rsi(close) + talib.rsi() + std.sma(9)\n",
    ],
    ["aliases stay", "rolling_mean(close, 5)", "rolling_mean(close, 5)\n"],
    [
      "parentheses that say nothing go, those that help stay",
      "((close)) + ((a and b) or c) * (x*y%z)",
      "close + ((a and b) or c) * ((x * y) % z)\n",
    ],
    ["signs and powers", "-2**-x**2 * (-y)**2 - -(3) - (a-b)", "-2 ** -x ** 2 * (-y) ** 2 - -3 - (a - b)\n"],
    ["numbers", "x + .5 + 1E6 + 2. + 1_000.50", "x + 0.5 + 1e6 + 2.0 + 1_000.50\n"],
    [
      "texts",
      "param m = 'a\"b' in ['a\"b', \"c\"]\nout x = close",
      'param m = "a\\"b" in ["a\\"b", "c"]\nout x = close\n',
    ],
    ["words", "out x = True and not(False)", "out x = true and not false\n"],
    [
      "blank lines: one at most",
      "\n\n\nlet a = 1\n\n\n\nlet b = 2\nout c = a+b;out d = b\r\n",
      "let a = 1\n\nlet b = 2\nout c = a + b\nout d = b\n",
    ],
    [
      "attributes on lines of their own",
      '@pane("overlay") @bounds(0,1) out x=close',
      '@pane("overlay")\n@bounds(0, 1)\nout x = close\n',
    ],
    ["a pair of symbols is one name", "BTC/USDT.price > A/2", "BTC/USDT.price > A / 2\n"],
    ["only comments", "# one\n\n\n## two\n", "# one\n\n## two\n"],
    ["nothing", "\n \n", ""],
  ];
  it.each(cases)("%s", async (_, source, expected) => {
    expect(await formatted(source)).toBe(expected);
  });

  it("long statements break: brackets, operators, branches, formals", async () => {
    const long = "close".repeat(9);
    const source = `fn f(input ${long}a = close, ${long}b: int = 2 in 1..5) -> {p, q} = {p: ${long}a, q: ${long}a[${long}b]}
alert up when crossup(${long}, ${long}) and (${long} > 2 or ${long} < 3)
out y = if ${long} > 3 then ${long} else if ${long} > 2 then ${long} else 3
out z = sma(sma(${long}, 20), ${long}${long}, 20)`;
    expect(await formatted(source)).toBe(`fn f(
  input ${long}a = close,
  ${long}b: int = 2 in 1..5
) -> {p, q} =
  {
    p: ${long}a,
    q: ${long}a[${long}b]
  }
alert up when
  crossup(${long}, ${long})
  and (${long} > 2 or ${long} < 3)
out y =
  if ${long} > 3
  then ${long}
  else if ${long} > 2
  then ${long}
  else 3
out z = sma(
  sma(${long}, 20),
  ${long}${long},
  20
)
`);
  });

  it("comments stay with what they are about", async () => {
    const source = `# above

## doc
@pane("overlay") # which pane
# below
out x = # why
  sma(close, # what
    # how long
    20)   # after
fn f(a) = # body
  # first
  let b = a # b
  # last
  b
# end`;
    expect(await formatted(source)).toBe(`# above

## doc
@pane("overlay") # which pane
# below
out x =
  # why
  sma(
    close, # what
    # how long
    20
  ) # after
fn f(a) =
  # body
  # first
  let b = a # b
  # last
  b
# end
`);
  });

  it("a text that cannot be parsed is refused with its diagnostics", async () => {
    await expect(formatted("out x = sma(close,, 20")).rejects.toThrow(CompileError);
  });
  it("a deep tree is printed", async () => {
    const deep = Array.from({ length: 250 }, (_, index) => `x${index}`).join(" + ");
    expect(JSON.stringify(astToJson(parse(await formatted(deep)).program))).toBe(
      JSON.stringify(astToJson(parse(deep).program)),
    );
  });
});
