// `npm run sbom`: what the packages are made of, as CycloneDX: target/sbom/npm.json and one file a crate.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { install, root, run } from "./setup.mjs";
import { cargoTool } from "./tools.mjs";

install();
const folder = join(root, "target/sbom");
mkdirSync(folder, { recursive: true });
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const listed = spawnSync(npm, ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--workspaces"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 1 << 28,
});
if (listed.status !== 0) {
  console.error(listed.stderr ?? listed.error?.message);
  process.exit(1);
}
writeFileSync(join(folder, "npm.json"), listed.stdout);

const tool = cargoTool("cargo-cyclonedx");
if (tool.path === null) {
  console.error(tool.reason);
  process.exit(1);
}
run("cargo", ["cyclonedx", "--format", "json", "--override-filename", "sbom"], {
  env: { ...process.env, PATH: `${dirname(tool.path)}${delimiter}${process.env.PATH}` },
});
// It writes beside each manifest.
for (const crate of readdirSync(join(root, "crates"))) {
  const from = join(root, "crates", crate, "sbom.json");
  copyFileSync(from, join(folder, `${crate}.json`));
  rmSync(from);
}
console.log(`written to target/sbom: ${readdirSync(folder).join(", ")}`);
