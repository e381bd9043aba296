"""A market out of tables: offers, needs and conversions in the units of the model.

Columns: see docs/reference/engine-formats.md.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from schakel.engine.errors import BadInput
from schakel.engine.model import Conversions, Market, Needs, Offers, Sites
from schakel.engine.tables.source import Source

TONNE = {"t", "ton", "tonne", "tonnes", "t/y", "t/yr", "t/jaar", "ton/jaar"}
MOST_LETTERS = 100
"""Of an id: in memory every one takes as much as the longest."""
WASTE_CODE = r"^(\d\d)[ .]*(\d\d)[ .]*(\d\d)(\.0)? *\*?$"
LOST_ZERO = r"^([1-9])(\d\d)(\d\d)(\.0)? *\*?$"


def read_market(offers: Source, needs: Source, conversions: Source | None = None) -> Market:
    """Read the tables and check them; raises BadInput with the first record that is wrong."""
    columns = [(offers, "code"), (needs, "code")]
    if conversions:
        columns += [(conversions, "code"), (conversions, "output")]
    names, numbers = _numbered([_codes(source, column) for source, column in columns])
    converted = _conversions(conversions, *numbers[2:]) if conversions else Conversions.none()
    return Market(names, _offers(offers, numbers[0]), _needs(needs, numbers[1]), converted)


def _codes(source: Source, column: str) -> pa.Array:
    """Codes as text in small letters; a code of the List of Waste as its six digits."""
    text = source.text(column)
    if text.null_count:
        row = pc.index(text.is_null(), True).as_py()
        raise BadInput(source.record(row), column, "is empty; give the code of the material")
    _check_zeros(source, column, text)
    return pc.utf8_lower(pc.replace_substring_regex(text, WASTE_CODE, r"\1\2\3"))


def _check_zeros(source: Source, column: str, text: pa.Array) -> None:
    """A spreadsheet makes 20601 of 020601, which nothing else would then match."""
    short = pc.match_substring_regex(text, LOST_ZERO)
    if pc.any(short).as_py():
        row = pc.index(short, True).as_py()
        raise BadInput(
            source.record(row),
            column,
            "%(code)s has five digits; write %(meant)s if that is meant, or a code with a letter",
            code=text[row].as_py(),
            meant=pc.replace_substring_regex(text[row], LOST_ZERO, r"0\1 \2 \3").as_py(),
        )


def _numbered(columns: Sequence[pa.Array]) -> tuple[list[str], list[NDArray[np.int32]]]:
    """The different codes, and every column as positions in them."""
    together = pa.chunked_array(columns, pa.string()).combine_chunks().dictionary_encode()
    numbers = together.indices.to_numpy().astype(np.int32)
    ends = np.cumsum([len(column) for column in columns])
    return together.dictionary.to_pylist(), np.split(numbers, ends[:-1])


def _offers(source: Source, code: NDArray[np.int32]) -> Offers:
    return Offers(
        id=_ids(source),
        code=code,
        tonnes=_tonnes(source, "tonnes"),
        saved=_optional(source, "saved"),
        co2=_optional(source, "co2"),
        sites=_sites(source),
    )


def _needs(source: Source, code: NDArray[np.int32]) -> Needs:
    return Needs(
        id=_ids(source),
        code=code,
        tonnes=_tonnes(source, "tonnes"),
        price=_optional(source, "price"),
        co2=_optional(source, "co2"),
        minimum=_optional(source, "minimum", 0.0),
        sites=_sites(source),
    )


def _conversions(source: Source, code: NDArray[np.int32], output: NDArray[np.int32]) -> Conversions:
    return Conversions(
        id=_ids(source),
        code=code,
        output=output,
        output_per_tonne=_required(source, "output_per_tonne"),
        co_input=_optional(source, "co_input", 0.0),
        cost=_optional(source, "cost"),
        capacity=_tonnes(source, "capacity"),
        minimum=_optional(source, "minimum", 0.0),
        co2=_optional(source, "co2"),
        sites=_sites(source),
    )


def _ids(source: Source) -> NDArray:
    ids = source.text("id")
    if ids.null_count:
        row = pc.index(ids.is_null(), True).as_py()
        raise BadInput(source.line(row), "id", "is empty; name every record")
    long = pc.greater(pc.utf8_length(ids), MOST_LETTERS)
    if pc.any(long).as_py():
        row = pc.index(long, True).as_py()
        raise BadInput(
            source.line(row), "id", "is longer than %(most)s letters; shorten it", most=MOST_LETTERS
        )
    return np.array(ids.to_pylist(), dtype=np.str_)


def _sites(source: Source) -> Sites:
    return Sites(_required(source, "latitude"), _required(source, "longitude"))


def _required(source: Source, column: str) -> NDArray[np.float64]:
    source.need(column)
    return source.numbers(column)


def _amounts(source: Source, column: str) -> NDArray[np.float64]:
    """A column that must be there, of numbers that can be a thousand or more."""
    source.need(column)
    source.check_thousands(column)
    return source.numbers(column)


def _optional(source: Source, column: str, missing: float = np.nan) -> NDArray[np.float64]:
    if source.has(column):
        source.check_thousands(column)
        return source.numbers(column, missing)
    return np.full(source.rows, missing)


def _tonnes(source: Source, column: str) -> NDArray[np.float64]:
    """Amounts, when nothing says that they are in another unit."""
    for other in ("kg", "kilograms", "kilos"):
        if source.has(other):
            raise BadInput(
                source.name,
                other,
                "amounts are in tonnes a year; divide by a thousand and call the column %(column)s",
                column=column,
            )
    if source.has("unit"):
        for row, unit in enumerate(source.text("unit").to_pylist()):
            if unit and unit.casefold() not in TONNE:
                raise BadInput(
                    source.record(row),
                    "unit",
                    "is %(unit)s; give tonnes a year (kilograms divided by a thousand)",
                    unit=unit,
                )
    return _amounts(source, column)
