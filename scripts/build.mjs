// `npm run build`: the engine for this machine, the bundles, the type declarations. Whatever is fresh stays.
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { bundles } from "./bundles.mjs";
import { root, run } from "./setup.mjs";

const native = `ta-${process.platform}-${process.arch}.node`;
const library = { win32: "ta_node.dll", darwin: "libta_node.dylib" }[process.platform] ?? "libta_node.so";

function engine() {
  run("cargo", ["build", "--release", "--locked", "--quiet", "-p", "ta-node"]);
  const built = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release", library);
  const folder = join(root, "runtime", "native");
  const target = join(folder, native);
  if (existsSync(target) && statSync(target).mtimeMs >= statSync(built).mtimeMs) return;
  mkdirSync(folder, { recursive: true });
  // Beside, then renamed: a process that has the old module loaded keeps it.
  const beside = join(folder, `.${native}.${process.pid}`);
  copyFileSync(built, beside);
  renameSync(beside, target);
}

/** The newest change below the folders. */
function newest(folders) {
  let latest = 0;
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) latest = Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
    }
  }
  return latest;
}

function declarations() {
  const done = join(root, "runtime/dist/types/runtime/src/index.d.ts");
  if (existsSync(done) && statSync(done).mtimeMs > newest(["compiler/src", "runtime/src"])) return;
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  for (const part of ["compiler", "runtime"]) {
    const out = join(root, part, "dist", "types");
    rmSync(out, { recursive: true, force: true });
    run(process.execPath, [tsc, "-p", join(root, "scripts", `types.${part}.json`), "--outDir", out]);
  }
}

engine();
await Promise.all(bundles.map((options) => build(options)));
declarations();
