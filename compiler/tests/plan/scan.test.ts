/** Plans of scans: which format, what is one, what is hoisted, and what reordering leaves as it was. */
import { describe, expect, it } from "vitest";
import { compile, decodePlan, disassemble } from "../../src/index.ts";

const planOf = (source: string) => decodePlan(compile(source).bytes);
const scansOf = (source: string) => planOf(source).instructions.filter(({ body }) => body !== null);

it("PL1.7: 1.1 and the capability where there is a scan, and what it was everywhere else", () => {
  expect(planOf("sma(20)")).toMatchObject({ version: [1, 0], capabilities: [] });
  expect(planOf("scan(0, fn(s, x) => s + x)")).toMatchObject({ version: [1, 1], capabilities: ["scan"] });
});

describe("equal scans are one", () => {
  it("whatever they and their formals are called", () => {
    const twice = `let a = scan(na, fn(s, x) => coalesce(s + 0.5 * (x - s), x))
fn own(input price = close) = scan(price, na, fn(before, now) => coalesce(before + (now - before) * 0.5, now))
out one = a
out two = own()`;
    expect(scansOf(twice)).toHaveLength(1);
    expect(scansOf(twice.replace("* 0.5", "* 0.25"))).toHaveLength(2);
    expect(scansOf(twice.replace("scan(price, na", "scan(price, 0"))).toHaveLength(2);
  });
  it("and the order of declarations cannot be seen", () => {
    const [a, b, c] = [
      "let a = scan(0, fn(s, x) => s + x)",
      "let b = scan(0, fn(s, x) => s - x)",
      "out c = a * b",
    ];
    expect(compile([b, a, c].join("\n")).id).toBe(compile([a, b, c].join("\n")).id);
  });
});

describe("a body", () => {
  it("holds what depends on the state, and nothing else", () => {
    const [scan] = scansOf("scan(0, fn(s, x) => if x > sma(x, 9) and x[1] > low then s + x * 2 else 0 * s)");
    expect(scan!.body!.operations.map(({ kernel }) => kernel)).toEqual(["add", "mul", "select"]);
  });
  it("has a scan among its operands that does not read its state", () => {
    const scans = scansOf("scan(0, fn(s, x) => s + scan(0, fn(t, y) => t + y * x))");
    expect(scans.map(({ body }) => body!.operations.length)).toEqual([1, 1]);
  });
  it("loses the fields that nothing needs", () => {
    const source =
      "let t = scan({a: 0, b: 1, c: 2}, fn(s, x) => {a: s.b + x, b: s.b * 2, c: s.a + s.c})\nout o = t.a";
    expect(scansOf(source).map(({ lanes }) => lanes.length)).toEqual([2]);
    const plain = decodePlan(compile(source, { optimize: false }).bytes);
    expect(plain.instructions.filter(({ body }) => body !== null).map(({ lanes }) => lanes.length)).toEqual([
      3,
    ]);
  });
  it("stands under the fields in a disassembly", () => {
    expect(
      disassemble(compile("scan({n: 0, up: true}, fn(s, x) => {n: s.n + x, up: x > s.n})").bytes),
    ).toContain(
      `┌ scan %0 init=0 @0
%2 = └ scan_bool %0 init=1 @0
    $3 = add $2 $0
    $4 = gt $2 $0
    next $3 $4
`,
    );
  });
  it("has at most 4096 registers", () => {
    const deep = (count: number): string => {
      const lets = Array.from(
        { length: count },
        (_, index) => `  let v${index + 1} = abs(v${index}) + v${index}`,
      );
      return `fn f(s) =\n  let v0 = s\n${lets.join("\n")}\n  v${count}\nout a = scan(0, fn(s) => f(s))`;
    };
    expect(scansOf(deep(50))[0]!.body!.operations).toHaveLength(100);
    const steps = Array.from({ length: 60 }, (_, index) => `f${index}: f(s.f${index}, ${index})`).join(", ");
    const inits = Array.from({ length: 60 }, (_, index) => `f${index}: 0`).join(", ");
    const lets = Array.from({ length: 40 }, (_, index) => `  let v${index + 1} = abs(v${index}) + v${index}`);
    const wide = `fn f(s, k) =\n  let v0 = s * k\n${lets.join("\n")}\n  v40\nscan({${inits}}, fn(s, x) => {${steps}})`;
    expect(() => compile(wide)).toThrow(/TA3013.*limit is 4096/s);
  });
});
