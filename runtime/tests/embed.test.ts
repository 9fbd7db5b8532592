/** examples/embed as its users run it: killed, ended and restarted in the middle of a feed. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { compile } from "../src/index.ts";
import { root } from "./setup.ts";

const folder = mkdtempSync(join(tmpdir(), "ta-embed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Bar {
  readonly symbol: string;
  readonly timestamp: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}
const FIELDS = ["open", "high", "low", "close", "volume"] as const;

/** The embedded bars as a feed gives them: day by day, every symbol of a day. */
const feed: readonly Bar[] = gunzipSync(readFileSync(join(root, "data/stocks.csv.gz")))
  .toString("utf8")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line): Bar => {
    const [symbol, timestamp, open, high, low, close, volume] = line.split(",");
    return {
      symbol: symbol!,
      timestamp: timestamp!,
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      volume: Number(volume),
    };
  })
  .sort((a, b) =>
    a.timestamp === b.timestamp ? (a.symbol < b.symbol ? -1 : 1) : a.timestamp < b.timestamp ? -1 : 1,
  );

class Service {
  private constructor(
    private readonly child: ChildProcess,
    private readonly address: string,
  ) {}

  static async start(state: string): Promise<Service> {
    const child = spawn(
      process.execPath,
      [join(root, "examples/embed/server.mjs"), "--state", state, "--port", "0"],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    running.add(child);
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /^listening on (http:.*)$/.exec(line)?.[1];
      if (address !== undefined) return new Service(child, address);
    }
    throw new Error("the service did not start");
  }

  async call(method: string, path: string, body?: unknown): Promise<{ status: number; body: never }> {
    const response = await fetch(`${this.address}${path}`, {
      method,
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as never };
  }

  /** Ends it by a signal; the exit code, or null where the signal itself ended it. */
  end(signal: NodeJS.Signals): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.child.on("exit", resolve));
    this.child.kill(signal);
    return ended;
  }
}
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

const EXPRESSIONS = [
  "crossup(ema(20), ema(50)) and rsi(14) < 70",
  readFileSync(join(root, "examples/golden_cross.ta"), "utf8"),
  "# deep\nclose < donchian(20).lower[1] # and falling",
];

interface Event {
  readonly alert: number;
  readonly name: string;
  readonly symbol: string;
  readonly timestamp: string;
}

/** What a batch over each symbol's whole history fires, in the order of the feed. */
function expectedEvents(): Event[] {
  const symbols = [...new Set(feed.map(({ symbol }) => symbol))];
  const events: (Event & { at: number })[] = [];
  for (const [index, expression] of EXPRESSIONS.entries()) {
    const declared = compile(expression).alerts.length > 0;
    const plan = compile(declared ? expression : `alert fired when (\n${expression}\n)`);
    for (const symbol of symbols) {
      const own = feed.flatMap((bar, at) => (bar.symbol === symbol ? [{ bar, at }] : []));
      const columns = Object.fromEntries(FIELDS.map((field) => [field, own.map(({ bar }) => bar[field])]));
      for (const { name, row } of plan.run(columns).alerts) {
        const { bar, at } = own[row]!;
        events.push({ alert: index + 1, name, symbol, timestamp: bar.timestamp, at });
      }
    }
  }
  // Stable: alerts of one program stay in its order.
  events.sort((a, b) => a.at - b.at || a.alert - b.alert);
  return events.map(({ alert, name, symbol, timestamp }) => ({ alert, name, symbol, timestamp }));
}

describe("the service", () => {
  test("killed and ended in the middle of the feed, it fires what a batch over all of it fires", async () => {
    const state = join(folder, "feed.json");
    let service = await Service.start(state);
    for (const [index, expression] of EXPRESSIONS.entries())
      expect(await service.call("POST", "/alerts", { expression })).toMatchObject({
        status: 201,
        body: { id: index + 1 },
      });
    const size = 1500;
    const post = async (from: number) =>
      (await service.call("POST", "/bars", { bars: feed.slice(from, from + size) })).body;
    const told: unknown[] = [];
    const listen = async () => {
      const { body } = await service.call("GET", `/events?after=${told.length}`);
      told.push(...(body as { events: unknown[] }).events);
    };
    for (let from = 0; from < feed.length; from += size) {
      const part = Math.min(size, feed.length - from);
      expect(await post(from)).toEqual({ stepped: part, skipped: 0 });
      if (from === 2 * size) {
        // Killed as it works: the request may be done, or never have been. Sent again, it is done once.
        const lost = post(from + size).catch(() => null);
        await new Promise((resolve) => setTimeout(resolve, 5));
        await service.end("SIGKILL");
        await lost;
        service = await Service.start(state);
        const again = (await post(from)) as { stepped: number; skipped: number };
        expect(again).toEqual({ stepped: 0, skipped: part });
        const { stepped, skipped } = (await post(from + size)) as { stepped: number; skipped: number };
        expect([0, size]).toContain(stepped);
        expect(stepped + skipped).toBe(size);
        from += size;
      }
      if (from === 5 * size) {
        expect(await service.end("SIGTERM")).toBe(0);
        service = await Service.start(state);
      }
      await listen();
    }
    const expected = expectedEvents();
    expect(expected.length).toBeGreaterThan(100);
    expect(told).toEqual(expected.map((event, index) => ({ sequence: index + 1, ...event })));

    // Not only the events: what it saved is the state of a session that was never interrupted.
    expect(await service.end("SIGTERM")).toBe(0);
    const saved = JSON.parse(readFileSync(state, "utf8")) as { alerts: { sessions: [string, string][] }[] };
    const whole = compile(EXPRESSIONS[1]!).bind().open();
    for (const { symbol, timestamp: _, ...bar } of feed) if (symbol === "IBM") whole.push(bar);
    expect(new Map(saved.alerts[1]!.sessions).get("IBM")).toBe(
      Buffer.from(whole.snapshot()).toString("base64"),
    );
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  test("what is wrong is told, and changes nothing", async () => {
    const service = await Service.start(join(folder, "wrong.json"));
    const expression = "sma(clse, 20) > close";
    const broken = await service.call("POST", "/alerts", { expression });
    expect(broken.status).toBe(422);
    const { diagnostics } = broken.body as {
      diagnostics: { code: string; span: { start: number; end: number }; fix: unknown }[];
    };
    expect(diagnostics).toMatchObject([{ code: "TA2001", severity: "error" }]);
    const { start, end } = diagnostics[0]!.span;
    expect(expression.slice(start, end)).toBe("clse");
    for (const [method, path, body, status, message] of [
      ["POST", "/alerts", { expression: "sma(20)" }, 422, /condition/],
      ["POST", "/alerts", { expression: 5 }, 400, /text/],
      ["POST", "/alerts", { expression: `close > 1 # ${"x".repeat(5000)}` }, 413, /4096/],
      [
        "POST",
        "/alerts",
        {
          expression: `${Array.from({ length: 14 }, (_, at) => `median(close + ${at}, 10000)`).join(" + ")} > 1`,
        },
        413,
        /too large/,
      ],
      ["POST", "/alerts", "{", 400, /JSON/],
      ["DELETE", "/alerts/9", undefined, 404, /no alert 9/],
      ["GET", "/nothing", undefined, 404, /nothing/],
      ["GET", "/events?after=-1", undefined, 400, /sequence/],
      ["POST", "/bars", { bars: {} }, 400, /list/],
      ["POST", "/bars", { bars: [{ timestamp: 1, close: 1 }] }, 400, /symbol/],
      ["POST", "/bars", { bars: [{ symbol: "A", timestamp: "soon" }] }, 400, /timestamp/],
    ] as const) {
      const refused = await service.call(method, path, body);
      expect([path, body, refused.status]).toEqual([path, body, status]);
      expect((refused.body as { error: string }).error).toMatch(message);
    }
    expect((await service.call("GET", "/alerts")).body).toEqual({ alerts: [] });
    await service.call("POST", "/alerts", { expression: "close > 1" });
    const good = { symbol: "A", timestamp: 1, close: 2 };
    // A wrong bar behind a good one: neither is stepped.
    const mixed = await service.call("POST", "/bars", {
      bars: [good, { symbol: "A", timestamp: 2, close: "3" }],
    });
    expect(mixed.status).toBe(400);
    expect((await service.call("POST", "/bars", { bars: [good] })).body).toEqual({ stepped: 1, skipped: 0 });
    expect((await service.call("GET", "/events")).body).toEqual({
      events: [{ sequence: 1, alert: 1, name: "fired", symbol: "A", timestamp: 1 }],
    });
    expect((await service.call("DELETE", "/alerts/1")).status).toBe(200);
    expect(await service.end("SIGTERM")).toBe(0);
  });

  test("a damaged state is an error, and is left as it is", async () => {
    const state = join(folder, "damaged.json");
    writeFileSync(state, '{"version":1,');
    const child = spawn(process.execPath, [join(root, "examples/embed/server.mjs"), "--state", state], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    running.add(child);
    const errors = child.stderr.toArray() as Promise<Buffer[]>;
    expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(1);
    expect(Buffer.concat(await errors).toString()).toMatch(/damaged\.json: the state cannot be read/);
    expect(readFileSync(state, "utf8")).toBe('{"version":1,');
  });
});
