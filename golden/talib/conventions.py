"""The vectors of the library's own functions whose convention is not TA-Lib's: a seed, a first row, a quotient 0 / 0.

Each is held to TA-Lib's function where the two are the same, and elsewhere to the same composition of TA-Lib's own
averages, windows and true range.
"""

import math

import numpy as np
import talib
from module import least_deviation


def average(column, length):
    """TA-Lib's RMA over a column that begins with missing rows."""
    return from_first(talib.RMA, column, length)


def from_first(function, column, length):
    first = int(np.argmax(~np.isnan(column)))
    found = np.full(len(column), np.nan)
    found[first:] = function(column[first:], timeperiod=length)
    return found


def widths(high, low, close):
    """The true range, whose first row is high - low."""
    found = talib.TRANGE(high, low, close)
    found[0] = high[0] - low[0]
    return found


def differing(ours, theirs, near):
    """{row: ours} where TA-Lib has another value, or none."""
    return {
        row: value
        for row, value in enumerate(ours)
        if math.isnan(value) != math.isnan(theirs[row]) or abs(value - theirs[row]) > near
    }


def write(add, lookback, series, draw, periods):
    """Adds the vectors by generate.py's `add`; `periods` draws lengths."""
    for number, (k, smooth, d) in enumerate([(14, 1, 3)] + draw.integers(2, 20, (2, 3)).tolist()):
        program = "stochastic()" if number == 0 else f"stochastic(high, low, close, {k}, {d}, {smooth})"
        for called, made in series.items():
            h, l, c = made["high"], made["low"], made["close"]
            theirs = talib.STOCH(h, l, c, fastk_period=k, slowk_period=smooth, slowk_matype=0, slowd_period=d,
                                 slowd_matype=0)
            bottom, top = talib.MIN(l, timeperiod=k), talib.MAX(h, timeperiod=k)
            with np.errstate(invalid="ignore", divide="ignore"):
                raw = np.where(top == bottom, 50.0, 100.0 * (c - bottom) / (top - bottom))
            line = from_first(talib.SMA, raw, smooth)
            ours = {"result.k": line, "result.d": from_first(talib.SMA, line, d)}
            first = {"result.k": k + smooth - 2, "result.d": k + smooth + d - 3}
            instead = []
            for output, column in zip(ours, theirs):
                other = differing(ours[output], column, 1e-6)
                early = {row: value for row, value in other.items() if row < first["result.d"]}
                instead.append(("start", output, early, False))
                instead.append(("unmoved", output, {row: v for row, v in other.items() if row not in early}, False))
            add("stochastic", "STOCH", program, called, [h, l, c], dict(zip(ours, theirs)),
                lookback("STOCH", fastk_period=k, slowk_period=smooth, slowk_matype=0, slowd_period=d, slowd_matype=0),
                None, [each for each in instead if each[2]], first)

    for length in periods(20):
        for called, made in series.items():
            inputs = [made["high"], made["low"], made["close"]]
            scale = max(float(np.abs(x).max()) for x in inputs) / (0.015 * least_deviation(inputs, length))
            add("cci", "CCI", f"cci({length})" if length != 20 else "cci()", called, inputs,
                {"result": talib.CCI(*inputs, timeperiod=length)}, lookback("CCI", timeperiod=length), scale=scale)

    for length in periods(14):
        for called, made in series.items():
            x = made["close"]
            add("cmo", "CMOU", f"cmo({length})" if length != 14 else "cmo()", called, [x],
                {"result": talib.CMOU(x, timeperiod=length)}, lookback("CMOU", timeperiod=length))

    for length in periods(14):
        for called, made in series.items():
            inputs = [made["high"], made["low"], made["close"], made["volume"]]
            typical = (inputs[0] + inputs[1] + inputs[2]) / 3
            moves = np.diff(typical, prepend=typical[0]) != 0
            theirs = talib.MFI(*inputs, timeperiod=length)
            still = {row: 50.0 for row in range(length, len(typical)) if not moves[row - length + 1 : row + 1].any()}
            add("mfi", "MFI", f"mfi({length})" if length != 14 else "mfi()", called, inputs, {"result": theirs},
                lookback("MFI", timeperiod=length), None, [("unmoved", "result", still, False)] if still else [])

    for length in periods(20):
        for called, made in series.items():
            inputs = [made["high"], made["low"], made["close"], made["volume"]]
            add("cmf", "CMF", f"cmf({length})" if length != 20 else "cmf()", called, inputs,
                {"result": talib.CMF(*inputs, timeperiod=length)}, lookback("CMF", timeperiod=length))

    for length in periods(14, most=18):
        for called, made in series.items():
            h, l, c = made["high"], made["low"], made["close"]
            ours = 100 * (average(widths(h, l, c), length) / c)
            add("natr", "NATR", f"natr({length})" if length != 14 else "natr()", called, [h, l, c],
                {"result": talib.NATR(h, l, c, timeperiod=length)}, lookback("NATR", timeperiod=length), None,
                [("start", "result", {row: ours[row] for row in range(length - 1, len(c))}, True)],
                {"result": length - 1})

    for length in [14, 5, 9]:
        for called, made in series.items():
            h, l, c = made["high"], made["low"], made["close"]
            up, down = np.diff(h, prepend=h[0]), -np.diff(l, prepend=l[0])
            width = average(widths(h, l, c), length)
            with np.errstate(invalid="ignore", divide="ignore"):
                def share(top, below):
                    return np.where(below == 0, 0.0, 100 * (top / below))
                plus = share(average(np.where(up > down, np.maximum(up, 0), 0.0), length), width)
                minus = share(average(np.where(down > up, np.maximum(down, 0), 0.0), length), width)
                index = average(share(np.abs(plus - minus), plus + minus), length)
            theirs = {
                "result.adx": talib.ADX(h, l, c, timeperiod=length),
                "result.plus_di": talib.PLUS_DI(h, l, c, timeperiod=length),
                "result.minus_di": talib.MINUS_DI(h, l, c, timeperiod=length),
            }
            first = {"result.adx": 2 * length - 2, "result.plus_di": length - 1, "result.minus_di": length - 1}
            ours = {"result.adx": index, "result.plus_di": plus, "result.minus_di": minus}
            add("adx", "ADX", f"adx({length})" if length != 14 else "adx()", called, [h, l, c], theirs,
                lookback("ADX", timeperiod=length), None,
                [("start", output, {row: column[row] for row in range(first[output], len(c))}, True)
                 for output, column in ours.items()], first)

    for fast, slow in [(3, 10), (5, 12)]:
        for called, made in series.items():
            inputs = [made["high"], made["low"], made["close"], made["volume"]]
            line = talib.AD(*inputs)
            ours = talib.EMA(line, timeperiod=fast) - talib.EMA(line, timeperiod=slow)
            program = "adosc()" if fast == 3 else f"adosc({fast}, {slow})"
            add("adosc", "ADOSC", program, called, inputs,
                {"result": talib.ADOSC(*inputs, fastperiod=fast, slowperiod=slow)},
                lookback("ADOSC", fastperiod=fast, slowperiod=slow), None,
                [("start", "result", {row: ours[row] for row in range(slow - 1, len(line))}, True)])

    # No function of TA-Lib's has these definitions: its EMA, RMA, ROC and WMA, put together, are the reference.
    for number, (length, widening, times) in enumerate([(20, 10, 2.0), (9, 14, 1.5)]):
        program = "keltner()" if number == 0 else f"keltner({length}, {widening}, {times})"
        for called, made in series.items():
            h, l, c = made["high"], made["low"], made["close"]
            middle = talib.EMA(c, timeperiod=length)
            band = times * average(widths(h, l, c), widening)
            first = {"result.upper": max(length, widening) - 1, "result.lower": max(length, widening) - 1}
            add("keltner", "EMA, RMA", program, called, [h, l, c],
                {"result.upper": middle + band, "result.middle": middle, "result.lower": middle - band}, length - 1,
                valid_from=first)
    for number, (smooth, fast, slow) in enumerate([(10, 11, 14), (7, 5, 22)]):
        program = "coppock()" if number == 0 else f"coppock({smooth}, {fast}, {slow})"
        for called, made in series.items():
            x = made["close"]
            rates = talib.ROC(x, timeperiod=fast) + talib.ROC(x, timeperiod=slow)
            add("coppock", "WMA, ROC", program, called, [x], {"result": from_first(talib.WMA, rates, smooth)},
                max(fast, slow) + smooth - 1)
