"""Times TA-Lib as its users call it, one command a line, so that a race can go round by round.

    python talib_worker.py ROWS

First come ROWS little-endian doubles of each of open, high, low, close and volume; then requests as lines of JSON,
each answered by one. A call is [function, inputs, parameters]:

    {"time": [call, ...], "repeat": n}   {"seconds": s}: the calls in turn, n times over
    {"values": call}                     {"bytes": n}, then n bytes: the outputs one after the other
    {"crosses": [[fast, slow], ...], "repeat": n}   {"seconds": s, "counts": [...]}: how often one EMA crossed above
                                                    the other, by pair, all pairs in turn, n times over
    {"versions": true}                   {"talib": ..., "wrapper": ..., "numpy": ...}
"""

import json
import sys
import time

import numpy as np
import talib

FIELDS = ("open", "high", "low", "close", "volume")

rows = int(sys.argv[1])
bars = {name: np.frombuffer(sys.stdin.buffer.read(8 * rows), dtype="<f8").copy() for name in FIELDS}


def bound(call):
    """A call with its function found, its columns and its arguments, as a program would have written it."""
    function, inputs, parameters = call
    return getattr(talib, function), [bars[name] for name in inputs], parameters


def crosses(fast, slow):
    """A pair as users write it: two calls and the rows on which one line came above the other."""
    a, b = talib.EMA(bars["close"], fast), talib.EMA(bars["close"], slow)
    return int(np.count_nonzero((a[1:] > b[1:]) & (a[:-1] <= b[:-1])))


def answer(message):
    sys.stdout.buffer.write((json.dumps(message) + "\n").encode())
    sys.stdout.buffer.flush()


for line in sys.stdin.buffer:
    request = json.loads(line)
    if "time" in request:
        calls = [bound(call) for call in request["time"]]
        begin = time.perf_counter_ns()
        for _ in range(request["repeat"]):
            for function, inputs, parameters in calls:
                function(*inputs, **parameters)
        answer({"seconds": (time.perf_counter_ns() - begin) / 1e9})
    elif "crosses" in request:
        begin = time.perf_counter_ns()
        for _ in range(request["repeat"]):
            counts = [crosses(fast, slow) for fast, slow in request["crosses"]]
        answer({"seconds": (time.perf_counter_ns() - begin) / 1e9, "counts": counts})
    elif "values" in request:
        function, inputs, parameters = bound(request["values"])
        found = function(*inputs, **parameters)
        columns = found if isinstance(found, tuple) else (found,)
        data = b"".join(np.ascontiguousarray(column, dtype="<f8").tobytes() for column in columns)
        answer({"bytes": len(data)})
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        wrapper, library = talib.__version__, talib.__ta_version__.decode().split(" ")[0]
        answer({"talib": library, "wrapper": wrapper, "numpy": np.__version__})
