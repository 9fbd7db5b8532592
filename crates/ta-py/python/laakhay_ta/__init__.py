"""Trading expressions, compiled once and run as plans: the same bits as from Node, Rust and C.

>>> import laakhay_ta as ta
>>> plan = ta.compile("sma(close, 3)")
>>> plan.run({"close": [1.0, 2.0, 3.0, 4.0]})["result"]
array([nan, nan,  2.,  3.])
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from . import _native
from ._arguments import bytes_of, flag_of, limits_of, text_of
from ._errors import CompileError, Diagnostic, Fix, Related, TaError, diagnostics_of
from ._plan import AlertInfo, Output, Panel, Param, Plan, Requirements, Session, Sweep
from ._result import Alert, Last, Result, Tick, Warn

__all__ = [
    "Alert",
    "AlertInfo",
    "CompileError",
    "Diagnostic",
    "Fix",
    "Last",
    "Output",
    "Panel",
    "Param",
    "Plan",
    "Related",
    "Requirements",
    "Result",
    "Session",
    "Sweep",
    "TaError",
    "Tick",
    "Warn",
    "compile",
    "load",
]


def compile(
    source: str,
    *,
    name: str | None = None,
    optimize: bool = True,
    limits: Mapping[str, float] | None = None,
    vocabulary: object = None,
) -> Plan:
    """Compiles a program. The compiler starts with the first one, inside of this process.

    ``name`` is what a code frame calls the source. ``limits`` are what this host allows a plan, by name: ``plan_bytes``,
    ``instructions``, ``operands``, ``scalars``, ``params``, ``outputs``, ``alerts``, ``inputs``, ``history``, ``state_bytes``, ``register_bytes``,
    ``memory_bytes``; and what it allows each ``run``, ``panel`` and ``sweep``: ``work``, rows times lanes (of all symbols or points
    together), and ``milliseconds``. Infinite is without an end.

    Raises ``CompileError``, whose ``diagnostics`` are every independent error; TA6013 for a plan beyond the limits; TA8007
    for arguments of another kind; TA8005 for a ``vocabulary``, names of a host's own, which this version does not have.
    """
    if vocabulary is not None:
        raise TaError("TA8005", "compile's vocabulary, names of a host's own, is not in this version")
    if not isinstance(source, str):
        raise TaError("TA8007", f"a program's text is a str, not {type(source).__name__}")
    allowed = limits_of(limits)
    label = "" if name is None else text_of("name", name)
    optimize = flag_of("optimize", optimize)
    # Half a pair of surrogates is no character anywhere else: the program has a sign there that begins no token.
    text = source.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    data, told = _native.compile(text, label, optimize)
    found = json.loads(told)
    if data is None:
        raise CompileError(found["message"], diagnostics_of(found["diagnostics"], text), source)
    return Plan(data, allowed, diagnostics_of(found["warnings"], text))


def load(data: bytes, *, limits: Mapping[str, float] | None = None) -> Plan:
    """Decodes and verifies a plan; ``limits`` as of ``compile``. Any bytes give a plan or a ``TaError`` of TA6xxx with its offset."""
    return Plan(bytes_of("a plan", data), limits)
