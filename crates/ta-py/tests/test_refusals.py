"""Whatever a caller gives, an error is one of ours, with a code."""

import ctypes
import datetime
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import laakhay_ta as ta
from conftest import ROOT
from laakhay_ta import _native

SOURCE = "param n: int = 20 in 2..400\nout mean = sma(n)\nout trend = close > sma(n)\nalert up when crossup(close, sma(n))"
CLOSE = 100 + np.arange(500.0) % 17
BARS = {"close": CLOSE}


class Strange:
    """Raises whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"no {name}")


class Stream:
    """An Arrow stream that is no stream."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return 7


class Broken:
    """An Arrow stream that cannot be had."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        raise OSError("gone")


GARBAGE: list[Any] = [
    None,
    True,
    0,
    -1,
    2**70,
    1.5,
    math.nan,
    math.inf,
    "",
    "text",
    "\ud800",
    b"bytes",
    [],
    [None],
    [[]],
    ["a"],
    (),
    {},
    {"close": None},
    {"close": 7},
    {"close": "text"},
    {"close": [object()]},
    {"close": [[1.0], [2.0, 3.0]]},
    {"close": CLOSE, "timestamp": 7},
    {"close": Strange()},
    {7: CLOSE},
    {"n": object()},
    {"n": CLOSE},
    {None: None},
    set(),
    object(),
    object,
    Strange(),
    Stream(),
    Broken(),
    np.float64(3),
    np.array(7),
    np.array([object()]),
    pd.DataFrame(),
    pd.DataFrame({"close": [object()]}),
    pd.Series([1.0]),
    pl.DataFrame(),
    pl.DataFrame({"close": ["a"]}),
    pa.table({"close": [[1.0]]}),
    datetime.datetime.now,
    lambda *_: 1 / 0,
]


def calls() -> dict[str, Callable[[Any], object]]:
    """Every public function with one argument after another left to the caller."""
    plan = ta.compile(SOURCE)
    session = plan.open()
    result = plan.run(BARS)
    universe = {"a": BARS}
    grid = {"n": [5, 6]}
    return {
        "compile source": lambda any: ta.compile(any),
        "compile name": lambda any: ta.compile("close", name=any),
        "compile optimize": lambda any: ta.compile("close", optimize=any),
        "compile limits": lambda any: ta.compile("close", limits=any),
        "compile vocabulary": lambda any: ta.compile("close", vocabulary=any),
        "load data": lambda any: ta.load(any),
        "load limits": lambda any: ta.load(plan.bytes, limits=any),
        "run data": lambda any: plan.run(any),
        "run params": lambda any: plan.run(BARS, any),
        "run a parameter": lambda any: plan.run(BARS, {"n": any}),
        "run into": lambda any: plan.run(BARS, into=any),
        "run into one": lambda any: plan.run(BARS, into={"mean": any, "trend": any}),
        "panel data": lambda any: plan.panel(any),
        "panel pairs": lambda any: plan.panel([any]),
        "panel bars": lambda any: plan.panel({"a": any}),
        "panel params": lambda any: plan.panel(universe, any),
        "panel keep": lambda any: plan.panel(universe, keep=any),
        "panel keep_going": lambda any: plan.panel(universe, keep_going=any),
        "panel threads": lambda any: plan.panel(universe, threads=any),
        "sweep grid": lambda any: plan.sweep(any, BARS),
        "sweep axis": lambda any: plan.sweep({"n": any}, BARS),
        "sweep value": lambda any: plan.sweep({"n": [any]}, BARS),
        "sweep data": lambda any: plan.sweep(grid, any),
        "sweep params": lambda any: plan.sweep(grid, BARS, any),
        "sweep reduce": lambda any: plan.sweep(grid, BARS, reduce=any),
        "sweep reduce one": lambda any: plan.sweep(grid, BARS, reduce={"mean": any}),
        "sweep threads": lambda any: plan.sweep(grid, BARS, threads=any),
        "sweep limit_bytes": lambda any: plan.sweep(grid, BARS, limit_bytes=any),
        "open snapshot": lambda any: plan.open(any),
        "open params": lambda any: plan.open(None, any),
        "push": session.push,
        "push a value": lambda any: session.push({"close": any}),
        "peek": session.peek,
        "a result's column": lambda any: result.get(any) if getattr(any, "__hash__", None) else None,
    }


@pytest.mark.parametrize("what", list(calls()))
def test_garbage_is_refused_with_a_code(what: str) -> None:
    call = calls()[what]
    refused = 0
    for value in GARBAGE:
        try:
            call(value)
        except ta.TaError as error:
            assert re.fullmatch(r"TA[1-8]\d{3}", error.code), f"{value!r}: {error}"
            refused += 1
    assert refused > 0 or what == "a result's column"


@pytest.mark.parametrize("way", ["panel", "sweep"])
def test_progress_that_is_none_is_refused_before_anything_runs(way: str) -> None:
    plan = ta.compile(SOURCE)
    for value in [7, "text", object(), [], {}]:
        with pytest.raises(ta.TaError) as caught:
            if way == "panel":
                plan.panel({"a": BARS}, progress=value)
            else:
                plan.sweep({"n": [5]}, BARS, progress=value)
        assert caught.value.code == "TA8007"


def test_what_this_version_lacks_is_said() -> None:
    with pytest.raises(ta.TaError) as caught:
        ta.compile("close", vocabulary={"fields": ["nav"]})
    assert caught.value.code == "TA8005"


def test_every_public_function_is_called() -> None:
    methods = [name for name in dir(ta.Plan) if not name.startswith("_") and callable(getattr(ta.Plan, name))]
    methods += [name for name in ("push", "peek") if hasattr(ta.Session, name)]
    functions = [name for name in ta.__all__ if not isinstance(getattr(ta, name), type)]
    tried = {what.split()[0] for what in calls()}
    assert {*methods, *functions} <= tried


def test_a_panic_is_an_exception_with_a_code() -> None:
    with pytest.raises(ta.TaError) as caught:
        _native._panic()
    assert caught.value.code == "TA9001"
    assert "as it was told to" in str(caught.value)


def test_every_entry_of_the_module_catches_panics() -> None:
    entries = 0
    for path in sorted((ROOT / "crates/ta-py/src").glob("*.rs")):
        text = path.read_text()
        exported = re.findall(r"#\[pyfunction\][^{]*?\n(?:pub )?fn (\w+)", text)
        for block in re.findall(r"#\[pymethods\]\nimpl \w+ \{\n(.*?)\n\}\n", text, re.S):
            exported += re.findall(r"^    (?:pub )?fn (\w+)", block, re.M)
        for name in exported:
            found = re.search(rf"\bfn {name}\b[^{{]*\{{\n(.*?)\n( {{4}})?\}}\n", text, re.S)
            assert found, name
            body = found.group(1).strip()
            # What calls nothing but a getter of the standard library's cannot panic.
            assert body.startswith("entry(") or len(body.splitlines()) <= 6 and "session" not in body or name in (
                "rows",
                "before_fork",
            ), f"{path.name}: {name}"
            entries += 1
    assert entries >= 18


class Capsule:
    """Nothing but a stream."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def test_what_is_but_an_arrow_stream_is_bars() -> None:
    plan = ta.compile(SOURCE)
    due = plan.run(BARS)
    day = datetime.datetime(2020, 1, 1)
    stamps = {
        "us": pa.array([day + datetime.timedelta(days=at) for at in range(500)], pa.timestamp("us")),
        "ns": pa.array([day + datetime.timedelta(days=at) for at in range(500)], pa.timestamp("ns", "UTC")),
        "day": pa.array([day.date() + datetime.timedelta(days=at) for at in range(500)], pa.date32()),
        "whole": pa.array(range(500), pa.int64()),
        "text": pa.array([f"t{at}" for at in range(500)]),
    }
    for kind, stamp in stamps.items():
        result = plan.run(Capsule(pa.table({"symbol": ["a"] * 500, "Close": CLOSE, "timestamp": stamp})))
        assert result["mean"].tobytes() == due["mean"].tobytes()
        first = result.alerts[0]
        assert first.row == due.alerts[0].row
        told = str(first.timestamp)
        days = str((day + datetime.timedelta(days=first.row)).date())
        wanted = {"whole": str(first.row), "text": f"t{first.row}"}.get(kind, days)
        assert told.startswith(wanted), kind
    several = pa.chunked_array([CLOSE[:10], CLOSE[10:]])
    assert plan.run(Capsule(pa.table({"close": several})))["mean"].tobytes() == due["mean"].tobytes()
    assert plan.panel({"a": Capsule(pa.table(BARS))})["a"]["mean"].tobytes() == due["mean"].tobytes()
    assert ta.compile("out one = 1").run(Capsule(pa.table(BARS))).rows == 500


@pytest.mark.parametrize(
    "data, code",
    [
        (Capsule(pa.table({"open": CLOSE})), "TA7009"),
        (Capsule(pa.table({"close": ["a"]})), "TA7005"),
        (Capsule(pa.table({"close": [1.0], "timestamp": [[1]]})), "TA7011"),
        (Stream(), "TA7001"),
        (Broken(), "TA7001"),
    ],
    ids=["no field", "no number", "no stamp", "no capsule", "no stream"],
)
def test_a_stream_that_cannot_be_bars_has_a_code(data: Any, code: str) -> None:
    with pytest.raises(ta.TaError) as caught:
        ta.compile(SOURCE).run(data)
    assert caught.value.code == code


def test_a_capsule_of_another_name_is_no_stream() -> None:
    make = ctypes.pythonapi.PyCapsule_New
    make.restype = ctypes.py_object
    make.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    place = ctypes.c_int(0)
    name = b"something else"
    with pytest.raises(ta.TaError) as caught:
        _native.ArrowColumns(make(ctypes.addressof(place), name, None))
    assert caught.value.code == "TA7001"


FORKS = """
import os, signal, sys, threading
import laakhay_ta as ta

def compiles(source):
    # A child that waits for a thread that it does not have is ended by its alarm.
    signal.alarm(20)
    ta.compile(source)
    os._exit(0)

going = True
def hammer(at):
    n = 2
    while going:
        ta.compile(f"sma({n % 300 + 2}) + {at}")
        n += 1

threads = [threading.Thread(target=hammer, args=(at,), daemon=True) for at in range(3)]
for thread in threads:
    thread.start()
stuck = 0
for turn in range(60):
    child = os.fork()
    if child == 0:
        # A child's first program starts its compiler under the lock; a grandchild forks in the middle of that.
        threading.Thread(target=lambda: ta.compile("sma(9)"), daemon=True).start()
        grandchild = os.fork()
        if grandchild == 0:
            compiles("sma(7)")
        _, status = os.waitpid(grandchild, 0)
        if status != 0:
            os._exit(1)
        compiles(f"sma({turn + 2})")
    _, status = os.waitpid(child, 0)
    stuck += status != 0
going = False
print(stuck)
sys.stdout.flush()
os._exit(0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_fork_while_other_threads_compile_does_not_wait_for_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKS], capture_output=True, text=True, timeout=300, env={**os.environ}
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == 0
