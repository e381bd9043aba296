"""When a record may stand in the register, and when an import may be applied."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from schakel.domain.reference.models import Province, Sector, WasteCode
from schakel.domain.register.choices import Value
from schakel.domain.register.models import Initiative, Source, StagedImport
from schakel.domain.register.records import COLUMN_FIELDS, InitiativeRecord
from schakel.lib.errors import Refused

NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Problem:
    """Why a record may not stand in the register; `source` counts from 0 when it is a source's."""

    field: str
    message: str
    source: int | None = None


@dataclass(frozen=True)
class KnownCodes:
    """The reference codes that a record may name."""

    waste_codes: frozenset[str]
    sectors: frozenset[str]
    provinces: frozenset[str]


def known_codes() -> KnownCodes:
    return KnownCodes(
        *(
            frozenset(model.objects.values_list("pk", flat=True))
            for model in (WasteCode, Sector, Province)
        )
    )


def problems_of(record: InitiativeRecord, known: KnownCodes) -> Iterator[Problem]:
    """Everything that keeps this record out of the register, by field."""
    initiative = Initiative(**{name: getattr(record, name) for name in COLUMN_FIELDS})
    yield from _field_problems(initiative, exclude={"id", "province", "version"})
    if record.first_year and record.last_year and record.last_year < record.first_year:
        yield Problem("last_year", _("The last year lies before the first year."))
    yield from _unknown_codes(record, known)
    yield from _source_problems(record)


def _field_problems(
    instance: Model, exclude: set[str], source: int | None = None
) -> Iterator[Problem]:
    try:
        instance.clean_fields(exclude=exclude)
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            yield Problem(field, " ".join(messages), source)


def _unknown_codes(record: InitiativeRecord, known: KnownCodes) -> Iterator[Problem]:
    province = {record.province} if record.province else set()
    for field, named, there in (
        ("waste_codes", set(record.waste_codes), known.waste_codes),
        ("sectors", set(record.sectors), known.sectors),
        ("values", set(record.values), frozenset(Value.values)),
        ("province", province, known.provinces),
    ):
        if unknown := sorted(named - there):
            yield Problem(field, _("Unknown: %(codes)s.") % {"codes": "; ".join(unknown)})


def _source_problems(record: InitiativeRecord) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, source in enumerate(record.sources):
        instance = Source(
            address=source.address, title=source.title, consulted_on=source.consulted_on
        )
        yield from _field_problems(instance, {"id", "initiative"}, number)
        if source.address in seen:
            yield Problem("address", _("This initiative names this address twice."), number)
        seen.add(source.address)


def require_applicable(staged: StagedImport) -> None:
    """Refuse an import that has faults or was applied before."""
    if staged.fault_count:
        raise Refused(_("The file has faults. Mend them in the file and upload it again."))
    if staged.applied_at:
        raise Refused(_("This import has been applied already. Upload the file again."))


def require_unmoved(moved: Iterable[str]) -> None:
    """Refuse to write over initiatives that changed since the file was compared with them."""
    keys = sorted(moved)
    if keys:
        raise Refused(
            _(
                "The register has changed since you uploaded the file: %(keys)s. Nothing was "
                "written. Upload the file again to compare it with the register as it is now."
            )
            % {"keys": _some(keys)}
        )


def _some(keys: list[str]) -> str:
    named = ", ".join(keys[:NAMED_AT_MOST])
    rest = len(keys) - NAMED_AT_MOST
    return named if rest <= 0 else _("%(named)s and %(rest)s more") % {"named": named, "rest": rest}
