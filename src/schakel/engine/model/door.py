"""The checks at the door: the first record that is wrong is named, with what would mend it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput
from schakel.engine.model import geography

Floats = NDArray[np.float64]
MOST_TONNES = 50_000_000.0
"""Tonnes a year of one record: more than the yearly waste of the Netherlands is a slip in units."""
MOST_PER_TONNE = 100_000_000.0
"""EUR or kg per tonne: gold costs about as much."""
CHUNK = 1_000_000


class Door:
    """Checks the columns of one table; `table` and the ids name a record in the error."""

    def __init__(self, table: str, ids: NDArray) -> None:
        self.table = table
        self.ids = ids
        if len(ids) == 0:
            raise BadInput(table, "", "there are no records; give at least one")

    def lengths(self, columns: Mapping[str, NDArray]) -> None:
        for field, values in columns.items():
            if len(values) != len(self.ids):
                raise BadInput(
                    self.table,
                    field,
                    "has %(values)s values for %(records)s records; give one for each",
                    values=len(values),
                    records=len(self.ids),
                )

    def unique(self) -> None:
        """Every id once: results refer to records by it."""
        if self.ids.dtype.kind in "iu" and bool((self.ids[1:] > self.ids[:-1]).all()):
            return
        seen, first = np.unique(self.ids, return_index=True)
        if len(seen) < len(self.ids):
            again = np.setdiff1d(np.arange(len(self.ids)), first)[0]
            record = self._record(int(again))
            raise BadInput(record, "id", "stands here twice; give every record its own")

    def codes(self, code: NDArray[np.int32], known: int, field: str = "code") -> None:
        if record := self._first((code < 0) | (code >= known)):
            raise BadInput(record, field, "is no material; give its code")

    def positive(self, field: str, values: Floats, most: float = np.inf) -> None:
        """A number above zero, and no more than `most`."""
        self._numbers(field, values)
        if record := self._first(values <= 0):
            raise BadInput(record, field, "is not above zero; correct it, or leave the record out")
        if record := self._first(values > most):
            raise BadInput(
                record,
                field,
                "is more than %(most)s t; are these kilograms? Divide by a thousand to get tonnes",
                most=most,
            )

    def not_negative(self, field: str, values: Floats, most: float = np.inf) -> None:
        """Zero or more, and no more than `most` per tonne."""
        self._numbers(field, values)
        if record := self._first(values < 0):
            raise BadInput(record, field, "is below zero; correct it")
        if record := self._first(values > most):
            raise BadInput(record, field, "is more than %(most)s per tonne; correct it", most=most)

    def known_or_missing(self, field: str, values: Floats) -> None:
        """Per tonne. NaN means unknown and stays so; infinite is a slip, and so is a fortune."""
        if record := self._first(np.isinf(values)):
            raise BadInput(record, field, "is infinite; give a number, or leave it empty")
        if record := self._first(np.abs(values) > MOST_PER_TONNE):
            raise BadInput(
                record, field, "is more than %(most)s per tonne; correct it", most=MOST_PER_TONNE
            )

    def on_land(self, latitude: Floats, longitude: Floats) -> None:
        for start in range(0, len(latitude), CHUNK):
            part = slice(start, start + CHUNK)
            off = geography.outside_europe(latitude[part], longitude[part])
            off |= geography.in_open_water(latitude[part], longitude[part])
            if off.any():
                row = start + int(off.argmax())
                point = float(latitude[row]), float(longitude[row])
                on_land(self._record(row), ("latitude", "longitude"), *point)

    def _numbers(self, field: str, values: Floats) -> None:
        if record := self._first(~np.isfinite(values)):
            raise BadInput(record, field, "is not a number; fill it in")

    def _first(self, wrong: NDArray[np.bool_]) -> str:
        """The first record that is wrong, or nothing."""
        return self._record(int(wrong.argmax())) if wrong.any() else ""

    def _record(self, row: int) -> str:
        return f"{self.table} {self.ids[row]}"


def on_land(record: str, fields: tuple[str, str], latitude: float, longitude: float) -> None:
    """One point, in degrees; `fields` are what the file calls the two."""
    for field, degrees in zip(fields, (latitude, longitude), strict=True):
        if np.isnan(degrees):
            raise BadInput(record, field, "is not a number; fill in degrees, as in 52.09")
    point = f"{latitude:g}, {longitude:g}"
    if _outside(latitude, longitude) and not _outside(longitude, latitude):
        raise BadInput(
            record, ", ".join(fields), "%(point)s is outside Europe; swap the two", point=point
        )
    if _outside(latitude, longitude):
        raise BadInput(
            record,
            ", ".join(fields),
            "%(point)s is outside Europe; give degrees (WGS 84), as in 52.09, 5.12",
            point=point,
        )
    if sea := geography.sea_of(latitude, longitude):
        raise BadInput(
            record,
            ", ".join(fields),
            "%(point)s is in the %(sea)s; take the point of the address",
            point=point,
            sea=sea,
        )


def _outside(latitude: float, longitude: float) -> bool:
    return bool(geography.outside_europe(np.array([latitude]), np.array([longitude]))[0])
