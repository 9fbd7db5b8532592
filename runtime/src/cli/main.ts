/**
 * The `ta` command. stdout carries data only; diagnostics, warnings and what failed go to stderr. A command's own
 * file is loaded when it runs, so that `ta check` starts without the engine, DuckDB or charts.
 */
import { Argument, Command, CommanderError, Option } from "commander";
import { failure, notInThisVersion } from "../engine/errors.ts";
import { describeError, EXIT, exitCode } from "./exit.ts";
import { abandonAll } from "./files.ts";
import type { CacheAction, CacheFlags } from "./commands/cache.ts";
import type { CatalogFlags } from "./commands/catalog.ts";
import type { DiffFlags } from "./commands/diff.ts";
import type { LinkFlags } from "./commands/link.ts";
import type { NeedsFlags } from "./commands/needs.ts";
import type { ExplainFlags } from "./commands/explain.ts";
import type { FmtFlags } from "./commands/fmt.ts";
import type { TypesFlags } from "./commands/types.ts";
import type { RunFlags } from "./commands/run.ts";
import type { IrFlags } from "./commands/ir.ts";
import type { SweepFlags } from "./commands/sweep.ts";
import type { WhyFlags } from "./commands/why.ts";

/** What the interface names and a later version brings. */
const LATER = ["bench"];

const collect = (value: string, before: string[]): string[] => [...before, value];
const sourceOption = (): Option =>
  new Option("-e, --expression <source>", "the program itself, in place of a file");

function program(finish: (code: number) => void): Command {
  const ta = new Command("ta")
    .description("Compile trading expressions once; run the same plan over history and live ticks.")
    .version("0.1.0")
    .showHelpAfterError("(ta --help lists the commands)")
    .exitOverride();

  ta.command("run [program]")
    .description("run a program or a plan over a file of bars")
    .requiredOption("--data <file>", "bars: CSV, Parquet, JSON or Arrow")
    .option("--by <column>", "run every symbol of this column by itself")
    .option("--param <name=value>", "set a parameter; may be repeated", collect, [])
    .option(
      "--format <format>",
      "table, csv, json, arrow, parquet or html (default: by the ending of --out, else table)",
    )
    .option("--out <file>", "write to a file, whole or not at all")
    .option("--alerts", "the alerts that fired, in place of the outputs")
    .option("--last", "the last row of each symbol alone: a screen")
    .option("--keep-going", "leave out symbols that are wrong, and name them")
    .option("--threads <count>", "threads to run on (default: one for each CPU)")
    .option("--progress", "tell on stderr how far the run is, even where that is no terminal")
    .addOption(
      new Option("--chunk-rows <count>", "rows that are read at a time; to the bit the same").hideHelp(),
    )
    .addOption(
      new Option("--executor <executor>", "to the bit the same").choices(["batch", "step"]).default("batch"),
    )
    .option("--no-opt", "leave out the optimizer; to the bit the same")
    .addOption(sourceOption())
    .action(async (file: string | undefined, flags: RunFlags) => {
      finish(await (await import("./commands/run.ts")).run(file, flags));
    });

  ta.command("sweep [program]")
    .description("run at every combination of parameters and keep a value of each output")
    .requiredOption("--data <file>", "bars: CSV, Parquet, JSON or Arrow")
    .option("--by <column>", "sweep over every symbol of this column by itself")
    .option(
      "--grid <name=values>",
      "values to try: fast=5..60, slow=20..200:10, kind=ema,sma; may be repeated",
      collect,
      [],
    )
    .option("--param <name=value>", "set a parameter at every point; may be repeated", collect, [])
    .option(
      "--reduce <fold>",
      "last, count, sum, mean, max or min of every output, or OUTPUT=FOLD; may be repeated; else last",
      collect,
      [],
    )
    .option("--sort <column>", "greatest first; COLUMN:asc for the least")
    .option("--top <n>", "only the first so many")
    .option(
      "--format <format>",
      "table, csv, json, arrow or parquet (default: by the ending of --out, else table)",
    )
    .option("--out <file>", "write to a file, whole or not at all")
    .option("--threads <n>", "threads to use (default: one for each CPU)")
    .addOption(sourceOption())
    .action(async (file: string | undefined, flags: SweepFlags) => {
      finish(await (await import("./commands/sweep.ts")).sweep(file, flags));
    });

  ta.command("check [program]")
    .description("report everything that is wrong with a program")
    .option("--json", "as JSON, on stdout")
    .addOption(sourceOption())
    .action(async (file: string | undefined, flags: { json?: boolean; expression?: string }) => {
      finish(await (await import("./commands/check.ts")).check(file, flags));
    });

  ta.command("ir [program]")
    .description("print a program at any stage between its text and its plan")
    .option("--stage <stage>", "ast, typed, ir, after:PASS or plan (default: ir; of a plan, plan)")
    .addOption(new Option("--format <format>").choices(["text", "json", "dot"]).default("text"))
    .addOption(sourceOption())
    .action(async (file: string | undefined, flags: IrFlags) => {
      finish(await (await import("./commands/ir.ts")).ir(file, flags));
    });

  ta.command("plan [program]")
    .description("disassemble a program or a plan, or write the plan's bytes")
    .option("-o, --output <file>", "write the plan's bytes")
    .option("--no-opt", "leave out the optimizer")
    .addOption(sourceOption())
    .action(
      async (file: string | undefined, flags: { output?: string; opt: boolean; expression?: string }) => {
        finish(await (await import("./commands/plan.ts")).plan(file, flags));
      },
    );

  ta.command("verify <plan>")
    .description("check a plan's bytes: digests, encoding, kernels, every bound")
    .option("--json", "as JSON")
    .action(async (file: string, flags: { json?: boolean }) => {
      finish(await (await import("./commands/verify.ts")).verify(file, flags));
    });

  ta.command("diff <before> <after>")
    .description("what changed from one program or plan to another in meaning, not in bytes")
    .option("--json", "as JSON")
    .option("--exit-code", "exit 1 where the meaning differs; else 0 either way")
    .option("--no-opt", "of programs, leave out the optimizer")
    .action(async (before: string, after: string, flags: DiffFlags) => {
      finish(await (await import("./commands/diff.ts")).diff(before, after, flags));
    });

  ta.command("link <plans...>")
    .description("programs and plans as one plan that computes once what they share; FILE or NAME=FILE")
    .requiredOption("-o, --output <file>", "where the linked plan is written")
    .action(async (files: string[], flags: LinkFlags) => {
      finish(await (await import("./commands/link.ts")).link(files, flags));
    });

  ta.command("needs [program]")
    .description("what to fetch before a program or a plan runs: streams, fields, rows of history")
    .option("--param <name=value>", "set a parameter; may be repeated", collect, [])
    .option("--json", "as JSON")
    .addOption(sourceOption())
    .action(async (file: string | undefined, flags: NeedsFlags) => {
      finish(await (await import("./commands/needs.ts")).needs(file, flags));
    });

  ta.command("fmt [files...]")
    .description("lay programs out in the one way there is, in place; of -e and -, on stdout")
    .option("--check", "write nothing; fail where the layout differs")
    .addOption(sourceOption())
    .action(async (files: string[], flags: FmtFlags) => {
      finish(await (await import("./commands/fmt.ts")).fmt(files, flags));
    });

  ta.command("types [program]")
    .description("every name of a program: its type, range, clock and when it is valid")
    .addOption(
      new Option("--format <format>", "a table, JSON, or TypeScript's declarations of params and outputs")
        .choices(["table", "json", "ts"])
        .default("table"),
    )
    .option("--json", "the same as --format json")
    .addOption(sourceOption())
    .action(async (file: string | undefined, flags: TypesFlags) => {
      finish(await (await import("./commands/types.ts")).types(file, flags));
    });

  ta.command("explain [program]")
    .description("in plain words: what a program or a plan needs, when it is valid, what it costs and shares")
    .option("--param <name=value>", "set a parameter; may be repeated", collect, [])
    .option("--json", "as JSON")
    .option("--cache <folder>", "take the plan from a cache, and say how")
    .addOption(sourceOption())
    .action(async (file: string | undefined, flags: ExplainFlags) => {
      finish(await (await import("./commands/explain.ts")).explain(file, flags));
    });

  ta.command("why [program]")
    .description("why a result is what it is in one row: the values behind it, and what left one missing")
    .requiredOption("--data <file>", "bars: CSV, Parquet, JSON or Arrow")
    .option("--output <name>", "the output to explain, or the alert of that name (default: the only result)")
    .option("--alert <name>", "the alert to explain, where an output has its name too")
    .option("--row <number>", "the row, counted from 0, or from the end as -1 (default: the last)")
    .option("--at <timestamp>", "the row of this time stamp, in place of its number")
    .option("--by <column>", "the column of symbols, with --symbol")
    .option("--symbol <name>", "the symbol whose rows they are; rows are counted among its own")
    .option("--param <name=value>", "set a parameter; may be repeated", collect, [])
    .option("--deep", "what is inside of the library's functions too")
    .option("--json", "as JSON")
    .addOption(sourceOption())
    .action(async (file: string | undefined, flags: WhyFlags) => {
      finish(await (await import("./commands/why.ts")).why(file, flags));
    });

  ta.command("catalog [name]")
    .description("the library's functions; of one of them, everything")
    .option("--family <family>", "only those of a family or a module: averages, talib.momentum, talib, …")
    .option("--search <words>", "only those that the words are in, the nearest first")
    .option("--json", "as JSON")
    .action(async (name: string | undefined, flags: CatalogFlags) => {
      finish(await (await import("./commands/catalog.ts")).catalog(name, flags));
    });

  ta.command("cache")
    .description("a folder of compiled plans: list it, count it, verify it, keep it small")
    .addArgument(new Argument("<action>", "what to do").choices(["ls", "stat", "verify", "prune", "clear"]))
    .requiredOption("--dir <folder>", "the folder")
    .option("--json", "as JSON: of ls and stat")
    .option("--max-bytes <count>", "of prune: what may stay (default: 256 MiB)")
    .action(async (action: CacheAction, flags: CacheFlags) => {
      finish(await (await import("./commands/cache.ts")).cache(action, flags));
    });

  for (const name of LATER) {
    ta.command(name, { hidden: true })
      .argument("[anything...]")
      .allowUnknownOption()
      .action(() => {
        throw notInThisVersion(`ta ${name}`);
      });
  }
  for (const command of [ta, ...ta.commands]) {
    command.configureOutput({
      writeErr: (text) => void process.stderr.write(text.replace(/^error: /, "TA8007 error: ")),
    });
    command.exitOverride();
  }
  return ta;
}

/** Runs the command and sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const stop = (code: number) => () => {
    abandonAll();
    process.stderr.write("TA8008 error: stopped; nothing was left behind\n");
    process.exit(code);
  };
  process.once("SIGINT", stop(EXIT.interrupted));
  process.once("SIGTERM", stop(143));
  // A reader that has seen enough (`ta run … | head`) is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Anything else has been told to whoever was writing.
    if (error.code === "EPIPE") process.exit(EXIT.ok);
  });
  let code: number = EXIT.ok;
  try {
    if (argv.length === 0)
      throw failure("usage", "a command is due: run, check, fmt, explain, … ; `ta --help` lists them");
    await program((result) => (code = result)).parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and the version were asked for; anything else commander has explained already.
      code = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    } else {
      process.stderr.write(describeError(error));
      code = exitCode(error);
    }
  }
  process.exitCode = code;
}

/** What `npm run demo` shows. */
export async function demo(root: string): Promise<void> {
  await (await import("./demo.ts")).demo(root);
}
