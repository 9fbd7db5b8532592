"""What callers bring beside bars, checked: whatever is of another kind is a ``TaError`` with its code."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from numbers import Real
from typing import Any

import numpy as np

from ._errors import TaError

ParamValue = int | float | bool | str

_COUNTS = (
    "plan_bytes",
    "instructions",
    "operands",
    "scalars",
    "params",
    "outputs",
    "alerts",
    "inputs",
    "history",
    "state_bytes",
    "register_bytes",
    "memory_bytes",
    "work",
)
LIMITS = (*_COUNTS, "milliseconds")


def usage(message: str) -> TaError:
    """TA8007."""
    return TaError("TA8007", message)


def kind_of(value: object) -> str:
    """What a value is, for a message."""
    return type(value).__name__


def _number(value: object) -> float:
    """A number that is no boolean, as a float; NaN where it is none. Beyond all floats it is infinite."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        number: Any = value
        return math.inf if number > 0 else -math.inf


def limits_of(given: object) -> dict[str, float]:
    """A host's limits. Raises TA8007 for one that does not exist, and for what is no whole number from 0."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise usage(f"limits are numbers by name, not {kind_of(given)}")
    limits: dict[str, float] = {}
    for name, value in given.items():
        if name not in LIMITS:
            raise usage(f'there is no limit "{name}"; there are {", ".join(LIMITS)}')
        number = _number(value)
        whole = number == math.inf or number.is_integer()
        if not number >= 0 or not (whole or name == "milliseconds"):
            raise usage(f"the limit {name} is a whole number from 0, or infinite, not {value!r}")
        limits[name] = number
    return limits


def params_of(given: object) -> dict[str, ParamValue]:
    """Parameters by name, numpy's values as Python's own. Raises TA8007 for what is no mapping of them."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise usage(f"params are values by name, not {kind_of(given)}")
    return {text_of("the name of a parameter", name): plain(value) for name, value in given.items()}


def plain(value: Any) -> ParamValue:
    """A value of numpy's as Python's own."""
    found: ParamValue = value.item() if isinstance(value, np.generic) else value
    return found


def text_of(what: str, value: object) -> str:
    """A text. Raises TA8007 for what is none, half a pair of surrogates included."""
    if not isinstance(value, str):
        raise usage(f"{what} is a str, not {kind_of(value)}")
    if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise usage(f"{what} has half a pair of surrogates, which is no character: {value!r}")
    return value


def flag_of(what: str, value: object) -> bool:
    """True or False. Raises TA8007 for what is neither."""
    if not isinstance(value, (bool, np.bool_)):
        raise usage(f"{what} is True or False, not {value!r}")
    return bool(value)


def bytes_of(what: str, value: object) -> bytes:
    """Bytes. Raises TA8007 for what is none."""
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise usage(f"{what} is bytes, not {kind_of(value)}")
    return bytes(value)


def size_of(what: str, value: object) -> int:
    """A number of bytes. Raises TA8007 for what is no whole number from 0."""
    number = _number(value)
    if not 0 <= number < 2**63 or not number.is_integer():
        raise usage(f"{what} is a whole number of bytes, not {value!r}")
    return int(number)


def threads_of(threads: object) -> int:
    """Threads to work on; 0 are the engine's own, one for each CPU."""
    if threads is None:
        return 0
    number = _number(threads)
    if not 1 <= number <= 1024 or not number.is_integer():
        raise usage(f"threads is an integer of 1 to 1024, not {threads!r}")
    return int(number)


def progress_of(progress: Any, total: int) -> Callable[[int], object] | None:
    """What the engine tells how much is done: a bar of tqdm, which takes differences, or a function of done and total."""
    if progress is None:
        return None
    if callable(progress):
        ask = progress
        return lambda done: ask(done, total)
    if not callable(getattr(progress, "update", None)):
        raise usage("progress is a bar of tqdm or a function of done and total")
    bar = progress
    try:
        bar.total = total
    except AttributeError:
        raise usage(f"progress is a bar of tqdm, which has a total, not {kind_of(progress)}") from None
    told = 0

    def update(done: int) -> None:
        nonlocal told
        bar.update(done - told)
        told = done

    return update


class Clock:
    """The time of one call, from its beginning on."""

    __slots__ = ("_most", "_begun")

    def __init__(self, limits: Mapping[str, float]) -> None:
        self._most = limits.get("milliseconds", math.inf)
        self._begun = time.monotonic()

    def left(self) -> float:
        """Milliseconds that are left, infinite where the call has no end."""
        return max(0.0, self._most - 1e3 * (time.monotonic() - self._begun))

    def check(self) -> None:
        """Raises TA8014 where none is left."""
        if self.left() == 0:
            raise self._over()

    def told(self, error: TaError) -> TaError:
        """The engine is told what is left of the time; the caller is told what there was."""
        return self._over() if error.code == "TA8014" and self.left() == 0 else error

    def _over(self) -> TaError:
        return TaError("TA8014", f"the run took longer than {self._most:g} ms")
