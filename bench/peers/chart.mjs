// The table as a picture: a bar a row on a scale of powers, its quartiles, and where it was promised to be. Its colours
// follow the reader's, light or dark.

const LEFT = 24;
/** Where bars begin and how far they may go. */
const [FROM, WIDTH] = [24, 690];
const [ROW, BAR, TOP] = [44, 14, 64];
const RIGHT = 106;

const escaped = (text) =>
  text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
const plain = (text) => escaped(text.replaceAll("`", ""));

/** A ratio as people read it. */
export const times = (value) =>
  `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)}x`;

/** The ratios of `rows` that have one, as SVG; `machine` says where they were measured. */
export function chart(rows, machine) {
  const measured = rows.filter(({ ratio }) => ratio !== undefined);
  const least = Math.min(0.5, ...measured.map(({ low }) => low));
  const most = Math.max(10, ...measured.map(({ high }) => high));
  const x = (value) => FROM + (WIDTH * Math.log(value / least)) / Math.log(most / least);
  const bottom = TOP + ROW * measured.length;
  const ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500].filter(
    (value) => value >= least && value <= most,
  );
  // Beside the bars and not behind the words.
  const beside = measured.map((_, index) => TOP + ROW * index + 17);
  const lines = ticks.map((value) => {
    const at = x(value).toFixed(1);
    const path = beside.map((y) => `M${at} ${y}v${BAR + 6}`).join("");
    return (
      `<path class="${value === 1 ? "one" : "grid"}" d="${path}"/>` +
      `<text class="tick" x="${at}" y="${bottom + 12}" text-anchor="middle">${value}x</text>`
    );
  });
  const bars = measured.map(({ what, against, threads, ratio, low, high, target }, index) => {
    const y = TOP + ROW * index;
    const middle = y + 20 + BAR / 2;
    const [from, to] = ratio < 1 ? [x(ratio), x(1)] : [x(1), x(ratio)];
    const missed = target !== null && ratio < target;
    const kind = ratio < 1 ? "slower" : "faster";
    const side = threads > 1 ? `, ${threads} threads` : "";
    const promise =
      target === null ? "" : `<path class="promise" d="M${x(target).toFixed(1)} ${y + 17}v${BAR + 6}"/>`;
    return [
      `<text class="name" x="${LEFT}" y="${y + 13}">${plain(what)}${side} <tspan class="peer">against ${plain(against)}</tspan></text>`,
      `<rect class="${kind}" x="${from.toFixed(1)}" y="${y + 20}" width="${Math.max(1, to - from).toFixed(1)}" height="${BAR}" rx="2"/>`,
      `<path class="spread" d="M${x(low).toFixed(1)} ${middle}H${x(high).toFixed(1)}"/>`,
      promise,
      `<text class="value" x="${(Math.max(x(high), x(ratio), x(1), target === null ? 0 : x(target)) + 8).toFixed(1)}" y="${middle + 4.5}">${times(ratio)}${missed ? ` <tspan class="peer">of ${target}x</tspan>` : ""}</text>`,
    ].join("");
  });
  const [width, height] = [FROM + WIDTH + RIGHT, bottom + 26];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="How many times as fast as each peer">
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 15px; font-weight: 600 }
.peer, .tick { fill: #59636e }
.tick { font-size: 11px }
.value { font-weight: 600; font-variant-numeric: tabular-nums }
.value .peer { font-weight: 400 }
.grid { stroke: #d1d9e0 }
.one { stroke: #59636e; stroke-width: 1.5 }
.faster { fill: #1a7f5a }
.slower { fill: #bc4c00 }
.spread { stroke: #1f2328; stroke-width: 1.5; opacity: .65 }
.promise { stroke: #8250df; stroke-width: 2.5 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .peer, .tick { fill: #9198a1 }
  .grid { stroke: #3d444d }
  .one { stroke: #9198a1 }
  .faster { fill: #2ea873 }
  .slower { fill: #db6d28 }
  .spread { stroke: #e6edf3 }
  .promise { stroke: #ab7df8 }
}
</style>
<text class="title" x="${LEFT}" y="22">Times as fast as each peer, one run</text>
<text class="peer" x="${LEFT}" y="42">${plain(machine)}; the line is the spread, <tspan fill="#8250df">▎</tspan>what was promised</text>
${lines.join("\n")}
${bars.join("\n")}
</svg>
`;
}
