"""The studies by their published formulas, in plain loops over lists: None is missing. Nothing here knows how the engine computes.

Windows are summed by math.fsum, so that a sum's rounding is not the reference's.
"""

import math


# Rows ------------------------------------------------------------------------------------------------------------


def rows(function, *columns):
    """Row by row; missing where an operand is, or where the result is none."""
    found = []
    for row in zip(*columns):
        value = None
        if not any(x is None for x in row):
            try:
                value = function(*row)
            except (ZeroDivisionError, ValueError):
                value = None
        found.append(value)
    return found


def ago(x, n):
    return [None] * min(n, len(x)) + x[: max(0, len(x) - n)]


def held(x):
    """The latest known value."""
    found, last = [], None
    for value in x:
        last = value if value is not None else last
        found.append(last)
    return found


def window(x, n, function):
    found = []
    for row in range(len(x)):
        part = x[max(0, row + 1 - n) : row + 1]
        known = len(part) == n and not any(value is None for value in part)
        found.append(function(part) if known else None)
    return found


def mean(x, n):
    return window(x, n, lambda part: math.fsum(part) / n)


def total(x, n):
    return window(x, n, math.fsum)


def highest(x, n):
    return window(x, n, max)


def lowest(x, n):
    return window(x, n, min)


def deviation(x, n):
    def of(part):
        middle = math.fsum(part) / n
        return math.sqrt(math.fsum((value - middle) ** 2 for value in part) / n)

    return window(x, n, of)


def line_end(x, n):
    """The least-squares line at the newest row."""

    def of(part):
        middle, centre = math.fsum(part) / n, (n - 1) / 2
        across = math.fsum((i - centre) ** 2 for i in range(n))
        slope = math.fsum((i - centre) * (value - middle) for i, value in enumerate(part)) / across if n > 1 else 0.0
        return middle + slope * (n - 1 - centre)

    return window(x, n, of)


def smoothed(x, n, beta):
    """An exponential average of the known rows, seeded by the mean of the first n."""
    found, seen, y = [], [], None
    for value in x:
        if value is None:
            found.append(None)
            continue
        if y is None:
            seen.append(value)
            if len(seen) == n:
                y = math.fsum(seen) / n
        else:
            y = beta * y + (1 - beta) * value
        found.append(y)
    return found


def ema(x, n):
    return smoothed(x, n, (n - 1) / (n + 1))


def rma(x, n):
    return smoothed(x, n, (n - 1) / n)


def minus(a, b):
    return rows(lambda a, b: a - b, a, b)


def roc(x, n):
    return rows(lambda x, before: 100 * (x / before - 1), x, ago(x, n))


def rsi(x, n):
    change = minus(x, ago(x, 1))
    gain = rma(rows(lambda c: max(c, 0.0), change), n)
    loss = rma(rows(lambda c: max(-c, 0.0), change), n)
    return rows(lambda g, l: 50.0 if g + l == 0 else 100 * g / (g + l), gain, loss)


def true_range(high, low, close):
    found, before = [], None
    for h, l, c in zip(high, low, close):
        if h is None or l is None:
            found.append(None)
        else:
            found.append(h - l if before is None else max(h - l, abs(h - before), abs(l - before)))
        before = c
    return found


def atr(bars, n):
    return rma(true_range(bars["high"], bars["low"], bars["close"]), n)


# Clouds, candles, pivots -----------------------------------------------------------------------------------------


def ichimoku(bars, tenkan=9, kijun=26, span_b=52, displacement=26):
    def middle(n):
        return rows(lambda a, b: (a + b) / 2, highest(bars["high"], n), lowest(bars["low"], n))

    lines = middle(tenkan), middle(kijun)
    return {
        "tenkan_sen": lines[0],
        "kijun_sen": lines[1],
        "senkou_span_a": rows(lambda a, b: (a + b) / 2, *lines),
        "senkou_span_b": middle(span_b),
        "chikou_span": bars["close"],
    }


def heikin_ashi(bars):
    found = {name: [] for name in ["open", "high", "low", "close"]}
    before = None
    for row in zip(*(bars[name] for name in found)):
        bar = [None] * 4
        if None not in row:
            o, h, l, c = row
            close = (o + h + l + c) / 4
            start = (o + c) / 2 if before is None else (before[0] + before[1]) / 2
            bar = [start, max(h, start, close), min(l, start, close), close]
            before = (start, close)
        for values, value in zip(found.values(), bar):
            values.append(value)
    return found


def pivots(bars, period=1, method="classic"):
    names = ["p", "r1", "r2", "r3", "r4", "s1", "s2", "s3", "s4"]

    def of(h, l, c, o, now):
        width = h - l
        if method == "demark":
            x = 2 * h + l + c if c > o else h + 2 * l + c if c < o else h + l + 2 * c
            return {"p": x / 4, "r1": x / 2 - l, "s1": x / 2 - h}
        p = (h + l + 2 * now) / 4 if method == "woodie" else (h + l + c) / 3
        if method == "fibonacci":
            steps = [0.382, 0.618, 1.0]
            return {"p": p} | {f"r{i + 1}": p + k * width for i, k in enumerate(steps)} | {
                f"s{i + 1}": p - k * width for i, k in enumerate(steps)
            }
        if method == "camarilla":
            parts = [12, 6, 4, 2]
            return {"p": p} | {f"r{i + 1}": c + 1.1 * width / k for i, k in enumerate(parts)} | {
                f"s{i + 1}": c - 1.1 * width / k for i, k in enumerate(parts)
            }
        levels = {"p": p, "r1": 2 * p - l, "r2": p + width, "s1": 2 * p - h, "s2": p - width}
        if method == "woodie":
            r3, s3 = h + 2 * (p - l), l - 2 * (h - p)
            return levels | {"r3": r3, "r4": r3 + width, "s3": s3, "s4": s3 - width}
        return levels | {"r3": p + 2 * width, "r4": p + 3 * width, "s3": p - 2 * width, "s4": p - 3 * width}

    high, low = ago(highest(bars["high"], period), 1), ago(lowest(bars["low"], period), 1)
    columns = [high, low, ago(bars["close"], 1)]
    # What a method does not read may be missing.
    opened = ago(bars["open"], period) if method == "demark" else [0.0] * len(high)
    now = bars["open"] if method == "woodie" else [0.0] * len(high)
    made = rows(of, *columns, opened, now)
    return {name: [None if levels is None else levels.get(name) for levels in made] for name in names}


# Strength --------------------------------------------------------------------------------------------------------


def aroon(bars, period=14):
    def newest(x, pick):
        return window(x, period + 1, lambda part: part[::-1].index(pick(part)))

    up = rows(lambda n: 100 * (period - n) / period, newest(bars["high"], max))
    down = rows(lambda n: 100 * (period - n) / period, newest(bars["low"], min))
    return {"up": up, "down": down, "oscillator": minus(up, down)}


def ppo(bars, fast=12, slow=26, signal=9):
    line = rows(lambda a, b: 100 * (a - b) / b, ema(bars["close"], fast), ema(bars["close"], slow))
    average = ema(line, signal)
    return {"ppo": line, "signal": average, "histogram": minus(line, average)}


def kst(bars, rates=(10, 15, 20, 30), lengths=(10, 10, 10, 15), signal=9):
    parts = [mean(roc(bars["close"], rate), length) for rate, length in zip(rates, lengths)]
    line = rows(lambda a, b, c, d: a + 2 * b + 3 * c + 4 * d, *parts)
    return {"kst": line, "signal": mean(line, signal)}


def stc(bars, cycle=10, fast=23, slow=50, factor=0.5):
    def once(x):
        top, bottom = highest(x, cycle), lowest(x, cycle)
        found, last, y = [], None, None
        for value, h, l in zip(x, top, bottom):
            if h is None:
                found.append(None)
                continue
            if h != l:
                last = 100 * (value - l) / (h - l)
            if last is None:
                found.append(None)
                continue
            y = last if y is None else y + factor * (last - y)
            found.append(y)
        return found

    return {"result": once(once(minus(ema(bars["close"], fast), ema(bars["close"], slow))))}


def elder_impulse(bars, period=13, fast=12, slow=26, signal=9):
    average = ema(bars["close"], period)
    line = minus(ema(bars["close"], fast), ema(bars["close"], slow))
    histogram = minus(line, ema(line, signal))
    rises, force = minus(average, ago(average, 1)), minus(histogram, ago(histogram, 1))
    return {"result": rows(lambda a, b: 1.0 if a > 0 and b > 0 else -1.0 if a < 0 and b < 0 else 0.0, rises, force)}


def fisher(bars, period=9):
    middle = rows(lambda h, l: (h + l) / 2, bars["high"], bars["low"])
    place = rows(
        lambda x, h, l: 0.0 if h == l else (x - l) / (h - l) - 0.5, middle, highest(middle, period), lowest(middle, period)
    )
    found, v, f = [], 0.0, 0.0
    for x in place:
        if x is None:
            found.append(None)
            continue
        v = 0.66 * x + 0.67 * v
        v = 0.999 if v > 0.99 else -0.999 if v < -0.99 else v
        f = 0.5 * math.log((1 + v) / (1 - v)) + 0.5 * f
        found.append(f)
    return {"fisher": found, "signal": ago(found, 1)}


def connors_rsi(bars, period=3, streak_period=2, rank_period=100):
    x = bars["close"]
    streak, run, before = [], 0, None
    for value in x:
        if value is None or before is None or value == before:
            run = 0
        elif value > before:
            run = max(run, 0) + 1
        else:
            run = min(run, 0) - 1
        streak.append(None if value is None else float(run))
        before = value
    below = window(roc(x, 1), rank_period + 1, lambda part: sum(value < part[-1] for value in part[:-1]))
    return {
        "result": rows(
            lambda a, b, n: (a + b + 100 * n / rank_period) / 3, rsi(x, period), rsi(streak, streak_period), below
        )
    }


# Volatility ------------------------------------------------------------------------------------------------------


def choppiness(bars, period=14):
    travelled = total(true_range(bars["high"], bars["low"], bars["close"]), period)
    top, bottom = highest(bars["high"], period), lowest(bars["low"], period)
    return {"result": rows(lambda s, h, l: 100 * math.log(s / (h - l)) / math.log(period), travelled, top, bottom)}


def mass_index(bars, ema_period=9, period=25):
    once = ema(minus(bars["high"], bars["low"]), ema_period)
    return {"result": total(rows(lambda a, b: a / b, once, ema(once, ema_period)), period)}


def ulcer_index(bars, period=14):
    depth = rows(lambda x, top: (100 * (x - top) / top) ** 2, bars["close"], highest(bars["close"], period))
    return {"result": rows(math.sqrt, mean(depth, period))}


def ttm_squeeze(bars, period=20, std_dev=2.0, multiplier=1.5):
    width = mean(true_range(bars["high"], bars["low"], bars["close"]), period)
    apart = deviation(bars["close"], period)
    middle = rows(
        lambda h, l, m: ((h + l) / 2 + m) / 2,
        highest(bars["high"], period),
        lowest(bars["low"], period),
        mean(bars["close"], period),
    )
    return {
        "squeeze": rows(lambda d, w: float(std_dev * d < multiplier * w), apart, width),
        "momentum": line_end(minus(bars["close"], middle), period),
    }


def chandelier_exit(bars, period=22, multiplier=3.0):
    width = atr(bars, period)
    return {
        "long": rows(lambda h, w: h - multiplier * w, highest(bars["high"], period), width),
        "short": rows(lambda l, w: l + multiplier * w, lowest(bars["low"], period), width),
    }


# Averages --------------------------------------------------------------------------------------------------------


def alma(bars, period=9, offset=0.85, sigma=6.0):
    peak, width = offset * (period - 1), period / sigma
    exponents = [-((i - peak) ** 2) / (2 * width**2) for i in range(period)]
    weights = [math.exp(exponent - max(exponents)) for exponent in exponents]
    return {
        "result": window(
            bars["close"],
            period,
            lambda part: math.fsum(w * x for w, x in zip(weights, part)) / math.fsum(weights),
        )
    }


def kama(bars, period=10, fast=2, slow=30):
    x = bars["close"]
    moved = rows(lambda a, b: abs(a - b), x, ago(x, period))
    travelled = total(rows(lambda a, b: abs(a - b), x, ago(x, 1)), period)
    found, y = [], None
    for row, (value, m, t) in enumerate(zip(x, moved, travelled)):
        if m is None or t is None:
            found.append(None)
            continue
        ratio = 0.0 if t == 0 else m / t
        c = (2 / (slow + 1) + ratio * (2 / (fast + 1) - 2 / (slow + 1))) ** 2
        y = x[row - 1] if y is None else y
        y += c * (value - y)
        found.append(y)
    return {"result": found}


# Volume ----------------------------------------------------------------------------------------------------------


def klinger_vf(bars):
    found, before, last, trend, travelled = [], None, None, None, None
    for h, l, c, v in zip(*(bars[name] for name in ["high", "low", "close", "volume"])):
        if None in (h, l, c):
            found.append(None)
            continue
        value = None
        if before is not None:
            now = 1 if h + l + c > before else -1
            travelled = travelled + h - l if now == trend else last + h - l
            trend = now
            if v is not None and travelled != 0:
                value = 100 * v * trend * abs(2 * (h - l) / travelled - 1)
        before, last = h + l + c, h - l
        found.append(value)
    return {"result": found}


def klinger(bars, fast=34, slow=55, signal=13):
    force = klinger_vf(bars)["result"]
    line = minus(ema(force, fast), ema(force, slow))
    return {"klinger": line, "signal": ema(line, signal)}
