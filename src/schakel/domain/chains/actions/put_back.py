"""Undoing what takes rows away: an invitation that was withdrawn, a link that was removed.

What was taken away is handed to whoever undoes it, in values that a session can keep.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import ABSENT, ParticipationStatus
from schakel.domain.chains.models import Chain, Invitation, Link, Participation
from schakel.domain.chains.policies import parties as policies
from schakel.domain.journal import actions as journal

OUT_OF_THE_WAY = 10_000
"""Beyond every place, so that no two links have the same one while they are numbered anew."""


@dataclass(frozen=True)
class Withdrawn:
    """An invitation of a party as it was, with the links that were sent."""

    pk: int
    party: int
    link: int | None
    interest: str
    invited_on: str
    sent: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class RemovedLink:
    """A link as it was; `parties` declined or left it before."""

    pk: int
    kind: str
    name: str
    position: int
    parties: tuple[int, ...]


def as_withdrawn(participation: Participation) -> Withdrawn:
    """What has to be kept of an open invitation to be able to put it back."""
    waiting = participation.invitations.filter(used_at=None)
    return Withdrawn(
        pk=participation.pk,
        party=participation.organisation_id,
        link=participation.link_id,
        interest=participation.interest,
        invited_on=participation.invited_on.isoformat(),
        sent=tuple(
            {
                "email": one.email,
                "token_sha256": one.token_sha256,
                "expires_at": one.expires_at.isoformat(),
            }
            for one in waiting
        ),
    )


@journal.in_turn
def restore_invitation(*, by: User, chain: Chain, withdrawn: Withdrawn) -> Participation:
    """Put back an invitation: the party stands in the chain again, and its link works again."""
    require(by, "chains.invite_party", chain)
    chain = journal.present(chain)
    policies.check_not_closed(chain)
    there = chain.participations.filter(organisation=withdrawn.party).first()
    policies.check_may_be_invited(there)
    one = there or Participation(
        pk=withdrawn.pk,
        chain=chain,
        organisation_id=withdrawn.party,
        interest=withdrawn.interest,
    )
    one.link = chain.links.filter(pk=withdrawn.link).first() if withdrawn.link else None
    one.status, one.answered_on = ParticipationStatus.INVITED, None
    one.invited_on = date.fromisoformat(withdrawn.invited_on)
    one.full_clean()
    one.save(force_insert=there is None)
    for sent in withdrawn.sent:
        Invitation.objects.update_or_create(
            participation=one,
            token_sha256=sent["token_sha256"],
            defaults={
                "email": sent["email"],
                "expires_at": datetime.fromisoformat(sent["expires_at"]),
            },
        )
    journal.record(
        by=by,
        action="chains.restore_invitation",
        subject=one,
        details={"chain": chain.pk, "party": withdrawn.party},
    )
    return one


@journal.in_turn
def restore_links(*, by: User, chain: Chain, removed: Sequence[RemovedLink]) -> None:
    """Put links back in their places; one that is there again stays as it is."""
    require(by, "chains.change_links", chain)
    chain = journal.present(chain)
    policies.check_not_closed(chain)
    order = list(chain.links.all())
    there = {link.pk for link in order}
    missing = [one for one in removed if one.pk not in there]
    for one in sorted(missing, key=lambda one: one.position):
        order.insert(one.position - 1, Link(pk=one.pk, chain=chain, kind=one.kind, name=one.name))
    chain.links.update(position=F("position") + OUT_OF_THE_WAY)
    for position, link in enumerate(order, start=1):
        link.position = position
        link.full_clean()
        link.save(force_insert=link.pk not in there)
    for one in missing:
        chain.participations.filter(pk__in=one.parties, link=None, status__in=ABSENT).update(
            link=one.pk
        )
    journal.record(
        by=by,
        action="chains.restore_links",
        subject=chain,
        details={"links": [one.pk for one in missing]},
    )
