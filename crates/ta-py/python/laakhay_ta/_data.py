"""What callers bring as bars, as the engine's columns: contiguous arrays of float64, missing values as NaN."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _native
from ._errors import TaError

Floats = npt.NDArray[np.float64]


class Bars:
    """Columns in the order of the plan's inputs; ``stamps`` and ``index`` leave as they came."""

    __slots__ = ("rows", "inputs", "stamps", "index")

    def __init__(self, rows: int, inputs: list[Floats], stamps: Any, index: Any) -> None:
        self.rows = rows
        self.inputs = inputs
        self.stamps = stamps
        self.index = index


def bars_of(data: Any, fields: Sequence[str]) -> Bars:
    """The columns that ``fields`` names. Arrays of float64 are used as they are, and so are Arrow's of doubles without nulls.

    Raises TA7009 for one that is not there, TA7010 for one of another length, TA7005 for a value that is no number.
    """
    try:
        return _bars_of(data, fields)
    except TaError:
        raise
    except Exception as error:  # Whatever a caller's own class raises when it is looked at.
        raise TaError("TA7009", f"the bars, a {type(data).__name__}, cannot be read: {error}") from error


def _bars_of(data: Any, fields: Sequence[str]) -> Bars:
    if isinstance(data, Mapping):
        return _from_mapping(data, fields)
    if hasattr(data, "iloc") and hasattr(data, "columns"):
        return _from_pandas(data, fields)
    if hasattr(data, "__arrow_c_stream__"):
        return _from_arrow(data, fields)
    raise TaError(
        "TA7009",
        "bars are a mapping of columns, a DataFrame of pandas or polars, or an Arrow table, "
        f"not {type(data).__name__}",
    )


def _spelt(names: Iterable[str], field: str) -> str | None:
    """The name under which a field was given: as the program spells it, else in another case."""
    names = list(names)
    if field in names:
        return field
    return next((name for name in names if isinstance(name, str) and name.lower() == field.lower()), None)


def _missing(field: str, names: Iterable[Any]) -> TaError:
    given = ", ".join(str(name) for name in names)
    told = f"given were {given}" if given else "no column was given"
    return TaError("TA7009", f'the program reads "{field}", which the bars do not have; {told}', column=field)


def _checked(rows: int | None, used: list[tuple[str, Any]]) -> int:
    for name, values in used:
        try:
            own = len(values)
        except TypeError:
            raise TaError("TA7009", f'"{name}" is no column: {type(values).__name__}', column=name) from None
        if rows is None:
            rows = own
        elif own != rows:
            first = used[0][0]
            raise TaError(
                "TA7010",
                f'the columns have different lengths: "{first}" has {rows} rows, "{name}" has {own}',
                column=name,
            )
    return rows or 0


def _from_mapping(data: Mapping[str, Any], fields: Sequence[str]) -> Bars:
    used: list[tuple[str, Any]] = []
    for field in fields:
        values = data.get(field)
        name: str | None = field
        if values is None:
            name = _spelt(data, field)
            if name is None or data[name] is None:
                raise _missing(field, data)
            values = data[name]
        # What is usual passes at once.
        if not (type(values) is np.ndarray and values.dtype == np.float64 and values.ndim == 1 and values.flags.carray):
            values = floats_of(str(name), values)
        used.append((str(name), values))
    inputs = [values for _, values in used]
    stamps = data.get("timestamp")
    if stamps is not None:
        used.append(("timestamp", stamps))
    if not used and data:
        # A program of constants has as many rows as whatever column it is given.
        used = [(str(name), values) for name, values in data.items()][:1]
    return Bars(_checked(None, used), inputs, stamps, None)


def _from_pandas(data: Any, fields: Sequence[str]) -> Bars:
    names = list(data.columns)
    inputs = []
    for field in fields:
        name = _spelt(names, field)
        if name is None:
            raise _missing(field, names)
        column = data[name]
        if column.ndim != 1:
            raise TaError("TA7012", f'the bars have two columns "{name}"', column=name)
        inputs.append(floats_of(name, column))
    name = _spelt(names, "timestamp")
    # Of a mere count of rows nothing is to be learnt.
    counted = type(data.index).__name__ == "RangeIndex"
    stamps = data[name].array if name is not None else None if counted else data.index
    return Bars(len(data), inputs, stamps, data.index)


def _from_arrow(data: Any, fields: Sequence[str]) -> Bars:
    names = _names(data)
    if names is None:
        return _from_stream(_native.ArrowColumns(_capsule(data)), fields)
    wanted = _wanted(names, fields)
    stamp = _spelt(names, "timestamp")
    # Twice the same field is one column; what is not read is not exported, where the table can leave it out.
    chosen = data.select(list(dict.fromkeys(wanted))) if hasattr(data, "select") and wanted else data
    inputs = _native.ArrowColumns(_capsule(chosen)).numbers(wanted)
    rows = len(inputs[0]) if inputs else len(data)
    return Bars(rows, inputs, None if stamp is None else data[stamp], None)


def _from_stream(columns: _native.ArrowColumns, fields: Sequence[str]) -> Bars:
    """Of what is nothing but a stream: its own schema says what its columns are called."""
    names = columns.names()
    inputs = columns.numbers(_wanted(names, fields))
    stamp = _spelt(names, "timestamp")
    return Bars(columns.rows(), inputs, None if stamp is None else columns.stamps(stamp), None)


def _wanted(names: Sequence[str], fields: Sequence[str]) -> list[str]:
    wanted = []
    for field in fields:
        name = _spelt(names, field)
        if name is None:
            raise _missing(field, names)
        wanted.append(name)
    return wanted


def _capsule(data: Any) -> object:
    """The stream of a table. Raises TA7001 where it has none to give."""
    try:
        return data.__arrow_c_stream__()
    except Exception as error:  # Of a caller's own class.
        raise TaError("TA7001", f"the Arrow stream cannot be had: {error}") from error


def _names(data: Any) -> list[str] | None:
    """What a table says that its columns are called; None where it says nothing, as what is but a stream."""
    names = getattr(getattr(data, "schema", None), "names", None)
    names = names() if callable(names) else names
    return None if names is None else list(names)


def floats_of(name: str, values: Any) -> Floats:
    """A column of any kind as contiguous float64, nulls as NaN. Raises TA7005 for what is no number."""
    try:
        if isinstance(values, np.ndarray):
            array = values
        elif hasattr(values, "iloc"):
            # pandas: extension types say themselves what is missing.
            array = values.to_numpy(dtype=np.float64, na_value=np.nan)
        elif hasattr(values, "to_numpy"):
            array = values.to_numpy()
        else:
            array = np.asarray(values)
        if array.dtype.kind in "USMm":
            raise ValueError(f"{array.dtype} is no number")
        if array.dtype.kind == "O":
            strange = next((row for row, value in enumerate(array) if isinstance(value, (str, bytes))), None)
            if strange is not None:
                raise TaError(
                    "TA7005",
                    f'column "{name}", row {strange}: a number is due, not {array[strange]!r}',
                    column=name,
                    row=strange,
                )
        array = np.ascontiguousarray(array, dtype=np.float64)
    except TaError:
        raise
    except Exception as error:  # Whatever a caller's own column raises when it is asked for numbers.
        raise TaError("TA7005", f'column "{name}": numbers are due: {error}', column=name) from error
    if array.ndim != 1:
        raise TaError("TA7005", f'column "{name}": one dimension is due, not {array.ndim}', column=name)
    return array


def placed(error: TaError, fields: Sequence[str], inputs: Sequence[Floats]) -> TaError:
    """The engine names an infinite value in words; a caller gets its place too."""
    if error.code != "TA7006":
        return error
    for field, values in zip(fields, inputs):
        found = np.flatnonzero(np.isinf(values))
        if len(found):
            row = int(found[0])
            message = f'column "{field}", row {row}: an infinite value; NaN is a missing one'
            return TaError("TA7006", message, column=field, row=row)
    return error
