"""What a run gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from . import _native

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Column = npt.NDArray[Any]


class Alert(NamedTuple):
    """An alert that fired; ``row`` counts from 0."""

    name: str
    row: int
    timestamp: Any = None


class Warn(NamedTuple):
    """An output or an alert (``kind``) that this data is too short for: it needs ``needed`` rows."""

    code: str
    message: str
    name: str
    kind: str
    needed: int
    rows: int


def stamp_of(stamps: Any, row: int) -> Any:
    """A row's timestamp as its library gives it; of Arrow's scalars Python's value."""
    stamp: Any = None if stamps is None else stamps[row]
    return stamp.as_py() if hasattr(stamp, "as_py") else stamp


class Result(Mapping[str, Column]):
    """Outputs by name: float64 with NaN where missing; of conditions uint8 with 0, 1, and 2 where unknown."""

    __slots__ = ("rows", "_outputs", "_fired", "_names", "_stamps", "_index", "_from")

    def __init__(
        self,
        rows: int,
        outputs: dict[str, Column],
        names: Sequence[str],
        fired: Sequence[npt.NDArray[np.uint32]],
        first: Mapping[str, Sequence[int | None]],
        stamps: Any = None,
        index: Any = None,
    ) -> None:
        self.rows = rows
        self._outputs = outputs
        self._names = names
        self._fired = fired
        self._from = first
        self._stamps = stamps
        self._index = index

    def __getitem__(self, name: str) -> Column:
        return self._outputs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._outputs)

    def __len__(self) -> int:
        return len(self._outputs)

    def __repr__(self) -> str:
        return f"Result({self.rows} rows of {', '.join(self._outputs) or 'nothing'}; {len(self.alerts)} alerts)"

    @property
    def alerts(self) -> list[Alert]:
        """Every alert that fired: by row, then in the order of the program."""
        found = [(int(row), place) for place, rows in enumerate(self._fired) for row in rows]
        return [Alert(self._names[place], row, stamp_of(self._stamps, row)) for row, place in sorted(found)]

    @property
    def warnings(self) -> list[Warn]:
        """TA5005 for each output and alert that gave nothing because it needs more rows than there are."""
        found: list[Warn] = []
        if self.rows == 0:
            return found

        def look(kind: str, name: str, first: int | None, spoke: bool, effect: str) -> None:
            if first is None or first < self.rows or spoke:
                return
            bars = f"{first + 1} bar{'' if first == 0 else 's'}"
            message = f'the {kind} "{name}" needs {bars}; the data has {self.rows}: {effect}'
            found.append(Warn("TA5005", message, name, kind, first + 1, self.rows))

        for (name, values), first in zip(self._outputs.items(), self._from["valid_from"]):
            known = bool((values != 2).any()) if values.dtype == np.uint8 else not bool(np.isnan(values).all())
            look("output", name, first, known, "every value is missing")
        for name, rows, first in zip(self._names, self._fired, self._from["alerts_from"]):
            look("alert", name, first, len(rows) > 0, "it cannot fire")
        return found

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The outputs as an Arrow stream: what is missing or unknown is null, conditions are booleans."""
        return _native.export_stream(list(self._outputs.items()))

    def to_arrow(self) -> pyarrow.Table:
        """As a table of pyarrow, the bars' timestamps first where they had any. Numbers are not copied."""
        import pyarrow as pa

        table = pa.table(self)
        if self._stamps is None:
            return table
        stamps = self._stamps
        stamps = stamps.to_arrow() if hasattr(stamps, "to_arrow") else stamps
        if not isinstance(stamps, (pa.Array, pa.ChunkedArray)):
            stamps = pa.array(stamps)
        return table.add_column(0, "timestamp", stamps)

    def to_polars(self) -> polars.DataFrame:
        """As a data frame of polars, the bars' timestamps first where they had any."""
        import polars as pl

        frame = pl.DataFrame(_Stream(self))
        if self._stamps is None:
            return frame
        return frame.insert_column(0, pl.Series("timestamp", self._stamps))

    def to_pandas(self) -> pandas.DataFrame:
        """As a data frame of pandas, with the bars' index; conditions are its nullable booleans."""
        import pandas as pd

        index = self._index
        if index is None and self._stamps is not None:
            index = pd.Index(np.asarray(self._stamps), name="timestamp")
        columns: dict[str, Any] = {}
        for name, values in self._outputs.items():
            if values.dtype == np.uint8:
                columns[name] = pd.arrays.BooleanArray(values == 1, values == 2)
            else:
                columns[name] = values
        if not columns:
            return pd.DataFrame(index=range(self.rows) if index is None else index)
        return pd.DataFrame(columns, index=index, copy=False)


class _Stream:
    """A result as nothing but an Arrow stream: polars takes a mapping for its columns as they are."""

    def __init__(self, result: Result) -> None:
        self._result = result

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._result.__arrow_c_stream__(requested_schema)


class Last(NamedTuple):
    """A symbol's last row: numbers, NaN where missing; conditions 0, 1, or 2 where unknown. Alerts are those of every row."""

    rows: int
    outputs: dict[str, float]
    alerts: list[Alert]


class Tick(NamedTuple):
    """What one row gives: numbers, NaN where missing; conditions 0, 1, or 2 where unknown."""

    outputs: dict[str, float]
    alerts: list[Alert]
