/** What runs in the chart's page: plain text here, since the page stands alone. */

export const PAGE_STYLE = `
:root { color-scheme: light dark; --back: #ffffff; --text: #1c2430; --dim: #6b7685; --line: #e3e7ec; }
@media (prefers-color-scheme: dark) { :root { --back: #12161c; --text: #dde3ea; --dim: #8b96a5; --line: #262d36; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--back); color: var(--text); font: 14px/1.45 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 6px 18px; padding: 10px 16px; border-bottom: 1px solid var(--line); }
h1 { font-size: 16px; margin: 0; }
select { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: 4px; padding: 2px 6px; }
#legend { margin: 0; color: var(--dim); font-variant-numeric: tabular-nums; flex-basis: 100%; min-height: 1.45em; }
#legend span { display: inline-block; margin-right: 14px; white-space: nowrap; }
#legend b { font-weight: 600; }
#chart { flex: 1 0 auto; }
#fired { padding: 8px 16px; color: var(--dim); max-height: 9em; overflow: auto; border-top: 1px solid var(--line); }
#fired button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 4px; margin: 2px 6px 2px 0; padding: 1px 6px; cursor: pointer; }
footer { padding: 6px 16px 10px; color: var(--dim); font-size: 12px; }
`;

export const PAGE_SCRIPT = `
(() => {
  const { outputs, symbols } = JSON.parse(document.getElementById("data").textContent);
  const L = LightweightCharts;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const palette = ["#2f7ed8", "#e08a1e", "#8e5bd0", "#17a398", "#d0457a", "#7a8b2a", "#5a6acf", "#b5651d"];
  const select = document.getElementById("symbol");
  const names = Object.keys(symbols);
  for (const name of names) select.add(new Option(name, name));
  if (names.length < 2) select.parentElement.hidden = true;

  const panes = ["price"];
  for (const output of outputs) if (!panes.includes(output.pane)) panes.push(output.pane);
  // Conditions are thin strips: they come last and stay low.
  panes.sort((a, b) => (a === "conditions") - (b === "conditions"));
  const host = document.getElementById("chart");
  const height = Math.max(560, innerHeight - 215) + Math.max(0, panes.length - 3) * 90;
  host.style.height = height + "px";

  // A record's members are one thing: they share a colour.
  const heads = [...new Set(outputs.map((output) => output.name.split(".")[0]))];
  const colourOf = (output) => palette[heads.indexOf(output.name.split(".")[0]) % palette.length];
  const inRecord = (output) => output.name.includes(".") && !output.name.endsWith(".middle");

  let chart = null;
  function colours() {
    return dark.matches
      ? { back: "#12161c", text: "#aab4c0", line: "#1f262f", up: "#26a69a", down: "#ef5350", volume: "#3a4654", ink: "#ffd166" }
      : { back: "#ffffff", text: "#4a5563", line: "#eef1f4", up: "#16907f", down: "#d6453d", volume: "#ccd3db", ink: "#1c2430" };
  }
  // As many digits as the values' size needs: a rate of 0.0012 is not 0.00, a turnover is 1.2M.
  function format(values) {
    let size = 0;
    for (const value of values) if (value !== null && Math.abs(value) > size) size = Math.abs(value);
    if (size >= 1e6) return { type: "volume" };
    const digits = size >= 10 || size === 0 ? 2 : Math.min(10, 3 - Math.floor(Math.log10(size)));
    return { type: "price", precision: digits, minMove: 10 ** -digits };
  }
  // A colour of the palette would drown among candles and lines: markers have the page's strongest ink, and a kind its shape.
  const shapes = [["belowBar", "arrowUp"], ["aboveBar", "arrowDown"], ["belowBar", "circle"], ["aboveBar", "square"]];
  function text(value) {
    if (value === null || value === undefined) return "–";
    return Math.abs(value) >= 1e6 ? value.toLocaleString("en") : String(Number(value.toPrecision(6)));
  }
  function show(name) {
    const data = symbols[name];
    const shown = chart && chart.timeScale().getVisibleLogicalRange();
    if (chart) chart.remove();
    const c = colours();
    chart = L.createChart(host, {
      width: host.clientWidth, height,
      layout: { background: { color: c.back }, textColor: c.text, attributionLogo: true, panes: { separatorColor: c.line, enableResize: true } },
      grid: { vertLines: { color: c.line }, horzLines: { color: c.line } },
      timeScale: { borderColor: c.line, timeVisible: data.times.some((time) => time % 86400 !== 0) },
      rightPriceScale: { borderColor: c.line },
      crosshair: { mode: L.CrosshairMode.Normal },
    });
    const points = (values) => data.times.map((time, row) => (values[row] === null ? { time } : { time, value: values[row] }));
    const [open, high, low, close, volume] = data.bars;
    let price;
    if (open && high && low && close) {
      price = chart.addSeries(L.CandlestickSeries, { upColor: c.up, downColor: c.down, borderVisible: false, wickUpColor: c.up, wickDownColor: c.down, priceFormat: format(close) });
      price.setData(data.times.map((time, row) => [open, high, low, close].some((column) => column[row] === null)
        ? { time } : { time, open: open[row], high: high[row], low: low[row], close: close[row] }));
    } else {
      price = chart.addSeries(L.LineSeries, { color: c.text, lineWidth: 1, priceFormat: format(close || []) });
      price.setData(points(close || data.times.map(() => null)));
    }
    if (volume) {
      const bars = chart.addSeries(L.HistogramSeries, { color: c.volume, priceScaleId: "volume", priceFormat: { type: "volume" }, lastValueVisible: false, priceLineVisible: false });
      bars.setData(points(volume));
      bars.priceScale().applyOptions({ scaleMargins: { top: 0.86, bottom: 0 } });
    }
    const strips = outputs.filter((output) => output.type === "bool");
    // The library makes a pane when its first series comes, and only the next one: panes are filled in their order.
    const inOrder = outputs.map((output, index) => ({ output, index, pane: panes.indexOf(output.pane) })).sort((a, b) => a.pane - b.pane);
    inOrder.forEach(({ output, index, pane }) => {
      const colour = colourOf(output);
      // The legend names the lines; a title beside the last value would cover the newest candles.
      const common = { title: output.type === "bool" ? output.name : "", priceFormat: format(pane === 0 ? close || data.values[index] : data.values[index]), color: colour, priceLineVisible: false, lastValueVisible: output.type === "float" };
      if (output.type === "bool") {
        // Each condition has its own height in the strip, and is drawn while it is true.
        const place = strips.indexOf(output);
        const series = chart.addSeries(L.HistogramSeries, { ...common, base: place, priceFormat: { type: "custom", minMove: 1, formatter: () => "" } }, pane);
        series.setData(points(data.values[index].map((value) => (value === 1 ? place + 0.8 : null))));
        return;
      }
      const histogram = ["histogram", "columns", "markers"].includes(output.style);
      const series = chart.addSeries(histogram ? L.HistogramSeries : L.LineSeries, histogram ? common : { ...common, lineWidth: inRecord(output) ? 1 : 2, crosshairMarkerVisible: false }, pane);
      series.setData(points(data.values[index]));
      for (const level of output.levels) series.createPriceLine({ price: level, color: c.text, lineWidth: 1, lineStyle: L.LineStyle.Dotted, axisLabelVisible: true });
    });
    const kinds = [...new Set(data.alerts.map(([, alert]) => alert))];
    const alerts = data.alerts.map(([row, alert]) => ({ row, alert, kind: kinds.indexOf(alert) }));
    const markers = (named) => alerts.map(({ row, alert, kind }) => {
      const [position, shape] = shapes[kind % shapes.length];
      return { time: data.times[row], position, shape, color: c.ink, text: named ? alert : "" };
    });
    const marked = L.createSeriesMarkers(price, []);
    // Names where there is room for them: a dozen in view can be read, a hundred cannot.
    let named = null;
    const mark = () => {
      const view = chart.timeScale().getVisibleLogicalRange();
      const inView = view === null ? 0 : alerts.filter(({ row }) => row >= view.from && row <= view.to).length;
      if (named === (named = inView <= 12)) return;
      marked.setMarkers(markers(named));
    };
    chart.timeScale().subscribeVisibleLogicalRangeChange(mark);
    chart.panes().forEach((pane, index) => pane.setStretchFactor(index === 0 ? 3 : panes[index] === "conditions" ? 0.5 : 1));
    // Each pane below says what is drawn in it.
    chart.panes().forEach((pane, index) => {
      if (index === 0 || panes[index] === "conditions") return;
      const own = outputs.filter((output) => output.pane === panes[index]);
      L.createTextWatermark(pane, { horzAlign: "left", vertAlign: "top", lines: own.map((output) => ({ text: output.name, color: colourOf(output), fontSize: 12 })) });
    });
    const last = data.times.length;
    chart.timeScale().setVisibleLogicalRange(shown && shown.to - shown.from < last ? { from: last - (shown.to - shown.from), to: last + 6 } : { from: Math.max(0, last - 320), to: last + 6 });

    mark();

    const legend = document.getElementById("legend");
    const rows = new Map(data.times.map((time, row) => [time, row]));
    const describe = (row) => {
      legend.replaceChildren();
      const add = (label, value, colour) => {
        const key = document.createElement("b");
        key.textContent = label;
        if (colour) key.style.color = colour;
        const item = document.createElement("span");
        item.append(key, " " + value);
        legend.append(item);
      };
      add(data.stamps[row], "");
      ["O", "H", "L", "C"].forEach((label, index) => { if (data.bars[index]) add(label, text(data.bars[index][row])); });
      outputs.forEach((output, index) => {
        const value = data.values[index][row];
        add(output.name, output.type === "bool" ? ["false", "true", "–"][value] : text(value), colourOf(output));
      });
    };
    describe(data.times.length - 1);
    chart.subscribeCrosshairMove((event) => {
      const row = rows.get(event.time);
      describe(row === undefined ? data.times.length - 1 : row);
    });

    const fired = document.getElementById("fired");
    fired.replaceChildren(data.alerts.length === 0 ? "No alert fired." : data.alerts.length + (data.alerts.length === 1 ? " alert fired: " : " alerts fired: "));
    // The latest are enough to jump to; an alert of every bar would make the page a list of buttons.
    for (const [row, alert] of data.alerts.slice(-120).reverse()) {
      const button = document.createElement("button");
      button.textContent = data.stamps[row] + " " + alert;
      button.onclick = () => chart.timeScale().setVisibleLogicalRange({ from: row - 120, to: row + 60 });
      fired.append(button);
    }
    if (data.alerts.length > 120) fired.append("and " + (data.alerts.length - 120) + " earlier");
  }
  select.onchange = () => show(select.value);
  dark.addEventListener("change", () => show(select.value));
  addEventListener("resize", () => chart.applyOptions({ width: host.clientWidth }));
  show(names[0]);
})();
`;
