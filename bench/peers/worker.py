"""Peers of Python over bars of one or more symbols, one request a line, so that a race can go round by round.

    python worker.py FILE SYMBOLS ROWS

FILE holds for each symbol ROWS little-endian doubles of each of open, high, low, close and volume. A call is
[id, function, inputs, parameters] in TA-Lib's names. Requests and answers are lines of JSON; every one that runs
something may have "repeat": n, and answers {"seconds": s} of all n, with {"last": [...]}, the last values of the last
symbol's outputs, where "check" is true.

    {"screen": "last" | "all", "calls": [...], "alert": [fast, slow]}   TA-Lib, symbol by symbol
    {"over": true}                                                      polars, the same twenty outputs, by `over`
    {"single": PEER, "name": NAME}                                      a family of one symbol: wickra, polars, pandas
    {"factors": true, "compile": path}                                  KunQuant's panel; the first answer has "compiled"
    {"versions": [package, ...]}
"""

import importlib.metadata
import json
import math
import os
import sys
import time

import numpy as np

# Answers alone go where answers go: what a peer prints goes where errors do.
answers = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)

FIELDS = ("open", "high", "low", "close", "volume")

path, symbols, rows = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
data = np.fromfile(path, dtype="<f8").reshape(symbols, len(FIELDS), rows)
universe = [dict(zip(FIELDS, columns)) for columns in data]


def last(columns):
    return [float(np.asarray(column)[-1]) for column in columns]


def flat(found):
    return list(found) if isinstance(found, tuple) else [found]


# TA-Lib, as its users loop over symbols.


def screen(request):
    import talib

    calls = [(getattr(talib, function), inputs, parameters) for _, function, inputs, parameters in request["calls"]]
    fast, slow = request["alert"]
    everything = request["screen"] == "all"

    def run():
        kept, alerts = [], []
        for bars in universe:
            outputs = []
            for function, inputs, parameters in calls:
                outputs.extend(flat(function(*[bars[name] for name in inputs], **parameters)))
            a, b = talib.EMA(bars["close"], fast), talib.EMA(bars["close"], slow)
            alerts.append(np.flatnonzero((a[1:] > b[1:]) & (a[:-1] <= b[:-1])) + 1)
            kept.append(outputs if everything else [column[-1] for column in outputs])
        return kept[-1] if not everything else last(kept[-1])

    return run


# polars: one frame of all symbols; the same twenty outputs in its expressions, evaluated by symbol.


def over(_):
    import polars as pl

    frame = pl.DataFrame(
        {
            "symbol": np.repeat(np.arange(symbols, dtype=np.int32), rows),
            **{name: data[:, index, :].reshape(-1) for index, name in enumerate(FIELDS)},
        }
    )
    high, low, close, volume = (pl.col(name) for name in ("high", "low", "close", "volume"))

    def ema(x, n):
        return x.ewm_mean(alpha=2 / (n + 1), adjust=False)

    def rma(x, n):
        return x.ewm_mean(alpha=1 / n, adjust=False)

    middle, width = close.rolling_mean(20), 2 * close.rolling_std(20, ddof=0)
    line = ema(close, 12) - ema(close, 26)
    signal = ema(line, 9)
    change = close.diff()
    gain, loss = rma(change.clip(lower_bound=0), 14), rma((-change).clip(lower_bound=0), 14)
    before = close.shift(1)
    true_range = pl.max_horizontal(high - low, (high - before).abs(), (low - before).abs())
    atr = rma(true_range, 14)
    typical = (high + low + close) / 3
    mean = typical.rolling_mean(20)
    # There is no rolling mean deviation but by a function of Python for each window.
    deviation = sum((typical.shift(lag) - mean).abs() for lag in range(20)) / 20
    flow = typical * volume
    rises, falls = (
        pl.when(move).then(flow).otherwise(0.0).rolling_sum(14)
        for move in (typical.diff() > 0, typical.diff() < 0)
    )
    highest, lowest = high.rolling_max(14), low.rolling_min(14)
    up, down = high.diff(), -low.diff()
    plus = rma(pl.when((up > down) & (up > 0)).then(up).otherwise(0.0), 14)
    minus = rma(pl.when((down > up) & (down > 0)).then(down).otherwise(0.0), 14)
    outputs = {
        "sma": middle,
        "ema": ema(close, 20),
        "upper": middle + width,
        "middle": middle,
        "lower": middle - width,
        "macd": line,
        "signal": signal,
        "histogram": line - signal,
        "rsi": 100 * gain / (gain + loss),
        "atr": atr,
        "cci": (typical - mean) / (0.015 * deviation),
        "obv": (change.sign() * volume).fill_null(volume).cum_sum(),
        "mfi": 100 * rises / (rises + falls),
        "willr": -100 * (highest - close) / (highest - lowest),
        # Nothing has moved in the first row: 0 / 0.
        "adx": rma((100 * (plus - minus).abs() / (plus + minus)).fill_nan(None), 14),
        "roc": (close / close.shift(10) - 1) * 100,
        "stddev": close.rolling_std(20, ddof=0),
        "max": high.rolling_max(20),
        "min": low.rolling_min(20),
        "mom": close.diff(10),
    }
    expressions = [expression.over("symbol").alias(name) for name, expression in outputs.items()]

    def run():
        found = frame.lazy().select(expressions).collect()
        return [float(found[name][-1]) for name in outputs]

    return run


# One symbol, one family at a time.


def single(request):
    bars, name = universe[0], request["name"]
    return {"wickra": wickra_single, "polars": polars_single, "pandas": pandas_single}[request["single"]](bars, name)


def wickra_single(bars, name):
    import wickra

    close = bars["close"]
    scalar = {"sma": ("SMA", 20), "ema": ("EMA", 20), "wma": ("WMA", 20), "rsi": ("RSI", 14), "roc": ("ROC", 10)}
    if name in scalar:
        kind, n = scalar[name]
        return lambda: last([getattr(wickra, kind)(n).batch_fast(close)])
    if name == "stddev":
        return lambda: last([wickra.StdDev(20).batch_fast(close)])
    if name == "macd":
        return lambda: [float(value) for value in wickra.MACD(12, 26, 9).batch_fast(close)[-1]]
    if name == "bbands":
        return lambda: [float(value) for value in wickra.BollingerBands(20, 2.0).batch_fast(close)[-1][:3]]
    high, low = bars["high"], bars["low"]
    if name == "atr":
        return lambda: last([wickra.ATR(14).batch_fast(high, low, close)])
    return lambda: last([wickra.CCI(20).batch(high, low, close)])


def polars_single(bars, name):
    import polars as pl

    close = pl.Series(bars["close"])

    def ema(x, n):
        return x.ewm_mean(span=n, adjust=False)

    def rsi():
        change = close.diff()
        gain = change.clip(lower_bound=0).ewm_mean(alpha=1 / 14, adjust=False)
        loss = (-change).clip(lower_bound=0).ewm_mean(alpha=1 / 14, adjust=False)
        return [100 * gain / (gain + loss)]

    def macd():
        line = ema(close, 12) - ema(close, 26)
        signal = ema(line, 9)
        return [line, signal, line - signal]

    def bands():
        middle, width = close.rolling_mean(20), 2 * close.rolling_std(20, ddof=0)
        return [middle + width, middle, middle - width]

    weights = [float(row) for row in range(1, 21)]
    known = {
        "sma": lambda: [close.rolling_mean(20)],
        "ema": lambda: [ema(close, 20)],
        "wma": lambda: [close.rolling_sum(20, weights=weights) / 210],
        "rsi": rsi,
        "macd": macd,
        "bbands": bands,
        "stddev": lambda: [close.rolling_std(20, ddof=0)],
        "roc": lambda: [(close / close.shift(10) - 1) * 100],
    }
    return None if name not in known else lambda: last(known[name]())


def pandas_single(bars, name):
    import pandas as pd

    close = pd.Series(bars["close"])

    def ema(x, n):
        return x.ewm(span=n, adjust=False).mean()

    def rsi():
        change = close.diff()
        gain = change.clip(lower=0).ewm(alpha=1 / 14, adjust=False).mean()
        loss = (-change).clip(lower=0).ewm(alpha=1 / 14, adjust=False).mean()
        return [100 * gain / (gain + loss)]

    def macd():
        line = ema(close, 12) - ema(close, 26)
        signal = ema(line, 9)
        return [line, signal, line - signal]

    def bands():
        window = close.rolling(20)
        middle, width = window.mean(), 2 * window.std(ddof=0)
        return [middle + width, middle, middle - width]

    known = {
        "sma": lambda: [close.rolling(20).mean()],
        "ema": lambda: [ema(close, 20)],
        "rsi": rsi,
        "macd": macd,
        "bbands": bands,
        "stddev": lambda: [close.rolling(20).std(ddof=0)],
        "roc": lambda: [close.pct_change(10) * 100],
    }
    return None if name not in known else lambda: last(known[name]())


# KunQuant: factors over a panel, compiled to machine code.


def factors(request):
    from KunQuant.Driver import KunCompilerConfig
    from KunQuant.Op import Builder, Input, Output
    from KunQuant.Stage import Function
    from KunQuant.jit import cfake
    from KunQuant.ops import (
        BackRef,
        DecayLinear,
        Div,
        ExpMovingAvg,
        Sub,
        SubConst,
        WindowedAvg,
        WindowedCorrelation,
        WindowedMax,
        WindowedMin,
        WindowedStddev,
        WindowedSum,
    )
    from KunQuant.runner import KunRunner

    builder = Builder()
    with builder:
        high, low, close, volume = (Input(name) for name in ("high", "low", "close", "volume"))
        fast, slow = ExpMovingAvg(close, 12), ExpMovingAvg(close, 26)
        named = {
            "mean": WindowedAvg(close, 20),
            "deviation": WindowedStddev(close, 20),
            "highest": WindowedMax(high, 20),
            "lowest": WindowedMin(low, 20),
            "fast": fast,
            "gap": Sub(fast, slow),
            "weighted": DecayLinear(close, 20),
            "change": SubConst(Div(close, BackRef(close, 10)), 1),
            "related": WindowedCorrelation(close, 20, volume),
            "traded": WindowedSum(volume, 20),
        }
        for name, value in named.items():
            Output(value, name)
    begin = time.perf_counter()
    config = KunCompilerConfig(input_layout="TS", output_layout="TS", dtype="double")
    library = cfake.compileit(
        [("factors", Function(builder.ops), config)], "factors", cfake.CppCompilerConfig(), tempdir=request["compile"]
    )
    compiled = time.perf_counter() - begin
    module = library.getModule("factors")
    # One row a timestamp, as its users have a panel; made before the race, as our columns are.
    inputs = {name: np.ascontiguousarray(data[:, index, :].T) for index, name in enumerate(FIELDS) if name != "open"}
    outputs = {name: np.empty((rows, symbols)) for name in named}
    executor = KunRunner.createSingleThreadExecutor()

    def run():
        KunRunner.runGraph(executor, module, inputs, 0, rows, outputs)
        return [float(outputs[name][-1, -1]) for name in named]

    run.compiled = compiled
    # What it was made of has to live as long as it.
    run.library = library
    return run


def answer(message):
    answers.write((json.dumps(message) + "\n").encode())
    answers.flush()


JOBS = {"screen": screen, "over": over, "single": single, "factors": factors}
ready = {}

for line in sys.stdin.buffer:
    request = json.loads(line)
    if "versions" in request:
        answer({name: importlib.metadata.version(name) for name in request["versions"]})
        continue
    repeat, check = request.pop("repeat", 1), request.pop("check", False)
    key = json.dumps(request)
    job = next(name for name in JOBS if name in request)
    try:
        if key not in ready:
            ready[key] = JOBS[job](request)
        run = ready[key]
        if run is None:
            answer({"missing": True})
            continue
        begin = time.perf_counter_ns()
        for _ in range(repeat):
            found = run()
        spent = (time.perf_counter_ns() - begin) / 1e9
    except Exception as error:  # whatever a peer throws is its row's reason
        answer({"error": f"{type(error).__name__}: {error}"[:300]})
        continue
    message = {"seconds": spent}
    if check:
        message["last"] = [None if math.isnan(value) else value for value in found]
    if hasattr(run, "compiled"):
        message["compiled"] = run.compiled
    answer(message)
