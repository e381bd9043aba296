"""The network of a chain: who is missing, one party close by, and what a picture of it shows."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LetterStatus, ParticipationStatus
from schakel.domain.chains.choices.actions import ActionState
from schakel.domain.chains.models import Action, Chain, Departure, Link, Participation, Signature
from schakel.domain.chains.queries.actions import actions
from schakel.domain.chains.queries.parties import ChainParties
from schakel.domain.parties.choices import PartyKind
from schakel.domain.parties.models import Organisation
from schakel.lib.hashing import sha256_of


class Presence(StrEnum):
    PRESENT = "present"
    INVITED = "invited"
    MISSING = "missing"


@dataclass(frozen=True)
class Wanted:
    """A place that a chain needs filled: an enterprise in a link, or a kind of party.

    `parties` are those of this kind; `others` hold the same link without being one.
    """

    kind: PartyKind
    link: Link | None
    parties: tuple[Participation, ...]
    others: tuple[Participation, ...] = ()

    @property
    def presence(self) -> Presence:
        found = {one.status for one in self.parties}
        if ParticipationStatus.JOINED in found:
            return Presence.PRESENT
        invited = ParticipationStatus.INVITED in found
        return Presence.INVITED if invited else Presence.MISSING

    @property
    def role(self) -> str:
        """The kind of link, or of party: what somebody who held such a place did before."""
        return self.link.kind if self.link else self.kind

    @property
    def name(self) -> str:
        return self.link.name if self.link else str(self.kind.label)


def wanted(found: ChainParties) -> tuple[Wanted, ...]:
    """Per link an enterprise, then every other kind once in the chain (report, lesson 6)."""
    links = [
        Wanted(
            PartyKind.ENTERPRISE,
            one.link,
            tuple(p for p in one.parties if p.organisation.kind == PartyKind.ENTERPRISE),
            tuple(p for p in one.parties if p.organisation.kind != PartyKind.ENTERPRISE),
        )
        for one in found.links
    ]
    kinds = [
        Wanted(kind, None, tuple(p for p in found.everyone if p.organisation.kind == kind))
        for kind in PartyKind
        if kind != PartyKind.ENTERPRISE
    ]
    return (*links, *kinds)


def signed_by(chain: Chain) -> frozenset[int]:
    """The participations that signed the letter that is open now."""
    return frozenset(
        Signature.objects.filter(letter__chain=chain, letter__status=LetterStatus.OPEN).values_list(
            "participation", flat=True
        )
    )


def place_sha256(participation: Participation) -> str:
    """What a page shows of a party's place, so that a stale edit is found."""
    return sha256_of([participation.link_id, participation.interest, participation.status])


def facts_sha256(party: Organisation) -> str:
    """What a page shows of a party's facts and owners, so that a stale edit is found."""
    return sha256_of(
        {
            "facts": [
                party.size_class,
                party.kvk_number,
                party.group_id,
                party.municipality_id,
                sorted(party.sectors.values_list("pk", flat=True)),
            ],
            "owners": [
                [owner, None if percent is None else f"{percent:.2f}"]
                for owner, percent in party.held_by.order_by("pk").values_list("owner", "percent")
            ],
        }
    )


def party_in(chain: Chain) -> QuerySet[Participation]:
    """Everyone who is or was in the chain, with all that one page about a party shows."""
    return chain.participations.select_related(
        "chain__programme",
        "link",
        "organisation__group",
        "organisation__municipality__province",
    ).prefetch_related("organisation__sectors")


def people_of(party: Organisation) -> QuerySet[User]:
    """The people of a party who can sign in."""
    return User.objects.filter(organisation=party, is_active=True)


def open_actions_of(participation: Participation) -> QuerySet[Action]:
    """What this party has still to do, soonest first."""
    found = actions(participation.chain).filter(owner=participation, state=ActionState.OPEN)
    return found.order_by("due_on", "pk")


def departures(participation: Participation) -> QuerySet[Departure]:
    """Each time the party left, newest first, also when that was undone."""
    return participation.departures.select_related("recorded_by")
