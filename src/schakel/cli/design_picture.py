"""The picture of a designed chain: tonnes from offers through facilities to needs and markets."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from schakel.engine.chart.sankey import (
    Look,
    Sankey,
    Station,
    Stream,
    Words,
    sankey_chart,
    table_of,
)

SMALL = 10


class Place(NamedTuple):
    """A station by what it is, since an offer and a facility can have the same name."""

    look: Look
    name: str


def picture_of(report: Any) -> str:
    """SVG of the tonnes in the design; its description holds the figures, for a file alone."""
    flows = list(_Places(report.chain).flows(report.design))
    names = _names({place for one in flows for place in one[:2]})
    chart = Sankey(
        title=_("Design of the chain"),
        description="",
        stations=tuple(Station(name, place.look) for place, name in names.items()),
        streams=tuple(
            Stream(names[sender], names[receiver], tonnes, material)
            for sender, receiver, tonnes, material in flows
        ),
        figure=_tonnes,
        words=Words(
            sender=_("from"),
            receiver=_("to"),
            material=_("material"),
            amount=_("tonnes a year"),
            back=_("back in the chain"),
            looks=(
                (Look.SOLID, _("offered")),
                (Look.STRIPED, _("facility")),
                (Look.DARK, _("needed")),
                (Look.OPEN, _("outside the chain")),
            ),
        ),
    )
    told = _("Tonnes a year, from and to, with the material: %(flows)s.")
    told %= {"flows": table_of(chart).sentence()}
    return sankey_chart(replace(chart, description=told), key="design").svg


class _Places:
    def __init__(self, chain: Any) -> None:
        self.chain = chain

    @cached_property
    def offers(self) -> set[tuple[str, str, str]]:
        return {(one.name, one.material, one.site) for one in self.chain.offers}

    @cached_property
    def needs(self) -> set[tuple[str, str, str]]:
        return {(one.name, one.material, one.site) for one in self.chain.needs}

    def flows(self, design: Any) -> Iterator[tuple[Place, Place, float, str]]:
        from schakel.engine.design.chain import Kind

        outside = {
            Kind.OUTLET: _("outlet of today"),
            Kind.SELL: _("market for %(material)s"),
            Kind.BUY: _("bought %(material)s"),
            Kind.VIRGIN: _("new %(material)s"),
        }
        for each in design.used:
            kind, material = each.column.kind, each.column.sender.material
            sender, receiver = self.sender(each.column.sender), self.receiver(each.column.receiver)
            if kind in outside:
                there = Place(Look.OPEN, outside[kind] % {"material": material})
                if kind in (Kind.OUTLET, Kind.SELL):
                    receiver = there
                else:
                    sender = there
            if kind is Kind.FLOW or kind in outside:
                yield sender, receiver, each.tonnes, material

    def sender(self, node: Any) -> Place:
        offered = (node.name, node.material, node.site) in self.offers
        return Place(Look.SOLID if offered else Look.STRIPED, node.name)

    def receiver(self, node: Any) -> Place:
        asked = (node.name, node.material, node.site) in self.needs
        return Place(Look.DARK if asked else Look.STRIPED, node.name)


def _names(places: set[Place]) -> dict[Place, str]:
    """The name of each; what it is behind it where another has the same name."""
    kinds = {
        Look.SOLID: _("offered"),
        Look.STRIPED: _("facility"),
        Look.DARK: _("needed"),
        Look.OPEN: _("outside the chain"),
    }
    found = sorted(places, key=lambda place: (place.look.value, place.name))
    names = [place.name for place in found]
    return {
        place: f"{place.name} ({kinds[place.look]})" if names.count(place.name) > 1 else place.name
        for place in found
    }


def _tonnes(figure: float) -> str:
    places = 0 if figure >= SMALL else 2
    return f"{number_format(round(figure, places), places, force_grouping=True)}\u00a0t"
