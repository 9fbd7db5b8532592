/** The standard library as it is shipped, opened once: nothing of it is decoded before a program names it. */
import { LIBRARY } from "../generated/library.ts";
import { openLibrary, type Library } from "./library.ts";

export const standardLibrary: Library = openLibrary(LIBRARY);
