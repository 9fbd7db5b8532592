import math
import os
import signal
import threading
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import laakhay_ta as ta

SOURCE = """
param n: int = 20 in 2..400
let m = sma(n)
out mean = m
out trend = close > m
alert up when crossup(close, m)
"""


@pytest.fixture(scope="module")
def plan() -> ta.Plan:
    return ta.compile(SOURCE)


def same(one: ta.Result, other: ta.Result) -> None:
    assert list(one) == list(other)
    for name in one:
        assert one[name].tobytes() == other[name].tobytes(), name
    assert [alert[:2] for alert in one.alerts] == [alert[:2] for alert in other.alerts]


def code_of(work: Any) -> str:
    with pytest.raises(ta.TaError) as caught:
        work()
    return caught.value.code


FRAMES = {
    "pandas": lambda x: pd.DataFrame({"Close": x}),
    "pandas nullable": lambda x: pd.DataFrame({"close": pd.array(pd.Series(x), dtype="Float64")}),
    "polars": lambda x: pl.DataFrame({"close": x}),
    "polars nulls": lambda x: pl.DataFrame({"close": pl.Series(x).fill_nan(None)}),
    "polars chunks": lambda x: pl.concat([pl.DataFrame({"close": x[:300]}), pl.DataFrame({"close": x[300:]})], rechunk=False),
    "arrow": lambda x: pa.table({"symbol": ["a"] * len(x), "close": x}),
    "arrow nulls": lambda x: pa.table({"close": pa.array(x, from_pandas=True)}),
    "arrow chunks": lambda x: pa.table({"close": pa.chunked_array([x[:10], x[10:]])}),
    "arrow batch": lambda x: pa.record_batch({"close": x}),
    "columns of polars": lambda x: {"close": pl.Series(x)},
    "columns of pandas": lambda x: {"close": pd.Series(x)},
    "columns of arrow": lambda x: {"close": pa.chunked_array([x[:10], x[10:]])},
    "list": lambda x: {"close": [None if math.isnan(value) else value for value in x]},
    "strided": lambda x: {"close": np.repeat(x, 2)[::2]},
}


@pytest.mark.parametrize("kind", FRAMES)
def test_every_kind_of_data_gives_the_same_bits(plan: ta.Plan, closes: np.ndarray, kind: str) -> None:
    same(plan.run(FRAMES[kind](closes)), plan.run({"close": closes}))


def test_integers_and_decimals_are_rounded_once(plan: ta.Plan) -> None:
    from decimal import Decimal

    close = ta.compile("out a = close")
    wide = [2**53 + 1, 2**62 + 3, None]
    due = np.array([float(2**53 + 1), float(2**62 + 3), np.nan])
    assert close.run(pa.table({"close": pa.array(wide, pa.int64())}))["a"].tobytes() == due.tobytes()
    cents = pa.array([Decimal("0.10"), Decimal("12345678.01"), None], pa.decimal128(20, 2))
    assert close.run(pa.table({"close": cents}))["a"].tobytes() == np.array([0.1, 12345678.01, np.nan]).tobytes()


def test_arrow_columns_are_viewed_where_they_can_be(closes: np.ndarray) -> None:
    from laakhay_ta import _native

    table = pa.table({"close": closes})
    (column,) = _native.ArrowColumns(table.__arrow_c_stream__()).numbers(["close"])
    assert column.ctypes.data == table["close"].chunk(0).buffers()[1].address
    assert not column.flags.writeable
    del table
    assert column.tobytes() == closes.tobytes()


def test_results_leave_without_copies(plan: ta.Plan, closes: np.ndarray) -> None:
    result = plan.run({"close": closes})
    table = pa.table(result)
    assert table["mean"].chunk(0).buffers()[1].address == result["mean"].ctypes.data
    assert table.schema.field("trend").type == pa.bool_()
    assert table["mean"].null_count == int(np.isnan(result["mean"]).sum()) > 0
    assert table["trend"].null_count == int((result["trend"] == 2).sum()) > 0
    assert table["trend"].to_pylist() == [None if value == 2 else value == 1 for value in result["trend"]]
    due, mean = result["mean"].copy(), table["mean"]
    del result, table
    assert np.array_equal(mean.to_numpy(), due, equal_nan=True)
    # A capsule that nobody takes lets go of what it holds.
    plan.run({"close": closes}).__arrow_c_stream__()


def test_frames_keep_index_and_timestamps(plan: ta.Plan, closes: np.ndarray) -> None:
    days = pd.date_range("2020-01-01", periods=len(closes), name="day")
    result = plan.run(pd.DataFrame({"close": closes}, index=days))
    frame = result.to_pandas()
    assert frame.index.equals(days)
    assert str(frame["trend"].dtype) == "boolean"
    assert frame["trend"].isna().sum() == (result["trend"] == 2).sum()
    assert result.alerts[0].timestamp == days[result.alerts[0].row]

    stamped = pl.DataFrame({"timestamp": list(range(len(closes))), "close": closes})
    result = plan.run(stamped)
    assert result.to_polars().columns == ["timestamp", "mean", "trend"]
    assert result.to_polars()["trend"].null_count() == (result["trend"] == 2).sum()
    assert result.alerts[0].timestamp == result.alerts[0].row
    assert plan.run(stamped.to_arrow()).to_arrow().column_names == ["timestamp", "mean", "trend"]
    assert plan.run(stamped.to_arrow()).alerts[0].timestamp == result.alerts[0].row
    assert plan.run({"close": closes}).to_pandas().index.equals(pd.RangeIndex(len(closes)))


def test_into_fills_the_same_arrays(plan: ta.Plan, closes: np.ndarray) -> None:
    first = plan.run({"close": closes})
    into = {"mean": np.empty(1000), "trend": np.empty(1000, np.uint8)}
    second = plan.run({"close": closes}, into=into)
    assert second["mean"] is into["mean"]
    same(first, second)
    assert code_of(lambda: plan.run({"close": closes}, into={"mean": np.empty(1000)})) == "TA8003"
    assert code_of(lambda: plan.run({"close": closes}, into={**into, "mean": np.empty(999)})) == "TA8003"
    assert code_of(lambda: plan.run({"close": closes}, into={**into, "mean": np.empty(2000)[::2]})) == "TA8003"
    frozen = np.empty(1000)
    frozen.flags.writeable = False
    assert code_of(lambda: plan.run({"close": closes}, into={**into, "mean": frozen})) == "TA8003"
    shared = closes.copy()
    assert code_of(lambda: plan.run({"close": shared}, into={**into, "mean": shared})) == "TA8003"
    assert shared.tobytes() == closes.tobytes()


def test_buffers_that_own_the_same_memory_by_other_objects_are_refused(plan: ta.Plan, closes: np.ndarray) -> None:
    memory = bytearray(closes.tobytes())
    first, second = np.frombuffer(memory), np.frombuffer(memory)
    trend = np.empty(1000, np.uint8)
    assert code_of(lambda: plan.run({"close": first}, into={"mean": second, "trend": trend})) == "TA8003"
    two = ta.compile("out a = sma(close, 2)\nout b = sma(close, 3)")
    assert code_of(lambda: two.run({"close": closes}, into={"a": first, "b": second})) == "TA8003"
    assert bytes(memory) == closes.tobytes()


def test_what_is_wrong_has_a_code_and_a_place(plan: ta.Plan, closes: np.ndarray) -> None:
    assert code_of(lambda: plan.run({"open": closes})) == "TA7009"
    assert code_of(lambda: plan.run(7)) == "TA7009"
    assert code_of(lambda: plan.run({"close": ["a", "b"]})) == "TA7005"
    assert code_of(lambda: plan.run(pa.table({"close": ["a", "b"]}))) == "TA7005"
    assert code_of(lambda: plan.run({"close": np.zeros((2, 2))})) == "TA7005"
    assert code_of(lambda: ta.compile("high - low").run({"high": closes, "low": closes[1:]})) == "TA7010"
    assert code_of(lambda: plan.run({"close": closes}, {"m": 3})) == "TA8001"
    assert code_of(lambda: plan.run({"close": closes}, {"n": 1})) == "TA8002"
    assert code_of(lambda: plan.run({"close": closes}, {"n": []})) == "TA8002"  # type: ignore[dict-item]
    with pytest.raises(ta.TaError) as caught:
        plan.run({"close": [1.0, 2.0, math.inf]})
    assert (caught.value.code, caught.value.column, caught.value.row) == ("TA7006", "close", 2)


def test_numbers_of_numpy_are_parameters(plan: ta.Plan, closes: np.ndarray) -> None:
    same(plan.run({"close": closes}, {"n": np.int64(5)}), plan.run({"close": closes}, {"n": 5}))


def test_data_too_short_warns(plan: ta.Plan) -> None:
    result = plan.run({"close": [1.0, 2.0]})
    assert [(found.code, found.name, found.kind, found.needed) for found in result.warnings] == [
        ("TA5005", "mean", "output", 20),
        ("TA5005", "trend", "output", 20),
        ("TA5005", "up", "alert", 21),
    ]
    assert plan.run({"close": np.arange(100.0)}).warnings == []


def test_a_panel_is_what_runs_alone_give(plan: ta.Plan, closes: np.ndarray) -> None:
    data = {f"s{at}": {"close": closes[: 1000 - 13 * at] + at} for at in range(40)}
    told: list[tuple[int, int]] = []
    panel = plan.panel(data, {"n": 9}, progress=lambda done, total: told.append((done, total)))
    last = plan.panel(data.items(), {"n": 9}, keep="last", threads=2)
    total = sum(len(own["close"]) for own in data.values())
    assert told[-1] == (total, total)
    for symbol, own in data.items():
        alone = plan.run(own, {"n": 9})
        same(panel[symbol], alone)
        assert np.array(last[symbol].outputs["mean"]).tobytes() == alone["mean"][-1].tobytes()
        assert last[symbol].outputs["trend"] == alone["trend"][-1]
        assert last[symbol].alerts == alone.alerts


def test_a_panel_tells_which_symbol_is_wrong(plan: ta.Plan, closes: np.ndarray) -> None:
    data = {"good": {"close": closes}, "gone": {"open": closes}, "wild": {"close": [1.0, math.inf]}}
    with pytest.raises(ta.TaError) as caught:
        plan.panel(data)
    assert (caught.value.code, caught.value.symbol) == ("TA7009", "gone")
    panel = plan.panel(data, keep_going=True)
    assert list(panel) == ["good"]
    assert {symbol: error.code for symbol, error in panel.failed.items()} == {"gone": "TA7009", "wild": "TA7006"}
    assert panel.failed["wild"].row == 1


def test_a_bar_of_tqdm_is_updated(plan: ta.Plan, closes: np.ndarray) -> None:
    class Bar:
        total = 0
        n = 0

        def update(self, more: int) -> None:
            self.n += more

    bar = Bar()
    plan.panel({"a": {"close": closes}, "b": {"close": closes}}, progress=bar)
    assert (bar.n, bar.total) == (2000, 2000)


def test_a_sweep_is_what_runs_alone_give(closes: np.ndarray) -> None:
    plan = ta.compile(
        "param n: int = 20 in 2..400\nparam m: float = 1 in 0..9\n"
        "let b = sma(n) * m\nout a = b\nalert up when crossup(close, b)"
    )
    done: list[int] = []
    found = plan.sweep(
        {"n": range(5, 25), "m": [1.0, 1.5]},
        {"close": closes},
        reduce={"a": "sum"},
        where=lambda point: point["n"] != 7,
        progress=lambda now, total: done.append(now),
    )
    assert found.points == done[-1] == 38
    for at in range(found.points):
        params = {"n": int(found.params["n"][at]), "m": float(found.params["m"][at])}
        assert params["n"] != 7
        alone = plan.run({"close": closes}, params)
        assert found.alerts["up"][at] == len(alone.alerts)
        assert math.isclose(found.outputs["a"][at], math.fsum(alone["a"][~np.isnan(alone["a"])]), rel_tol=1e-12)
    last = plan.sweep({"n": [5, 6]}, {"close": closes})
    for at, n in enumerate([5, 6]):
        assert last.outputs["a"][at].tobytes() == plan.run({"close": closes}, {"n": n})["a"][-1].tobytes()
    assert list(found.to_pandas().columns) == ["n", "m", "a", "up"]


def test_a_sweep_refuses_what_it_cannot_do(plan: ta.Plan, closes: np.ndarray) -> None:
    bars = {"close": closes}
    assert code_of(lambda: plan.sweep({"k": [1]}, bars)) == "TA8001"
    assert code_of(lambda: plan.sweep({"n": [1]}, bars)) == "TA8002"
    assert code_of(lambda: plan.sweep({"n": []}, bars)) == "TA8007"
    assert code_of(lambda: plan.sweep({}, bars)) == "TA8007"
    assert code_of(lambda: plan.sweep({"n": [5]}, bars, {"n": 5})) == "TA8007"
    assert code_of(lambda: plan.sweep({"n": [5]}, bars, reduce="most")) == "TA8007"  # type: ignore[arg-type]
    assert code_of(lambda: plan.sweep({"n": range(2, 400)}, bars, limit_bytes=100)) == "TA8011"
    assert code_of(lambda: plan.sweep({"n": [5, 6]}, bars, limit_bytes=100)) == "TA8011"
    assert plan.sweep({"n": [5]}, bars, where=lambda point: False).points == 0


def test_a_session_goes_on_from_a_snapshot(plan: ta.Plan, closes: np.ndarray) -> None:
    due = plan.run({"close": closes})
    with plan.open() as first:
        for value in closes[:500]:
            first.push({"close": value})
        bytes_ = first.snapshot()
        assert first.rows == 500
    with plan.open(bytes_) as second:
        for row in range(500, 1000):
            peeked = second.peek({"close": closes[row]})
            tick = second.push({"close": closes[row], "timestamp": row * 60})
            assert np.array(tick.outputs["mean"]).tobytes() == np.array(peeked.outputs["mean"]).tobytes()
            assert np.array(tick.outputs["mean"]).tobytes() == due["mean"][row].tobytes()
            assert tick.outputs["trend"] == due["trend"][row]
            assert [(alert.row, alert.timestamp) for alert in tick.alerts] == [
                (alert.row, row * 60) for alert in due.alerts if alert.row == row
            ]
    assert code_of(lambda: second.push({"close": 1.0})) == "TA8004"
    assert code_of(lambda: plan.open(b"nonsense")) == "TA6020"
    assert code_of(lambda: plan.open(bytes_, {"n": 5})) == "TA6021"


def test_a_bar_that_is_wrong_advances_nothing(plan: ta.Plan) -> None:
    with plan.open() as session:
        assert code_of(lambda: session.push({"open": 1.0})) == "TA7009"
        assert code_of(lambda: session.push({"close": math.inf})) == "TA7006"
        assert code_of(lambda: session.push({"close": "1"})) == "TA7005"
        assert session.rows == 0
        session.push({"close": None})
        session.push({"close": 3})
        assert session.rows == 2


def test_other_threads_run_meanwhile(plan: ta.Plan, closes: np.ndarray) -> None:
    due = plan.run({"close": closes})
    found: list[ta.Result] = []
    threads = [
        threading.Thread(target=lambda: found.extend(plan.run({"close": closes}) for _ in range(50))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 200
    for result in found:
        same(result, due)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("way", ["run", "panel", "sweep"])
def test_ctrl_c_ends_long_work(way: str) -> None:
    plan = ta.compile("param n: int = 3 in 2..5000\nout a = rma(ema(stddev(n), n), n)")
    close = np.random.default_rng(1).normal(size=3_000_000) + 100

    class Stop(Exception):
        pass

    def stop(*_: object) -> None:
        raise Stop

    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(Stop):
            while True:
                if way == "run":
                    plan.run({"close": close})
                elif way == "panel":
                    plan.panel({f"s{at}": {"close": close} for at in range(8)}, keep="last")
                else:
                    plan.sweep({"n": range(2, 500)}, {"close": close})
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_progress_that_raises_ends_the_work(plan: ta.Plan) -> None:
    close = np.random.default_rng(1).normal(size=1_000_000) + 100

    def progress(done: int, total: int) -> None:
        raise RuntimeError(f"{done} of {total}")

    with pytest.raises(RuntimeError, match="of 8000000"):
        plan.panel({f"s{at}": {"close": close} for at in range(8)}, keep="last", progress=progress)
