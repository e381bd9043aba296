"""An initiative as plain data: what a file holds, what is compared, what is written.

One record is one row of the register with everything that belongs to it. Codes stand for the
reference data, empty text and None for "not known". Values, sectors and waste codes are sets and
are kept in a fixed order, so that equal content gives equal records; sources keep their own order.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from schakel.domain.register.choices import Value
from schakel.domain.register.models import Initiative
from schakel.lib.faults import Fault


@dataclass(frozen=True)
class SourceRecord:
    address: str
    consulted_on: date
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class InitiativeRecord:
    """All fields of `Initiative` under the same names; choices as their stored value."""

    slug: str
    name: str
    summary: str = ""
    commissioner: str = ""
    director_traits: str = ""
    need: str = ""
    goals: str = ""
    deployment: str = ""
    hours: Decimal | None = None
    cost: Decimal | None = None
    funding: str = ""
    results: str = ""
    lessons: str = ""
    stream_in: str = ""
    product_out: str = ""
    quantity: str = ""
    parties: str = ""
    waste_codes: tuple[str, ...] = ()
    green_stream: bool | None = None
    values: tuple[str, ...] = ()
    director_place: str = ""
    scale: str = ""
    place_bound: str = ""
    initiator: str = ""
    sectors: tuple[str, ...] = ()
    province: str = ""
    place: str = ""
    first_year: int | None = None
    last_year: int | None = None
    status: str = ""
    status_note: str = ""
    sources: tuple[SourceRecord, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "waste_codes", tuple(sorted(set(self.waste_codes))))
        object.__setattr__(self, "sectors", tuple(sorted(set(self.sectors))))
        object.__setattr__(self, "values", tuple(sorted(set(self.values), key=_place_of_value)))


@dataclass(frozen=True)
class RecordRow:
    """A record and the row of the file it was read from."""

    row: int
    record: InitiativeRecord


@dataclass(frozen=True)
class RegisterFile:
    """A file as it was read: every initiative in it, and every fault."""

    name: str
    sha256: str
    rows: tuple[RecordRow, ...]
    faults: tuple[Fault, ...] = ()


RECORD_FIELDS = tuple(field.name for field in fields(InitiativeRecord))
LINKED_FIELDS = ("waste_codes", "sectors", "values", "sources")
COLUMN_FIELDS = tuple(name for name in RECORD_FIELDS if name not in {*LINKED_FIELDS, "province"})


def _place_of_value(value: str) -> tuple[int, str]:
    return (Value.values.index(value) if value in Value.values else len(Value.values), value)


def record_of(initiative: Initiative) -> InitiativeRecord:
    """The record of one initiative; prefetch what it links to (see `records_of`) for many."""
    return InitiativeRecord(
        **{name: getattr(initiative, name) for name in COLUMN_FIELDS},
        province=initiative.province_id or "",
        waste_codes=tuple(code.pk for code in initiative.waste_codes.all()),
        sectors=tuple(sector.pk for sector in initiative.sectors.all()),
        values=tuple(item.value for item in initiative.values.all()),
        sources=tuple(
            SourceRecord(source.address, source.consulted_on, source.title)
            for source in initiative.sources.all()
        ),
    )


def record_as_json(record: InitiativeRecord) -> dict[str, Any]:
    """A form that JSON can hold; `record_from_json` gives back an equal record."""
    data = {name: getattr(record, name) for name in RECORD_FIELDS}
    for name in ("hours", "cost"):
        data[name] = None if data[name] is None else f"{data[name]:f}"
    data["sources"] = [
        [source.address, source.consulted_on.isoformat(), source.title] for source in record.sources
    ]
    return data


def record_from_json(data: dict[str, Any]) -> InitiativeRecord:
    """The record that `record_as_json` was given."""
    kept = dict(data)
    for name in ("hours", "cost"):
        kept[name] = None if kept[name] is None else Decimal(kept[name])
    for name in ("waste_codes", "sectors", "values"):
        kept[name] = tuple(kept[name])
    kept["sources"] = tuple(
        SourceRecord(address, date.fromisoformat(consulted_on), title)
        for address, consulted_on, title in kept["sources"]
    )
    return InitiativeRecord(**kept)


def records_of(initiatives: Iterable[Initiative]) -> list[InitiativeRecord]:
    return [record_of(initiative) for initiative in initiatives]
