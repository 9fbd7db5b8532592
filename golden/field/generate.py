"""Writes vectors.json and vectors.f64.gz: what the studies' published formulas give on five made-up series of bars.

    python generate.py

Python 3.11 or newer, nothing else. The series are made of sums, products and comparisons of seeded doubles only, so they are the
same on every machine; logarithms and exponentials of the reference may differ in their last bit, which the tolerance does not notice.
"""

import array
import gzip
import json
import random
import sys
from pathlib import Path

sys.dont_write_bytecode = True
import reference  # noqa: E402
import trails  # noqa: E402

FOLDER = Path(__file__).parent
ROWS = 300
columns = []
vectors = []


# The series ------------------------------------------------------------------------------------------------------


def store(values):
    """The number of a column in the data file; equal columns are stored once."""
    assert len(values) == ROWS
    data = array.array("d", [float("nan") if value is None else value + 0.0 for value in values])
    if sys.byteorder == "big":
        data.byteswap()
    data = data.tobytes()
    if data not in columns:
        columns.append(data)
    return columns.index(data)


def bell(rng):
    """About normal, with a deviation of 1: a sum of uniforms, which needs no transcendental function."""
    return sum(rng.random() for _ in range(12)) - 6.0


def bars(rng, close, spread):
    """Bars around a close: the open is the close before, and where `spread` is 0 the bar is one price."""
    made = {name: [] for name in ["open", "high", "low", "close", "volume"]}
    for row, value in enumerate(close):
        width = spread(row)
        opened = close[row - 1] if row > 0 and width > 0 else value
        made["open"].append(opened)
        made["high"].append(max(opened, value) + rng.random() * width)
        made["low"].append(min(opened, value) - rng.random() * width)
        made["close"].append(value)
        made["volume"].append(float(rng.randrange(1_000, 5_000_000)))
    return made


def walk(rng):
    close = [100.0]
    while len(close) < ROWS:
        close.append(close[-1] + bell(rng) * 0.8)
    return bars(rng, close, lambda row: 1.5)


def trend(rng):
    return bars(rng, [20_000.0 + 37.5 * row + bell(rng) * 40.0 for row in range(ROWS)], lambda row: 60.0)


def flat(rng):
    """Begins without a move, then moves and stands still in turns."""
    moving = lambda row: float(row >= 40 and row // 35 % 2 == 1)  # noqa: E731
    close = [123.45]
    while len(close) < ROWS:
        close.append(close[-1] + moving(len(close)) * bell(rng) * 1.2)
    return bars(rng, close, moving)


def ticks(rng):
    """Prices on a grid of 1/4: many equal values and exact ties."""
    close = [50.0]
    while len(close) < ROWS:
        close.append(close[-1] + bell(rng) * 0.4)
    made = bars(rng, [round(value * 4) / 4 for value in close], lambda row: 0.8)
    return {name: x if name == "volume" else [round(value * 4) / 4 for value in x] for name, x in made.items()}


def gaps(rng):
    """A walk with rows of which one value or all are missing."""
    made = walk(rng)
    for row in range(ROWS):
        chance = rng.random()
        if chance < 0.01:
            for x in made.values():
                x[row] = None
        elif chance < 0.02:
            made[rng.choice(list(made))][row] = None
    return made


SERIES = {
    name: make(random.Random(seed))
    for seed, (name, make) in enumerate(
        [("walk", walk), ("trend", trend), ("flat", flat), ("ticks", ticks), ("gaps", gaps)], 401
    )
}


# The vectors -----------------------------------------------------------------------------------------------------


def study(function, make, *settings):
    """The function at its defaults and at `settings`: (the arguments as a program writes them, as the reference takes them)."""
    for written, given in [("", ()), *settings]:
        for series, made in SERIES.items():
            found = make(made, **given) if isinstance(given, dict) else make(made, *given)
            outputs = {name if name == "result" else f"result.{name}": store(x) for name, x in found.items()}
            vectors.append({"function": function, "series": series, "program": f"{function}({written})", "outputs": outputs})


study("ichimoku", reference.ichimoku, ("5, 12, 20, 7", (5, 12, 20, 7)))
study("heikin_ashi", reference.heikin_ashi)
study("pivots", reference.pivots, *(
    (f'{period}, "{method}"', (period, method))
    for period, method in [(5, "classic"), (1, "fibonacci"), (3, "fibonacci"), (1, "camarilla"), (4, "camarilla"),
                           (1, "woodie"), (7, "woodie"), (1, "demark"), (2, "demark")]
))
study("aroon", reference.aroon, ("25", (25,)), ("high, low, 1", (1,)))
study("ppo", reference.ppo, ("close, 5, 17, 4", (5, 17, 4)))
study("kst", reference.kst, ("close, 4, 6, 9, 13, 5, 7, 8, 11, 6", ((4, 6, 9, 13), (5, 7, 8, 11), 6)))
study("stc", reference.stc, ("close, 7, 9, 21, 0.3", (7, 9, 21, 0.3)))
study("elder_impulse", reference.elder_impulse, ("close, 5, 6, 13, 4", (5, 6, 13, 4)))
study("fisher", reference.fisher, ("17", (17,)), ("high, low, 2", (2,)))
study("connors_rsi", reference.connors_rsi, ("close, 4, 3, 20", (4, 3, 20)))
study("choppiness", reference.choppiness, ("33", (33,)))
study("mass_index", reference.mass_index, ("5, 11", (5, 11)))
study("ulcer_index", reference.ulcer_index, ("close, 5", (5,)))
study("ttm_squeeze", reference.ttm_squeeze, ("11, 1.75, 2", (11, 1.75, 2.0)))
study("chandelier_exit", reference.chandelier_exit, ("9, 2.5", (9, 2.5)))
study("alma", reference.alma, ("close, 21, 0.4, 9", (21, 0.4, 9.0)), ("close, 4, 1, 100", (4, 1.0, 100.0)))
study("kama", reference.kama, ("close, 21, 3, 12", (21, 3, 12)))
study("klinger_vf", reference.klinger_vf)
study("klinger", reference.klinger, ("5, 11, 4", (5, 11, 4)))
study("psar", trails.psar, ("0.05, 0.03, 0.11", (0.05, 0.03, 0.11)))
study("supertrend", trails.supertrend, ("5, 1.25", (5, 1.25)))
study("zigzag", trails.zigzag, ("1", (1.0,)), ("high, low, 0", (0.0,)))
study("swing_points", trails.swing_points, *(
    (f'{left}, {right}, "{mode}", {str(equal).lower()}', (left, right, mode, equal))
    for left, right, mode, equal in [(2, 2, "levels", False), (1, 3, "flags", True), (4, 1, "levels", True)]
))
for name, field, sign in [("swing_high_at", "high", 1), ("swing_low_at", "low", -1)]:
    study(name, lambda made, *given: trails.swing_at(made[field], *(given or (1, 2, 2, False)), sign),
          ("3, 1, 2, true", (3, 1, 2, True)))
study("fib_retracement", trails.fib_retracement, *(
    (
        f'{left}, {right}, 0.236, 0.5, 1.618, "{mode}", {leg}, "{pairing}", {"na" if age is None else age}, '
        f'{"na" if size is None else size}, {str(equal).lower()}',
        dict(left=left, right=right, levels=(0.236, 0.5, 1.618), mode=mode, leg=leg,
             alternating=pairing == "strict_alternating", age=age, size=size, equal=equal),
    )
    for left, right, mode, leg, pairing, age, size, equal in [
        (1, 1, "both", 1, "latest_valid", None, None, False),
        (2, 3, "down", 2, "strict_alternating", 25, None, True),
        (1, 2, "up", 3, "latest_valid", None, 1.5, True),
        (3, 1, "both", 1, "strict_alternating", 4, 0.75, False),
    ]
))
study("fib_level_down", lambda made: {"result": trails.fib_retracement(made)["down3"]})
study("fib_level_up", lambda made: {"result": trails.fib_retracement(made)["up3"]})
study("fib_anchor_high", lambda made: {"result": trails.fib_retracement(made)["anchor_high"]})
study("fib_anchor_low", lambda made: {"result": trails.fib_retracement(made)["anchor_low"]})

series = {name: {field: store(x) for field, x in made.items()} for name, made in SERIES.items()}
lines = ",\n".join(f"  {json.dumps(vector)}" for vector in vectors)
head = f'{{"rows": {ROWS}, "series": {json.dumps(series)}, "vectors": [\n'
(FOLDER / "vectors.json").write_text(f"{head}{lines}\n]}}\n")
with gzip.GzipFile(FOLDER / "vectors.f64.gz", "wb", compresslevel=9, mtime=0) as file:
    file.write(b"".join(columns))
print(f"{len(vectors)} vectors, {len(columns)} columns")
