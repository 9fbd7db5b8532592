/** Functions that later versions bring. Naming one is answered with what it is, not with a guess at another name. */
const LATER: ReadonlySet<string> = new Set(["downsample", "sync_timeframe", "upsample"]);

/** Whether a later version brings a function of this name. */
export const comesLater = (name: string): boolean => LATER.has(name.toLowerCase());
