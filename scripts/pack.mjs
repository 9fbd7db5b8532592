// `npm run pack`: what is published, laid out below target/npm and packed, as npm/README.md says. Nothing is sent anywhere.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { bundles } from "./bundles.mjs";
import { root, version } from "./setup.mjs";

const target = join(root, "target", "npm");
const platforms = JSON.parse(readFileSync(join(root, "npm", "platforms.json"), "utf8"));
const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const write = (path, content) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};

/** Of both packages with JavaScript: their folder, and the modules that they export. */
const LIBRARIES = [
  { folder: "compiler", entries: { ".": "compiler/src/index.ts", "./prettier": "compiler/src/prettier.ts" } },
  { folder: "runtime", entries: { ".": "runtime/src/index.ts", "./catalog": "runtime/src/catalog.ts" } },
];

/** Declarations in one file for each module, from the sources: no other file of theirs is published. */
function declarations() {
  const config = join(target, "declarations.json");
  const entries = LIBRARIES.flatMap(({ folder, entries: own }) =>
    Object.entries(own).map(([name, source]) => ({
      filePath: join(root, source),
      outFile: join(target, folder, "dist", `${basenameOf(folder, name)}.d.ts`),
      noCheck: true,
      libraries: { inlinedLibraries: ["@laakhay/ta-compiler"] },
      output: { noBanner: true },
    })),
  );
  write(
    config,
    JSON.stringify({ compilationOptions: { preferredConfigPath: join(root, "tsconfig.json") }, entries }),
  );
  const tool = join(root, "node_modules/dts-bundle-generator/dist/bin/dts-bundle-generator.js");
  const { status, stderr } = spawnSync(process.execPath, [tool, "--config", config], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the declarations could not be bundled: ${stderr}`);
  rmSync(config);
  for (const { outFile } of entries) copyFileSync(outFile, outFile.replace(/\.d\.ts$/, ".d.cts"));
}

/** The file that a module of a package is in. */
const basenameOf = (folder, name) =>
  name === "." ? (folder === "compiler" ? "compiler" : "index") : name.slice(2);

/** An export for `import` and for `require`, each with its own declarations. */
function exported(file) {
  return {
    import: { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` },
    require: { types: `./dist/${file}.d.cts`, default: `./dist/${file}.cjs` },
  };
}

/** The licences of what a bundle has taken in, by package. */
function notices(inputs) {
  const packages = new Map();
  for (const input of inputs) {
    const found = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(input);
    if (found !== null) packages.set(found[2], join(root, found[1]));
  }
  return [...packages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, folder]) => {
      const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
      const text =
        file === undefined ? `Licensed under ${about.license}.` : readFileSync(join(folder, file), "utf8");
      return `${name} ${about.version} (${about.license})\n\n${text.trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

const LICENCES = ["LICENSE-MIT", "LICENSE-APACHE"];
function licences(folder) {
  for (const file of LICENCES) copyFileSync(join(root, file), join(folder, file));
}

/** A package of JavaScript: its bundles without maps, its declarations, and a door for `require` to each module. */
async function library({ folder, entries }) {
  const out = join(target, folder);
  const own = bundles.filter(({ outfile, outdir }) => (outfile ?? outdir).startsWith(`${folder}/`));
  const inputs = [];
  for (const options of own) {
    const place = options.outfile
      ? { outfile: join(target, options.outfile) }
      : { outdir: join(target, options.outdir) };
    const { metafile } = await build({
      ...options,
      ...place,
      sourcemap: false,
      legalComments: "none",
      metafile: true,
    });
    inputs.push(...Object.keys(metafile.inputs));
  }
  const manifest = read(`${folder}/package.json`);
  manifest.exports = Object.fromEntries(
    Object.keys(entries).map((name) => {
      const file = basenameOf(folder, name);
      // The modules are loaded once, however they are asked for: Node's `require` takes them since 20.19.
      write(join(out, "dist", `${file}.cjs`), `module.exports = require("./${file}.js");\n`);
      return [name, exported(file)];
    }),
  );
  manifest.exports["./package.json"] = "./package.json";
  manifest.files = ["dist", ...(folder === "runtime" ? ["bin"] : []), "LICENSE-*"];
  if (folder === "runtime") {
    copyFileSync(join(root, "runtime/bin/ta.js"), join(mkdirp(join(out, "bin")), "ta.js"));
    manifest.optionalDependencies = Object.fromEntries(
      platforms.map(({ triple }) => [`@laakhay/ta-${triple}`, version]),
    );
    copyFileSync(join(root, "README.md"), join(out, "README.md"));
  } else write(join(out, "README.md"), `# ${manifest.name}\n\n${manifest.description}\n`);
  write(join(out, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  write(join(out, "dist", "THIRD-PARTY-LICENSES.txt"), notices(inputs));
  licences(out);
}

const mkdirp = (path) => (mkdirSync(path, { recursive: true }), path);

/** The module for a platform: of this machine the one that was built, of others what was put there. */
function engineFor({ triple, os, cpu, libc }) {
  const brought = join(target, "engines", `${triple}.node`);
  if (existsSync(brought)) return brought;
  const glibc =
    process.platform !== "linux" || process.report.getReport().header.glibcVersionRuntime !== undefined;
  const own = os === process.platform && cpu === process.arch && (libc !== "musl") === glibc;
  const built = join(root, "runtime/native", `ta-${process.platform}-${process.arch}.node`);
  return own && existsSync(built) ? built : null;
}

function engine(platform) {
  const { triple, os, cpu, libc } = platform;
  const from = engineFor(platform);
  if (from === null) return false;
  const out = mkdirp(join(target, `ta-${triple}`));
  const file = `ta.${triple}.node`;
  copyFileSync(from, join(out, file));
  const { license, engines } = read("runtime/package.json");
  const manifest = {
    name: `@laakhay/ta-${triple}`,
    version,
    description: `The engine of @laakhay/ta for ${triple}.`,
    license,
    engines,
    os: [os],
    cpu: [cpu],
    ...(libc === null ? {} : { libc: [libc] }),
    type: "commonjs",
    main: file,
    files: [file, "LICENSE-*"],
  };
  write(join(out, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  const text = readFileSync(join(root, "npm/engine.md"), "utf8").replaceAll("TRIPLE", triple);
  write(join(out, "README.md"), text);
  licences(out);
  return true;
}

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Packs a folder; gives the file and what is in it. */
function packed(folder) {
  const { status, stdout, stderr } = spawnSync(
    npm,
    ["pack", "--json", "--ignore-scripts", "--pack-destination", target],
    {
      cwd: join(target, folder),
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(`${folder} could not be packed: ${stderr}`);
  const answer = JSON.parse(stdout);
  const [about] = Array.isArray(answer) ? answer : Object.values(answer);
  return {
    name: about.name,
    folder: join(target, folder),
    file: join(target, basename(about.filename)),
    files: about.files.map(({ path }) => path).sort(),
    size: about.size,
  };
}

/** Lays out and packs every package; `absent` are the platforms whose engine is not there. */
export async function pack() {
  for (const folder of existsSync(target) ? readdirSync(target) : [])
    if (folder !== "engines") rmSync(join(target, folder), { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const each of LIBRARIES) await library(each);
  declarations();
  const here = platforms.filter(engine);
  const folders = [...LIBRARIES.map(({ folder }) => folder), ...here.map(({ triple }) => `ta-${triple}`)];
  return {
    packages: folders.map(packed),
    absent: platforms.filter((platform) => !here.includes(platform)).map(({ triple }) => triple),
  };
}

if (process.argv[1] === import.meta.filename) {
  const { packages, absent } = await pack();
  for (const { name, file, files, size } of packages)
    console.log(`${name}  ${(size / 1024).toFixed(0)} KiB, ${files.length} files  ${file}`);
  if (absent.length > 0) console.log(`not here, for another machine to build: ${absent.join(", ")}`);
}
