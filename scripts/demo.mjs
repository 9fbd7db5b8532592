// `npm run demo`: on a fresh clone it installs and builds first; then one program over thirteen years of real bars.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, install, root } from "./setup.mjs";

install();
build();
process.chdir(root);
const { demo } = await import(pathToFileURL(join(root, "runtime/dist/cli.js")).href);
await demo(root);
