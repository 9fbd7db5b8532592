// `npm run bless [FILTER]`: rewrites the goldens of the suites that match, from what the code does now. Read the diff:
// a change outside what you touched needs an explanation. CI never blesses. `npm run bless accuracy` measures every
// kernel's error anew, for minutes, and rewrites spec/reference/accuracy.md; `npm run bless bits` rewrites golden/bits.json,
// `npm run bless public-api` crates/ta-engine/public-api.txt.
import { join } from "node:path";
import { install, root, run } from "./setup.mjs";

if (process.env.CI) {
  console.error("CI never blesses");
  process.exit(1);
}
install();
const env = { ...process.env, BLESS: "1" };
if (process.argv[2] === "accuracy") {
  run("cargo", ["test", "-p", "ta-engine", "--test", "accuracy", "--", "--ignored"], { env });
  process.exit(0);
}
if (process.argv[2] === "abi") {
  run("cargo", ["test", "-p", "ta-ffi", "--test", "header"], { env });
  process.exit(0);
}
if (process.argv[2] === "public-api") {
  process.env.BLESS = "1";
  const { publicApi } = await import("./tests/supply.mjs");
  publicApi({
    hold: (fine, what, text) => console.log(fine ? what : text),
    skip: (_, reason) => console.log(reason),
  });
  process.exit(0);
}
if (process.argv[2] === "bits") {
  run("cargo", ["test", "-p", "ta-engine", "--test", "bits"], { env });
  process.exit(0);
}
run(
  process.execPath,
  [join(root, "node_modules/vitest/vitest.mjs"), "run", ...process.argv.slice(2), "--update"],
  {
    env,
  },
);
