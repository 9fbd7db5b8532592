"""What a run costs through Python above the engine itself: of 1,000 bars and of one, the latter being nearly all door.

    npm run build && pip install ./crates/ta-py numpy && python bench/python.py

The engine's own time over the same rows is the slope between 1,000 and 101,000 bars of one program; what is left of a run of
1,000 is the door's. Medians of many runs, in microseconds.
"""

import statistics
import time

import numpy as np

import laakhay_ta as ta

SOURCE = "out a = ema(20)\nout b = rsi(14) < 30\nalert up when crossup(close, sma(50))"


def median(work, runs: int) -> float:
    """Microseconds of one call."""
    times = []
    for _ in range(runs):
        start = time.perf_counter_ns()
        work()
        times.append(time.perf_counter_ns() - start)
    return statistics.median(times) / 1000


def main() -> None:
    plan = ta.compile(SOURCE)
    close = 100 + np.cumsum(np.random.default_rng(3).normal(size=101_000))
    data = {rows: {"close": close[:rows].copy()} for rows in (1, 1_000, 101_000)}
    into = {"a": np.empty(1_000), "b": np.empty(1_000, np.uint8)}
    one = median(lambda: plan.run(data[1]), 20_000)
    thousand = median(lambda: plan.run(data[1_000]), 5_000)
    filled = median(lambda: plan.run(data[1_000], into=into), 5_000)
    many = median(lambda: plan.run(data[101_000]), 100)
    engine = (many - thousand) / 100
    with plan.open() as session:
        bar = {"close": 101.5}
        tick = median(lambda: session.push(bar), 50_000)
    print(f"1 bar                  {one:9.2f} us")
    print(f"1,000 bars             {thousand:9.2f} us, into arrays {filled:.2f} us")
    print(f"the engine's share     {engine:9.2f} us a thousand")
    print(f"above the engine       {thousand - engine:9.2f} us (asked: less than 10)")
    print(f"a tick                 {tick:9.2f} us")


if __name__ == "__main__":
    main()
