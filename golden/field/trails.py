"""Stops that trail, zigzags, swings and the legs between them, in plain loops; see reference.py."""

from reference import atr, rows


def psar(bars, start=0.02, step=0.02, most=0.2):
    """Wilder's rules with the first side decided by the first two rows, as TA-Lib has them."""
    sar, direction = [], []
    first, known = None, 0
    start, step = min(start, most), min(step, most)
    for h, l in zip(bars["high"], bars["low"]):
        if h is None or l is None:
            sar.append(None)
            direction.append(None)
            continue
        known += 1
        if known == 1:
            first = (h, l)
            sar.append(None)
            direction.append(None)
            continue
        if known == 2:
            long = not (first[1] - l > 0 and h - first[0] < first[1] - l)
            stop, extreme, pace = (first[1], h, start) if long else (first[0], l, start)
            before = (h, l)
        given = stop
        if long and l <= stop:
            long, given, extreme, pace = False, max(extreme, before[0], h), l, start
            stop = given
        elif not long and h >= stop:
            long, given, extreme, pace = True, min(extreme, before[1], l), h, start
            stop = given
        elif long and h > extreme:
            extreme, pace = h, min(pace + step, most)
        elif not long and l < extreme:
            extreme, pace = l, min(pace + step, most)
        stop = stop + pace * (extreme - stop)
        stop = min(stop, before[1], l) if long else max(stop, before[0], h)
        before = (h, l)
        sar.append(given)
        direction.append(1.0 if long else -1.0)
    return {"sar": sar, "direction": direction}


def supertrend(bars, period=10, multiplier=3.0):
    line, direction = [], []
    before = None
    for h, l, c, width in zip(bars["high"], bars["low"], bars["close"], atr(bars, period)):
        if None in (h, l, c, width):
            line.append(None)
            direction.append(None)
            continue
        upper, lower, up = (h + l) / 2 + multiplier * width, (h + l) / 2 - multiplier * width, True
        if before is not None:
            last_upper, last_lower, last_close, up = before
            upper = upper if upper < last_upper or last_close > last_upper else last_upper
            lower = lower if lower > last_lower or last_close < last_lower else last_lower
            up = not c < lower if up else c > upper
        before = (upper, lower, c, up)
        line.append(lower if up else upper)
        direction.append(1.0 if up else -1.0)
    return {"supertrend": line, "direction": direction}


def zigzag(bars, deviation=5.0):
    found = {"turn": [], "extreme": [], "direction": []}
    share, side, turn, extreme, top, bottom = deviation / 100, 0, None, None, None, None
    for h, l in zip(bars["high"], bars["low"]):
        if h is None or l is None:
            for values in found.values():
                values.append(None)
            continue
        if side == 0:
            if bottom is not None and h - bottom >= share * abs(bottom):
                side, turn, extreme = 1, bottom, h
            elif top is not None and top - l >= share * abs(top):
                side, turn, extreme = -1, top, l
        elif side == 1:
            if h > extreme:
                extreme = h
            elif extreme - l >= share * abs(extreme):
                side, turn, extreme = -1, extreme, l
        elif l < extreme:
            extreme = l
        elif h - extreme >= share * abs(extreme):
            side, turn, extreme = 1, extreme, h
        top = h if top is None else max(top, h)
        bottom = l if bottom is None else min(bottom, l)
        for values, value in zip(found.values(), [turn, extreme, float(side)]):
            values.append(value)
    return found


# Swings ----------------------------------------------------------------------------------------------------------


def swing(x, left, right, equal, sign):
    """Of each row whether it confirms a swing: True, False, or None where what is known does not decide."""
    found = []
    for row in range(len(x)):
        centre = x[row - right] if row >= right else None
        others = [x[at] if at >= 0 else None for at in range(row - right - left, row + 1) if at != row - right]
        if centre is None:
            found.append(None)
            continue
        beats = [None if o is None else sign * (centre - o) > 0 or (equal and centre == o) for o in others]
        found.append(False if refuted(beats, left) else None if None in beats else True)
    return found


def refuted(beats, left):
    """Whether one of the two sides decides against a swing: a side speaks when all of it is known."""
    sides = beats[:left], beats[left:]
    return any(None not in side and False in side for side in sides)


def swing_prices(x, left, right, equal, sign):
    flags = swing(x, left, right, equal, sign)
    return [x[row - right] if flag else None for row, flag in enumerate(flags)]


def swing_points(bars, left=2, right=2, mode="flags", equal=False):
    made = swing_prices if mode == "levels" else swing
    high, low = made(bars["high"], left, right, equal, 1), made(bars["low"], left, right, equal, -1)
    numbers = [[None if value is None else float(value) for value in values] for values in (high, low)]
    return {"swing_high": numbers[0], "swing_low": numbers[1]}


def swing_at(x, index, left, right, equal, sign):
    found, seen = [], []
    for price in swing_prices(x, left, right, equal, sign):
        seen += [] if price is None else [price]
        found.append(seen[-index] if len(seen) >= index else None)
    return {"result": found}


# Legs ------------------------------------------------------------------------------------------------------------


def legs_of(swings, falling, alternating, size):
    """Every complete leg from the swings so far, drawn anew: (start, end), each (is high, price, row)."""
    pairs = []
    if alternating:
        turns = []
        for s in swings:
            if turns and turns[-1][0] == s[0]:
                if s[1] >= turns[-1][1] if s[0] else s[1] <= turns[-1][1]:
                    turns[-1] = s
            else:
                turns.append(s)
        pairs = [pair for pair in zip(turns, turns[1:]) if pair[0][0] == falling]
    else:
        start = None
        for s in swings:
            if s[0] == falling:
                start = s
            elif start is not None:
                pairs.append((start, s))
    kept = []
    for a, b in pairs:
        ahead = b[1] < a[1] if falling else b[1] > a[1]
        if ahead and b[2] > a[2] and not (size is not None and 100 * abs(b[1] - a[1]) < size * abs(a[1])):
            kept.append((a, b))
    return kept


def legs(bars, left, right, leg, alternating, age, size, equal, falling):
    highs = swing_prices(bars["high"], left, right, equal, 1)
    lows = swing_prices(bars["low"], left, right, equal, -1)
    swings, found = [], []
    for row, (high, low) in enumerate(zip(highs, lows)):
        swings += [] if high is None else [(True, high, row)]
        swings += [] if low is None else [(False, low, row)]
        kept = legs_of(swings, falling, alternating, size)
        chosen = kept[-leg] if len(kept) >= leg else None
        if chosen is not None and age is not None and row - chosen[1][2] > age:
            chosen = None
        found.append(chosen)
    return found


def fib_retracement(
    bars, left=2, right=2, levels=(0.382, 0.5, 0.618), mode="both", leg=1, alternating=True, age=None, size=None, equal=False
):
    nothing = [None] * len(bars["high"])
    up = legs(bars, left, right, leg, alternating, age, size, equal, False) if mode != "up" else nothing
    down = legs(bars, left, right, leg, alternating, age, size, equal, True) if mode != "down" else nothing
    last = [b is None or (a is not None and a[1][2] >= b[1][2]) for a, b in zip(up, down)]
    found = {
        "anchor_high": [
            None if (a if first else b) is None else (a[1][1] if first else b[0][1]) for a, b, first in zip(up, down, last)
        ],
        "anchor_low": [
            None if (a if first else b) is None else (a[0][1] if first else b[1][1]) for a, b, first in zip(up, down, last)
        ],
    }
    for number, level in enumerate(levels, 1):
        found[f"down{number}"] = rows(lambda a: a[1][1] - level * (a[1][1] - a[0][1]), up)
    for number, level in enumerate(levels, 1):
        found[f"up{number}"] = rows(lambda b: b[1][1] + level * (b[0][1] - b[1][1]), down)
    return found
