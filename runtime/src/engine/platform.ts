/** Where the engine for a machine is to be had: one package for each platform, as the table npm/platforms.json has them. */

export interface Platform {
  readonly platform: string;
  readonly arch: string;
  /** Of Linux: whether its C library is musl and not glibc. */
  readonly musl: boolean;
}

/** The name of a platform as its package has it: `linux-x64-gnu`. */
export function tripleOf({ platform, arch, musl }: Platform): string {
  const suffix = platform === "linux" ? (musl ? "-musl" : "-gnu") : platform === "win32" ? "-msvc" : "";
  return `${platform}-${arch}${suffix}`;
}

/** This machine. Node's own report says which C library it runs on. */
export function thisPlatform(): Platform {
  const { platform, arch } = process;
  let musl = false;
  if (platform === "linux") {
    const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
    musl = header?.glibcVersionRuntime === undefined;
  }
  return { platform, arch, musl };
}

/** The package that has the engine for a platform. */
export const packageOf = (platform: Platform): string => `@laakhay/ta-${tripleOf(platform)}`;
