"""The vectors of the module `talib`: every function it has, under TA-Lib's names, at default and at drawn parameters.

Which inputs, parameters and outputs a function has is read from functions.json, which lists TA-Lib's own.
"""

import json
import math
from pathlib import Path

import exact
import numpy as np
import reference
import talib

LISTED = {each["name"]: each for each in json.loads((Path(__file__).parent / "functions.json").read_text())}
FUNCTIONS = (
    "sma ema wma hma rma dema tema trima vwma ma bbands kc donchian "
    "rsi macd stoch roc mom cci willr ao mfi cmo trix adx dx plus_di minus_di "
    "trange atr natr obv vwap ad adosc cmf stddev var linearreg correl max min sum"
).split()
# What came after those, with draws of their own. Candlesticks have vectors elsewhere.
LATER = [name for name in LISTED if name not in FUNCTIONS and not name.startswith("cdl")]
# Moving-average types, by TA-Lib's numbers: 0 to 5 of every function that takes one, the later ones on two series.
TYPES = 14
DRAWS = 2
# Lengths that a function refuses below: drawn ones begin here.
LEAST = 2
MOST = 40


def parameters(draw, listed):
    """The defaults, then sets that are drawn once."""
    sets = [{}]
    for _ in range(DRAWS if listed["params"] else 0):
        chosen = {}
        for name in listed["params"]:
            if name.endswith("matype"):
                chosen[name] = int(draw.integers(0, 6))
            elif name.startswith("nbdev"):
                chosen[name] = int(draw.integers(2, 13)) / 4
            else:
                chosen[name] = int(draw.integers(LEAST, MOST + 1))
        sets.append(chosen)
    types = [name for name in listed["params"] if name.endswith("matype")]
    # Every type of average, of both averages where there are two.
    for kind in range(6) if types else []:
        chosen = dict(sets[-1])
        chosen.update({name: (kind + number) % 6 for number, name in enumerate(types)})
        sets.append(chosen)
    return sets


# A period for every row, between 1 and 40, which the program computes as this file does.
PERIODS = "20 + 20 * (close - low - (high - close)) / (high - low + 0.001)"


def periods(made):
    high, low, close = made["high"], made["low"], made["close"]
    return 20 + 20 * (close - low - (high - close)) / (high - low + 0.001)


def fields(listed):
    """The bar's fields that the inputs are, in order."""
    found = []
    for field in listed["inputs"].values():
        found += field if isinstance(field, list) else [field]
    return found


CYCLES = ("ht_dcperiod", "ht_phasor", "ht_dcphase", "ht_sine", "ht_trendline", "ht_trendmode")


def in_many_bits(name, price, value):
    """Averages of any type and cycles, by reference.py."""
    x = reference.column(price)
    outputs = LISTED[name]["outputs"]
    if name == "ht_dcperiod":
        found = [reference.skipped(reference.transformer(reference.smooth(x, 9))[0], 20)]
    elif name == "ht_phasor":
        found = [reference.skipped(each, 20) for each in reference.transformer(reference.smooth(x, 9))[1:]]
    elif name in ("ht_dcphase", "ht_sine"):
        phase = reference.skipped(reference.cycle(x)[2], 26)
        found = [phase] if name == "ht_dcphase" else reference.sines(phase)
    elif name in ("ht_trendline", "ht_trendmode"):
        found = [reference.trendline(x) if name == "ht_trendline" else reference.trendmode(x)]
    elif name == "mama":
        found = reference.mama(x, **value)
    elif name == "macdext":
        found = reference.macdext(x, **value)
    elif name == "stochrsi":
        found = reference.stochrsi(x, **value)
    else:
        found = [reference.oscillator(x, **value, percent=name != "apo")]
    keys = [f"result.{output}" for output in outputs] if len(outputs) > 1 else ["result"]
    return {key: reference.rounded(each) for key, each in zip(keys, found)}


def of_line(name, x, length):
    """Functions of a mean or a least-squares line, from integers."""
    if name == "dpo":
        back = length // 2 + 1
        def apart(row, w):
            return (length * x.values[row - back] - sum(w)) / (length * x.one)
        return {"result": by_row(x, length, max(length - 1, back), apart)}
    if name == "fosc":
        indexes = list(range(length))
        below = exact.spread(indexes)
        def error(row, _):
            # The line one row ahead: mean + slope (length + 1) / 2.
            w = x.values[row - length : row]
            ahead = 2 * sum(w) * below + length * (length + 1) * exact.common(indexes, w)
            off = 2 * length * below * x.values[row] - ahead
            return 100 * off / (2 * length * below * x.values[row])
        return {"result": by_row(x, length, length, error)}
    slopes = exact.line(x, length, False)
    if name == "linearreg_angle":
        return {"result": [math.degrees(math.atan(slope)) for slope in slopes]}
    return {"result": slopes}


def by_row(x, length, first, formula):
    rows = range(len(x.values))
    return [math.nan if row < first else formula(row, x.values[row - length + 1 : row + 1]) for row in rows]


def exact_values(name, inputs, given):
    """The formula in integer arithmetic, for the functions in which TA-Lib's running sums leave a remainder."""
    value = {**LISTED[name]["params"], **given}
    if name in CYCLES or name in ("mama", "macdext", "apo", "ppo", "pvo", "stochrsi"):
        return in_many_bits(name, inputs[0], value)
    if name in ("dpo", "fosc", "linearreg_slope", "linearreg_angle"):
        return of_line(name, exact.series(inputs[0]), value["timeperiod"])
    if name == "ao":
        middle = exact.series((inputs[0] + inputs[1]) / 2)
        fast, slow = value["fastperiod"], value["slowperiod"]
        if fast > slow:
            return {"result": [-each for each in exact.mean_difference(middle, slow, fast)]}
        return {"result": exact.mean_difference(middle, fast, slow)}
    if name == "stoch" and value["slowk_matype"] == 0 and value["slowd_matype"] == 0:
        high, low, close = inputs
        bottom = talib.MIN(low, timeperiod=value["fastk_period"])
        width = talib.MAX(high, timeperiod=value["fastk_period"]) - bottom
        with np.errstate(invalid="ignore", divide="ignore"):
            line = np.where(width == 0, 0.0, 100 * ((close - bottom) / width))
        slowk = smoothed(line, value["slowk_period"])
        slowd = smoothed(slowk, value["slowd_period"])
        # Both lines begin where the slower one does.
        return {"result.slowk": np.where(np.isnan(slowd), np.nan, slowk), "result.slowd": slowd}
    if name in ("sma", "wma", "sum", "var", "stddev", "linearreg"):
        formula = {"sma": exact.mean, "wma": exact.weighted, "sum": exact.total, "var": exact.variance}.get(name)
        x = exact.series(inputs[0])
        if name == "linearreg":
            return {"result": exact.line(x, value["timeperiod"], True)}
        if name == "stddev":
            return {"result": [value["nbdev"] * each for each in exact.deviation(x, value["timeperiod"])]}
        return {"result": formula(x, value["timeperiod"])}
    return None


def smoothed(column, length):
    """The exact mean of the last `length` rows of a column that begins with missing ones, rounded once."""
    first = int(np.argmax(~np.isnan(column)))
    found = np.full(len(column), np.nan)
    found[first:] = exact.mean(exact.series(column[first:]), length)
    return found


def least_deviation(inputs, length):
    """The least mean deviation of the typical price's windows that is not 0."""
    price = (inputs[0] + inputs[1] + inputs[2]) / 3
    windows = np.lib.stride_tricks.sliding_window_view(price, length)
    deviations = np.abs(windows - windows.mean(axis=1)[:, None]).mean(axis=1)
    return float(deviations[deviations > 1e-9].min())


def bounded(name, listed, draw):
    """A set of parameters for a later function, within what TA-Lib takes."""
    chosen = {}
    for key, default in listed["params"].items():
        if key.endswith("matype"):
            chosen[key] = int(draw.integers(0, TYPES))
        elif isinstance(default, float):
            low, high = {
                "percentile": (0.0, 100.0),
                "vfactor": (0.0, 1.0),
                "fastlimit": (0.3, 0.9),
                "slowlimit": (0.02, 0.2),
                "startvalue": (-20.0, 20.0),
                "multiplier": (0.5, 4.0),
            }.get(key, (0.01, 0.3))
            chosen[key] = round(float(low + (high - low) * draw.random()), 3)
        else:
            chosen[key] = int(draw.integers(LEAST, MOST + 1 if name not in ("t3", "adxr") else 16))
    if "minperiod" in chosen:
        chosen["minperiod"], chosen["maxperiod"] = sorted([chosen["minperiod"], chosen["maxperiod"]])
    return chosen


def later_sets(name, listed, draw):
    """(parameters, the series they run on, or none for all): the defaults, drawn ones, and every type of average."""
    sets = [({}, None)]
    sets += [(bounded(name, listed, draw), None) for _ in range(1 if listed["params"] else 0)]
    types = [key for key in listed["params"] if key.endswith("matype")]
    for kind in range(TYPES) if types else []:
        chosen = {**bounded(name, listed, draw), types[0]: kind}
        for number, key in enumerate(types[1:], 1):
            chosen[key] = (kind + 5 * number) % TYPES
        sets.append((chosen, ("walk", "real")))
    return sets


def columns(name, inputs, given, back):
    """TA-Lib's outputs; whole numbers, which it pads with 0, are missing before the first valid row."""
    found = getattr(talib, name.upper())(*inputs, **given)
    found = found if isinstance(found, tuple) else (found,)
    made = []
    for column in found:
        if column.dtype.kind == "i":
            column = column.astype(float)
            column[:back] = np.nan
        made.append(column)
    outputs = LISTED[name]["outputs"]
    return {f"result.{output}" if len(outputs) > 1 else "result": each for output, each in zip(outputs, made)}


def vector(add, lookback, name, given, called, made, unstable=0):
    """One vector of the module: the function by name, with parameters, over a series."""
    listed = LISTED[name]
    shown = {**given, "unstable": unstable} if unstable else given
    arguments = [f"{key} = {value}" for key, value in shown.items()]
    if name == "mavp":
        arguments = ["close", PERIODS] + arguments
    inputs = [made[field] for field in fields(listed) if field != "periods"]
    if name in ("acos", "asin", "exp", "sinh", "cosh"):
        arguments = [SHARE]
        inputs = [(made["close"] - made["low"]) / (made["high"] - made["low"] + 1)]
    if name == "mavp":
        inputs.append(periods(made))
    talib.set_unstable_period(name.upper(), unstable) if unstable else None
    back = lookback(name.upper(), **given)
    exactly = exact_values(name, inputs, given)
    if unstable and exactly:
        exactly = {key: [math.nan] * back + column[back:] for key, column in exactly.items()}
    outputs = columns(name, inputs, given, back)
    talib.set_unstable_period(name.upper(), 0) if unstable else None
    scale = None
    if name == "stochrsi":
        scale = index_scale(inputs[0], {**listed["params"], **given})
    if name == "cci":
        # A spacing of the price, as the index shows it.
        length = given.get("timeperiod", listed["params"]["timeperiod"])
        scale = max(float(np.abs(x).max()) for x in inputs) / (0.015 * least_deviation(inputs, length))
    add(
        f"talib.{name}",
        name.upper(),
        f"talib.{name}({', '.join(arguments)})",
        called,
        inputs[:1] if name == "mavp" else inputs,
        outputs,
        back,
        exactly,
        scale=scale,
    )


def index_scale(price, value):
    """What a spacing of an index of 100 is worth in a line that stretches its least width to 100."""
    index = talib.RSI(price, timeperiod=value["timeperiod"])[value["timeperiod"] :]
    windows = np.lib.stride_tricks.sliding_window_view(index, value["fastk_period"])
    widths = windows.max(axis=1) - windows.min(axis=1)
    return 100.0 * 100.0 / float(widths[widths > 1e-6].min())


# A number between 0 and 1 for functions that prices are out of range of.
SHARE = "(close - low) / (high - low + 1)"


def write(add, lookback, series, draw, real):
    """Adds the module's vectors by generate.py's `add`: `series` by name, and one of real bars."""
    for name in FUNCTIONS:
        for given in parameters(draw, LISTED[name]):
            for called, made in series.items():
                vector(add, lookback, name, given, called, made)
        vector(add, lookback, name, {}, "real", real)
    for name in FUNCTIONS:
        for kind in range(6, TYPES):
            types = [key for key in LISTED[name]["params"] if key.endswith("matype")]
            if types:
                chosen = {key: (kind + 3 * number) % TYPES for number, key in enumerate(types)}
                vector(add, lookback, name, chosen, "walk", series["walk"])
                vector(add, lookback, name, chosen, "real", real)
    draw = np.random.default_rng(66)
    every = {**series, "real": real}
    for name in LATER:
        for given, some in later_sets(name, LISTED[name], draw):
            for called in some or every:
                vector(add, lookback, name, given, called, every[called])
    # The unstable period, which in TA-Lib is a setting of the whole process.
    for name, listed in LISTED.items():
        if listed["unstable"]:
            vector(add, lookback, name, {}, "walk", series["walk"], int(draw.integers(1, 60)))
