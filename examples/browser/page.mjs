// A program's diagnostics, its explanation and its plan, as one types. The compiler alone: no server, no engine.
import {
  check,
  CompileError,
  compile,
  disassemble,
  explainProgram,
  explanationText,
  namesText,
  programNames,
  stages,
} from "@laakhay/ta-compiler";

const EXAMPLES = {
  "Golden cross": `param fast: int = 20 in 2..200
param slow: int = 50 in 5..400

let quick = ema(close, fast)
let base = ema(close, slow)

out trend = quick > base
out momentum = rsi(14)
alert entry when crossup(quick, base) and rsi(14) < 70
`,
  "Squeeze and breakout": `let bands = bbands(20, 2)
let width = (bands.upper - bands.lower) / bands.middle

@pane("separate")
out squeeze = width
alert breakout when close > bands.upper and width[1] < lowest(width, 50)[1] * 1.1
`,
  "A recursion of one's own": `# a trailing stop that only rises
let stop = scan(low, na, fn(s, x) => coalesce(if x - 2 > s then x - 2 else s, x - 2))

out stop
alert out_now when close < stop
`,
  "With mistakes": `param fast: int = 20 in 2..200

let trend = emaa(close, fast) > sma(clse, 900000000)
out trend
out odd = rsi(close, "14")
`,
};

const VIEWS = {
  Explanation: (source) => explanationText(explainProgram(source)),
  Plan: (source) => disassemble(compile(source).bytes),
  Names: (source) => namesText(programNames(source)),
  IR: (source) => stages(source, "ir"),
};

const element = (id) => document.getElementById(id);
const [source, backdrop, list, view, status] = ["source", "backdrop", "diagnostics", "view", "status"].map(
  element,
);
let chosen = Object.keys(VIEWS)[0];

function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.textContent = text;
  return made;
}

function placeOf(text, offset) {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${[...lines.at(-1)].length + 1}`;
}

/** The text again, behind the one that is typed into, with what is wrong underlined. */
function underline(text, diagnostics) {
  backdrop.replaceChildren();
  let at = 0;
  for (const { span, severity } of [...diagnostics].sort((a, b) => a.span.start - b.span.start)) {
    if (span.start < at) continue;
    backdrop.append(text.slice(at, span.start));
    // What is missing at an end has no letters of its own.
    backdrop.append(
      make("mark", severity, text.slice(span.start, Math.max(span.end, span.start + 1)) || " "),
    );
    at = Math.max(span.end, span.start + 1);
  }
  backdrop.append(`${text.slice(at)}\n`);
}

function describe(text, { code, severity, message, hint, fix, span }) {
  const item = make("li", severity, "");
  const head = make("div", "", "");
  head.append(make("strong", "", `${code} `), message);
  item.append(head, make("span", "place", placeOf(text, span.start)));
  if (hint) item.append(make("p", "", hint));
  if (fix) {
    const button = make("button", "", fix.title);
    button.addEventListener("click", () => {
      source.setRangeText(fix.replacement, fix.span.start, fix.span.end, "end");
      source.focus();
      update();
    });
    item.append(button);
  }
  return item;
}

function show() {
  try {
    view.textContent = VIEWS[chosen](source.value);
    view.classList.remove("stale");
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    // What was there last stays, until the program is one again.
    view.classList.add("stale");
    if (view.textContent === "") view.textContent = error.message;
  }
}

function update() {
  const text = source.value;
  const { diagnostics } = check(text);
  underline(text, diagnostics);
  list.replaceChildren(...diagnostics.map((found) => describe(text, found)));
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  if (errors > 0) status.textContent = `${errors} ${errors === 1 ? "error" : "errors"}`;
  else {
    const started = performance.now();
    const { id, bytes } = compile(text);
    const took = performance.now() - started;
    status.textContent = `${id.slice(0, 19)}…  ${bytes.length} bytes  ${took.toFixed(1)} ms`;
    status.title = id;
  }
  show();
}

for (const name of Object.keys(VIEWS)) {
  const button = make("button", "", name);
  button.addEventListener("click", () => {
    chosen = name;
    choose();
    show();
  });
  element("views").append(button);
}
function choose() {
  for (const button of element("views").children)
    button.setAttribute("aria-selected", String(button.textContent === chosen));
}

for (const name of Object.keys(EXAMPLES)) element("examples").append(make("option", "", name));
function take(name) {
  element("examples").value = name;
  source.value = EXAMPLES[name];
  view.textContent = "";
  update();
}
element("examples").addEventListener("change", ({ target }) => take(target.value));
source.addEventListener("input", update);
source.addEventListener("scroll", () => {
  backdrop.scrollTop = source.scrollTop;
  backdrop.scrollLeft = source.scrollLeft;
});

choose();
// `#With mistakes` begins with that example.
const asked = decodeURIComponent(location.hash.slice(1));
take(asked in EXAMPLES ? asked : Object.keys(EXAMPLES)[0]);
