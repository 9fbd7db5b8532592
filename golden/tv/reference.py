"""The formulas in exact arithmetic, over the known rows: who is right where PyneCore's running sums leave a remainder, or where it
treats a missing row otherwise than TradingView's documentation. Each takes a vector's columns and numbers, and gives its outputs.
"""

import math
from fractions import Fraction

import numpy as np

NAN = math.nan


def rounded(value):
    """A fraction, rounded once."""
    return value.numerator / value.denominator if isinstance(value, Fraction) else float(value)


def root(value):
    """The root of a fraction, rounded once or twice."""
    if value == 0:
        return 0.0
    shift = max(0, 160 - value.numerator.bit_length() + value.denominator.bit_length())
    shift += shift % 2
    return rounded(Fraction(math.isqrt((value.numerator << shift) // value.denominator), 1 << (shift // 2)))


def over(source, length, formula, hold=True):
    """`formula` of the last `length` known rows, newest last; a missing row keeps the value before, or is missing."""
    found, window, last = np.full(len(source), NAN), [], NAN
    for row, value in enumerate(source):
        if math.isnan(value):
            found[row] = last if hold else NAN
            continue
        window = (window + [Fraction(value)])[-length:]
        if len(window) == length:
            last = rounded(formula(window))
        found[row] = last
    return found


def mean(window):
    return sum(window) / len(window)


def moment(window, less=0):
    if len(window) == less:
        return NAN
    middle = mean(window)
    return sum((each - middle) ** 2 for each in window) / (len(window) - less)


def deviation(window):
    middle = mean(window)
    return sum(abs(each - middle) for each in window) / len(window)


def weighted(window):
    return sum(each * (place + 1) for place, each in enumerate(window)) / Fraction(len(window) * (len(window) + 1), 2)


def sma(bars, length):
    return over(bars["close"], length, mean)


def wma(bars, length):
    return over(bars["close"], length, weighted)


def hma(bars, length):
    half, whole = over(bars["close"], length // 2, weighted), over(bars["close"], length, weighted)
    return over(2 * half - whole, math.isqrt(length), weighted)


def highest(bars, length):
    return over(bars["close"], length, max)


def lowest(bars, length):
    return over(bars["close"], length, min)


def range(bars, length):
    return highest(bars, length) - lowest(bars, length)


def roc(bars, length):
    source = bars["close"]
    before = np.concatenate([np.full(length, NAN), source[:-length]])
    return 100 * (source - before) / before


def variance(bars, length, biased=True):
    return over(bars["close"], length, lambda window: moment(window, 0 if biased else 1))


def stdev(bars, length, biased=True):
    return over(bars["close"], length, lambda window: root(moment(window, 0 if biased else 1)))


def bb(bars, length, mult):
    middle, width = sma(bars, length), mult * stdev(bars, length)
    return middle, middle + width, middle - width


def bbw(bars, length, mult):
    middle, upper, lower = bb(bars, length, mult)
    return 100 * ((upper - lower) / middle)


def dev(bars, length):
    return strictly(bars["close"], over(bars["close"], length, deviation), length)


def cci(bars, length):
    def index(window):
        spread = deviation(window)
        return NAN if spread == 0 else (window[-1] - mean(window)) / (Fraction("0.015") * spread)

    return strictly(bars["close"], over(bars["close"], length, index), length)


def strictly(source, found, length):
    """Missing where one of the last `length` rows is."""
    known = ~np.isnan(source)
    return np.array([found[row] if known[max(0, row - length + 1) : row + 1].all() else NAN for row in np.arange(len(source))])


def correlation(bars, length):
    first, second = ([Fraction(each) for each in bars[field]] for field in ("high", "low"))
    found = np.full(len(first), NAN)
    for row in np.arange(length - 1, len(first)):
        x, y = first[row - length + 1 : row + 1], second[row - length + 1 : row + 1]
        mx, my = mean(x), mean(y)
        cov = sum((a - mx) * (b - my) for a, b in zip(x, y))
        product = sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y)
        found[row] = 0.0 if product == 0 else rounded(cov) / root(product)
    return found


def mfi(bars, length):
    source = (bars["high"] + bars["low"] + bars["close"]) / 3
    flow = bars["volume"] * source
    moves = np.diff(source, prepend=NAN)
    up, down = np.where(moves <= 0, 0.0, flow), np.where(moves >= 0, 0.0, flow)
    found = np.full(len(source), NAN)
    for row in np.arange(length - 1, len(source)):
        gained, lost = (sum(Fraction(each) for each in side[row - length + 1 : row + 1]) for side in (up, down))
        found[row] = 100.0 if gained + lost == 0 else rounded(100 * gained / (gained + lost))
    return found


def percentile(bars, length, at):
    source = bars["close"]
    found = np.full(len(source), NAN)
    for row in np.arange(length - 1, len(source)):
        window = source[row - length + 1 : row + 1]
        if not np.isnan(window).any():
            found[row] = at(sorted(Fraction(each) for each in window))
    return found


def percentile_linear_interpolation(bars, length, share):
    def at(ranks):
        place = min(max(length * Fraction(str(share)) / 100 + Fraction(1, 2), 1), length)
        below = int(place)
        above = min(below, length - 1)
        return rounded(ranks[below - 1] + (place - below) * (ranks[above] - ranks[below - 1]))

    return percentile(bars, length, at)


def percentile_nearest_rank(bars, length, share):
    def at(window):
        rank = max(1, math.ceil(length * Fraction(str(share)) / 100))
        return sorted(window)[rank - 1]

    return over(bars["close"], length, at)


def relation(bars):
    """The close against its exact mean of nine rows: -1, 0, 1, or NaN."""
    return np.sign(bars["close"] - sma(bars, 9))


def crossover(bars):
    side, found, before = relation(bars), np.full(len(bars["close"]), NAN), NAN
    for row, now in enumerate(side):
        if not math.isnan(now):
            found[row] = float(now > 0 and before <= 0)
            before = now
    return found


def crossunder(bars):
    return crossover({**bars, "close": -bars["close"]})


def cross(bars):
    side, found, before = relation(bars), np.full(len(bars["close"]), NAN), 0
    for row, now in enumerate(side):
        if not math.isnan(now):
            found[row] = float(now != 0 and now == -before)
            before = now or before
    return found


def barssince(bars):
    found, since = np.full(len(bars["close"]), NAN), NAN
    for row, fired in enumerate(crossover(bars)):
        since = 0.0 if fired == 1 else since + 1
        found[row] = since
    return found


def valuewhen(bars, occurrence):
    found, values = np.full(len(bars["close"]), NAN), []
    for row, fired in enumerate(crossover(bars)):
        if fired == 1:
            values.append(bars["high"][row])
        if len(values) > occurrence:
            found[row] = values[-1 - occurrence]
    return found


def percentrank(bars, length):
    source = bars["close"]
    found = np.full(len(source), NAN)
    for row in np.arange(length, len(source)):
        window = source[row - length : row + 1]
        if not np.isnan(window).any():
            found[row] = 100 * int((window[:-1] <= window[-1]).sum()) / length
    return found


def supertrend(bars, factor, length):
    """Both outputs, missing until the average of the true range is known."""
    high, low, close = bars["high"], bars["low"], bars["close"]
    before = np.concatenate([[NAN], close[:-1]])
    width = np.fmax(high - low, np.fmax(abs(high - before), abs(low - before)))
    line, direction = np.full(len(close), NAN), np.full(len(close), NAN)
    average, side, upper, lower = NAN, 1, NAN, NAN
    for row in np.arange(length - 1, len(close)):
        average = width[:length].mean() if row == length - 1 else average + (width[row] - average) / length
        top = (high[row] + low[row]) / 2 + factor * average
        bottom = (high[row] + low[row]) / 2 - factor * average
        upper = upper if top > upper and close[row - 1] <= upper else top
        lower = lower if bottom < lower and close[row - 1] >= lower else bottom
        if row >= length:
            side = (-1 if close[row] > upper else 1) if side == 1 else (1 if close[row] < lower else -1)
        line[row], direction[row] = (upper if side == 1 else lower), side
    return line, direction


def vwap(bars, mult=None):
    source = (bars["high"] + bars["low"] + bars["close"]) / 3
    found = np.full((3, len(source)), NAN)
    period = None
    for row, anchor in enumerate(crossover(bars)):
        if anchor == 1:
            period = []
        if period is not None:
            period.append((Fraction(source[row]), Fraction(bars["volume"][row])))
            volume = sum(each for _, each in period)
            middle = sum(price * each for price, each in period) / volume
            square = sum((price - middle) ** 2 * each for price, each in period) / volume
            width = (mult or 0) * root(square)
            middle = rounded(middle)
            found[:, row] = middle, middle + width, middle - width
    return found[0] if mult is None else tuple(found)


def offset(bars, length, best):
    """Minus how many rows ago the best known of the last `length` rows was, the oldest of equal ones."""
    source, found = bars["close"], np.full(len(bars["close"]), NAN)
    for row in np.arange(length - 1, len(source)):
        known = [each for each in np.arange(row - length + 1, row + 1) if not math.isnan(source[each])]
        if known:
            found[row] = best(known, key=lambda each: source[each]) - row
    return found


def highestbars(bars, length):
    return offset(bars, length, max)


def lowestbars(bars, length):
    return offset(bars, length, min)


def levels(name, opened, high, low, close, now):
    """TradingView's help, Pivot Points Standard: p, r1, s1, …, s5."""
    width, middle = high - low, (high + low + close) / 3
    if name == "Traditional":
        return [middle] + [
            each
            for k in (1, 2, 3, 4, 5)
            for each in (
                (middle + width, middle - width) if k == 2 else
                (2 * middle - low, 2 * middle - high) if k == 1 else
                ((k - 1) * middle + (high - (k - 1) * low), (k - 1) * middle - ((k - 1) * high - low))
            )
        ]
    if name == "Fibonacci":
        shares = [Fraction("0.382"), Fraction("0.618"), 1]
        return [middle] + [middle + side * share * width for share in shares for side in (1, -1)] + [NAN] * 4
    if name == "Woodie":
        p = (high + low + 2 * now) / 4
        r3, s3 = high + 2 * (p - low), low - 2 * (high - p)
        return [p, 2 * p - low, 2 * p - high, p + width, p - width, r3, s3, r3 + width, s3 - width, NAN, NAN]
    if name == "Classic":
        first = [middle, 2 * middle - low, 2 * middle - high]
        return first + [middle + side * k * width for k in (1, 2, 3) for side in (1, -1)] + [NAN, NAN]
    if name == "DM":
        if close == opened:
            x = high + low + 2 * close
        else:
            x = (2 * high + low + close) if close > opened else (2 * low + high + close)
        return [x / 4, x / 2 - low, x / 2 - high] + [NAN] * 8
    steps = [close + side * Fraction("1.1") * width / over for over in (12, 6, 4, 2) for side in (1, -1)]
    return [middle] + steps + [high / low * close, close - (high / low * close - close)]


def pivot_point_levels(bars, name, developing):
    """Periods begin on the first row and wherever the close rose three rows in a row."""
    fields = [[Fraction(each) for each in bars[field]] for field in ("open", "high", "low", "close")]
    found = np.full((11, len(bars["close"])), NAN)
    begin, held = 0, [NAN] * 11

    def of(rows, now):
        opened, high, low, close = ([each[row] for row in rows] for each in fields)
        return levels(name, opened[0], max(high), min(low), close[-1], now)

    for row in np.arange(len(bars["close"])):
        closes = fields[3][row - 3 : row + 1] if row >= 3 else []
        if closes and all(a < b for a, b in zip(closes, closes[1:])):
            held = of(np.arange(begin, row), fields[0][row])
            begin = row
        found[:, row] = [rounded(each) for each in (of(np.arange(begin, row + 1), None) if developing else held)]
    return tuple(found)


def sar(bars, start, inc, most):
    """TradingView's reference manual, `ta.sar`, "the same on Pine Script"."""
    high, low, close = ([Fraction(each) for each in bars[field]] for field in ("high", "low", "close"))
    start, inc, most = Fraction(start), Fraction(inc), Fraction(most)
    found = np.full(len(high), NAN)
    result = extreme = pace = None
    below = False
    for row in np.arange(1, len(high)):
        first = row == 1
        if first:
            below = close[1] > close[0]
            extreme, result = (high[1], low[0]) if below else (low[1], high[0])
            pace = start
        result += pace * (extreme - result)
        if below and result > low[row]:
            first, below, result, extreme, pace = True, False, max(high[row], extreme), low[row], start
        elif not below and result < high[row]:
            first, below, result, extreme, pace = True, True, min(low[row], extreme), high[row], start
        if not first and below and high[row] > extreme:
            extreme, pace = high[row], min(pace + inc, most)
        if not first and not below and low[row] < extreme:
            extreme, pace = low[row], min(pace + inc, most)
        before = [row - 1] + ([row - 2] if row > 1 else [])
        result = min([result] + [low[each] for each in before]) if below else max([result] + [high[each] for each in before])
        found[row] = rounded(result)
    return found
