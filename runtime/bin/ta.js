#!/usr/bin/env node
// Checked in, so that the command exists before a build; everything else is in one bundled file.
import { existsSync } from "node:fs";
import module from "node:module";

const bundle = new URL("../dist/cli.js", import.meta.url);
if (!existsSync(bundle)) {
  process.stderr.write("ta is not built yet: run `npm run build` in the repository's root\n");
  process.exit(4);
}
// Where Node can keep compiled code (22.1 and later), the second start is faster.
module.enableCompileCache?.();
const { main } = await import(bundle.href);
await main(process.argv.slice(2));
