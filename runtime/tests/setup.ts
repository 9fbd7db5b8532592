/** What the tests of the doors share: they run the bundles and the native module that `npm run build` made. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");
const bin = resolve(root, "runtime/bin/ta.js");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a user would. */
export function ta(
  args: readonly string[],
  options: { input?: string | Uint8Array; cwd?: string } = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: "utf8",
    cwd: root,
    maxBuffer: 1 << 28,
    ...options,
  });
  return { code: status, stdout, stderr };
}

export { bin };
