/**
 * The formatter for `prettier` itself and for editors:
 *
 * ```
 * prettier --plugin @laakhay/ta-compiler/prettier --write signals.ta
 * ```
 *
 * A bundle of its own; prettier is the caller's.
 */
import type { Plugin } from "prettier";
import { builders } from "prettier/doc";
import { prettierPlugin } from "./format/plugin.ts";

const plugin = prettierPlugin(builders) as Plugin;

export const languages: Plugin["languages"] = plugin.languages;
export const parsers: Plugin["parsers"] = plugin.parsers;
export const printers: Plugin["printers"] = plugin.printers;
export const defaultOptions: Plugin["defaultOptions"] = plugin.defaultOptions;
