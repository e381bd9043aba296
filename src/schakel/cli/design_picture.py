"""The picture of a designed chain: offers, what happens to them, and who uses it."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def picture_of(report: Any) -> str:
    """SVG of the chosen facilities between the offers and the needs."""
    from schakel.engine.chart.network import Network, Words, network_chart

    links = (*_offers(report), *_conversions(report), *_needs(report))
    return network_chart(
        Network(
            title=_("Design of the chain"),
            description=_("Offers, facilities by conversion, and needs, in tonnes a year."),
            links=links,
            beside=(),
            words=Words(
                beside="",
                empty=_("nothing chosen"),
                public=_("facility"),
                private=_("offer or need"),
                signed=_("in the design"),
                joined=_("existing, in the design"),
                invited=_("not chosen"),
            ),
        ),
        key="design",
    )


def _tonnes(figure: float) -> str:
    return _("%(tonnes)s t a year") % {"tonnes": number_format(round(figure))}


def _node(name: str, figure: float, *, facility: bool, existing: bool = False) -> Any:
    from schakel.engine.chart.network import Node, State

    if figure <= 0:
        return Node(name, facility, State.INVITED)
    label = f"{name}, {_tonnes(figure)}"
    return Node(label, facility, State.JOINED if existing else State.SIGNED)


def _offers(report: Any) -> Iterator[Any]:
    from schakel.engine.chart.network import Place

    chain = report.chain
    for material in sorted({offer.material for offer in chain.offers}):
        sent = _sent(report, material)
        nodes = tuple(
            _node(offer.name, sent.get(offer.name, 0.0), facility=False)
            for offer in chain.offers
            if offer.material == material
        )
        yield Place(material, _("offered"), nodes)


def _sent(report: Any, material: str) -> dict[str, float]:
    sent: dict[str, float] = {}
    for each in report.design.flows():
        if each.column.sender.material == material:
            name = each.column.sender.name
            sent[name] = sent.get(name, 0.0) + each.tonnes
    return sent


def _conversions(report: Any) -> Iterator[Any]:
    from schakel.engine.chart.network import Place
    from schakel.engine.design.chain import Kind

    chain = report.chain
    runs = {
        each.column.sender.name: each.tonnes
        for each in report.design.used
        if each.column.kind is Kind.RUN
    }
    for conversion in chain.conversions:
        nodes = tuple(
            _node(each.name, runs.get(each.name, 0.0), facility=True, existing=each.existing)
            for each in chain.facilities
            if each.conversion == conversion.name
        )
        outputs = ", ".join(share.material for share in conversion.outputs)
        yield Place(conversion.name, outputs, nodes)


def _needs(report: Any) -> Iterator[Any]:
    from schakel.engine.chart.network import Place

    chain = report.chain
    for material in sorted({need.material for need in chain.needs}):
        received: dict[str, float] = {}
        for each in report.design.flows():
            if each.column.receiver.material == material:
                name = each.column.receiver.name
                received[name] = received.get(name, 0.0) + each.tonnes
        nodes = tuple(
            _node(need.name, received.get(need.name, 0.0), facility=False)
            for need in chain.needs
            if need.material == material
        )
        yield Place(material, _("needed"), nodes)
