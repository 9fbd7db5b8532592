"""TA-Lib's averages of every type, and Ehlers' cycles, in 300 bits: what a rounding difference is judged by where no
integer arithmetic reaches. A column is a list with one number a row, None where there is none.

Differences are exact to far more digits than doubles have, so where prices stand still what should be 0 is 0.
"""

import math

from mpmath import mp, mpf

mp.prec = 300


def column(values):
    return [None if math.isnan(value) else mpf(float(value)) for value in values]


def rounded(values):
    """As doubles, NaN where there is none."""
    return [math.nan if value is None else float(value) for value in values]


def mapped(function, *columns):
    return [None if None in row else function(*row) for row in zip(*columns)]


def shifted(x, rows):
    return ([None] * rows + x)[: len(x)]


def skipped(x, rows):
    """Without the first known rows."""
    found, left = [], rows
    for value in x:
        found.append(None if value is None or left > 0 else value)
        left -= value is not None
    return found


def weighted(x, weights):
    """The mean of a window by weights, the newest row's first."""
    total = mpf(sum(weights))
    found = []
    for row in range(len(x)):
        window = [x[row - ago] if row >= ago else None for ago in range(len(weights))]
        found.append(None if None in window else sum(w * v for w, v in zip(weights, window)) / total)
    return found


def sma(x, n):
    return weighted(x, [1] * n)


def wma(x, n):
    return weighted(x, list(range(n, 0, -1)))


def exponential(x, n, beta):
    found, seed, y = [], [], None
    for value in x:
        if value is None:
            found.append(None)
            continue
        if y is None:
            seed.append(value)
            y = sum(seed) / n if len(seed) == n else None
        else:
            y = value + beta * (y - value)
        found.append(y)
    return found


def ema(x, n):
    return exponential(x, n, mpf(n - 1) / (n + 1))


def rma(x, n):
    return exponential(x, n, mpf(n - 1) / n)


def kama(x, n):
    found, y = [], None
    for row in range(len(x)):
        if row < n or x[row - n] is None:
            found.append(None)
            continue
        path = sum(abs(x[at] - x[at - 1]) for at in range(row - n + 1, row + 1))
        ratio = abs(x[row] - x[row - n]) / path if path else mpf(1)
        alpha = (ratio * (mpf(2) / 3 - mpf(2) / 31) + mpf(2) / 31) ** 2
        before = x[row - 1] if y is None else y
        y = before + alpha * (x[row] - before)
        found.append(y)
    return found


def t3(x, n, v=0.7):
    v = mpf(v)
    cascade = [x]
    for _ in range(6):
        cascade.append(ema(cascade[-1], n))
    weights = [-(v**3), 3 * (v**2 + v**3), -6 * v**2 - 3 * (v + v**3), 1 + 3 * v + v**3 + 3 * v**2]
    return mapped(lambda *e: sum(w * each for w, each in zip(weights, e)), *cascade[:2:-1])


def hma(x, n):
    root = math.isqrt(n)
    return wma(mapped(lambda a, b: 2 * a - b, wma(x, max(1, n // 2)), wma(x, n)), root)


def average(x, n, kind):
    """TA-Lib's MA by its number of the type."""
    if n <= 1 or kind == 10:
        return x
    if kind in (3, 4):
        once = ema(x, n)
        twice = ema(once, n)
        if kind == 3:
            return mapped(lambda a, b: 2 * a - b, once, twice)
        return mapped(lambda a, b, c: 3 * (a - b) + c, once, twice, ema(twice, n))
    if kind == 5:
        return sma(sma(x, n // 2 + 1), (n + 1) // 2)
    if kind == 7:
        return mama(x)[0]
    if kind == 12:
        return ema(mapped(lambda a, b: 2 * a - b, x, shifted(x, (n - 1) // 2)), n)
    return {0: sma, 1: ema, 2: wma, 6: kama, 8: t3, 9: hma, 11: sma, 13: rma}[kind](x, n)


def lookback(n, kind):
    if n <= 1 or kind == 10:
        return 0
    whole = {3: 2 * (n - 1), 4: 3 * (n - 1), 6: n, 7: 32, 8: 6 * (n - 1), 9: n + math.isqrt(n) - 2}
    return whole.get(kind, n - 1 + ((n - 1) // 2 if kind == 12 else 0))


def begun(x, first, n, kind):
    """The average that begins on row `first`."""
    return average(skipped(x, max(0, first - lookback(n, kind))), n, kind)


def macdext(x, fastperiod, fastmatype, slowperiod, slowmatype, signalperiod, signalmatype):
    first = max(lookback(fastperiod, fastmatype), lookback(slowperiod, slowmatype))
    sign = -1 if slowperiod < fastperiod else 1
    fast, slow = begun(x, first, fastperiod, fastmatype), begun(x, first, slowperiod, slowmatype)
    line = mapped(lambda a, b: sign * (a - b), fast, slow)
    signal = average(line, signalperiod, signalmatype)
    return [skipped(line, lookback(signalperiod, signalmatype)), signal, mapped(lambda a, b: a - b, line, signal)]


def oscillator(x, fastperiod, slowperiod, matype, percent):
    kind = 1 if matype == 11 else matype
    fast = average(x, min(fastperiod, slowperiod), kind)
    slow = average(x, max(fastperiod, slowperiod), kind)
    if not percent:
        return mapped(lambda a, b: a - b, fast, slow)
    return mapped(lambda a, b: 100 * (a - b) / b if b else mpf(0), fast, slow)


def stochrsi(x, timeperiod, fastk_period, fastd_period, fastd_matype):
    """0 where the index moved by less than 1e-9 within the window."""
    change = mapped(lambda a, b: a - b, x, shifted(x, 1))
    gain = rma([None if c is None else max(c, mpf(0)) for c in change], timeperiod)
    loss = rma([None if c is None else max(-c, mpf(0)) for c in change], timeperiod)
    index = mapped(lambda g, l: 100 * g / (g + l) if g + l else mpf(0), gain, loss)
    line = []
    for row in range(len(x)):
        window = index[max(0, row - fastk_period + 1) : row + 1]
        if len(window) < fastk_period or None in window:
            line.append(None)
            continue
        width = max(window) - min(window)
        line.append(100 * (index[row] - min(window)) / width if width > mpf("1e-9") else mpf(0))
    return [skipped(line, lookback(fastd_period, fastd_matype)), average(line, fastd_period, fastd_matype)]


# Cycles ----------------------------------------------------------------------------------------------------------

OUTER, INNER = mpf(0.0962), mpf(0.5769)
DEGREES = mpf(180) / mp.pi


def smooth(x, rows):
    four = mapped(lambda a, b, c, d: (4 * a + 3 * b + 2 * c + d) / 10, x, shifted(x, 1), shifted(x, 2), shifted(x, 3))
    return skipped(four, rows)


def transformer(x):
    """(smoothed period, in phase, quadrature) of a smoothed price."""
    zero = mpf(0)
    s, d, q = [], [], []
    i2 = q2 = re = im = period = slow = zero
    results = []

    def ago(history, rows):
        return history[-1 - rows] if rows < len(history) else zero

    def transform(history, rows, gain):
        outer = ago(history, rows) - ago(history, rows + 6)
        return gain * (OUTER * outer + INNER * (ago(history, rows + 2) - ago(history, rows + 4)))

    for value in x:
        if value is None:
            results.append((None, None, None))
            continue
        gain = mpf("0.075") * period + mpf("0.54")
        s.append(value)
        d.append(transform(s, 0, gain))
        q.append(transform(d, 0, gain))
        i1 = ago(d, 3)
        ji, jq = transform(d, 3, gain), transform(q, 0, gain)
        new_q = (q[-1] + ji) / 5 + 4 * q2 / 5
        new_i = (i1 - jq) / 5 + 4 * i2 / 5
        re = (new_i * i2 + new_q * q2) / 5 + 4 * re / 5
        im = (new_i * q2 - new_q * i2) / 5 + 4 * im / 5
        i2, q2 = new_i, new_q
        before = period
        if im and re:
            period = 360 / (mp.atan(im / re) * DEGREES)
        period = max(min(period, mpf("1.5") * before), mpf("0.67") * before)
        period = min(max(period, mpf(6)), mpf(50))
        period = period / 5 + 4 * before / 5
        slow = mpf("0.33") * period + mpf("0.67") * slow
        results.append((slow, i1, q[-1]))
    return [list(each) for each in zip(*results)]


def phases(s, period):
    history, found, phase = [], [], mpf(0)
    for value, rows in zip(s, period):
        if value is None:
            found.append(None)
            continue
        history.append(value)
        n = int(rows + mpf("0.5"))
        real = imaginary = mpf(0)
        for ago in range(n):
            row = (history[-1 - ago] if ago < len(history) else mpf(0)) - value
            angle = 2 * mp.pi * ago / n
            real += mp.sin(angle) * row
            imaginary += mp.cos(angle) * row
        if imaginary:
            phase = mp.atan(real / imaginary) * DEGREES
        elif real:
            phase += 90 if real > 0 else -90
        phase += 90 + 360 / rows
        phase += 180 if imaginary < 0 else 0
        phase -= 360 if phase > 315 else 0
        found.append(phase)
    return found


def mama(x, fastlimit=0.5, slowlimit=0.05):
    _, inphase, quadrature = transformer(smooth(x, 9))
    fast, slow = mpf(fastlimit), mpf(slowlimit)
    before = line = following = mpf(0)
    found = []
    for price, i1, q1 in zip(x, inphase, quadrature):
        if i1 is None:
            found.append((None, None))
            continue
        phase = mp.atan(q1 / i1) * DEGREES if i1 else mpf(0)
        change = before - phase
        before = phase
        alpha = max(fast / change, slow) if change > 1 else fast
        line += alpha * (price - line)
        following += alpha / 2 * (line - following)
        found.append((line, following))
    return [skipped(list(each), 20) for each in zip(*found)]


def cycle(x):
    """(smoothed price, period, phase) as the functions begin them that need a phase."""
    s = smooth(x, 34)
    period = transformer(s)[0]
    return s, period, phases(s, period)


def trendline(x):
    s, period, _ = cycle(x)
    means = []
    for row, rows in enumerate(period):
        n = 0 if rows is None else int(rows + mpf("0.5"))
        means.append(sum(x[row - n + 1 : row + 1]) / n if n else None)
    first = x.index(next(value for value in x if value is not None))
    line = mapped(lambda a, b, c, d: (4 * a + 3 * b + 2 * c + d) / 10, *(shifted(means, rows) for rows in range(4)))
    return [None if row < first + 63 else value for row, value in enumerate(line)]


def sines(phase):
    of = [None if each is None else each / DEGREES for each in phase]
    return [[None if each is None else mp.sin(each + late) for each in of] for late in (0, mp.pi / 4)]


def trendmode(x):
    s, period, phase = cycle(x)
    sine, lead = sines(phase)
    line = trendline(x)
    found, days = [], None
    for row in range(len(x)):
        if phase[row] is None or phase[row - 1] is None or row == 0:
            found.append(None)
            continue
        above, was = sine[row] - lead[row], sine[row - 1] - lead[row - 1]
        if (above > 0 and was <= 0) or (above < 0 and was >= 0):
            days = 0
        days = None if days is None else days + 1
        even = 360 / period[row]
        rate = phase[row] - phase[row - 1]
        mode = 0 if days is not None and days < period[row] / 2 else 1
        if mpf("0.67") * even < rate < mpf("1.5") * even:
            mode = 0
        if line[row] and abs((s[row] - line[row]) / line[row]) >= mpf("0.015"):
            mode = 1
        found.append(None if line[row] is None else mpf(mode))
    return found
