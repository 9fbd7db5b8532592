"""Writes candlesticks.json and candlesticks.i32.gz: what TA-Lib's 61 candlestick patterns say.

    pip install -r requirements.txt && python candlesticks.py

The patterns are held to TA-Lib on every row, without a tolerance. They run over the four series of vectors.json, over
the real bars of data/stocks.csv.gz, and over bars made to be hostile: whole prices with many ties, shaved and empty
bodies, gaps, and examples of each pattern with every price of the last rows on either side of where it decides. The
script asserts that every pattern gives each of its values, and the test asserts it of what is stored.

TA-Lib keeps a running total of each average, which remembers what it has rounded: after a bar of a million a body of
0 is shorter or longer than ten bodies of 0, and a body of exactly the average may be on either side of it. Where
TA-Lib says something else of a row when it is given only the bars that the pattern looks at, that is what must come
(the exception `drift`).
"""

import csv
import gzip
import io
import json
from pathlib import Path

import numpy as np
import talib
from talib import abstract

assert talib.__version__ == "0.8.2", talib.__version__
assert talib.__ta_version__.startswith(b"0.8.1 "), talib.__ta_version__
assert np.__version__ == "2.4.6", np.__version__

FOLDER = Path(__file__).parent
FIELDS = ["open", "high", "low", "close"]
LISTED = {each["name"]: each for each in json.loads((FOLDER / "functions.json").read_text())}
NAMES = [name for name in LISTED if name.startswith("cdl")]
# Of each value of each pattern.
EXAMPLES = 8
# What a drawn penetration may be: none of the body, shares of it, all of it and more.
PENETRATIONS = [0.0, 0.125, 0.3, 0.6, 1.0, 1.5]


def look(name, bars, **parameters):
    """TA-Lib's answer on every row; it gives 0 where it has none."""
    return getattr(talib, name.upper())(*(np.ascontiguousarray(column, dtype=float) for column in bars), **parameters)


def lookback(name):
    return abstract.Function(name.upper()).lookback


# The series, as open, high, low and close -------------------------------------------------------------------------


def bars_around(opened, closed, above, below):
    """Bars whose shadows have the lengths `above` and `below`."""
    return [opened, np.maximum(opened, closed) + above, np.minimum(opened, closed) - below, closed]


def grid(rng, rows):
    """Prices of a few whole numbers: ties of everything with everything, and hardly a trend."""
    opened, closed = rng.integers(20, 32, (2, rows))
    closed = np.where(rng.random(rows) < 0.2, opened, closed)
    above, below = rng.integers(0, 6, (2, rows)) * (rng.random((2, rows)) < 0.6)
    return bars_around(opened, closed, above, below)


def steps(rng, rows):
    """A walk of whole numbers with long and short bodies and many gaps."""
    size = np.where(rng.random(rows) < 0.4, 8, 2)
    middle = 1000 + np.cumsum(rng.integers(-4, 5, rows))
    opened = middle + rng.integers(-size, size + 1)
    closed = middle + rng.integers(-size, size + 1)
    above, below = rng.integers(0, 5, (2, rows)) * (rng.random((2, rows)) < 0.5)
    return bars_around(opened, closed, above, below)


def runs(rng, rows):
    """Stretches that rise and fall by themselves, of bodies that follow one another: soldiers, crows, methods."""
    slope = np.repeat(rng.integers(-2, 3, rows // 4 + 1), 4)[:rows]
    size = np.where(rng.random(rows) < 0.3, 6, 2)
    closed = 1000 + np.cumsum(slope * size // 2 + rng.integers(-1, 2, rows))
    opened = closed - slope * size // 2 - rng.integers(-2, 3, rows)
    above, below = rng.integers(0, 3, (2, rows)) * (rng.random((2, rows)) < 0.35)
    return bars_around(opened, closed, above, below)


def cents(rng, rows):
    """Prices in cents from a few cents up, where a difference of two doubles is rounded in its own way."""
    middle = 200 + np.cumsum(rng.integers(-12, 13, rows))
    middle = np.abs(middle) + 40
    opened, closed = middle + rng.integers(-30, 31, (2, rows))
    closed = np.where(rng.random(rows) < 0.15, opened, closed)
    above, below = rng.integers(0, 9, (2, rows))
    return [column / 100 for column in bars_around(opened, closed, above, below)]


def spike(rng, rows):
    """A walk in which a bar of a million stands, and later bars without bodies or shadows, of one price."""
    middle = 50 + np.cumsum(rng.random(rows) - 0.5)
    opened, closed = middle + rng.random((2, rows)) - 0.5
    above, below = rng.random((2, rows))
    bars = bars_around(opened, closed, above, below)
    bars[1][40] = 1e6
    for column in bars:
        for still in (60, 100, 140):
            column[still : still + 12] = bars[3][still]
    return bars


def stored_series():
    """The made-up series of vectors.json."""
    index = json.loads((FOLDER / "vectors.json").read_text())
    columns = np.frombuffer(gzip.decompress((FOLDER / "vectors.f64.gz").read_bytes()), "<f8").reshape(-1, index["rows"])
    names = ["walk", "trend", "flat", "ticks"]
    return {name: [columns[index["series"][name][field]] for field in FIELDS] for name in names}


def stocks():
    """The real bars, by ticker."""
    text = io.TextIOWrapper(gzip.open(FOLDER / "../../data/stocks.csv.gz"))
    found = {}
    for row in csv.DictReader(text):
        found.setdefault(row["Ticker"], []).append([float(row[field.capitalize()]) for field in FIELDS])
    return {name: [np.array(column) for column in zip(*rows)] for name, rows in found.items()}


def valid(bars):
    opened, high, low, closed = bars
    return bool(np.all(high >= np.maximum(opened, closed)) and np.all(low <= np.minimum(opened, closed)))


def moved(bars, row, field, price):
    """The bars with one price another; a high or low that it would pass goes with it."""
    made = [column.copy() for column in bars]
    made[field][row] = price
    opened, high, low, closed = (column[row] for column in made)
    made[1][row], made[2][row] = max(opened, high, low, closed), min(opened, high, low, closed)
    return made


def boundaries(name, bars):
    """The bars with one price of the last rows on either side of where the last answer becomes another.

    A price is moved through the range of the bars; between two that give different answers the place is found to one
    step, so a condition that decides is met where it is equal, or a step from it.
    """
    found = []
    least, most = int(bars[2].min()) - 500, int(bars[1].max()) + 500

    def answer(price):
        return look(name, moved(bars, row, field, price))[-1]

    for row in range(len(bars[0]) - 5, len(bars[0])):
        for field in range(4):
            coarse = [(price, answer(price)) for price in range(least, most, 50)]
            for (below, before), (above, after) in zip(coarse, coarse[1:]):
                if before == after:
                    continue
                while above - below > 1:
                    middle = (below + above) // 2
                    below, above = (middle, above) if answer(middle) == before else (below, middle)
                found += [moved(bars, row, field, below), moved(bars, row, field, above)]
    return found


def examples(rng, name, values):
    """Occurrences of each value in random series, each as it is and at its boundaries, one behind the other."""
    rows = max(lookback(name), 5) + 2
    left = dict.fromkeys(sorted(values), EXAMPLES)
    stretches = []
    while any(left.values()):
        # Of a hundred: averages of ten bars, and their tenth, are whole prices too.
        bars = [100 * column for column in (steps if rng.random() < 0.5 else runs)(rng, 20_000)]
        answers = look(name, bars)
        for value in left:
            at = np.flatnonzero(answers[rows:] == value)[: left[value]] + rows
            left[value] -= len(at)
            for row in at:
                example = [column[row - rows + 1 : row + 1] for column in bars]
                if not stretches:
                    # On the first row on which TA-Lib says so.
                    stretches.append([column[rows - lookback(name) - 1 :] for column in example])
                stretches += [example, *boundaries(name, example)]
    return [np.concatenate(columns) for columns in zip(*stretches)]


rng = np.random.default_rng(61)
made = {
    "grid": grid(rng, 2000),
    "steps": steps(rng, 2000),
    "runs": runs(rng, 2000),
    "cents": cents(rng, 2000),
    "spike": spike(rng, 200),
}


# What they say ----------------------------------------------------------------------------------------------------


def values_of(name):
    """What a pattern may say other than 0."""
    if name in UP:
        return {100}
    if name in DOWN:
        return {-100}
    if name in ("cdlhikkake", "cdlhikkakemod"):
        return {-200, -100, 100, 200}
    if name in ("cdlengulfing", "cdlharami", "cdlharamicross"):
        return {-100, -80, 80, 100}
    return {-100, 100}


# The others say 100 and -100.
UP = {
    f"cdl{name}"
    for name in (
        "3starsinsouth 3whitesoldiers concealbabyswall doji dragonflydoji gravestonedoji hammer homingpigeon "
        "invertedhammer ladderbottom longleggeddoji matchinglow mathold morningdojistar morningstar piercing "
        "rickshawman sticksandwich takuri unique3river"
    ).split()
}
DOWN = {
    f"cdl{name}"
    for name in (
        "2crows 3blackcrows advanceblock darkcloudcover eveningdojistar eveningstar hangingman identical3crows inneck "
        "onneck shootingstar stalledpattern thrusting upsidegap2crows"
    ).split()
}
assert (UP | DOWN) <= set(NAMES)
WANTED = {name: values_of(name) for name in NAMES}
for name in NAMES:
    made[f"examples of {name}"] = examples(rng, name, WANTED[name])
for name, bars in made.items():
    assert valid(bars), name

series = {**stored_series(), **stocks(), **made}
columns = []


def store(values):
    """The number of a column of integers in the data file."""
    columns.append(np.asarray(values, dtype="<i4").tobytes())
    return len(columns) - 1


index = {"talib": "0.8.1", "wrapper": talib.__version__, "numpy": np.__version__, "series": {}, "patterns": {}}
for called, bars in made.items():
    # Whole numbers of a unit, which divided by it are the very doubles; else bits, as two integers each.
    unit = 100 if called == "cents" else 1
    if called == "spike":
        halves = [np.ascontiguousarray(column).view("<i4") for column in bars]
        fields = {field: [store(half[0::2]), store(half[1::2])] for field, half in zip(FIELDS, halves)}
        index["series"][called] = {"rows": len(bars[0]), **fields}
        continue
    whole = [np.round(column * unit) for column in bars]
    assert all((a / unit == b).all() for a, b in zip(whole, bars)), called
    index["series"][called] = {"rows": len(bars[0]), "unit": unit, **{f: store(w) for f, w in zip(FIELDS, whole)}}

given = set()
for name in NAMES:
    first = lookback(name)
    entry = index["patterns"][name] = {"lookback": first, "values": sorted(WANTED[name]), "runs": []}
    sets = [{}] + [{"penetration": each} for each in PENETRATIONS] if LISTED[name]["params"] else [{}]
    for parameters in sets:
        for called, bars in series.items():
            own = called == f"examples of {name}"
            if not own and (called.startswith("examples") or parameters and called not in ("steps", "runs", "IBM")):
                continue
            found = look(name, bars, **parameters)
            given |= {(name, value) for value in np.unique(found[first:]).tolist()}
            run = {"series": called, **parameters, "column": store(found)}
            drift = {}
            # The total keeps an error only where a difference or a sum is rounded, which it hardly is among prices of
            # one size: the test says where this is not so.
            for row in range(first, len(found)) if called in ("spike", "cents") else []:
                alone = look(name, [column[row - first : row + 1] for column in bars], **parameters)
                if alone[-1] != found[row]:
                    drift[row] = int(alone[-1])
            if drift:
                run["drift"] = drift
            entry["runs"].append(run)

missed = [(name, value) for name, values in WANTED.items() for value in values if (name, value) not in given]
assert not missed, missed
unknown = [key for key in given if key[1] != 0 and key[1] not in WANTED[key[0]]]
assert not unknown, unknown

# A pattern a line, and a run.
text = json.dumps(index).replace(', "cdl', ',\n"cdl').replace(', {"series": "', ',\n {"series": "')
assert json.loads(text) == json.loads(json.dumps(index))
(FOLDER / "candlesticks.json").write_text(text + "\n")
# No name and no time in the header: the same columns are the same file.
(FOLDER / "candlesticks.i32.gz").write_bytes(gzip.compress(b"".join(columns), 9, mtime=0))
drifted = sum(len(run.get("drift", {})) for entry in index["patterns"].values() for run in entry["runs"])
print(len(NAMES), "patterns,", len(columns), "columns,", drifted, "rows by exception")
print({name: len(bars[0]) for name, bars in series.items()})
