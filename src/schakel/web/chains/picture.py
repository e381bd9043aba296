"""The picture of a chain's network: from what is there to the words and shapes of a drawing."""

from collections.abc import Collection, Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.domain.chains.choices import ABSENT, ParticipationStatus
from schakel.domain.chains.models import Chain, Participation
from schakel.domain.chains.queries.parties import ChainParties
from schakel.domain.parties.choices import Interest, PartyKind
from schakel.engine.chart.network import Network, Node, Place, State, Words


def network_of(chain: Chain, found: ChainParties, signed: Collection[int]) -> Network:
    """Who declined or left is not in the picture: that place is empty."""
    links = tuple(
        Place(
            one.link.name,
            str(capfirst(one.link.get_kind_display())),
            _nodes(one.parties, signed),
        )
        for one in found.links
    )
    return Network(
        title=_("Network of the chain %(chain)s") % {"chain": chain.name},
        description=description(found),
        links=links,
        beside=tuple(_beside(found, signed)),
        words=Words(
            beside=_("Beside the chain"),
            empty=_("Nobody yet"),
            public=str(Interest.PUBLIC.label),
            private=str(Interest.PRIVATE.label),
            signed=_("signed the letter"),
            joined=_("takes part"),
            invited=_("invited"),
        ),
    )


def description(found: ChainParties) -> str:
    """What the picture says in one breath, for who doesn't see it."""
    empty = len(found.empty_links)
    return " ".join(
        (
            ngettext(
                "The chain has %(count)s link.", "The chain has %(count)s links.", len(found.links)
            )
            % {"count": len(found.links)},
            ngettext(
                "%(count)s link has no party yet.", "%(count)s links have no party yet.", empty
            )
            % {"count": empty},
            ngettext(
                "%(count)s party takes part.",
                "%(count)s parties take part.",
                len(found.joined),
            )
            % {"count": len(found.joined)},
            _("The table beside the picture has the same facts."),
        )
    )


def state_of(party: Participation, signed: Collection[int]) -> State:
    if party.status == ParticipationStatus.INVITED:
        return State.INVITED
    return State.SIGNED if party.pk in signed else State.JOINED


def _nodes(parties: Iterable[Participation], signed: Collection[int]) -> tuple[Node, ...]:
    return tuple(
        Node(one.organisation.name, one.interest == Interest.PUBLIC, state_of(one, signed))
        for one in parties
        if one.status not in ABSENT
    )


def _beside(found: ChainParties, signed: Collection[int]) -> Iterable[Place]:
    """A column per kind; enterprises only where one stands beside the chain."""
    for kind in PartyKind:
        nodes = _nodes((one for one in found.beside if one.organisation.kind == kind), signed)
        in_links = any(
            one.organisation.kind == kind and one.status not in ABSENT
            for link in found.links
            for one in link.parties
        )
        if nodes or not (in_links or kind == PartyKind.ENTERPRISE):
            yield Place(str(capfirst(kind.label)), "", nodes)
