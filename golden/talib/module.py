"""The vectors of the module `talib`: every function it has, under TA-Lib's names, at default and at drawn parameters.

Which inputs, parameters and outputs a function has is read from functions.json, which lists TA-Lib's own.
"""

import json
from pathlib import Path

import exact
import numpy as np
import talib

LISTED = {each["name"]: each for each in json.loads((Path(__file__).parent / "functions.json").read_text())}
FUNCTIONS = (
    "sma ema wma hma rma dema tema trima vwma ma bbands kc donchian "
    "rsi macd stoch roc mom cci willr ao mfi cmo trix adx dx plus_di minus_di "
    "trange atr natr obv vwap ad adosc cmf stddev var linearreg correl max min sum"
).split()
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


def fields(listed):
    """The bar's fields that the inputs are, in order."""
    found = []
    for field in listed["inputs"].values():
        found += field if isinstance(field, list) else [field]
    return found


def exact_values(name, inputs, given):
    """The formula in integer arithmetic, for the functions in which TA-Lib's running sums leave a remainder."""
    value = {**LISTED[name]["params"], **given}
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


def write(add, lookback, series, draw):
    """Adds the module's vectors by generate.py's `add`."""
    for name in FUNCTIONS:
        listed = LISTED[name]
        for given in parameters(draw, listed):
            arguments = ", ".join(f"{key} = {value}" for key, value in given.items())
            for called, made in series.items():
                inputs = [made[field] for field in fields(listed)]
                found = getattr(talib, name.upper())(*inputs, **given)
                if len(listed["outputs"]) == 1:
                    outputs = {"result": found}
                else:
                    outputs = {f"result.{output}": column for output, column in zip(listed["outputs"], found)}
                scale = None
                if name == "cci":
                    # A spacing of the price, as the index shows it.
                    length = given.get("timeperiod", listed["params"]["timeperiod"])
                    scale = max(float(np.abs(x).max()) for x in inputs) / (0.015 * least_deviation(inputs, length))
                add(
                    f"talib.{name}",
                    name.upper(),
                    f"talib.{name}({arguments})",
                    called,
                    inputs,
                    outputs,
                    lookback(name.upper(), **given),
                    exact_values(name, inputs, given),
                    scale=scale,
                )
