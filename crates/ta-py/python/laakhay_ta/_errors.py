"""Everything that can go wrong, as exceptions with the codes of ``spec/errors.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class TaError(Exception):
    """An error with a code: plan bytes (TA6xxx), data (TA7xxx), the use of this interface (TA8xxx), our faults (TA9xxx).

    ``code`` is stable and never reused. ``offset`` is a place in a plan's or a snapshot's bytes, ``column`` and ``row`` one in
    the data, ``symbol`` the one of a panel that is wrong; each is None where there is none.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        offset: int | None = None,
        column: str | None = None,
        row: int | None = None,
        symbol: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset
        self.column = column
        self.row = row
        self.symbol = symbol

    def __str__(self) -> str:
        place = "" if self.offset is None else f" (at byte {self.offset})"
        return f"{self.code}: {self.message}{place}"

    def __reduce__(self) -> tuple[Any, ...]:
        # Keywords do not survive the pickling of exceptions by themselves, and process pools pickle them.
        return (type(self), (self.code, self.message), self.__dict__)


def failure(code: int, message: str, offset: int | None = None) -> TaError:
    """What the engine answers instead of a value."""
    return TaError(f"TA{code}", message, offset=offset)


@dataclass(frozen=True)
class Fix:
    """One replacement that mends what a diagnostic reports: of ``source[span[0]:span[1]]``."""

    title: str
    span: tuple[int, int]
    replacement: str


@dataclass(frozen=True)
class Related:
    """A further place that explains a diagnostic."""

    message: str
    span: tuple[int, int]


@dataclass(frozen=True)
class Diagnostic:
    """One finding about a program; ``source[span[0]:span[1]]`` is where, ``line`` and ``column`` count from 1."""

    code: str
    name: str
    severity: str
    message: str
    span: tuple[int, int]
    line: int
    column: int
    hint: str | None
    fix: Fix | None
    related: tuple[Related, ...]


class CompileError(TaError):
    """A program that is wrong: its text is the code frame, ``diagnostics`` are every independent finding."""

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...], source: str) -> None:
        errors = [found.code for found in diagnostics if found.severity == "error"]
        super().__init__(errors[0] if errors else "TA9001", message)
        self.diagnostics = diagnostics
        self.source = source

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.message, self.diagnostics, self.source))


def diagnostics_of(found: list[dict[str, Any]], source: str) -> tuple[Diagnostic, ...]:
    """Diagnostics as the compiler tells them, with its offsets in UTF-16 units turned into Python's in characters."""
    # Below U+10000 a character is one unit: hardly any program has others.
    wide = any(ord(sign) > 0xFFFF for sign in source)
    units = source.encode("utf-16-le", "surrogatepass") if wide else b""

    def at(offset: int) -> int:
        return len(units[: 2 * offset].decode("utf-16-le", "replace")) if wide else offset

    def span(place: dict[str, Any]) -> tuple[int, int]:
        return at(place["start"]), at(place["end"])

    return tuple(
        Diagnostic(
            code=one["code"],
            name=one["name"],
            severity=one["severity"],
            message=one["message"],
            span=span(one),
            line=one["line"],
            column=one["column"],
            hint=one["hint"],
            fix=None
            if one["fix"] is None
            else Fix(one["fix"]["title"], span(one["fix"]), one["fix"]["replacement"]),
            related=tuple(Related(other["message"], span(other)) for other in one["related"]),
        )
        for one in found
    )
