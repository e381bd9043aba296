"""Counterparts on a Spark cluster: the same kernel, one code at a time, on its machines.

Offers and needs are brought together by code (cogroup); what a code finds does not depend on the
others, so nothing else has to move. Needs the optional extra `schakel[spark]`.
"""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from schakel.engine.errors import BadInput, Phrase
from schakel.engine.explore.counterparts import Counterparts, asked, best_of, offered
from schakel.engine.explore.search import Priced, Search
from schakel.engine.explore.sides import Records
from schakel.engine.model import Market, Sites

FOUND = pa.schema([("offer", pa.int64()), ("need", pa.int64()), ("value", pa.float32())])
FOUND_IN_SPARK = "offer long, need long, value float"


def counterparts_on(master: str, market: Market, search: Search) -> Counterparts:
    """What `counterparts` gives, found on the cluster at this address."""
    spark = _session(master)
    try:
        have, want = (spark.createDataFrame(table) for table in tables_of(market))
        pairs = have.groupBy("code").cogroup(want.groupBy("code"))
        found = pairs.applyInArrow(lambda one, other: matched(one, other, search), FOUND_IN_SPARK)
        return gathered(found.toArrow(), len(market.offers.id), search.top)
    finally:
        spark.stop()


def _session(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise BadInput(
            Phrase("search"),
            "engine",
            "Spark is not installed; pip install 'schakel[spark]', or use local",
        ) from error
    return SparkSession.builder.master(master).appName("schakel explore").getOrCreate()


def tables_of(market: Market) -> tuple[pa.Table, pa.Table]:
    """Offers and needs with all that the kernel asks, prices with their range."""
    codes = len(market.codes)
    return _table(offered(market.offers, codes)), _table(asked(market.needs, codes))


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


def matched(offers: pa.Table, needs: pa.Table, search: Search) -> pa.Table:
    """What the offers and needs of one code find, in rows of the whole tables."""
    if not (offers.num_rows and needs.num_rows):
        return FOUND.empty_table()
    found = best_of(_records(offers), _records(needs), search)
    offer, place = np.nonzero(found.need >= 0)
    rows = _column(offers, "row")[offer], _column(needs, "row")[found.need[offer, place]]
    return pa.table([*rows, found.value[offer, place]], schema=FOUND)


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
    offer, value = _column(found, "offer"), _column(found, "value")
    order = np.lexsort((-value, offer))
    offer = offer[order]
    need = np.full((offers, top), -1, np.int32)
    worth = np.zeros((offers, top), np.float32)
    place = np.arange(len(offer)) - np.searchsorted(offer, offer)
    need[offer, place] = _column(found, "need")[order]
    worth[offer, place] = value[order]
    return Counterparts(need, worth)
