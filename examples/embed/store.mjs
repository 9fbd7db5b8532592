// The state file: whole at any moment, whatever ends the process.
import { open, readFile, rename, rm } from "node:fs/promises";

/** Reads what was saved; null where nothing was yet. A damaged file is an error: starting empty would lose alerts. */
export async function load(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw new Error(`${path}: the state cannot be read: ${error.message}`, { cause: error });
  }
}

/** Writes beside the file, to the disk, and renames: a reader finds the old state or the new one. */
export async function save(path, state) {
  // Always the same name: what a killed process left there is written over.
  const beside = `${path}.partial`;
  try {
    const file = await open(beside, "w");
    try {
      await file.writeFile(JSON.stringify(state));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
