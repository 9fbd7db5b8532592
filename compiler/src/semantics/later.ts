/** Functions that later versions bring. Naming one is answered with what it is, not with a guess at another name. */
const words = (text: string): readonly string[] => text.split(/\s+/);

const INDICATORS: readonly string[] = words(`downsample sync_timeframe upsample`);

const MODULE_ONLY: readonly string[] = words(
  `ac accbands acos add adr adxr apo aroon aroonosc asin atan avgprice bop cmou cos cosh cvi div dpo
    efi er eri fosc fractal ha ht_dcperiod ht_dcphase ht_phasor ht_sine ht_trendline ht_trendmode imi
    kama kdj linearreg_angle linearreg_intercept linearreg_slope log10 macdext macdfix mama marketfi
    massi mavp maxindex medprice midpoint midprice minindex minmax minmaxindex minus_dm mult nvi
    percentile percentrank plus_dm ppo pvi pvo pvt qstick rocp rocr rocr100 rvi rvol sar sarext sin sinh
    smi stochf stochrsi sub t3 tan tanh tsf tsi typprice ultosc vhf wad wclprice zlema`,
);

/** TA-Lib's functions that the module has not yet, though the library has something of the name alone. */
const ALIKE: readonly string[] = words("abs avgdev beta ceil cumsum exp floor ln sqrt supertrend vortex");

const unqualified = new Set(INDICATORS);
const qualified = new Set(MODULE_ONLY);

/** Whether TA-Lib has the function and the module `talib` will. */
export const modulesLater = (name: string): boolean =>
  comesLater(name) === "talib" || ALIKE.includes(name.toLowerCase());

/** Where a function that does not exist yet will live, or null for a name that nothing is planned for. */
export function comesLater(name: string): "library" | "talib" | null {
  const lower = name.toLowerCase();
  if (unqualified.has(lower)) return "library";
  if (qualified.has(lower)) return "talib";
  return null;
}
