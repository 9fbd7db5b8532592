// A service that runs its users' alerts: `node examples/embed/server.mjs --state alerts.json [--port 8080]`.
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { openCache } from "@laakhay/ta";
import { Alerts, compileAlert, Refused } from "./alerts.mjs";
import { load, save } from "./store.mjs";

const BODY = 8 << 20;

const { values: flags } = parseArgs({
  options: { state: { type: "string", default: "alerts.json" }, port: { type: "string", default: "8080" } },
});
// Beside the state: it may be deleted at any time, and other services may share it.
const cache = await openCache(`${flags.state}.plans`);
const saved = await load(flags.state);
let alerts = saved === null ? new Alerts() : Alerts.restore(saved);

async function body(request) {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > BODY) throw new Refused(413, { error: `a request has at most ${BODY} bytes` });
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8")) ?? {};
  } catch {
    throw new Refused(400, { error: "the body is no JSON" });
  }
}

/** One change after another. A change is answered when it is on the disk; where it cannot be, it has not happened. */
let last = Promise.resolve();
function change(work) {
  const next = last.then(async () => {
    const before = alerts.save();
    try {
      const answer = work();
      await save(flags.state, alerts.save());
      return answer;
    } catch (error) {
      // A refusal comes before anything has changed.
      if (!(error instanceof Refused)) alerts = Alerts.restore(before);
      throw error;
    }
  });
  last = next.catch(() => undefined);
  return next;
}

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  const [, resource, id, ...rest] = pathname.split("/");
  const route = `${request.method} /${resource}${id === undefined ? "" : "/ID"}${rest.length > 0 ? "/…" : ""}`;
  switch (route) {
    case "POST /alerts": {
      const { expression } = await body(request);
      const plan = await compileAlert(expression, cache);
      return [201, await change(() => alerts.add(expression, plan))];
    }
    case "GET /alerts":
      return [200, { alerts: alerts.list() }];
    case "DELETE /alerts/ID":
      return [200, await change(() => alerts.remove(Number(id)) ?? {})];
    case "POST /bars": {
      const { bars } = await body(request);
      return [200, await change(() => alerts.step(bars))];
    }
    case "GET /events": {
      const after = Number(searchParams.get("after") ?? 0);
      if (!Number.isInteger(after) || after < 0)
        throw new Refused(400, { error: "after is a sequence number" });
      // What is told is on the disk: an event that a restart would take back is not told.
      await last;
      return [200, { events: alerts.events(after) }];
    }
    default:
      throw new Refused(404, { error: `there is no ${request.method} ${pathname}` });
  }
}

const server = createServer((request, response) => {
  const send = (status, content) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(`${JSON.stringify(content)}\n`);
  };
  answer(request).then(
    ([status, content]) => send(status, content),
    (error) => {
      if (error instanceof Refused) return send(error.status, error.body);
      console.error(error);
      send(500, { error: "the service failed; nothing has changed" });
    },
  );
});

// Requests that have begun are answered, and with them every change is on the disk; then the process ends by itself.
const stop = () => {
  server.close();
  server.closeIdleConnections();
};
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
server.listen(Number(flags.port), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
