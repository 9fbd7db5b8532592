"""What runs: a program of ours, the same in Pine's words, and its outputs. `x` is the close, with gaps in one series."""

import numpy as np

# Functions of one source and a length: name, the length to begin with, the least.
WINDOWS = [
    ("sma", 9, 1), ("ema", 9, 1), ("rma", 14, 1), ("wma", 9, 1), ("hma", 9, 2), ("vwma", 20, 1), ("highest", 20, 1),
    ("lowest", 20, 1), ("range", 20, 1), ("median", 3, 1), ("dev", 20, 2), ("stdev", 20, 1), ("variance", 20, 1),
    ("cog", 10, 1), ("change", 1, 1), ("mom", 10, 1), ("roc", 9, 1), ("rsi", 14, 1), ("cmo", 9, 1), ("cci", 20, 2),
    ("highestbars", 20, 1), ("lowestbars", 20, 1), ("rising", 1, 1), ("falling", 1, 1), ("mode", 20, 1), ("alma", 9, 2), ("percentrank", 100, 1),
]
DRAWS = 2
# Compared as 0 and 1; and these with what is derived from such a comparison.
CONDITIONS = ("crossover", "crossunder", "cross")
EVENTS = CONDITIONS + ("barssince", "valuewhen", "vwap", "pivot_point_levels")
LEVELS = ["p", "r1", "s1", "r2", "s2", "r3", "s3", "r4", "s4", "r5", "s5"]
MOST = 40


def lengths(name, first, least):
    """The first length and drawn ones, the same for a name wherever it stands."""
    draw = np.random.default_rng(sum(map(ord, name)))
    return [first] + [int(each) for each in draw.integers(max(least, 2), MOST, DRAWS)]


def windows():
    found = []
    for name, first, least in WINDOWS:
        for length in lengths(name, first, least):
            found.append((f"tv.{name}(close, {length})", f"ta.{name}(x, {length})", ["result"]))
    for each in ("max", "min", "cum"):
        found.append((f"tv.{each}(close)", f"ta.{each}(x)", ["result"]))
    for length in lengths("percentile", 20, 2):
        for share in (50, 0, 100, 33.3):
            for name in ("percentile_linear_interpolation", "percentile_nearest_rank"):
                found.append((f"tv.{name}(close, {length}, {share})", f"ta.{name}(x, {length}, {share})", ["result"]))
    for name in ("stdev", "variance"):
        found.append((f"tv.{name}(close, 12, false)", f"ta.{name}(x, 12, False)", ["result"]))
    for short, long in ((13, 25), (4, 9)):
        found.append((f"tv.tsi(close, {short}, {long})", f"ta.tsi(x, {short}, {long})", ["result"]))
    for fast, slow, signal in ((12, 26, 9), (5, 17, 4)):
        found.append((f"tv.macd(close, {fast}, {slow}, {signal})", f"ta.macd(x, {fast}, {slow}, {signal})",
                      ["macd", "signal", "histogram"]))
    found.append(("tv.swma(close)", "ta.swma(x)", ["result"]))
    for length, mult in ((20, 2.0), (9, 1.5)):
        found.append((f"tv.bb(close, {length}, {mult})", f"ta.bb(x, {length}, {mult})", ["middle", "upper", "lower"]))
        found.append((f"tv.bbw(close, {length}, {mult})", f"ta.bbw(x, {length}, {mult})", ["result"]))
    return found


def with_gaps():
    """What has one source."""
    return windows()


def plain():
    found = windows()
    for length, offset in ((100, 0), (14, 0), (14, 3), (5, -2)):
        found.append((f"tv.linreg(close, {length}, {offset})", f"ta.linreg(x, {length}, {offset})", ["result"]))
    for length in lengths("correlation", 20, 2):
        found.append((f"tv.correlation(high, low, {length})", f"ta.correlation(high, low, {length})", ["result"]))
    for length in lengths("rci", 10, 2):
        found.append((f"tv.rci(close, {length})", f"ta.rci(x, {length})", ["result"]))
    for length in lengths("atr", 14, 1):
        found.append((f"tv.atr({length})", f"ta.atr({length})", ["result"]))
    for length in lengths("stoch", 14, 1):
        found.append((f"tv.stoch(close, high, low, {length})", f"ta.stoch(x, high, low, {length})", ["result"]))
    for length in lengths("wpr", 14, 2):
        found.append((f"tv.wpr({length})", f"ta.wpr({length})", ["result"]))
    for length in lengths("mfi", 14, 1):
        found.append((f"tv.mfi(hlc3, {length})", f"ta.mfi(hlc3, {length})", ["result"]))
    for length, smoothing in ((14, 14), (7, 21)):
        found.append((f"tv.dmi({length}, {smoothing})", f"ta.dmi({length}, {smoothing})", ["plus", "minus", "adx"]))
    for length, mult, true in ((20, 2.0, True), (9, 1.5, False)):
        ours = f"close, {length}, {mult}, {'true' if true else 'false'}"
        found.append((f"tv.kc({ours})", f"ta.kc(x, {length}, {mult}, {true})", ["middle", "upper", "lower"]))
        found.append((f"tv.kcw({ours})", f"ta.kcw(x, {length}, {mult}, {true})", ["result"]))
    found.append(("tv.tr()", "ta.tr(False)", ["result"]))
    found.append(("tv.tr(handle_na = true)", "ta.tr(True)", ["result"]))
    for name in ("accdist", "obv", "pvt", "wad", "wvad", "iii"):
        found.append((f"tv.{name}()", f"ta.{name}", ["result"]))
    found.append(("tv.alma(close, 10, 0.7, 4, true)", "ta.alma(x, 10, 0.7, 4, True)", ["result"]))
    for name in ("nvi", "pvi"):
        found.append((f"tv.{name}()", f"ta.{name}", ["result"]))
    for left, right in ((10, 10), (3, 5), (5, 0), (0, 4)):
        found.append((f"tv.pivothigh(high, {left}, {right})", f"ta.pivothigh(high, {left}, {right})", ["result"]))
        found.append((f"tv.pivotlow(low, {left}, {right})", f"ta.pivotlow(low, {left}, {right})", ["result"]))
    for start, inc, most in ((0.02, 0.02, 0.2), (0.05, 0.03, 0.4)):
        found.append((f"tv.sar({start}, {inc}, {most})", f"ta.sar({start}, {inc}, {most})", ["result"]))
    for factor, length in ((3.0, 10), (1.5, 5)):
        found.append((f"tv.supertrend({factor}, {length})", f"ta.supertrend({factor}, {length})",
                      ["supertrend", "direction"]))
    found.append(("tv.vwap(hlc3, tv.crossover(close, tv.sma(close, 9)))",
                  "ta.vwap(hlc3, ta.crossover(x, ta.sma(x, 9)))", ["result"]))
    for mult in (1.0, 2.5):
        found.append((f"tv.vwap(hlc3, tv.crossover(close, tv.sma(close, 9)), {mult})",
                      f"ta.vwap(hlc3, ta.crossover(x, ta.sma(x, 9)), {mult})", ["vwap", "upper_band", "lower_band"]))
    for each in ("Traditional", "Fibonacci", "Woodie", "Classic", "DM", "Camarilla"):
        for developing in (False, True)[: 2 if each in ("Traditional", "DM") else 1]:
            ours = f'"{each}", tv.rising(close, 3), {"true" if developing else "false"}'
            found.append((f"tv.pivot_point_levels({ours})",
                          f'ta.pivot_point_levels("{each}", ta.rising(x, 3), {developing})', LEVELS))
    for name in ("crossover", "crossunder", "cross"):
        found.append((f"tv.{name}(close, tv.sma(close, 9))", f"ta.{name}(x, ta.sma(x, 9))", ["result"]))
    found.append(("tv.barssince(tv.crossover(close, tv.sma(close, 9)))", "ta.barssince(ta.crossover(x, ta.sma(x, 9)))",
                  ["result"]))
    for occurrence in (0, 2):
        found.append((f"tv.valuewhen(tv.crossover(close, tv.sma(close, 9)), high, {occurrence})",
                      f"ta.valuewhen(ta.crossover(x, ta.sma(x, 9)), high, {occurrence})", ["result"]))
    return found
