"""Reading one record of a file: every wrong field is named with what would mend it."""

import math
from collections.abc import Mapping
from typing import Any

from schakel.engine.errors import BadInput


class Record:
    """A JSON object, with the name that errors call it by."""

    def __init__(self, content: Any, kind: str, number: int | None = None) -> None:
        where = kind if number is None else f"{kind} {number}"
        if not isinstance(content, Mapping):
            raise BadInput(where, "", "is not a record; write it as {...}")
        name = content.get("name")
        self.where = f"{kind} {name}" if isinstance(name, str) and name else where
        self._content, self._read = content, {"note"}

    def text(self, field: str, default: str | None = None) -> str:
        value = self._take(field, default)
        if value is not None and not isinstance(value, str):
            raise BadInput(self.where, field, "is not a text; write the name between quotes")
        if value is None or not value.strip():
            raise BadInput(self.where, field, "is missing; give it a name")
        return value

    def number(self, field: str, least: float = -math.inf, default: float | None = None) -> float:
        value = self.maybe(field, least)
        if value is not None:
            return value
        if default is None:
            raise BadInput(self.where, field, "is missing; give a figure")
        return default

    def maybe(self, field: str, least: float = -math.inf) -> float | None:
        """A figure, or None where it is left out or null."""
        value = self._take(field, None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _no_figure(self.where, field, value)
        if not math.isfinite(value):
            raise _no_figure(self.where, field, value)
        if value < least:
            raise BadInput(
                self.where,
                field,
                "%(value)s is below %(least)s; correct it",
                value=float(value),
                least=least,
            )
        return float(value)

    def tonnes(self, field: str) -> float:
        """Tonnes a year; `unit` may say so, and nothing else."""
        unit = self._take("unit", "t")
        if unit != "t":
            raise BadInput(
                self.where,
                "unit",
                "“%(unit)s” is not tonnes a year (t); convert the figures (1000 kg is 1 t)",
                unit=unit,
            )
        return self.number(field, least=0.0)

    def flag(self, field: str) -> bool:
        value = self._take(field, False)
        if not isinstance(value, bool):
            raise BadInput(self.where, field, "is true or false")
        return value

    def records(self, field: str, kind: str | None = None) -> list["Record"]:
        value = self._take(field, [])
        if not isinstance(value, list):
            raise BadInput(self.where, field, "is not a list; write it as [...]")
        named = kind or f"{self.where}, {field}"
        return [Record(each, named, number) for number, each in enumerate(value, 1)]

    def record(self, field: str) -> "Record":
        if field not in self._content:
            raise BadInput(self.where, field, "is missing; add it")
        return Record(self._take(field, None), field)

    def done(self) -> None:
        """Nothing may be left that nobody reads: a misspelt field would count for nothing."""
        left = sorted(set(self._content) - self._read)
        if left:
            raise BadInput(
                self.where,
                left[0],
                "is not a field here; the fields are %(fields)s",
                fields=", ".join(sorted(self._read)),
            )

    def _take(self, field: str, default: Any) -> Any:
        self._read.add(field)
        return self._content.get(field, default)


def _no_figure(where: str, field: str, value: object) -> BadInput:
    return BadInput(where, field, "“%(value)s” is not a figure; give one", value=str(value))
