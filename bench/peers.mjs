// `npm run bench:peers`: every ratio that the README states, against pinned peers on the same bars, in one run, in turn
// round by round. Installs the peers: into bench/.venv, bench/peers/javascript and bench/peers/rust. One that cannot be
// installed has its reason in the table. `--write` writes bench/PEERS.md, docs/peers.svg and the README's block; without
// it nothing is written.
//
//     npm run bench:peers -- [--rounds N] [--only SECTION,SECTION] [--write]
//
// Sections: library, forty, whole, screen, sweep, live, factors, families. Peak memory is no ratio: `node
// bench/memory.mjs`; nor is how soon an abort ends the work: `node bench/abort.mjs`.
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build, install, root } from "../scripts/setup.mjs";
import { write, writeBlock } from "./document.mjs";
import { chart, times } from "./peers/chart.mjs";

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "11" },
    only: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const rounds = Number(flags.rounds);

install();
build();
const { markdown, missed, races } = await import("./race.mjs");
const { sweepRow } = await import("./sweep.mjs");
const { factors, families, forty, live, screen, versions, whole } = await import("./peers/races.mjs");

let library = null;
const SECTIONS = {
  library: async () => {
    library = await races({ rounds });
    const { talib, mean, pinets } = library;
    const ratios = talib.each.map(({ ratio }) => ratio);
    return [
      {
        what: `${talib.each.length} functions one at a time, geometric mean`,
        against: `TA-Lib ${talib.versions.talib}`,
        rows: 200_000,
        threads: 1,
        target: 2.5,
        ratio: mean,
        low: Math.min(...ratios),
        high: Math.max(...ratios),
        notes: ["the spread is that over the functions"],
      },
      {
        what: "from source to results",
        against: `PineTS ${pinets.version}`,
        rows: 20_000,
        threads: 1,
        target: 100,
        ...pinets,
      },
    ];
  },
  forty,
  whole,
  screen,
  sweep: sweepRow,
  live,
  factors,
  families,
};
const chosen = flags.only?.split(",") ?? Object.keys(SECTIONS);
for (const name of chosen) {
  if (name in SECTIONS) continue;
  console.error(`no section ${name}; there are ${Object.keys(SECTIONS).join(", ")}`);
  process.exit(3);
}
if (flags.write && flags.only !== undefined) {
  console.error("--write takes all of one run: leave out --only");
  process.exit(3);
}

const rows = [];
for (const name of chosen) {
  process.stderr.write(`${name} …\n`);
  rows.push(...(await SECTIONS[name]({ rounds })));
}

const machine = `${cpus()[0].model}, ${cpus().length} CPUs, Node ${process.version}`;
const number = (value) => value.toLocaleString("en");
const spent = (seconds) =>
  seconds === undefined
    ? ""
    : seconds >= 1
      ? `${seconds.toFixed(2)} s`
      : seconds >= 1e-3
        ? `${(1e3 * seconds).toPrecision(3)} ms`
        : `${(1e6 * seconds).toPrecision(3)} µs`;

/** The table; the whole one also has what each side took, and what is to be known of a row. */
function table(whole) {
  const notes = [];
  const lines = whole
    ? [
        "| what | against | rows | threads | ours | theirs | times as fast | spread | at least |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | ---: |",
      ]
    : [
        "| what | against | rows | threads | times as fast | spread | at least |",
        "| --- | --- | ---: | ---: | ---: | --- | ---: |",
      ];
  for (const { what, against, rows: count, threads, target, reason, ...found } of rows) {
    const due = target === null ? "" : `${target}x`;
    const marks = (found.notes ?? []).map((note) => {
      if (!notes.includes(note)) notes.push(note);
      return notes.indexOf(note) + 1;
    });
    const mark = whole && marks.length > 0 ? ` (${marks.join(", ")})` : "";
    const begin = `| ${what}${mark} | ${against} | ${number(count)} | ${threads} |`;
    const sides = whole ? ` ${spent(found.ours)} | ${spent(found.theirs)} |` : "";
    if (reason !== undefined)
      lines.push(`${begin}${whole ? " | |" : ""} skipped | ${reason.replaceAll("|", "\\|")} | ${due} |`);
    else {
      const late = target !== null && found.ratio < target;
      const ratio = late ? `**${times(found.ratio)}**` : times(found.ratio);
      lines.push(`${begin}${sides} ${ratio} | ${times(found.low)} to ${times(found.high)} | ${due} |`);
    }
  }
  const said = whole ? notes.map((note, index) => `${index + 1}. ${note}`) : [];
  return [...lines, ...(said.length > 0 ? ["", ...said] : [])].join("\n");
}

/** Where a peer is faster, or less than promised was reached. */
function losses() {
  const found = rows
    .filter(({ ratio, target }) => ratio !== undefined && (ratio < 1 || (target !== null && ratio < target)))
    .map(({ what, against, threads, ratio, target }) => {
      const due = target !== null && ratio < target ? `, promised ${target}x` : "";
      const side = threads > 1 ? `, ${threads} threads` : "";
      return `${what}${side}, against ${against}: ${times(ratio)}${due}`;
    });
  if (library !== null)
    found.push(
      ...missed(library).filter(
        (line) => !line.startsWith("geometric") && !line.startsWith("against PineTS"),
      ),
    );
  return found.length === 0 ? ["Nothing."] : found.map((line) => `- ${line}`);
}

/** Of each peer each family's ratio. */
function each() {
  const found = rows.filter(({ each }) => each !== undefined);
  if (found.length === 0) return "";
  const names = Object.keys(found[0].each);
  const lines = [
    `| times as fast as | ${found.map(({ against }) => against).join(" | ")} |`,
    `| --- |${found.map(() => " ---: |").join("")}`,
  ];
  for (const name of names)
    lines.push(
      `| ${name} | ${found.map(({ each }) => (each[name] === null ? "" : times(each[name].ratio))).join(" | ")} |`,
    );
  return lines.join("\n");
}

console.log(machine);
console.log(table(true));
console.log(`\n${each()}`);
if (library !== null) console.log(`\n${markdown(library)}`);
console.log(`\nPromised and not reached, or slower:\n\n${losses().join("\n")}`);

if (flags.write) {
  const pinned = Object.entries(await versions()).map(([name, version]) => `${name} ${version}`);
  const parts = [
    "# Against others",
    `Written by \`npm run bench:peers -- --write\` on ${machine}. A ratio is the median over the rounds of one run, in which both sides take turns; the spread is its quartiles. Bars are made up and the same for all; last values are compared to a millionth before anything is timed, and where a convention is another it is said. Python's peers: ${pinned.join(", ")}. What is less than was promised is in bold.`,
    table(true),
    "Peak memory is measured by `node bench/memory.mjs`, how soon an abort ends the work by `node bench/abort.mjs`.",
    "## Promised and not reached, or slower",
    losses().join("\n"),
    "## One family at a time",
    each(),
    "## TA-Lib, one function at a time",
    markdown(library),
  ];
  await write(join(root, "bench", "PEERS.md"), parts.join("\n\n") + "\n");
  writeFileSync(join(root, "docs", "peers.svg"), chart(rows, machine));
  const slower = library.talib.each
    .filter(({ ratio }) => ratio < 1)
    .map(({ name, ratio }) => `${name} ${times(ratio)}`);
  await writeBlock(
    join(root, "README.md"),
    "peers",
    [
      `On ${machine}, in one run; [all of it](bench/PEERS.md), what is not reached in bold:`,
      "![How many times as fast as each peer](docs/peers.svg)",
      table(false),
      slower.length === 0
        ? "TA-Lib is faster at none of its functions."
        : `TA-Lib is faster at ${slower.length} of its functions: ${slower.slice(0, 12).join(", ")}${slower.length > 12 ? ", …" : ""}.`,
    ].join("\n\n"),
  );
}
