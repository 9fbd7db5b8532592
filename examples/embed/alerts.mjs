// Users' alerts: compiled once, stepped live by symbol, saved and restored as they stand.
import { CompileError, loadPlan } from "@laakhay/ta";

/** What one alert may cost. A program that is larger is refused when it is added, and not when it runs. */
export const LIMITS = { alerts: 1000, characters: 4096, instructions: 256, stateBytes: 1 << 20 };
const FIELDS = ["open", "high", "low", "close", "volume"];

/** A request that cannot be served, with the status and the body that say why. */
export class Refused extends Error {
  constructor(status, body) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
  }
}

const refuse = (status, message) => new Refused(status, { error: message });

/**
 * A condition alone is an alert by that condition; a program says its own. Users write the same few alerts over and
 * over: what one of them wrote before is there already.
 */
export async function compileAlert(expression, cache) {
  if (typeof expression !== "string") throw refuse(400, "expression is a text");
  if (expression.length > LIMITS.characters)
    throw refuse(413, `an expression has at most ${LIMITS.characters} characters`);
  try {
    const plan = await cache.compile(expression);
    if (plan.alerts.length > 0) return plan;
    const [output, ...more] = plan.outputs;
    if (more.length > 0 || output.type !== "bool")
      throw refuse(422, "an alert is one condition, or a program that declares alerts");
    // Compiled by itself first, so that what is wrong is told by its place in what the user wrote.
    return await cache.compile(`alert fired when (\n${expression}\n)`);
  } catch (error) {
    if (error instanceof CompileError) throw new Refused(422, { diagnostics: error.diagnostics });
    throw error;
  }
}

function bindAlert(plan) {
  const unknown = plan.requirements.fields.find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) throw refuse(422, `bars have ${FIELDS.join(", ")}, and no "${unknown}"`);
  const program = plan.bind();
  const { instructions, stateBytes } = program.description;
  if (instructions > LIMITS.instructions || stateBytes > LIMITS.stateBytes)
    throw refuse(413, `the program is too large: ${instructions} instructions, ${stateBytes} bytes of state`);
  return program;
}

/** A bar as it came, checked: `{ symbol, timestamp, open, high, low, close, volume }`, fields that are null are missing. */
function checkBar(bar) {
  const { symbol, timestamp } = bar ?? {};
  if (typeof symbol !== "string" || symbol === "") throw refuse(400, "a bar has a symbol");
  const time = typeof timestamp === "number" ? timestamp : Date.parse(timestamp);
  if (!Number.isFinite(time)) throw refuse(400, `a bar of ${symbol} has no timestamp that can be read`);
  const values = {};
  for (const field of FIELDS) {
    const value = bar[field] ?? null;
    if (value !== null && !Number.isFinite(value)) throw refuse(400, `${field} of ${symbol} is no number`);
    values[field] = value;
  }
  return { symbol, timestamp, time, values };
}

/** Alerts with their sessions, the bars' clock by symbol, and the events that fired. */
export class Alerts {
  #next = 1;
  /** By id: `{ id, expression, plan, program, sessions }`, a session for each symbol since the alert was added. */
  #alerts = new Map();
  /** By symbol: the time of its last bar. */
  #clock = new Map();
  #events = [];

  /** Adds an alert, of `compileAlert`; it sees the bars that follow. */
  add(expression, plan) {
    if (this.#alerts.size >= LIMITS.alerts) throw refuse(429, `there are ${LIMITS.alerts} alerts already`);
    const alert = { id: this.#next, expression, plan, program: bindAlert(plan), sessions: new Map() };
    this.#alerts.set(this.#next++, alert);
    return { id: alert.id, plan: plan.id, alerts: plan.alerts.map(({ name }) => name) };
  }

  remove(id) {
    const alert = this.#alerts.get(id);
    if (alert === undefined) throw refuse(404, `there is no alert ${id}`);
    for (const session of alert.sessions.values()) session.close();
    this.#alerts.delete(id);
  }

  list() {
    return [...this.#alerts.values()].map(({ id, expression }) => ({ id, expression }));
  }

  /**
   * Steps every alert over closed bars, oldest first. Bars that a symbol has passed are skipped: whoever is not
   * sure whether they arrived sends them again. Nothing is stepped where one of them is wrong.
   */
  step(bars) {
    if (!Array.isArray(bars)) throw refuse(400, "bars is a list");
    const checked = bars.map(checkBar);
    let skipped = 0;
    for (const { symbol, timestamp, time, values } of checked) {
      if (time <= (this.#clock.get(symbol) ?? -Infinity)) {
        skipped++;
        continue;
      }
      this.#clock.set(symbol, time);
      for (const alert of this.#alerts.values()) {
        let session = alert.sessions.get(symbol);
        if (session === undefined) alert.sessions.set(symbol, (session = alert.program.open()));
        for (const { name } of session.push(values).alerts) {
          this.#events.push({ sequence: this.#events.length + 1, alert: alert.id, name, symbol, timestamp });
        }
      }
    }
    return { stepped: checked.length - skipped, skipped };
  }

  /** The events after a sequence number, which is where a reader stopped. */
  events(after) {
    return this.#events.slice(after);
  }

  /** Everything, as JSON: plans with their bytes, so that a newer compiler changes nothing that runs. */
  save() {
    const base64 = (bytes) => Buffer.from(bytes).toString("base64");
    return {
      version: 1,
      next: this.#next,
      clock: [...this.#clock],
      events: this.#events.slice(),
      alerts: [...this.#alerts.values()].map(({ id, expression, plan, sessions }) => ({
        id,
        expression,
        plan: base64(plan.bytes),
        sessions: [...sessions].map(([symbol, session]) => [symbol, base64(session.snapshot())]),
      })),
    };
  }

  /** What `save` gave, continued to the bit. Plans and snapshots are verified like any bytes from outside. */
  static restore(saved) {
    if (saved.version !== 1) throw new Error(`a state of version ${saved.version}, not 1`);
    const restored = new Alerts();
    restored.#next = saved.next;
    restored.#clock = new Map(saved.clock);
    restored.#events = saved.events;
    for (const { id, expression, plan: bytes, sessions } of saved.alerts) {
      const plan = loadPlan(Buffer.from(bytes, "base64"));
      const program = plan.bind();
      const open = ([symbol, snapshot]) => [symbol, program.open(Buffer.from(snapshot, "base64"))];
      restored.#alerts.set(id, { id, expression, plan, program, sessions: new Map(sessions.map(open)) });
    }
    return restored;
  }
}
