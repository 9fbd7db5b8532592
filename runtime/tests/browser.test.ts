/** The compiler in a browser: the plans and the errors that it gives in Node, and the page of examples/browser. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalog, compile, CompileError, explainProgram, explanationText } from "@laakhay/ta-compiler";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "./setup.ts";

const browser = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);
if (browser === undefined) console.log("skipped: no Chromium was found on the PATH");

/** The page's document once it has loaded, as the browser prints it. */
async function dumped(url: string): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), "ta-browser-"));
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    `--user-data-dir=${profile}`,
    "--dump-dom",
  ];
  try {
    // Beside us and not in our place: the page comes from this process.
    const child = spawn(browser!, [...flags, url], { stdio: ["ignore", "pipe", "ignore"], timeout: 60_000 });
    const pieces: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
    return Buffer.concat(pieces).toString();
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };
/** The text of the element of an id. */
function textOf(html: string, id: string): string {
  const found = new RegExp(`<(\\w+)[^>]* id="${id}"[^>]*>([\\s\\S]*?)</\\1>`).exec(
    html.replaceAll(" id=", "  id="),
  );
  expect(found, `${id} in ${html.slice(0, 2000)}`).not.toBe(null);
  return found![2]!.replaceAll(/<[^>]*>/g, "").replaceAll(/&(\w+);/g, (_, name: string) => entities[name]!);
}

const examples = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".ta"));
const right = [
  ...examples.map((name) => readFileSync(join(root, "examples", name), "utf8")),
  ...catalog()
    .filter(
      ({ inputs, parameters }) =>
        ![...inputs, ...parameters].some((one) => "required" in one && one.required),
    )
    .filter(({ inputs }) => inputs.every((input) => input.default !== null))
    .map(({ id }) => `${id}()`),
];
const wrong = [
  "sma(clse, 20)",
  "out a = ",
  "param n: int = 5\nsma(n)",
  '"',
  "let é = 1 +\nout x = macd(close).nothing",
];

/** What the page under test computes: run here and there. */
const CHECK = `
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const plans = right.map((source) => {
    const { id, bytes } = compile(source);
    return [id, hex(bytes)];
  });
  const errors = wrong.map((source) => {
    try {
      compile(source, { name: "page" });
      return null;
    } catch (error) {
      return [error instanceof CompileError, error.message, error.diagnostics.map(({ code, span }) => [code, span])];
    }
  });`;

describe.skipIf(browser === undefined)("in Chromium", () => {
  let server: Server;
  let address: string;
  beforeAll(async () => {
    const { serve } = (await import(join(root, "examples/browser/serve.mjs"))) as {
      serve: (port: number, more: Record<string, string>) => Promise<Server>;
    };
    const script = `import { compile, CompileError } from "./compiler.js";
      const { right, wrong } = ${JSON.stringify({ right, wrong }).replaceAll("<", "\\u003c")};
      ${CHECK}
      document.getElementById("result").textContent = JSON.stringify({ plans, errors });`;
    const page = `<!doctype html><meta charset="utf-8"><pre id="result"></pre><script type="module">${script}</script>`;
    server = await serve(0, { "check.html": page });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  test("every example and function has Node's plan to the byte, and every error Node's words and places", async () => {
    const run = new Function(
      "compile",
      "CompileError",
      "right",
      "wrong",
      `${CHECK} return { plans, errors };`,
    );
    const due = run(compile, CompileError, right, wrong) as { plans: unknown[]; errors: unknown[] };
    expect(due.plans.length).toBeGreaterThan(300);
    expect(due.errors).not.toContain(null);
    const found = JSON.parse(textOf(await dumped(`${address}/check.html`), "result")) as typeof due;
    expect(found.errors).toEqual(due.errors);
    expect(found.plans).toEqual(due.plans);
  });

  test("the page shows a program's plan and its explanation", async () => {
    const html = await dumped(`${address}/#Golden cross`);
    const source = /"Golden cross": `([^`]*)`/.exec(
      readFileSync(join(root, "examples/browser/page.mjs"), "utf8"),
    )![1]!;
    expect(textOf(html, "status")).toContain(compile(source).id.slice(0, 19));
    expect(textOf(html, "view")).toBe(explanationText(explainProgram(source)));
    expect(textOf(html, "diagnostics")).toBe("");
  });

  test("the page shows what is wrong, underlines it and offers the fix", async () => {
    const html = await dumped(`${address}/#${encodeURIComponent("With mistakes")}`);
    expect(textOf(html, "status")).toBe("3 errors");
    expect(textOf(html, "diagnostics")).toContain("TA2001 `clse` is declared nowhere");
    expect(html).toContain('<mark class="error">emaa</mark>');
    expect(html).toContain("<button>write close</button>");
  });
});
