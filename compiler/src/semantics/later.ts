/** Functions that later versions bring. Naming one is answered with what it is, not with a guess at another name. */
const LATER: ReadonlySet<string> = new Set(
  "downsample fisher ichimoku klinger klinger_vf psar supertrend sync_timeframe upsample".split(" "),
);

/** Whether a later version brings a function of this name. */
export const comesLater = (name: string): boolean => LATER.has(name.toLowerCase());
