// `node examples/browser/serve.mjs [PORT]` (after `npm run build`): the page, with the compiler's bundle beside it. Any server of files does.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
};
const FILES = ["index.html", "page.css", "page.mjs"];
const compiler = fileURLToPath(import.meta.resolve("@laakhay/ta-compiler"));

/** Serves the page on this machine alone, and `more` pages by their paths; gives the server, which has a port of its own unless one is asked for. */
export function serve(port = 0, more = {}) {
  const server = createServer(async ({ url }, response) => {
    const name = new URL(url, "http://localhost").pathname.slice(1) || "index.html";
    const path =
      name === "compiler.js" ? compiler : FILES.includes(name) ? join(import.meta.dirname, name) : null;
    const content = name in more ? more[name] : path === null ? null : await readFile(path);
    response.writeHead(content === null ? 404 : 200, {
      "content-type": `${TYPES[extname(name)] ?? "text/plain"}; charset=utf-8`,
    });
    response.end(content ?? "there is no such page");
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

if (process.argv[1] === import.meta.filename) {
  const server = await serve(Number(process.argv[2] ?? 8080));
  console.log(`http://127.0.0.1:${server.address().port}/`);
}
