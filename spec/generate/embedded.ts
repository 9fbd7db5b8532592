// The compiler as one script for hosts without Node: what the Python package carries. It is committed, so that
// `pip install .` needs Rust and a C compiler and nothing of JavaScript's (spec/decisions/0022).
import { build } from "esbuild";

/** What the script asks of its host beyond the language itself: UTF-8, for plans' bytes. */
const PRELUDE = `
globalThis.TextEncoder ??= class {
  encode(text) {
    const bytes = [];
    for (const sign of text) {
      let code = sign.codePointAt(0);
      if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
      if (code < 0x80) bytes.push(code);
      else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
      else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
    return Uint8Array.from(bytes);
  }
};
globalThis.TextDecoder ??= class {
  decode(bytes) {
    return decodeURIComponent(Array.from(bytes, (byte) => "%" + byte.toString(16).padStart(2, "0")).join(""));
  }
};`;

/** The script's path and text. The same sources give the same text: esbuild's version is pinned. */
export async function generateEmbedded(root: string): Promise<[string, string]> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["compiler/src/embedded.ts"],
    bundle: true,
    write: false,
    format: "iife",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    minify: true,
    keepNames: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    banner: { js: PRELUDE.trim() },
  });
  return ["crates/ta-py/src/generated/compiler.js", outputFiles[0]!.text];
}
