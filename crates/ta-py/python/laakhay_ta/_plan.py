"""Plans: verified, bound to parameters, run over history, over universes, over grids, and live."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import TracebackType
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from . import _native
from ._arguments import (
    Clock,
    ParamValue,
    bytes_of,
    flag_of,
    kind_of,
    limits_of,
    params_of,
    plain,
    progress_of,
    size_of,
    text_of,
    threads_of,
    usage,
)
from ._data import Bars, bars_of, floats_of, placed
from ._errors import TaError
from ._result import Alert, Column, Last, Result, Tick

Fold = Literal["last", "count", "sum", "mean", "max", "min"]

_BYTES = 2**30
#: Points of a grid between two looks at the time that is left.
_CHECKED = 256


class Bar(Protocol):
    """What is used of a bar of tqdm, in a terminal or a notebook."""

    total: Any

    def update(self, n: int = 1) -> Any:
        """So many more are done."""


Progress = Callable[[int, int], object] | Bar


@dataclass(frozen=True)
class Param:
    """A parameter; ``default`` is None where it is ``na``."""

    name: str
    type: str
    default: ParamValue | None
    min: float | None
    max: float | None
    step: float | None
    choices: Sequence[str] | None
    doc: str | None


@dataclass(frozen=True)
class Output:
    """An output and how it is drawn."""

    name: str
    type: str
    doc: str | None
    hints: Mapping[str, Any]


@dataclass(frozen=True)
class AlertInfo:
    """An alert that a program declares."""

    name: str
    every_bar: bool
    doc: str | None


@dataclass(frozen=True)
class Requirements:
    """What a run must bring, and the kernels that the engine must have."""

    fields: Sequence[str]
    inputs: Sequence[tuple[str, str]]
    kernels: Sequence[str]


@dataclass(frozen=True)
class Sweep:
    """A value for each point of a grid: the last of its names goes fastest.

    ``params`` are the points; ``outputs`` have NaN where there is no value, the last of a condition is 0, 1 or 2; ``alerts`` count.
    """

    points: int
    params: Mapping[str, npt.NDArray[Any]]
    outputs: Mapping[str, npt.NDArray[np.float64]]
    alerts: Mapping[str, npt.NDArray[np.float64]]

    def to_pandas(self) -> Any:
        """A row for each point: parameters, outputs, and alerts' counts."""
        import pandas as pd

        return pd.DataFrame({**self.params, **self.outputs, **self.alerts})


@dataclass(frozen=True)
class Panel(Mapping[str, Any]):
    """Results by symbol; with ``keep_going`` the errors of those that are wrong in ``failed``."""

    symbols: Mapping[str, Any]
    failed: Mapping[str, TaError] = field(default_factory=dict)

    def __getitem__(self, symbol: str) -> Any:
        return self.symbols[symbol]

    def __iter__(self) -> Any:
        return iter(self.symbols)

    def __len__(self) -> int:
        return len(self.symbols)


class _Bound:
    """A plan with its parameters settled."""

    __slots__ = ("native", "first")

    def __init__(self, native: _native.NativeProgram) -> None:
        self.native = native
        self.first = native.describe()


class Plan:
    """A verified plan: immutable, and run from any number of threads. Use ``compile`` or ``load``."""

    def __init__(self, data: bytes, limits: Mapping[str, float] | None = None, warnings: tuple[Any, ...] = ()) -> None:
        self._limits = limits_of(limits)
        self._native = _native.load(data, self._limits)
        self._about = about = self._native.describe()
        self._fields: list[str] = [name for _, name in about["inputs"]]
        self._outputs: list[tuple[str, Any]] = [
            (one["name"], np.float64 if one["type"] == "float" else np.uint8) for one in about["outputs"]
        ]
        self._alerts: list[str] = [one["name"] for one in about["alerts"]]
        self._default: _Bound | None = None
        self.bytes = data
        #: What the compiler warned of; nothing of a plan that was loaded.
        self.warnings = warnings
        if not about["params"] and self._limits:
            # Without parameters, history and state are known here.
            self._bind(None)

    def __repr__(self) -> str:
        return f"Plan({self.id})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Plan, (self.bytes, self._limits))

    @property
    def id(self) -> str:
        """``sha256:`` and the identity: what is computed, whatever it was called or however it was laid out."""
        return str(self._about["id"])

    @property
    def doc(self) -> str | None:
        """The program's documentation."""
        doc: str | None = self._about["doc"]
        return doc

    @property
    def params(self) -> list[Param]:
        """The parameters, in order."""
        return [Param(**one) for one in self._about["params"]]

    @property
    def outputs(self) -> list[Output]:
        """The outputs, in order."""
        return [
            Output(one["name"], one["type"], one["doc"], {key: json.loads(text) for key, text in one["hints"]})
            for one in self._about["outputs"]
        ]

    @property
    def alerts(self) -> list[AlertInfo]:
        """The alerts, in order."""
        return [AlertInfo(**one) for one in self._about["alerts"]]

    @property
    def requirements(self) -> Requirements:
        """The columns that a run must bring, and the kernels."""
        return Requirements(tuple(self._fields), tuple(self._about["inputs"]), tuple(self._about["kernels"]))

    @property
    def source_map(self) -> list[tuple[int, int] | None] | None:
        """Where each lane was written, in UTF-16 units; None where the plan does not say."""
        found: list[tuple[int, int] | None] | None = self._about["source_map"]
        return found

    def _bind(self, params: Mapping[str, ParamValue] | None) -> _Bound:
        values = params_of(params)
        if not values:
            bound = self._default
            if bound is None:
                bound = self._default = _Bound(self._native.bind({}, "best"))
            return bound
        return _Bound(self._native.bind(values, "best"))

    def run(
        self,
        data: Any,
        params: Mapping[str, ParamValue] | None = None,
        into: Mapping[str, Column] | None = None,
    ) -> Result:
        """Runs over rows from the start of history, without Python's lock; Ctrl-C ends it at the next tile of rows.

        ``into`` are arrays to fill instead of new ones: of the same names, types and length, contiguous.

        Raises TA8001 and TA8002 for parameters that the plan does not have or refuses, TA8003 where ``into`` does not fit,
        TA7xxx where the data is wrong, TA8014 for more work or time than the plan's limits allow.
        """
        bound = self._bind(params)
        bars = bars_of(data, self._fields)
        rows = bars.rows
        if into is None:
            outputs = {name: np.empty(rows, kind) for name, kind in self._outputs}
        else:
            outputs = self._buffers(into, rows)
        try:
            fired = bound.native.run(rows, bars.inputs, list(outputs.values()))
        except TaError as error:
            raise placed(error, self._fields, bars.inputs) from None
        return Result(rows, outputs, self._alerts, fired, bound.first, bars.stamps, bars.index)

    def _buffers(self, into: Mapping[str, Column], rows: int) -> dict[str, Column]:
        outputs = {}
        if not isinstance(into, Mapping):
            raise TaError("TA8003", f"into takes arrays by output, as run gives them, not {kind_of(into)}")
        for name, kind in self._outputs:
            array = into.get(name)
            if (
                not isinstance(array, np.ndarray)
                or array.dtype != kind
                or array.shape != (rows,)
                or not array.flags.carray
            ):
                due = np.dtype(kind).name
                message = f'the output "{name}" needs a contiguous, writable {due} array of {rows} rows'
                raise TaError("TA8003", message, column=name)
            outputs[name] = array
        return outputs

    def panel(
        self,
        data: Mapping[str, Any] | Iterable[tuple[str, Any]],
        params: Mapping[str, ParamValue] | None = None,
        *,
        keep: Literal["all", "last"] = "all",
        progress: Progress | None = None,
        keep_going: bool = False,
        threads: int | None = None,
    ) -> Panel:
        """Runs over symbols on threads of the engine's own: of each a ``Result``, or with ``keep="last"`` its last row.

        ``progress`` is a bar of tqdm, or a function of rows done and rows in all. With ``keep_going`` a symbol that is wrong is told
        in ``failed`` and the others go on; else its error is raised, with its ``symbol``. Raises TA8014 where all of it together is
        more work or takes longer than the plan's limits allow.
        """
        clock = Clock(self._limits)
        if not isinstance(keep, str) or keep not in ("all", "last"):
            raise usage(f'keep is "all" or "last", not {keep!r}')
        keep_going = flag_of("keep_going", keep_going)
        on = threads_of(threads)
        progress_of(progress, 0)
        bound = self._bind(params)
        failed: dict[str, TaError] = {}

        def fail(symbol: str, error: TaError) -> None:
            told = TaError(
                error.code, f"{symbol}: {error.message}", column=error.column, row=error.row, symbol=symbol
            )
            if not keep_going:
                raise told from error
            failed[symbol] = told

        members: list[tuple[str, Bars, dict[str, Column]]] = []
        for symbol, own in _pairs(data):
            clock.check()
            try:
                bars = bars_of(own, self._fields)
            except TaError as error:
                fail(symbol, error)
                continue
            kept = {} if keep == "last" else {name: np.empty(bars.rows, kind) for name, kind in self._outputs}
            members.append((symbol, bars, kept))
        # Of no outputs every row is as good as the last.
        total = sum(bars.rows for _, bars, _ in members)
        try:
            found = bound.native.panel(
                [(bars.rows, bars.inputs, list(kept.values())) for _, bars, kept in members],
                on,
                clock.left(),
                progress_of(progress, total),
            )
        except TaError as error:
            raise clock.told(error) from None
        symbols: dict[str, Result | Last] = {}
        for (symbol, bars, kept), (last, fired, wrong) in zip(members, found):
            if wrong is not None:
                fail(symbol, placed(wrong, self._fields, bars.inputs))
                continue
            result = Result(bars.rows, kept, self._alerts, fired, bound.first, bars.stamps, bars.index)
            if keep == "all":
                symbols[symbol] = result
            else:
                names = (name for name, _ in self._outputs)
                symbols[symbol] = Last(bars.rows, dict(zip(names, last)), result.alerts)
        return Panel(symbols, failed)

    def sweep(
        self,
        grid: Mapping[str, Iterable[ParamValue]],
        data: Any,
        params: Mapping[str, ParamValue] | None = None,
        *,
        reduce: Fold | Mapping[str, Fold] = "last",
        where: Callable[[dict[str, ParamValue]], bool] | None = None,
        progress: Progress | None = None,
        threads: int | None = None,
        limit_bytes: int = _BYTES,
    ) -> Sweep:
        """Runs at every point of a grid: what points have in common is computed once, and each value is that of a run alone.

        ``reduce`` is what is kept of an output's rows, for all or by output: the last value, how many are known (of a condition:
        true), or of numbers their sum, mean, max or min. ``where`` leaves points out; ``progress`` is told points.

        Raises TA8001 and TA8002 for wrong parameters, naming the point, TA8011 for a grid that would not fit ``limit_bytes``,
        TA8014 where all points together are more work or take longer than the plan's limits allow.
        """
        clock = Clock(self._limits)
        fixed = params_of(params)
        axes = [(name, list(map(plain, values))) for name, values in _axes(grid)]
        on = threads_of(threads)
        limit_bytes = size_of("limit_bytes", limit_bytes)
        if where is not None and not callable(where):
            raise usage(f"where is a function of a point, not {kind_of(where)}")
        progress_of(progress, 0)
        known = [param["name"] for param in self._about["params"]]
        for name, values in axes:
            if name not in known:
                has = f"it has {', '.join(known)}" if known else "it has none"
                raise TaError("TA8001", f'the plan has no parameter "{name}"; {has}')
            if name in fixed:
                raise TaError("TA8007", f"the parameter {name} is on the grid and in params: one of them is due")
            if not values:
                raise TaError("TA8007", f"the grid has no values of {name}")
        if not axes:
            raise TaError("TA8007", "a grid has at least one parameter")
        width = len(axes) + len(self._outputs) + len(self._alerts)
        most = int(np.prod([float(len(values)) for _, values in axes]))
        if where is None and 8 * most * width > limit_bytes:
            raise TaError("TA8011", f"{most} points would give {8 * most * width} bytes, the limit is {limit_bytes}")
        places: list[int] = []
        points = 0
        for point in product(*(range(len(values)) for _, values in axes)):
            if where is not None or points % _CHECKED == 0:
                clock.check()
            if where is not None and not where({name: values[at] for (name, values), at in zip(axes, point)}):
                continue
            places.extend(point)
            points += 1
            if 8 * points * width > limit_bytes:
                raise TaError("TA8011", f"more than {points} points: the limit is {limit_bytes} bytes")
        bars = bars_of(data, self._fields)
        folds = self._folds(reduce)
        if points:
            try:
                columns = self._native.sweep(
                    fixed,
                    axes,
                    places,
                    folds,
                    bars.rows,
                    bars.inputs,
                    on,
                    limit_bytes,
                    clock.left(),
                    "best",
                    progress_of(progress, points),
                )
            except TaError as error:
                raise clock.told(placed(error, self._fields, bars.inputs)) from None
        else:
            columns = [np.empty(0) for _ in range(len(self._outputs) + len(self._alerts))]
        at = np.array(places, dtype=np.int64).reshape(points, len(axes))
        return Sweep(
            points,
            {name: np.array(values)[at[:, axis]] for axis, (name, values) in enumerate(axes)},
            dict(zip((name for name, _ in self._outputs), columns)),
            dict(zip(self._alerts, columns[len(self._outputs) :])),
        )

    def _folds(self, reduce: str | Mapping[str, str]) -> list[str]:
        names = [name for name, _ in self._outputs]
        if isinstance(reduce, str):
            return [text_of("a fold", reduce)] * len(names)
        if not isinstance(reduce, Mapping):
            raise usage(f"reduce is a fold, or folds by output, not {kind_of(reduce)}")
        strange = next((name for name in reduce if name not in names), None)
        if strange is not None:
            told = f'reduce names "{strange}", which is no output; there are {", ".join(names) or "none"}'
            raise TaError("TA8007", told)
        return [text_of(f"the fold of {name}", reduce.get(name, "last")) for name in names]

    def open(self, snapshot: bytes | None = None, params: Mapping[str, ParamValue] | None = None) -> Session:
        """Opens a live session, at the start of history or where a snapshot was taken. Raises TA602x for a wrong one."""
        return Session(self, self._bind(params), None if snapshot is None else bytes_of("a snapshot", snapshot))


class Session:
    """A live run: the same kernels, row by row. A context manager; use ``plan.open``."""

    def __init__(self, plan: Plan, bound: _Bound, snapshot: bytes | None) -> None:
        self._fields = plan._fields
        self._outputs = [name for name, _ in plan._outputs]
        self._alerts = plan._alerts
        self._native = bound.native.open(snapshot)

    def push(self, bar: Mapping[str, Any]) -> Tick:
        """Advances by one closed bar: a number by field, None or NaN where missing.

        Raises TA7009 for a field that is not there, TA7006 for an infinite one; then nothing has advanced.
        """
        values, fired = self._native.push(self._row(bar))
        return self._tick(bar, values, fired, 1)

    def peek(self, bar: Mapping[str, Any]) -> Tick:
        """What ``push`` would give, for a bar that has not closed; nothing advances."""
        values, fired = self._native.peek(self._row(bar))
        return self._tick(bar, values, fired, 0)

    def snapshot(self) -> bytes:
        """The whole state: ``plan.open(snapshot)`` goes on from here, to the bit."""
        return self._native.snapshot()

    @property
    def rows(self) -> int:
        """Rows pushed since history's start."""
        return self._native.rows()

    def close(self) -> None:
        """Frees the state; what is called later raises TA8004."""
        self._native.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _row(self, bar: Mapping[str, Any]) -> list[float]:
        if not isinstance(bar, Mapping):
            raise usage(f'a bar is numbers by field: {{"close": 1.0}}, not {kind_of(bar)}')
        row = []
        for name in self._fields:
            try:
                value = bar[name]
            except KeyError:
                message = f'the program reads "{name}", which the bar does not have'
                raise TaError("TA7009", message, column=name) from None
            if type(value) is not float:
                value = float(floats_of(name, [np.nan if value is None else value])[0])
            row.append(value)
        return row

    def _tick(self, bar: Mapping[str, Any], values: list[float], fired: list[int], pushed: int) -> Tick:
        alerts: list[Alert] = []
        if fired:
            row, stamp = self._native.rows() - pushed, bar.get("timestamp")
            alerts = [Alert(self._alerts[place], row, stamp) for place in fired]
        return Tick(dict(zip(self._outputs, values)), alerts)


def _pairs(data: Any) -> Iterable[tuple[str, Any]]:
    """The symbols of a universe with their bars. Raises TA8007 for what is none, and for a symbol that is there twice."""
    if isinstance(data, Mapping):
        data = data.items()
    try:
        given = iter(data)
    except TypeError:
        raise usage(f"a universe is bars by symbol, or pairs of a symbol and its bars, not {kind_of(data)}") from None
    seen: set[str] = set()
    for pair in given:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2 or not isinstance(pair[0], str):
            raise usage("a universe is bars by symbol, or pairs of a symbol and its bars")
        if pair[0] in seen:
            raise usage(f"the universe has the symbol {pair[0]} twice")
        seen.add(pair[0])
        yield pair[0], pair[1]


def _axes(grid: Any) -> Iterable[tuple[str, Iterable[Any]]]:
    """The axes of a grid. Raises TA8007 for what is none."""
    if not isinstance(grid, Mapping):
        raise usage(f"a grid is values by parameter, not {kind_of(grid)}")
    for name, values in grid.items():
        text_of("the name of a parameter", name)
        if isinstance(values, (str, bytes, Mapping)):
            raise usage(f"the grid's values of {name} are a list, a range or an array, not {kind_of(values)}")
        try:
            yield name, list(values)
        except TypeError:
            raise usage(f"the grid's values of {name} are a list, a range or an array, not {kind_of(values)}") from None
