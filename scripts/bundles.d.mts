import type { BuildOptions } from "esbuild";

export const compilerBundle: BuildOptions;
export const bundles: readonly BuildOptions[];
