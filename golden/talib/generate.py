"""Writes vectors.json and vectors.f64.gz: what TA-Lib says about four made-up price series.

    pip install -r requirements.txt && python generate.py

Everything is seeded, and the series are made of sums, products and comparisons of random doubles only, so they are the
same on every machine. What counts as equal is read from tolerance.json. Where TA-Lib is known to differ, a vector also
carries what must come instead of TA-Lib's values, row by row, under the name of an exception of that table.
"""

import csv
import gzip
import json
import math
import sys
from pathlib import Path

import numpy as np
import talib
from talib import abstract

sys.dont_write_bytecode = True
import conventions  # noqa: E402
import exact  # noqa: E402
import module  # noqa: E402

assert talib.__version__ == "0.8.2", talib.__version__
assert talib.__ta_version__.startswith(b"0.8.1 "), talib.__ta_version__
assert np.__version__ == "2.4.6", np.__version__

FOLDER = Path(__file__).parent
ROWS = 400
DRAWS = 2
TABLE = json.loads((FOLDER / "tolerance.json").read_text())

columns = []
vectors = []


# The series ------------------------------------------------------------------------------------------------------


def store(values):
    """The number of a column in the data file; equal columns are stored once."""
    data = np.asarray(values, dtype="<f8")
    assert data.shape == (ROWS,)
    data = np.where(np.isnan(data), np.nan, data).tobytes()
    if data not in columns:
        columns.append(data)
    return columns.index(data)


def bell(rng, rows):
    """About normal, with a deviation of 1: a sum of uniforms, which needs no transcendental function."""
    return (rng.random((rows, 12)).cumsum(axis=1)[:, -1]) - 6.0


def bars(rng, close, spread):
    """Bars around a close: the open is the close before, and where `spread` is 0 the bar is one price."""
    opened = np.concatenate([close[:1], close[:-1]])
    opened = np.where(spread > 0, opened, close)
    high = np.maximum(opened, close) + rng.random(ROWS) * spread
    low = np.minimum(opened, close) - rng.random(ROWS) * spread
    volume = rng.integers(1_000, 5_000_000, ROWS).astype(float)
    return {"open": opened, "high": high, "low": low, "close": close, "volume": volume}


def walk(rng):
    close = 100.0 + np.cumsum(bell(rng, ROWS) * 0.8)
    return bars(rng, close, np.full(ROWS, 1.5))


def trend(rng):
    close = 20_000.0 + 37.5 * np.arange(ROWS) + bell(rng, ROWS) * 40.0
    return bars(rng, close, np.full(ROWS, 60.0))


def flat(rng):
    """Begins without a move, then moves and stands still in turns."""
    moves = np.zeros(ROWS)
    row, moving = 60, True
    while row < ROWS:
        end = row + int(rng.integers(20, 50))
        if moving:
            moves[row:end] = 1.0
        row, moving = end, not moving
    close = 123.45 + np.cumsum(moves * bell(rng, ROWS) * 1.2)
    return bars(rng, close, moves)


def ticks(rng):
    """Prices on a grid of 1/4: many equal values and exact ties."""

    def grid(values):
        return np.round(values * 4.0) / 4.0

    made = bars(rng, grid(50.0 + np.cumsum(bell(rng, ROWS) * 0.4)), np.full(ROWS, 0.8))
    return {name: values if name == "volume" else grid(values) for name, values in made.items()}


SERIES = {
    name: make(np.random.default_rng(seed))
    for seed, (name, make) in enumerate([("walk", walk), ("trend", trend), ("flat", flat), ("ticks", ticks)], 101)
}
for made in SERIES.values():
    assert all(made["low"] > 1.0) and all(made["low"] <= made["close"]) and all(made["close"] <= made["high"])


def real():
    """Real bars: a stock of data/stocks.csv.gz over its first rows of 2008 and 2009."""
    path = FOLDER.parent.parent / "data" / "stocks.csv.gz"
    with gzip.open(path, "rt", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Ticker"] == "AAPL" and row["Date"] >= "2008"]
    fields = ["open", "high", "low", "close", "volume"]
    return {field: np.array([float(row[field.capitalize()]) for row in rows[:ROWS]]) for field in fields}


REAL = real()
assert all(len(column) == ROWS for column in REAL.values())


# The comparison --------------------------------------------------------------------------------------------------


def allowed(function, inputs, value, scale=None):
    """The greatest distance from `value` that the table allows; `scale` is the unit of a function that has none."""
    price = max(float(np.abs(column).max()) for column in inputs)
    units = {"price": price, "price2": price * price, "percent": 100.0, "one": 1.0, "scale": scale}
    unit = units[TABLE["units"][function]]
    rule = TABLE["allowed"]
    return rule["relative"] * abs(value) + rule["ulps"] * math.ulp(unit)


def ranges(rows):
    """Rows as [first, last] pairs."""
    found = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return found


def lookback(name, **parameters):
    function = abstract.Function(name)
    function.parameters = parameters
    return function.lookback


def add(function, name, program, series, inputs, outputs, lookback, exactly=None, instead=(), valid_from=None,
        scale=None):
    """A vector: `program` over `series` against `outputs`, {ours: TA-Lib's column}.

    exactly     {ours: column}: the exact values rounded once, stored beside TA-Lib's; rows where TA-Lib is further off
                than allowed get the exception `rounding`
    instead     [(rule, ours, {row: value}, settled)]: what must come in place of TA-Lib's values; where `settled`,
                TA-Lib's own values hold again from the row on from which the two stay together
    valid_from  {ours: row}: the first row of ours where it is not TA-Lib's lookback
    scale       the unit, for a function whose unit depends on the data
    """
    exceptions = []
    patched = {}
    for rule, output, values, settles in instead:
        values = {row: value for row, value in values.items() if row not in patched.setdefault(output, set())}
        theirs = outputs[output]
        if all(
            math.isnan(theirs[row]) == math.isnan(value) and not abs(theirs[row] - value) > allowed(function, inputs, value, scale)
            for row, value in values.items()
        ):
            continue  # Nothing to except: TA-Lib says the same here.
        assert function in TABLE["exceptions"][rule]["functions"], (rule, function)
        patched[output].update(values)
        column = np.full(ROWS, np.nan)
        for row, value in values.items():
            column[row] = value
        exception = {"rule": rule, "output": output, "rows": ranges(sorted(values)), "values": store(column)}
        if settles:
            apart = [
                row
                for row in range(ROWS)
                if not abs(theirs[row] - column[row]) <= allowed(function, inputs, column[row], scale) / 2
            ]
            exception["settled"] = apart[-1] + 1
            assert exception["settled"] < ROWS - 20, (function, program, exception["settled"])
        exceptions.append(exception)
    for output, values in (exactly or {}).items():
        theirs = outputs[output]
        far = []
        for row, value in enumerate(values):
            if row in patched.get(output, set()):
                continue
            assert math.isnan(value) == math.isnan(theirs[row]), (function, program, series, output, row)
            if abs(theirs[row] - value) > allowed(function, inputs, value, scale):
                far.append(row)
        if far:
            assert function in TABLE["exceptions"]["rounding"]["functions"], (function, program, series, len(far))
            exceptions.append({"rule": "rounding", "output": output, "rows": ranges(far), "values": store(values)})
    vectors.append(
        {
            "function": function,
            "talib": name,
            "series": series,
            "program": program,
            "validFrom": {output: (valid_from or {}).get(output, lookback) for output in outputs},
            "outputs": {output: store(column) for output, column in outputs.items()},
            **({"scale": scale} if scale else {}),
            **({"exact": {output: store(column) for output, column in exactly.items()}} if exactly else {}),
            **({"exceptions": exceptions} if exceptions else {}),
        }
    )


# The functions ---------------------------------------------------------------------------------------------------

draw = np.random.default_rng(77)


def periods(default, least=2, most=60):
    """The default, and lengths drawn once."""
    return [default] + [int(draw.integers(least, most + 1)) for _ in range(DRAWS)]


def cases(default, fields, least=2, most=60):
    """(arguments of ours, length, fields): the default on the default fields, then drawn ones written out."""
    names = list(next(iter(SERIES.values())))
    found = [("", default, fields)]
    for length in periods(default, least, most)[1:]:
        drawn = [names[int(draw.integers(len(names)))] for _ in fields] if len(fields) == 1 else fields
        found.append((f"{', '.join(drawn)}, {length}", length, drawn))
    return found


def simple(function, name, default, exactly=None, least=2, output="result", most=60, **constants):
    """One input and a length."""
    for arguments, length, [field] in cases(default, ["close"], least, most):
        for series, made in SERIES.items():
            x = made[field]
            column = getattr(talib, name)(x, timeperiod=length, **constants)
            values = {output: exactly(exact.series(x), length)} if exactly else None
            back = lookback(name, timeperiod=length, **constants)
            add(function, name, f"{function}({arguments})", series, [x], {output: column}, back, values)


simple("sma", "SMA", 20, exact.mean)
simple("ema", "EMA", 20)
simple("rma", "RMA", 14)
simple("wma", "WMA", 14, exact.weighted)
simple("roc", "ROC", 12)
simple("stdev", "STDDEV", 20, exact.deviation, nbdev=1.0)
simple("variance", "VAR", 20, exact.variance, nbdev=1.0)
simple("avgdev", "AVGDEV", 20, exact.mean_deviation)
simple("max", "MAX", 20)
simple("min", "MIN", 20)
simple("sum", "SUM", 20, exact.total)
simple("linreg", "LINEARREG", 20, lambda x, n: exact.line(x, n, True), least=3)
simple("slope", "LINEARREG_SLOPE", 20, lambda x, n: exact.line(x, n, False), least=3)

# RSI: 50 where no price has changed yet.
for arguments, length, [field] in cases(14, ["close"]):
    for series, made in SERIES.items():
        x = made[field]
        still = {row: 50.0 for row in range(length, ROWS) if all(x[: row + 1] == x[0])}
        column = talib.RSI(x, timeperiod=length)
        back = lookback("RSI", timeperiod=length)
        add("rsi", "RSI", f"rsi({arguments})", series, [x], {"result": column}, back, None,
            [("unchanged", "result", still, False)])

# Bollinger bands, with a number of deviations.
for index, (arguments, length, [field]) in enumerate(cases(20, ["close"])):
    times = [2.0, 1.5, 2.75][index]
    arguments = arguments and f"{arguments}, {times}"
    for series, made in SERIES.items():
        x = made[field]
        whole = exact.series(x)
        upper, middle, lower = talib.BBANDS(x, timeperiod=length, nbdevup=times, nbdevdn=times, matype=0)
        add("bbands", "BBANDS", f"bbands({arguments})", series, [x],
            {"result.upper": upper, "result.middle": middle, "result.lower": lower},
            lookback("BBANDS", timeperiod=length, nbdevup=times, nbdevdn=times, matype=0),
            {"result.upper": exact.band(whole, length, times), "result.middle": exact.mean(whole, length),
             "result.lower": exact.band(whole, length, -times)})

# MACD: TA-Lib starts the fast average where the slow one starts; ours is the difference of the two averages as they
# are, which TA-Lib's EMA gives on every row.
for fast, slow, signal in [(12, 26, 9)] + [
    (a, a + int(draw.integers(3, 30)), int(draw.integers(2, 12))) for a in draw.integers(3, 14, DRAWS).tolist()
]:
    for series, made in SERIES.items():
        x = made["close"]
        theirs = talib.MACD(x, fastperiod=fast, slowperiod=slow, signalperiod=signal)
        line = talib.EMA(x, timeperiod=fast) - talib.EMA(x, timeperiod=slow)
        smooth = np.full(ROWS, np.nan)
        smooth[slow - 1 :] = talib.EMA(line[slow - 1 :], timeperiod=signal)
        ours = {"result.macd": line, "result.signal": smooth, "result.histogram": line - smooth}
        first = {"result.macd": slow - 1, "result.signal": slow + signal - 2, "result.histogram": slow + signal - 2}
        program = "macd()" if (fast, slow, signal) == (12, 26, 9) else f"macd(close, {fast}, {slow}, {signal})"
        add("macd", "MACD", program, series, [x], dict(zip(ours, theirs)),
            lookback("MACD", fastperiod=fast, slowperiod=slow, signalperiod=signal), None,
            [("start", output, {row: column[row] for row in range(first[output], ROWS)}, True)
             for output, column in ours.items()], first)

# True range and its average: TA-Lib has none on the first row, ours is high - low there.
for series, made in SERIES.items():
    h, l, c = made["high"], made["low"], made["close"]
    add("true_range", "TRANGE", "true_range()", series, [h, l, c], {"result": talib.TRANGE(h, l, c)},
        lookback("TRANGE"), None, [("first", "result", {0: h[0] - l[0]}, False)], {"result": 0})
for length in periods(14, most=20):
    for series, made in SERIES.items():
        h, l, c = made["high"], made["low"], made["close"]
        widths = talib.TRANGE(h, l, c)
        widths[0] = h[0] - l[0]
        ours = talib.RMA(widths, timeperiod=length)
        add("atr", "ATR", f"atr(high, low, close, {length})" if length != 14 else "atr()", series, [h, l, c],
            {"result": talib.ATR(h, l, c, timeperiod=length)}, lookback("ATR", timeperiod=length), None,
            [("start", "result", {row: ours[row] for row in range(length - 1, ROWS)}, True)], {"result": length - 1})

for arguments, length, _ in cases(20, ["high", "low"]):
    for series, made in SERIES.items():
        h, l = made["high"], made["low"]
        upper, middle, lower = talib.DONCHIAN(h, l, timeperiod=length)
        add("donchian", "DONCHIAN", f"donchian({arguments})", series, [h, l],
            {"result.upper": upper, "result.lower": lower, "result.middle": middle},
            lookback("DONCHIAN", timeperiod=length))

# How many rows ago: TA-Lib counts from the first row, pads with 0, and keeps the oldest of equals.
for function, name, pick in [("argmax", "MAXINDEX", max), ("argmin", "MININDEX", min)]:
    for arguments, length, [field] in cases(20, ["close"]):
        for series, made in SERIES.items():
            x = made[field]
            back = lookback(name, timeperiod=length)
            ago = np.arange(ROWS) - getattr(talib, name)(x, timeperiod=length).astype(float)
            ago[:back] = np.nan
            ours = exact.newest(exact.series(x), length, pick)
            ties = {row: ours[row] for row in range(back, ROWS) if ours[row] != ago[row]}
            assert all(x[row - int(ago[row])] == x[row - int(ours[row])] for row in ties)
            add(function, name, f"{function}({arguments})", series, [x], {"result": ago}, back, None,
                [("ties", "result", ties, False)])

for field in ["close", "volume"]:
    for series, made in SERIES.items():
        x = made[field]
        program = "cumulative_sum()" if field == "close" else "cumulative_sum(volume)"
        add("cumulative_sum", "CUMSUM", program, series, [x], {"result": talib.CUMSUM(x)}, lookback("CUMSUM"),
            {"result": exact.cumulative(exact.series(x))})

for series, made in SERIES.items():
    add("diff", "MOM", "diff()", series, [made["close"]], {"result": talib.MOM(made["close"], timeperiod=1)},
        lookback("MOM", timeperiod=1))

# The middle and the quantiles: TA-Lib takes one of the window's values, the nearest rank; ours lie between two.
for function, q, shares in [("median", 0.5, [20, 9, 31]), ("quantile", 0.3, [20, 7, 46])]:
    for length in shares:
        for series, made in SERIES.items():
            x = made["close"]
            theirs = talib.PERCENTILE(x, timeperiod=length, percentile=100 * q)
            ours = exact.quantile(exact.series(x), length, q)
            between = {row: ours[row] for row in range(length - 1, ROWS)
                       if abs(ours[row] - theirs[row]) > allowed(function, [x], theirs[row])}
            program = f"{function}(close, {length})" if function == "median" else f"quantile(close, {length}, {q})"
            add(function, "PERCENTILE", program, series, [x], {"result": theirs},
                lookback("PERCENTILE", timeperiod=length, percentile=100 * q), None,
                [("between", "result", between, False)])

for arguments, length, _ in cases(30, ["high", "low"]):
    for series, made in SERIES.items():
        h, l = made["high"], made["low"]
        ours = exact.correlation(exact.series(h), exact.series(l), length)
        theirs = talib.CORREL(h, l, timeperiod=length)
        back = lookback("CORREL", timeperiod=length)
        constant = {row: math.nan for row in range(back, ROWS) if math.isnan(ours[row])}
        add("correl", "CORREL", f"correl({arguments})", series, [h, l], {"result": theirs}, back, {"result": ours},
            [("constant", "result", constant, False)])

# TA-Lib's BETA regresses returns: so does ours when it is given returns, and given prices it is another function.
for arguments, length, _ in cases(20, ["high", "low"], least=3):
    for series, made in SERIES.items():
        h, l = made["high"], made["low"]
        theirs = talib.BETA(h, l, timeperiod=length)
        back = lookback("BETA", timeperiod=length)
        ours = exact.regression(exact.returns(h), exact.returns(l), length, length)
        constant = {row: math.nan for row in range(back, ROWS) if math.isnan(ours[row])}
        of = "high / high[1] - 1, low / low[1] - 1"
        add("beta", "BETA", f"beta({of}{arguments and f', {length}'})", series, [np.ones(1)], {"result": theirs},
            back, {"result": ours}, [("constant", "result", constant, False)])
        ours = exact.regression(exact.series(h), exact.series(l), length, length - 1)
        other = {row: ours[row] for row in range(length - 1, ROWS)}
        add("beta", "BETA", f"beta({arguments})", series, [h, l], {"result": theirs}, back, {"result": ours},
            [("returns", "result", other, False)], {"result": length - 1})

for function, name, fields in [
    ("hl2", "MEDPRICE", ["high", "low"]),
    ("hlc3", "TYPPRICE", ["high", "low", "close"]),
    ("ohlc4", "AVGPRICE", ["open", "high", "low", "close"]),
    ("weighted_close", "WCLPRICE", ["high", "low", "close"]),
]:
    for series, made in SERIES.items():
        inputs = [made[field] for field in fields]
        add(function, name, function, series, inputs, {"result": getattr(talib, name)(*inputs)}, lookback(name))


# The later families: the ones whose definition is TA-Lib's on every row, or but for a quotient 0 / 0.
simple("dema", "DEMA", 30, most=40)
simple("tema", "TEMA", 30, most=40)
simple("trima", "TRIMA", 30)
simple("hma", "HMA", 14)
simple("trix", "TRIX", 30, most=40)
simple("mom", "MOM", 10)
for function, name, default, fields in [
    ("vwma", "VWMA", 20, ["close", "volume"]),
    ("williams_r", "WILLR", 14, ["high", "low", "close"]),
    ("vortex", "VORTEX", 14, ["high", "low", "close"]),
]:
    for length in periods(default):
        for series, made in SERIES.items():
            inputs = [made[field] for field in fields]
            found = getattr(talib, name)(*inputs, timeperiod=length)
            outputs = {"result.plus": found[0], "result.minus": found[1]} if function == "vortex" else {"result": found}
            instead = []
            if function == "williams_r":
                h, l = made["high"], made["low"]
                still = {row: -50.0 for row in range(length - 1, ROWS)
                         if h[row - length + 1 : row + 1].max() == l[row - length + 1 : row + 1].min()}
                instead = [("unmoved", "result", still, False)]
            elif function == "vortex":
                widths = talib.TRANGE(*inputs)
                still = {row: math.nan for row in range(length, ROWS) if not widths[row - length + 1 : row + 1].any()}
                instead = [("unmoved", output, still, False) for output in outputs]
            program = f"{function}({', '.join(fields)}, {length})" if length != default else f"{function}()"
            add(function, name, program, series, inputs, outputs, lookback(name, timeperiod=length), None, instead)
for function, name, fields in [
    ("obv", "OBV", ["close", "volume"]),
    ("vwap", "VWAP", ["high", "low", "close", "volume"]),
    ("ad", "AD", ["high", "low", "close", "volume"]),
]:
    for series, made in SERIES.items():
        inputs = [made[field] for field in fields]
        add(function, name, f"{function}()", series, inputs, {"result": getattr(talib, name)(*inputs)}, lookback(name))
for fast, slow in [(5, 34), (3, 19)]:
    for series, made in SERIES.items():
        h, l = made["high"], made["low"]
        add("ao", "AO", f"ao(high, low, {fast}, {slow})", series, [h, l],
            {"result": talib.AO(h, l, fastperiod=fast, slowperiod=slow)},
            lookback("AO", fastperiod=fast, slowperiod=slow),
            {"result": exact.mean_difference(exact.series((h + l) / 2), fast, slow)})

draw = np.random.default_rng(99)
conventions.write(add, lookback, SERIES, draw, periods)
module.write(add, lookback, SERIES, np.random.default_rng(88), REAL)


# The files -------------------------------------------------------------------------------------------------------

index = {
    "talib": "0.8.1",
    "wrapper": talib.__version__,
    "numpy": np.__version__,
    "rows": ROWS,
    "series": {
        name: {field: store(column) for field, column in made.items()} for name, made in {**SERIES, "real": REAL}.items()
    },
    "vectors": vectors,
}
head = {key: value for key, value in index.items() if key != "vectors"}
lines = ",\n".join("  " + json.dumps(vector) for vector in vectors)
text = json.dumps(head)[:-1] + ', "vectors": [\n' + lines + "\n]}\n"
assert json.loads(text) == index
(FOLDER / "vectors.json").write_text(text)
# No name and no time in the header: the same vectors are the same file.
(FOLDER / "vectors.f64.gz").write_bytes(gzip.compress(b"".join(columns), 9, mtime=0))
print(len(vectors), "vectors,", len(columns), "columns")
for rule, exception in TABLE["exceptions"].items():
    used = [
        (vector["function"], found)
        for vector in vectors
        for found in vector.get("exceptions", [])
        if found["rule"] == rule
    ]
    unused = set(exception["functions"]) - {function for function, _ in used}
    assert not unused, f"no vector needs the exception {rule} of {sorted(unused)}"
    print(f"{rule}: {len(used)} columns of {', '.join(sorted({function for function, _ in used}))}")
