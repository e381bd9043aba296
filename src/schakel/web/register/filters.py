"""What a reader asks of the register: the whole state of the list stands in the address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, cast

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from schakel.domain.register import queries
from schakel.domain.register.models import Initiative
from schakel.domain.register.queries import FACETS, Counts, Facet

SORTS = [
    ("name", _("Name")),
    ("-year", _("Newest year first")),
    ("year", _("Oldest year first")),
    ("place", _("Municipality or place")),
    ("status", _("Status")),
]
SHOWN_AT_ONCE = 8
YEAR = {"min_value": 1950, "max_value": 2100}


@dataclass(frozen=True)
class Option:
    value: str
    label: str | Promise
    count: int
    selected: bool


@dataclass(frozen=True)
class FacetOptions:
    name: str
    label: str | Promise
    options: list[Option]


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address of the list without it."""

    label: str | Promise
    url: str


class KnownAnswersField(forms.MultipleChoiceField):
    """Answers that are not known (any more) are left out: an old address keeps working."""

    def to_python(self, value: Any) -> list[str]:
        return [answer for answer in super().to_python(value) if self.valid_value(answer)]


class FacetFilter(django_filters.MultipleChoiceFilter):
    field_class = KnownAnswersField

    def __init__(self, facet: Facet, choices: queries.Choices) -> None:
        super().__init__(label=facet.label, choices=choices)
        self.facet = facet

    def filter(self, qs: QuerySet[Initiative], value: list[str]) -> QuerySet[Initiative]:
        return queries.with_answers(qs, self.facet, value) if value else qs


class YearFilter(django_filters.Filter):
    field_class = forms.IntegerField


class RegisterFilter(django_filters.FilterSet):
    """All filters, the number at every answer of a facet, and what is active as chips."""

    q = django_filters.CharFilter(
        method="search", label=_("Search in name, stream, party or place")
    )
    commissioner = django_filters.CharFilter(method="search", label=_("Commissioned by"))
    from_year = YearFilter(method="search", label=_("From year"), **YEAR)
    until_year = YearFilter(method="search", label=_("Until year"), **YEAR)
    searches: ClassVar[dict[str, Callable[[Any, Any], QuerySet[Initiative]]]] = {
        "q": queries.matching,
        "commissioner": queries.commissioned_by,
        "from_year": queries.active_from,
        "until_year": queries.active_until,
    }

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queries.initiatives())
        self.choices = {facet.name: facet.choices() for facet in FACETS}
        for facet in FACETS:
            self.filters[facet.name] = FacetFilter(facet, self.choices[facet.name])

    def search(
        self, found: QuerySet[Initiative], name: str, value: str | int
    ) -> QuerySet[Initiative]:
        return self.searches[name](found, value)

    def filter_queryset(self, _queryset: QuerySet[Initiative]) -> QuerySet[Initiative]:
        found = self.outside_facets
        for facet in FACETS:
            found = self.filters[facet.name].filter(found, self.chosen.get(facet.name, []))
        return queries.in_order(found, self.sort)

    @cached_property
    def outside_facets(self) -> QuerySet[Initiative]:
        """The initiatives that match everything but the facets."""
        found = cast(QuerySet[Initiative], self.queryset.all())
        for name in self.searches:
            found = self.filters[name].filter(found, self.form.cleaned_data.get(name))
        return found

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The chosen answers per facet."""
        given = self.form.cleaned_data
        return {facet.name: given[facet.name] for facet in FACETS if given.get(facet.name)}

    @property
    def small_fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in self.searches if name != "q"]

    @property
    def sort(self) -> str:
        sort = self.data.get("sort", "")
        return sort if sort in dict(SORTS) else SORTS[0][0]

    @property
    def sorts(self) -> list[Option]:
        return [Option(value, label, 0, value == self.sort) for value, label in SORTS]

    @cached_property
    def counts(self) -> Counts:
        self.errors  # noqa: B018 - validates the form, so that there is cleaned data
        return queries.count_answers(self.outside_facets, self.chosen)

    @cached_property
    def facets(self) -> list[FacetOptions]:
        """Per facet the answers that would find something, and those that are chosen."""
        facets = [FacetOptions(facet.name, facet.label, self._options(facet)) for facet in FACETS]
        return [facet for facet in facets if facet.options]

    def _options(self, facet: Facet) -> list[Option]:
        counts, chosen = self.counts.answers[facet.name], self.chosen.get(facet.name, [])
        options = [
            Option(value, label, counts.get(value, 0), value in chosen)
            for value, label in self.choices[facet.name]
        ]
        there = [option for option in options if option.count or option.selected]
        if len(there) <= SHOWN_AT_ONCE:
            return there
        return sorted(there, key=lambda option: (not option.selected, -option.count))

    @property
    def active(self) -> int:
        return len(self.chips)

    @cached_property
    def chips(self) -> list[Chip]:
        """Every active filter; its address leads to the list without it."""
        return [*self._text_chips(), *self._facet_chips()]

    def _text_chips(self) -> Iterator[Chip]:
        for name in self.searches:
            if value := self.form.cleaned_data.get(name):
                shape = "“{1}”" if name == "q" else "{0}: {1}"
                label = format_lazy(shape, self.filters[name].label, value)
                yield Chip(label, self._without(name))

    def _facet_chips(self) -> Iterator[Chip]:
        for facet in FACETS:
            labels = dict(self.choices[facet.name])
            for answer in self.chosen.get(facet.name, []):
                label = format_lazy("{}: {}", facet.label, labels[answer])
                yield Chip(label, self._without(facet.name, answer))

    @property
    def query(self) -> str:
        """The filters and the order as a query string, without the page."""
        return self._query(self._state())

    def _state(self) -> QueryDict:
        """The given parameters that mean something here."""
        state = QueryDict(mutable=True)
        for name in (*self.filters, "sort"):
            if values := [value for value in self.data.getlist(name) if value]:
                state.setlist(name, values)
        return state

    def _without(self, name: str, answer: str | None = None) -> str:
        state = self._state()
        left = [value for value in state.getlist(name) if answer and value != answer]
        state.setlist(name, left)
        return self._query(state)

    def _query(self, state: QueryDict) -> str:
        return f"?{state.urlencode()}"
