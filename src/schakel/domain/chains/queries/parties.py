"""The parties of a chain: per link, beside it, and who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ABSENT, ParticipationStatus
from schakel.domain.chains.models import Chain, Invitation, Link, Participation
from schakel.domain.parties.choices import PartyKind
from schakel.domain.programmes.choices import Phase
from schakel.lib.hashing import sha256_hex, sha256_of


@dataclass(frozen=True)
class LinkParties:
    link: Link
    parties: tuple[Participation, ...]

    @property
    def is_held(self) -> bool:
        return any(one.status == ParticipationStatus.JOINED for one in self.parties)

    @property
    def is_open(self) -> bool:
        """Nobody holds it, and nobody has been asked who still may."""
        return all(one.status in ABSENT for one in self.parties)


@dataclass(frozen=True)
class ChainParties:
    """Everyone in the chain, in its order; `missing` are kinds of which nobody takes part."""

    links: tuple[LinkParties, ...]
    beside: tuple[Participation, ...]
    missing: tuple[PartyKind, ...]

    @property
    def empty_links(self) -> tuple[Link, ...]:
        return tuple(one.link for one in self.links if not one.is_held)

    @property
    def everyone(self) -> tuple[Participation, ...]:
        return (*(party for one in self.links for party in one.parties), *self.beside)

    @property
    def joined(self) -> tuple[Participation, ...]:
        return tuple(one for one in self.everyone if one.status == ParticipationStatus.JOINED)


def participations(chain: Chain) -> QuerySet[Participation]:
    return chain.participations.select_related("organisation", "link").prefetch_related(
        "invitations"
    )


def chain_parties(chain: Chain) -> ChainParties:
    """Two queries and one for the invitations, whatever the number of parties (report, lesson 6).

    Every link needs an enterprise; the other kinds are needed once in the chain.
    """
    everyone = list(participations(chain))
    links = tuple(
        LinkParties(link, tuple(one for one in everyone if one.link_id == link.pk))
        for link in chain.links.all()
    )
    beside = tuple(one for one in everyone if one.link_id is None)
    return ChainParties(links, beside, _missing(links, everyone))


def links_sha256(chain: Chain) -> str:
    """What a page shows of the links, so that a stale edit is found."""
    return sha256_of(list(chain.links.values_list("pk", "kind", "name")))


def invitations_to_answer(user: User) -> QuerySet[Participation]:
    """The open invitations of the party this person works for, in chains that still go on."""
    asked = Participation.objects.exclude(chain__phase=Phase.CLOSED).filter(
        organisation__isnull=False,
        organisation=user.organisation_id,
        status=ParticipationStatus.INVITED,
    )
    return asked.select_related("chain__programme__client", "link", "organisation")


def invitation_by_token(token: str) -> Invitation | None:
    """Whoever holds the token may read this much of the chain."""
    return (
        Invitation.objects.select_related(
            "participation__chain__programme__client",
            "participation__organisation",
            "participation__link",
        )
        .filter(token_sha256=sha256_hex(token))
        .first()
    )


def _missing(
    links: Sequence[LinkParties], everyone: Sequence[Participation]
) -> tuple[PartyKind, ...]:
    present = {
        one.organisation.kind for one in everyone if one.status == ParticipationStatus.JOINED
    }
    filled = bool(links) and all(
        any(
            one.status == ParticipationStatus.JOINED
            and one.organisation.kind == PartyKind.ENTERPRISE
            for one in link.parties
        )
        for link in links
    )
    present -= set() if filled else {PartyKind.ENTERPRISE}
    return tuple(kind for kind in PartyKind if kind not in present)
