"""The page of one initiative: its facts under the report's own questions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.register.choices import FINANCIAL_VALUES, SOCIETAL_VALUES
from schakel.domain.register.models import Initiative
from schakel.domain.register.queries import FACETS

Text = str | Promise
LABELS = {facet.name: facet.label for facet in FACETS}


@dataclass(frozen=True)
class Fact:
    """One thing that is known: as text, or as links to the initiatives that share it."""

    term: Text
    text: Text = ""
    links: list[tuple[Text, str]] = field(default_factory=list)

    @property
    def known(self) -> bool:
        return bool(self.text or self.links)


@dataclass(frozen=True)
class Group:
    """A question of the report, and what the register knows about it."""

    title: Text
    facts: list[Fact]

    @property
    def known(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.known]

    @property
    def unknown(self) -> list[Text]:
        return [fact.term for fact in self.facts if not fact.known]


def groups_of(initiative: Initiative) -> list[Group]:
    """The facts of an initiative; fetch it with `queries.complete`."""
    text, one = partial(_text, initiative), partial(_choice, initiative)
    return [
        Group(_("What goes in and what comes out"), [*map(text, STREAM), _green(initiative)]),
        Group(_("Commissioned by whom"), [text("commissioner"), one("initiator")]),
        Group(_("The chain director"), [one("director_place"), text("director_traits")]),
        Group(
            _("Need, goals and values"),
            [
                text("need"),
                text("goals"),
                _values(initiative, "societal", SOCIETAL_VALUES),
                _values(initiative, "financial", FINANCIAL_VALUES),
            ],
        ),
        Group(
            _("Deployment of the chain director"),
            [text("deployment"), *_numbers(initiative), text("funding")],
        ),
        Group(_("Results and lessons"), [text("results"), text("lessons")]),
    ]


def in_brief(initiative: Initiative) -> list[Fact]:
    """What a reader looks for first, beside the text."""
    province = initiative.province
    return [
        Fact(
            _("Sector"),
            links=[_link("sectors", sector.name, sector.pk) for sector in initiative.sectors.all()],
        ),
        Fact(_("Municipality or place"), initiative.place),
        Fact(
            _("Province"), links=[_link("province", province.name, province.pk)] if province else []
        ),
        _choice(initiative, "scale"),
        _choice(initiative, "place_bound"),
        Fact(_("Year"), _years(initiative)),
        _choice(initiative, "status"),
        Fact(_("Status as stated"), initiative.status_note),
    ]


STREAM = ("stream_in", "product_out", "quantity", "parties")


def _term(name: str) -> str:
    field = Initiative._meta.get_field(name)
    return str(getattr(field, "verbose_name", name))


def _text(initiative: Initiative, name: str) -> Fact:
    return Fact(_term(name), getattr(initiative, name))


def _choice(initiative: Initiative, name: str) -> Fact:
    value = getattr(initiative, name)
    label = getattr(initiative, f"get_{name}_display")()
    return Fact(LABELS[name], links=[_link(name, label, value)] if value else [])


def _green(initiative: Initiative) -> Fact:
    answers = {"yes": (True, _("yes")), "no": (False, _("no"))}
    links = [
        _link("green_stream", label, answer)
        for answer, (green, label) in answers.items()
        if initiative.green_stream is green
    ]
    return Fact(LABELS["green_stream"], links=links)


def _values(initiative: Initiative, name: str, among: Iterable[str]) -> Fact:
    own = [item for item in initiative.values.all() if item.value in among]
    return Fact(
        LABELS[name], links=[_link(name, item.get_value_display(), item.value) for item in own]
    )


def _numbers(initiative: Initiative) -> list[Fact]:
    hours, cost = initiative.hours, initiative.cost
    return [
        Fact(_term("hours"), "" if hours is None else number_format(hours.normalize())),
        Fact(_term("cost"), "" if cost is None else f"€ {number_format(cost, 2)}"),
    ]


def _years(initiative: Initiative) -> str:
    years = [initiative.first_year, initiative.last_year]
    return " – ".join(str(year) for year in dict.fromkeys(years) if year)


def _link(facet: str, label: Text, value: str) -> tuple[Text, str]:
    return label, f"{reverse('register:list')}?{urlencode({facet: value})}"


def lower_first(text: Text) -> str:
    """A label as it stands inside a sentence."""
    return str(text)[:1].lower() + str(text)[1:]
