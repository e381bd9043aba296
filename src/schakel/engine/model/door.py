"""The checks at the door: the first record that is wrong is named, with what would mend it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput
from schakel.engine.model import geography

Floats = NDArray[np.float64]
MOST_TONNES = 50_000_000.0
"""Tonnes a year of one record: more than the yearly waste of the Netherlands is a slip in units."""
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
                    self.table, field, f"{len(values)} values for {len(self.ids)} records"
                )

    def unique(self) -> None:
        """Every id once: results refer to records by it."""
        if self.ids.dtype.kind in "iu" and bool((self.ids[1:] > self.ids[:-1]).all()):
            return
        seen, first = np.unique(self.ids, return_index=True)
        if len(seen) < len(self.ids):
            again = np.setdiff1d(np.arange(len(self.ids)), first)[0]
            self._refuse(int(again), "id", "this id stands here twice; give every record its own")

    def codes(self, code: NDArray[np.int32], known: int, field: str = "code") -> None:
        self._check((code >= 0) & (code < known), field, "no material; give its code")

    def positive(self, field: str, values: Floats, most: float = np.inf) -> None:
        """A number above zero, and no more than `most`."""
        self._numbers(field, values)
        self._check(values > 0, field, "is not above zero; correct it, or leave the record out")
        self._check(
            values <= most,
            field,
            f"more than {most:,.0f}; are these kilograms? Divide by 1,000 to get tonnes a year",
        )

    def not_negative(self, field: str, values: Floats) -> None:
        self._numbers(field, values)
        self._check(values >= 0, field, "is below zero; correct it")

    def known_or_missing(self, field: str, values: Floats) -> None:
        """NaN means unknown and stays so; infinite is a slip."""
        self._check(~np.isinf(values), field, "is infinite; give a number, or leave it empty")

    def on_land(self, latitude: Floats, longitude: Floats) -> None:
        for start in range(0, len(latitude), CHUNK):
            part = slice(start, start + CHUNK)
            self._on_land(start, latitude[part], longitude[part])

    def _on_land(self, start: int, latitude: Floats, longitude: Floats) -> None:
        outside = geography.outside_europe(latitude, longitude)
        if outside.any():
            at = int(outside.argmax())
            self._refuse(start + at, *_why_outside(float(latitude[at]), float(longitude[at])))
        wet = geography.in_open_water(latitude, longitude)
        if wet.any():
            at = int(wet.argmax())
            sea = geography.sea_of(float(latitude[at]), float(longitude[at]))
            point = f"{latitude[at]:g}, {longitude[at]:g}"
            self._refuse(
                start + at,
                "latitude, longitude",
                f"{point} is in the {sea}; take the point of the address",
            )

    def _numbers(self, field: str, values: Floats) -> None:
        self._check(np.isfinite(values), field, "is not a number; fill it in")

    def _check(self, good: NDArray[np.bool_], field: str, message: str) -> None:
        if not good.all():
            self._refuse(int((~good).argmax()), field, message)

    def _refuse(self, row: int, field: str, message: str) -> None:
        raise BadInput(f"{self.table} {self.ids[row]}", field, message)


def _why_outside(latitude: float, longitude: float) -> tuple[str, str]:
    if np.isnan(latitude) or np.isnan(longitude):
        field = "latitude" if np.isnan(latitude) else "longitude"
        return field, "is not a number; fill in degrees, as in 52.09"
    point = f"{latitude:g}, {longitude:g}"
    swapped = geography.outside_europe(np.array([longitude]), np.array([latitude]))
    if not swapped[0]:
        return "latitude, longitude", f"{point} is outside Europe; swap the two"
    return (
        "latitude, longitude",
        f"{point} is outside Europe; give degrees (WGS 84), as in 52.09, 5.12",
    )
