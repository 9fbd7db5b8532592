/** `ta link`, `ta diff`, `ta needs`, `ta verify --json`: plans as files. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compile, link, loadPlan, type Needs } from "../src/index.ts";
import { ta } from "./setup.ts";

const folder = mkdtempSync(join(tmpdir(), "ta-contract-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content);
  return at(name);
};
const program = put(
  "mean.ta",
  "param n: int = 20 in 2..400\nout mean = sma(n)\nalert up when close > sma(20)\n",
);
const other = put("other.plan", compile("out mean = sma(20)").bytes);

describe("ta link", () => {
  test("programs and plans become one plan, by their files' names or by those given", () => {
    const ran = ta(["link", program, `bob=${other}`, "-o", at("linked.plan")]);
    expect(ran).toMatchObject({ code: 0, stdout: "" });
    const linked = loadPlan(readFileSync(at("linked.plan")));
    expect(linked.outputs.map(({ name }) => name)).toEqual(["bob/mean", "mean/mean"]);
    const due = link({ mean: compile(readFileSync(program, "utf8")), bob: loadPlan(readFileSync(other)) });
    expect(linked.id).toBe(due.id);
    expect(ran.stderr).toContain(linked.id);
    expect(
      ta([
        "run",
        at("linked.plan"),
        "--param",
        "mean/n=5",
        "--data",
        put("d.csv", "date,close\n2020-01-01,1\n"),
        "--format",
        "csv",
      ]),
    ).toMatchObject({
      code: 0,
      stdout: "timestamp,bob/mean,mean/mean\n2020-01-01,,\n",
    });
  });
  test("refuses two of one name, a name with a separator, and what is wrong", () => {
    expect(ta(["link", program, `mean=${other}`, "-o", at("x.plan")])).toMatchObject({ code: 3 });
    expect(ta(["link", `a/b=${other}`, "-o", at("x.plan")])).toMatchObject({ code: 3 });
    expect(ta(["link", put("wrong.ta", "clse"), "-o", at("x.plan")])).toMatchObject({ code: 1 });
    expect(ta(["link", at("none.ta"), "-o", at("x.plan")])).toMatchObject({ code: 3 });
    expect(ta(["link", other])).toMatchObject({ code: 3 });
  });
});

describe("ta diff", () => {
  test("exit 0 either way, 1 for --exit-code where the meaning differs", () => {
    const titled = put("titled.ta", "## A title.\nout mean = sma(close,  20)");
    const same = ta(["diff", other, titled, "--exit-code"]);
    expect(same).toMatchObject({ code: 0, stderr: "" });
    expect(same.stdout).toMatch(/^same meaning/);
    const apart = ta(["diff", other, program]);
    expect(apart).toMatchObject({ code: 0, stderr: "" });
    expect(apart.stdout).toMatch(/^different/);
    expect(apart.stdout).toContain("+ alert up = close > win.mean(close, n=20)");
    expect(ta(["diff", other, program, "--exit-code"]).code).toBe(1);
    expect(JSON.parse(ta(["diff", other, program, "--json"]).stdout)).toMatchObject({
      verdict: "different",
      params: { added: ["n"] },
    });
  });
  test("refuses bytes that are no plan", () => {
    expect(ta(["diff", other, put("cut.plan", readFileSync(other).subarray(0, 40))])).toMatchObject({
      code: 1,
    });
  });
});

describe("ta needs", () => {
  test("text and JSON, at parameters that are given", () => {
    expect(ta(["needs", program]).stdout).toMatch(/^fetch +ohlcv: close\nhistory +19 rows/);
    const ran = ta(["needs", program, "--param", "n=300", "--json"]);
    expect(ran.code).toBe(0);
    const found = JSON.parse(ran.stdout) as Needs;
    expect(found.history.warm).toBe(299);
    expect(found).toEqual(loadPlan(compile(readFileSync(program, "utf8")).bytes).needs({ n: 300 }));
    expect(ta(["needs", program, "--param", "n=1"]).code).toBe(3);
  });
});

test("ta verify says all that was looked at", () => {
  const told = JSON.parse(ta(["verify", other, "--json"]).stdout) as Record<string, unknown>;
  const plan = loadPlan(readFileSync(other));
  expect(told).toMatchObject({ id: plan.id, format: "1.0", edition: 1, kernels: ["win.mean@1"] });
  expect(told.envelope).toBe(`sha256:${readFileSync(other).subarray(-32).toString("hex")}`);
  expect(told.figures).toMatchObject({ instructions: 1, outputs: 1, history: 19, stateBytes: 160 });
  expect(ta(["verify", other]).stdout).toContain(`${plan.id}\n`);
});
