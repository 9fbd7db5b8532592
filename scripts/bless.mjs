// `npm run bless [FILTER]`: rewrites the goldens of the suites that match, from what the code does now. Read the diff:
// a change outside what you touched needs an explanation. CI never blesses.
import { join } from "node:path";
import { install, root, run } from "./setup.mjs";

if (process.env.CI) {
  console.error("CI never blesses");
  process.exit(1);
}
install();
run(
  process.execPath,
  [join(root, "node_modules/vitest/vitest.mjs"), "run", ...process.argv.slice(2), "--update"],
  {
    env: { ...process.env, BLESS: "1" },
  },
);
