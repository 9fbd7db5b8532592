"""The formulas of the finite windows in exact arithmetic: what a rounding difference is judged by.

A double is an integer times a power of two, so a series is kept as integers over one common denominator, 2**bits. Sums
and products of those are exact; the one division or root at the end is taken with 80 digits or rounded once. Every
function returns a list with one value a row, NaN where the formula has none.
"""

from decimal import Decimal, getcontext
from math import nan

getcontext().prec = 80

# Prices are doubles of at least 2**-10 with 53 bits of mantissa; `series` asserts that nothing is lost.
PRICE_BITS = 80
# A return is a quotient and no finite binary fraction: it is cut 240 bits behind the point.
RETURN_BITS = 240


class Series:
    """Integers over 2**bits."""

    def __init__(self, values, bits):
        self.values = values
        self.bits = bits
        self.one = 1 << bits


def series(column):
    """A column of doubles, exactly."""
    values = []
    for value in column:
        top, bottom = float(value).as_integer_ratio()
        shifted, rest = divmod(top << PRICE_BITS, bottom)
        assert rest == 0, "a price has more bits than the exact series keeps"
        values.append(shifted)
    return Series(values, PRICE_BITS)


def returns(column):
    """x / x[1] - 1 from the second row on; the first is 0 and belongs to no window that is asked for."""
    values = series(column).values
    cut = [0] + [((now - before) << RETURN_BITS) // before for before, now in zip(values, values[1:])]
    return Series(cut, RETURN_BITS)


def windows(x, period, first, formula):
    """`formula` of each window, oldest row first; missing before row `first`."""
    return [nan if row < first else formula(x[row - period + 1 : row + 1]) for row in range(len(x))]


def total(x, period):
    return windows(x.values, period, period - 1, lambda w: sum(w) / x.one)


def mean(x, period):
    return windows(x.values, period, period - 1, lambda w: sum(w) / (period * x.one))


def weighted(x, period):
    weights = range(1, period + 1)
    below = period * (period + 1) // 2
    return windows(
        x.values, period, period - 1, lambda w: sum(k * v for k, v in zip(weights, w)) / (below * x.one)
    )


def mean_difference(x, fast, slow):
    """The mean of the newest `fast` rows less that of the last `slow`, which are more."""
    below = fast * slow * x.one
    return windows(x.values, slow, slow - 1, lambda w: (slow * sum(w[-fast:]) - fast * sum(w)) / below)


def spread(w):
    """period**2 times the population variance, in squared units."""
    first = sum(w)
    return len(w) * sum(v * v for v in w) - first * first


def common(w, u):
    """period**2 times the population covariance, in products of units."""
    return len(w) * sum(a * b for a, b in zip(w, u)) - sum(w) * sum(u)


def variance(x, period):
    below = (period * x.one) ** 2
    return windows(x.values, period, period - 1, lambda w: spread(w) / below)


def root(top, bottom):
    return (Decimal(top) / Decimal(bottom)).sqrt()


def deviation(x, period):
    below = (period * x.one) ** 2
    return windows(x.values, period, period - 1, lambda w: float(root(spread(w), below)))


def band(x, period, times):
    """The mean and `times` deviations."""
    below = (period * x.one) ** 2

    def value(w):
        middle = Decimal(sum(w)) / Decimal(period * x.one)
        return float(middle + Decimal(times) * root(spread(w), below))

    return windows(x.values, period, period - 1, value)


def mean_deviation(x, period):
    # |v - sum/period| = |period v - sum| / period.
    def value(w):
        first = sum(w)
        return sum(abs(period * v - first) for v in w) / (period * period * x.one)

    return windows(x.values, period, period - 1, value)


def line(x, period, at_end):
    """The least-squares line: its value at the newest row, or its slope per row."""
    indexes = list(range(period))
    below = spread(indexes)

    def value(w):
        top = common(indexes, w)
        if not at_end:
            return top / (below * x.one)
        # mean + slope * (period - 1) / 2
        return (2 * sum(w) * below + period * (period - 1) * top) / (2 * period * below * x.one)

    return windows(x.values, period, period - 1, value)


def pairs(x, y, period, first, formula):
    assert x.bits == y.bits
    return [
        nan if row < first else formula(x.values[row - period + 1 : row + 1], y.values[row - period + 1 : row + 1])
        for row in range(len(x.values))
    ]


def correlation(x, y, period):
    """Missing where either is constant."""

    def value(w, u):
        a, b = spread(w), spread(u)
        return nan if a == 0 or b == 0 else float(Decimal(common(w, u)) / (Decimal(a) * Decimal(b)).sqrt())

    return pairs(x, y, period, period - 1, value)


def regression(x, y, period, first):
    """The slope of y against x; missing where x is constant."""

    def value(w, u):
        below = spread(w)
        return nan if below == 0 else common(w, u) / below

    return pairs(x, y, period, first, value)


def cumulative(x):
    found, so_far = [], 0
    for value in x.values:
        so_far += value
        found.append(so_far / x.one)
    return found


def quantile(x, period, q):
    """Linear between the sorted values at q (period - 1)."""
    top, bottom = q.as_integer_ratio()

    def value(w):
        ordered = sorted(w)
        index, rest = divmod(top * (period - 1), bottom)
        below = ordered[index]
        above = ordered[min(index + 1, period - 1)]
        return (below * bottom + rest * (above - below)) / (bottom * x.one)

    return windows(x.values, period, period - 1, value)


def newest(x, period, pick):
    """How many rows ago the window's `pick` (max or min) was: the newest of equals."""

    def value(w):
        best = pick(w)
        return float(next(ago for ago, v in enumerate(reversed(w)) if v == best))

    return windows(x.values, period, period - 1, value)
