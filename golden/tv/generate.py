"""Writes vectors.json and vectors.f64.gz: what PyneCore, which repeats TradingView's `ta`, says about made-up bars.

    pip install -r requirements.txt && python generate.py

The series are golden/talib's, and one with gaps in the close. programs.py lists what runs; one Pyne script is written of it,
runs over each series, and its plots are the vectors. Everything is seeded.
"""

import gzip
import json
import math
import sys
import tempfile
from pathlib import Path

import numpy as np
import pynecore
from importlib.metadata import version

sys.dont_write_bytecode = True
import programs  # noqa: E402
import reference  # noqa: E402
from pynecore.core.script_runner import ScriptRunner  # noqa: E402
from pynecore.core.syminfo import SymInfo  # noqa: E402
from pynecore.types.ohlcv import OHLCV  # noqa: E402

assert version("pynesys-pynecore") == "6.11.0"
assert np.__version__ == "2.4.6", np.__version__

FOLDER = Path(__file__).parent
TALIB = FOLDER.parent / "talib"
TABLE = json.loads((FOLDER / "tolerance.json").read_text())
FIELDS = ("open", "high", "low", "close", "volume")
# A row in seven has no close, in the series `gaps`.
GAP, EVERY = 3, 7
# Why another value than PyneCore's holds, where it is neither a gap nor rounding.
RULES = {"supertrend": "early", "pivot_point_levels": "documented", "sar": "documented"}


def made_up():
    """golden/talib's four series, and `gaps`: the walk with rows whose close is missing."""
    listed = json.loads((TALIB / "vectors.json").read_text())
    rows = listed["rows"]
    packed = np.frombuffer(gzip.decompress((TALIB / "vectors.f64.gz").read_bytes()), dtype="<f8").reshape(-1, rows)
    series = {name: {field: packed[number] for field, number in made.items()} for name, made in listed["series"].items()}
    gaps = {field: values.copy() for field, values in series["walk"].items()}
    gaps["close"][np.arange(rows) % EVERY == GAP] = np.nan
    series["gaps"] = gaps
    return rows, series


def script(vectors, gaps):
    """A Pyne script that plots every output of every vector."""
    lines = [
        '"""', "@pyne", '"""',
        "from pynecore.lib import script, ta, open, high, low, close, volume, hl2, hlc3, plot, bar_index, na",
        "from pynecore.types import Series", "",
        '@script.indicator(title="vectors", overlay=True)', "def main():",
        f"    x: Series[float] = na(float) if bar_index % {EVERY} == {GAP} else close" if gaps
        else "    x: Series[float] = close",
    ]
    for number, (_, expression, outputs) in enumerate(vectors):
        if outputs == ["result"]:
            lines.append(f"    v{number} = {expression}")
            lines.append(f'    plot(float(v{number}) if v{number} == v{number} else na(float), title="{number} result")')
        else:
            names = [f"v{number}_{place}" for place in range(len(outputs))]
            lines.append(f"    {', '.join(names)} = {expression}")
            for name, output in zip(names, outputs):
                lines.append(f'    plot({name}, title="{number} {output}")')
    return "\n".join(lines) + "\n"


def run(vectors, made, rows, gaps):
    """{(vector, output): column} of one series."""
    # The script makes the gaps itself: a bar of the runner's always has a close.
    closes = np.where(np.isnan(made["close"]), 1.0, made["close"])
    bars = [
        OHLCV(1_000_000_000 + 86_400 * row, *(float(made[field][row]) for field in FIELDS[:3]), float(closes[row]),
              float(made["volume"][row]))
        for row in range(rows)
    ]
    info = SymInfo(prefix="MADE", description="", ticker="UP", currency="USD", period="1D", type="crypto",
                   mintick=1e-9, pricescale=10**9, pointvalue=1, mincontract=1e-9, opening_hours=[],
                   session_starts=[], session_ends=[])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"vectors_{abs(hash(str(vectors)))}_{gaps}.py"
        path.write_text(script(vectors, gaps))
        runner = ScriptRunner(path, iter(bars), info, last_bar_index=rows - 1, lossless_prices=True,
                              lossless_volume=True)
        found = {}
        for row, (bar, plots) in enumerate(runner.run_iter()):
            for title, value in plots.items():
                number, output = title.split(" ", 1)
                column = found.setdefault((int(number), output), np.full(rows, np.nan))
                column[row] = float(value) if value == value else math.nan
    return found


def exact(program, made):
    """The formula's own values of a program, by output, or nothing where reference.py has none."""
    name, arguments = program.removeprefix("tv.").split("(", 1)
    formula = getattr(reference, name, None)
    if formula is None:
        return {}
    numbers = [] if name in programs.EVENTS else [number(each) for each in arguments[:-1].split(", ")]
    last = arguments[:-1].split(", ")[-1]
    if name == "valuewhen":
        numbers = [int(last)]
    if name == "vwap" and ")" not in last:
        numbers = [float(last)]
    if name == "pivot_point_levels":
        numbers = [arguments.split('"')[1], last == "true"]
    return formula(made, *(each for each in numbers if each is not None))


def number(text):
    """An argument that is no series."""
    if text in ("true", "false"):
        return text == "true"
    return None if text[0].isalpha() else int(text) if text.lstrip("-").isdigit() else float(text)


def stretches(rows):
    """Rows as [first, last] of each stretch."""
    found = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1][1] = int(row)
        else:
            found.append([int(row), int(row)])
    return found


def apart(theirs, ours, unit):
    """The rows where PyneCore is further from the formula than is allowed, or one of the two is missing."""
    near = TABLE["allowed"]["relative"] * np.abs(ours) + TABLE["allowed"]["ulps"] * np.spacing(unit)
    with np.errstate(invalid="ignore"):
        return np.flatnonzero((np.isnan(theirs) != np.isnan(ours)) | (np.abs(theirs - ours) > near))


def unit_of(name, made):
    """The unit of a function's values: of its price, the price squared, percent or one."""
    price = max(float(np.nanmax(np.abs(made[field]))) for field in FIELDS[:4])
    volume = float(made["volume"].max())
    return {"price": price, "price2": price * price, "percent": 100.0, "one": 1.0, "flow": volume}[TABLE["units"][name]]


def main():
    rows, series = made_up()
    columns, listed = [], []

    def store(values):
        data = np.where(np.isnan(values), np.nan, values).astype("<f8").tobytes()
        if data not in columns:
            columns.append(data)
        return columns.index(data)

    for name, made in series.items():
        gaps = name == "gaps"
        vectors = programs.with_gaps() if gaps else programs.plain()
        found = run(vectors, made, rows, gaps)
        for number, (program, expression, outputs) in enumerate(vectors):
            stored = {
                ("result" if output == "result" else f"result.{output}"): store(found[number, output])
                for output in outputs
            }
            formula = exact(program, made)
            formula = dict(zip(outputs, formula if len(outputs) > 1 else [formula])) if len(formula) else {}
            name_of = program.removeprefix("tv.").split("(")[0]
            exceptions = []
            for output, values in formula.items():
                theirs = found[number, output]
                if name_of in programs.CONDITIONS:
                    # TradingView says no where nothing is known yet.
                    theirs = np.where(np.isnan(values) & (theirs == 0), np.nan, theirs)
                rows_apart = apart(theirs, values, unit_of(name_of, made))
                if len(rows_apart):
                    full = "result" if output == "result" else f"result.{output}"
                    exceptions.append({"rule": "gaps" if gaps else RULES.get(name_of, "rounding"), "output": full,
                                       "rows": stretches(rows_apart), "values": store(values)})
            listed.append({"function": name_of, "pine": expression.replace("(x", "(source"),
                           "series": name, "program": program, "outputs": stored,
                           **({"exceptions": exceptions} if exceptions else {})})
    numbers = {name: {field: store(made[field]) for field in FIELDS} for name, made in series.items()}
    head = json.dumps({"pynecore": "6.11.0", "numpy": np.__version__, "rows": rows, "series": numbers})[:-1]
    body = ",\n".join("  " + json.dumps(each) for each in listed)
    (FOLDER / "vectors.json").write_text(f'{head}, "vectors": [\n{body}\n]}}\n')
    (FOLDER / "vectors.f64.gz").write_bytes(gzip.compress(b"".join(columns), 9, mtime=0))


main()
