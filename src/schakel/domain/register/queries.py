"""Reading the register: it is public, so everyone reads the same."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.reference.models import Province, Sector
from schakel.domain.register import choices
from schakel.domain.register.models import Initiative, InitiativeValue
from schakel.lib.searching import fold, words

Choices = Sequence[tuple[str, str | Promise]]
YES_NO: Choices = [("yes", _("yes")), ("no", _("no"))]
GREEN = {"yes": True, "no": False}


@dataclass(frozen=True)
class Facet:
    """One question of the register that a reader can narrow the list by.

    `column` is the column of Initiative that answers it; without one the answers are linked rows,
    of which an initiative can have several.
    """

    name: str
    label: str | Promise
    choices: Callable[[], Choices]
    column: str = ""


def _values(*values: choices.Value) -> Callable[[], Choices]:
    return lambda: [(value.value, value.label) for value in values]


def _sectors() -> Choices:
    return [(sector.pk, sector.name) for sector in Sector.objects.all()]


def _provinces() -> list[tuple[str, str]]:
    return list(Province.objects.values_list("code", "name"))


FACETS = (
    Facet("sectors", _("Sector"), _sectors),
    Facet("province", _("Province"), _provinces, "province_id"),
    Facet("status", _("Status"), lambda: choices.Status.choices, "status"),
    Facet(
        "director_place",
        _("Director's place in the business model"),
        lambda: choices.DirectorPlace.choices,
        "director_place",
    ),
    Facet("scale", _("Scale"), lambda: choices.Scale.choices, "scale"),
    Facet(
        "place_bound",
        _("Bound to a place or not"),
        lambda: choices.PlaceBound.choices,
        "place_bound",
    ),
    Facet("initiator", _("Public or private"), lambda: choices.Initiator.choices, "initiator"),
    Facet("green_stream", _("Green residual stream"), lambda: YES_NO, "green_stream"),
    Facet("societal", _("Societal values"), _values(*choices.SOCIETAL_VALUES)),
    Facet("financial", _("Financial values"), _values(*choices.FINANCIAL_VALUES)),
)
COLUMN_FACETS = tuple(facet for facet in FACETS if facet.column)
STATUS_ORDER = Case(
    *(When(status=status, then=Value(n)) for n, status in enumerate(choices.Status.values)),
    default=Value(len(choices.Status.values)),
    output_field=IntegerField(),
)
SORTS = {
    "name": (Lower("name"), "pk"),
    "-year": (F("first_year").desc(nulls_last=True), Lower("name"), "pk"),
    "year": (F("first_year").asc(nulls_last=True), Lower("name"), "pk"),
    "place": (NullIf(Lower("place"), Value("")).asc(nulls_last=True), Lower("name"), "pk"),
    "status": (STATUS_ORDER, Lower("name"), "pk"),
}


def initiatives() -> QuerySet[Initiative]:
    return Initiative.objects.all()


def cards(keys: Sequence[int]) -> list[Initiative]:
    """The initiatives with these keys, in that order, with what a row of the list shows."""
    found = for_cards(initiatives()).in_bulk(keys)
    return [found[key] for key in keys]


def for_cards(found: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """With what a row of the list shows, in one query more."""
    return found.select_related("province").prefetch_related("sectors").defer("search_text")


def complete(found: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """With everything that belongs to an initiative, in four queries more."""
    return (
        found.select_related("province")
        .prefetch_related("sectors", "values", "sources", "waste_codes")
        .defer("search_text")
    )


def newest(count: int) -> QuerySet[Initiative]:
    """The initiatives with the latest starting year."""
    return for_cards(in_order(initiatives().filter(first_year__isnull=False), "-year"))[:count]


def in_order(found: QuerySet[Initiative], sort: str) -> QuerySet[Initiative]:
    return found.order_by(*SORTS[sort])


def matching(found: QuerySet[Initiative], text: str) -> QuerySet[Initiative]:
    """Initiatives with every word of the text somewhere: in their own words, sector or province.

    Capitals and accents make no difference, and part of a word is enough.
    """
    typed = words(text)
    if not typed:
        return found
    sectors = [(code, fold(f"{nl} {en}")) for code, nl, en in _sector_names()]
    provinces = [(code, fold(name)) for code, name in _provinces()]
    for word in typed:
        within = Initiative.sectors.through.objects.filter(sector_id__in=_having(word, sectors))
        found = found.filter(
            Q(search_text__contains=word)
            | Q(pk__in=within.values("initiative_id"))
            | Q(province_id__in=_having(word, provinces))
        )
    return found


def _sector_names() -> QuerySet[Sector, tuple[str, str, str]]:
    return Sector.objects.values_list("code", "name_nl", "name_en")


def _having(word: str, names: Iterable[tuple[str, str]]) -> list[str]:
    return [code for code, name in names if word in name]


def commissioned_by(found: QuerySet[Initiative], text: str) -> QuerySet[Initiative]:
    """Initiatives whose commissioner's name has this text in it."""
    return found.filter(commissioner__icontains=text.strip())


def active_from(found: QuerySet[Initiative], year: int) -> QuerySet[Initiative]:
    """Initiatives that were there in this year or later; without a last year, the first counts."""
    return found.filter(Q(first_year__gte=year) | Q(last_year__gte=year))


def active_until(found: QuerySet[Initiative], year: int) -> QuerySet[Initiative]:
    """Initiatives that were there in this year or earlier."""
    return found.annotate(started=Coalesce("first_year", "last_year")).filter(started__lte=year)


def with_answers(
    found: QuerySet[Initiative], facet: Facet, answers: Iterable[str]
) -> QuerySet[Initiative]:
    """Initiatives that give one of these answers to a facet's question."""
    if facet.name == "sectors":
        rows = Initiative.sectors.through.objects.filter(sector_id__in=answers)
        return found.filter(pk__in=rows.values("initiative_id"))
    if not facet.column:
        values = InitiativeValue.objects.filter(value__in=answers)
        return found.filter(pk__in=values.values("initiative_id"))
    stored = [GREEN[answer] for answer in answers] if facet.name == "green_stream" else answers
    return found.filter(**{f"{facet.column}__in": stored})


@dataclass(frozen=True)
class Counts:
    """How many initiatives match, and per facet how many would match with each answer."""

    total: int
    answers: Mapping[str, Mapping[str, int]]


def count_answers(found: QuerySet[Initiative], chosen: Mapping[str, Iterable[str]]) -> Counts:
    """Count for every facet at once, in three queries whatever the number of rows and facets.

    `found` is narrowed by everything but facets, `chosen` holds the chosen answers per facet. The
    number at an answer is of initiatives that match the choices in all *other* facets.
    """
    rows = list(found.order_by().values_list("pk", *(facet.column for facet in COLUMN_FACETS)))
    everyone = frozenset(row[0] for row in rows)
    given = _given_answers(rows)
    matches = {
        name: {key for key, answer in given[name] if answer in wanted}
        for name, answers in chosen.items()
        if (wanted := frozenset(answers))
    }
    total = everyone.intersection(*matches.values())
    counts = {}
    for facet in FACETS:
        others = [keys for name, keys in matches.items() if name != facet.name]
        among = everyone.intersection(*others) if facet.name in matches else total
        counts[facet.name] = Counter([answer for key, answer in given[facet.name] if key in among])
    return Counts(len(total), counts)


def _given_answers(rows: Sequence[tuple[Any, ...]]) -> dict[str, list[tuple[int, str]]]:
    """The pairs of initiative and answer per facet; of linked rows, those of every initiative."""
    given = {
        facet.name: [(row[0], row[place]) for row in rows if row[place] not in ("", None)]
        for place, facet in enumerate(COLUMN_FACETS, start=1)
    }
    given["green_stream"] = [
        (key, "yes" if green else "no") for key, green in given["green_stream"]
    ]
    values = list(InitiativeValue.objects.order_by().values_list("initiative_id", "value"))
    given["societal"] = [pair for pair in values if pair[1] in choices.SOCIETAL_VALUES]
    given["financial"] = [pair for pair in values if pair[1] in choices.FINANCIAL_VALUES]
    links = Initiative.sectors.through.objects.order_by()
    given["sectors"] = list(links.values_list("initiative_id", "sector_id"))
    return given


@dataclass(frozen=True)
class Figures:
    """What the register holds, in numbers."""

    initiatives: int
    sectors: int
    provinces: int


def figures() -> Figures:
    """Counted now: initiatives, and the sectors and provinces they are in."""
    return Figures(
        **Initiative.objects.aggregate(
            initiatives=Count("pk", distinct=True),
            sectors=Count("sectors", distinct=True),
            provinces=Count("province", distinct=True),
        )
    )
