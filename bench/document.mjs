// Documents that a bench writes, or writes a part of: formatted, and whole or not at all.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import prettier from "prettier";

/** Writes `text` as `file`. */
export async function write(file, text) {
  const options = await prettier.resolveConfig(file);
  writeFileSync(`${file}.new`, await prettier.format(text, { ...options, filepath: file }));
  renameSync(`${file}.new`, file);
}

/** Writes `text` between `<!-- NAME -->` and `<!-- /NAME -->` of `file`, in the place of what is there. */
export async function writeBlock(file, name, text) {
  const [before, rest] = readFileSync(file, "utf8").split(`<!-- ${name} -->`);
  const after = rest?.split(`<!-- /${name} -->`)[1];
  if (after === undefined)
    throw new Error(`${file} has nothing between <!-- ${name} --> and <!-- /${name} -->`);
  await write(file, `${before}<!-- ${name} -->\n\n${text}\n\n<!-- /${name} -->${after}`);
}
