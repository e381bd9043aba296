"""Counterparts one code at a time, as Arrow tables: the work that a cluster divides.

What a code finds does not depend on the others, as long as all are cut in the same bands. Then the
answer is that of the whole search, to the last digit.
"""

from dataclasses import dataclass

import numba
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from schakel.engine.explore.counterparts import (
    Common,
    Counterparts,
    asked,
    best_of,
    offered,
)
from schakel.engine.explore.search import Priced, Search
from schakel.engine.explore.sides import Records
from schakel.engine.model import Market, Sites

FOUND = pa.schema(
    [("offer", pa.int64()), ("place", pa.int32()), ("need", pa.int64()), ("value", pa.float32())]
)


@dataclass(frozen=True)
class Task:
    """Offers and needs with all that the kernel asks, and what goes along to every code."""

    offers: pa.Table
    needs: pa.Table
    search: Search
    common: Common


def task_of(market: Market, search: Search) -> Task:
    """This search as a task to divide."""
    codes = len(market.codes)
    have, want = offered(market.offers, codes), asked(market.needs, codes)
    return Task(_table(have), _table(want), search, Common.of(have, want, search))


def _table(records: Records) -> pa.Table:
    return pa.table(
        {
            "row": np.arange(len(records.code)),
            "code": records.code,
            "tonnes": records.tonnes,
            "low": records.price.low,
            "high": records.price.high,
            "latitude": records.sites.latitude,
            "longitude": records.sites.longitude,
        }
    )


def matched(offers: pa.Table, needs: pa.Table, search: Search, common: Common) -> pa.Table:
    """What the offers and needs of one code find, in rows of the whole tables.

    On one thread: a cluster runs as many of these as it has cores.
    """
    if not (offers.num_rows and needs.num_rows):
        return FOUND.empty_table()
    have, want = offers.sort_by("row"), needs.sort_by("row")
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        found = best_of(_records(have), _records(want), search, common)
    finally:
        numba.set_num_threads(threads)
    offer, place = np.nonzero(found.need >= 0)
    columns = [
        _column(have, "row")[offer],
        place.astype(np.int32),
        _column(want, "row")[found.need[offer, place]],
        found.value[offer, place],
    ]
    return pa.table(columns, schema=FOUND)


def _records(table: pa.Table) -> Records:
    low, high = _column(table, "low"), _column(table, "high")
    certain = bool((low == high).all())
    return Records(
        np.zeros(table.num_rows, np.int32),
        _column(table, "tonnes"),
        Priced(low, low if certain else high),
        Sites(_column(table, "latitude"), _column(table, "longitude")),
    )


def _column(table: pa.Table, name: str) -> NDArray:
    return table.column(name).to_numpy()


def gathered(found: pa.Table, offers: int, top: int) -> Counterparts:
    """The answers of all codes in rows by offer, the best first."""
    need = np.full((offers, top), -1, np.int32)
    value = np.zeros((offers, top), np.float32)
    at = _column(found, "offer"), _column(found, "place")
    need[at] = _column(found, "need")
    value[at] = _column(found, "value")
    return Counterparts(need, value)
