"""What a host allows a run, a panel and a sweep: what exactly suffices passes, one less is TA8014 and gives nothing."""

import math
import pickle
import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import laakhay_ta as ta

SOURCE = "param n: int = 20 in 2..400\nout mean = sma(n)\nalert up when crossup(close, sma(n))"
CLOSE = 100 + np.arange(500.0) % 17
BARS = {"close": CLOSE}


def code_of(work: Any) -> str:
    try:
        work()
    except ta.TaError as error:
        return error.code
    return "fine"


def least_work(work: Any) -> int:
    """The least work that a call passes with: found by halving, so that it leans on no count of its own."""
    below, enough = 0, 1 << 20
    assert code_of(lambda: work(enough)) == "fine"
    while enough - below > 1:
        middle = (below + enough) // 2
        if code_of(lambda: work(middle)) == "fine":
            enough = middle
        else:
            assert code_of(lambda: work(middle)) == "TA8014"
            below = middle
    return enough


def limited(**limits: float) -> ta.Plan:
    return ta.compile(SOURCE, limits=limits)


def test_work_is_rows_times_lanes_of_a_whole_call() -> None:
    of_run = least_work(lambda work: limited(work=work).run(BARS))
    assert of_run % len(CLOSE) == 0
    lanes = of_run // len(CLOSE)
    universe = {"a": BARS, "b": {"close": CLOSE[:7]}}
    assert least_work(lambda work: limited(work=work).panel(universe)) == lanes * (len(CLOSE) + 7)
    assert least_work(lambda work: limited(work=work).panel(universe, keep_going=True)) == lanes * (len(CLOSE) + 7)
    grid = {"n": [20, 50, 100]}
    assert least_work(lambda work: limited(work=work).sweep(grid, BARS)) == 3 * of_run
    assert least_work(lambda work: limited(work=work).open()) == lanes


def test_what_is_refused_writes_nothing() -> None:
    into = {"mean": np.full(500, 17.0)}
    assert code_of(lambda: limited(work=1).run(BARS, into=into)) == "TA8014"
    assert (into["mean"] == 17).all()


def test_time_ends_a_call_and_an_end_far_away_changes_nothing() -> None:
    none, far = limited(milliseconds=0), limited(milliseconds=1e12, work=math.inf, history=math.inf)
    plan = ta.compile(SOURCE)
    assert code_of(lambda: none.run(BARS)) == "TA8014"
    assert code_of(lambda: none.panel({"a": BARS})) == "TA8014"
    assert code_of(lambda: none.panel({"a": BARS}, keep_going=True)) == "TA8014"
    assert code_of(lambda: none.sweep({"n": [2, 3]}, BARS)) == "TA8014"
    assert far.run(BARS)["mean"].tobytes() == plan.run(BARS)["mean"].tobytes()
    assert far.panel({"a": BARS})["a"]["mean"].tobytes() == plan.run(BARS)["mean"].tobytes()
    of = far.sweep({"n": [2, 3]}, BARS), plan.sweep({"n": [2, 3]}, BARS)
    assert of[0].outputs["mean"].tobytes() == of[1].outputs["mean"].tobytes()


def test_long_work_ends_wherever_its_time_is_spent() -> None:
    source = "param n: int = 3 in 2..5000\nout a = rma(ema(stddev(n), n), n)"
    plan = ta.compile(source, limits={"milliseconds": 30})
    long = {"close": np.random.default_rng(1).normal(size=3_000_000) + 100}

    def slow(point: dict[str, Any]) -> bool:
        time.sleep(0.001)
        return True

    def endless() -> Any:
        for at in range(1_000_000):
            time.sleep(0.001)
            yield f"s{at}", {"close": CLOSE}

    assert code_of(lambda: plan.run(long, {"n": 3000})) == "TA8014"
    with pytest.raises(ta.TaError, match="longer than 30 ms"):
        plan.panel({f"s{at}": long for at in range(20)}, {"n": 3000}, keep="last")
    with pytest.raises(ta.TaError, match="longer than 30 ms"):
        plan.sweep({"n": range(2, 3000)}, long)
    assert code_of(lambda: plan.panel({f"s{at}": long for at in range(20)}, {"n": 3000}, keep="last")) == "TA8014"
    assert code_of(lambda: plan.panel(endless())) == "TA8014"
    assert code_of(lambda: plan.sweep({"n": range(2, 3000)}, long)) == "TA8014"
    assert code_of(lambda: plan.sweep({"n": range(2, 3000)}, BARS, where=slow)) == "TA8014"


NO_LIMIT: list[Any] = [
    {"instructions": -1},
    {"instructions": 1.5},
    {"instructions": math.nan},
    {"instructions": -math.inf},
    {"instructions": "7"},
    {"instructions": None},
    {"instructions": True},
    {"instructions": Decimal(7)},
    {"instructions": [7]},
    {"milliseconds": -1},
    {"milliseconds": math.nan},
    {"work": 0.5},
    {"nothing": 1},
    {7: 1},
    [("work", 1)],
    7,
    "work",
]


@pytest.mark.parametrize("limits", NO_LIMIT, ids=repr)
def test_what_is_no_limit_is_refused(limits: Any) -> None:
    assert code_of(lambda: ta.compile("close", limits=limits)) == "TA8007"
    assert code_of(lambda: ta.load(ta.compile("close").bytes, limits=limits)) == "TA8007"


@pytest.mark.parametrize("limit", [np.int64(9), 9.0, Fraction(9), math.inf, 10**400, 2**64], ids=lambda each: str(each)[:9])
def test_any_whole_number_is_a_limit(limit: Any) -> None:
    assert ta.compile("close", limits={"instructions": limit, "work": limit, "milliseconds": limit})


def test_history_and_state_hold_at_once_where_no_parameter_settles_them() -> None:
    fixed, free = ta.compile("sma(close, 30)"), ta.compile(SOURCE)
    assert code_of(lambda: ta.load(fixed.bytes, limits={"history": 29})) == "fine"
    assert code_of(lambda: ta.load(fixed.bytes, limits={"history": 28})) == "TA6013"
    assert code_of(lambda: ta.load(fixed.bytes, limits={"state_bytes": 1})) == "TA6013"
    assert code_of(lambda: ta.load(free.bytes, limits={"history": 1})) == "fine"
    assert code_of(lambda: ta.load(free.bytes, limits={"history": 1}).run(BARS)) == "TA6013"


def test_limits_travel_with_a_plan() -> None:
    plan = pickle.loads(pickle.dumps(limited(work=1)))
    assert code_of(lambda: plan.run(BARS)) == "TA8014"
