"""The place of a party in the chain: its link, its interest, its facts, and its leaving."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import ParticipationStatus, ShareKind
from schakel.domain.chains.models import Departure, Link, Participation, Share
from schakel.domain.chains.policies import parties as policies
from schakel.domain.chains.policies.structure import check_add_up
from schakel.domain.chains.queries.network import facts_sha256, place_sha256
from schakel.domain.journal import actions as journal
from schakel.domain.parties import actions as parties
from schakel.domain.parties.choices import Interest
from schakel.domain.programmes.policies import check_unchanged
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_hex


@journal.in_turn
def change_place(
    *,
    by: User,
    participation: Participation,
    link: Link | None,
    interest: Interest | str,
    seen_sha256: str | None = None,
) -> Participation:
    """Give the party another link, or (None) a place beside the chain, and its interest."""
    current = _asked(by, participation)
    policies.check_takes_part(current)
    check_unchanged(place_sha256(current), seen_sha256)
    if link and link.chain_id != current.chain_id:
        raise Refused(_("This link belongs to another chain."))
    current.link, current.interest = link, interest
    current.full_clean()
    current.save(update_fields=["link", "interest"])
    _record(
        by,
        "chains.change_place",
        current,
        {"link": link.pk if link else None, "interest": str(interest)},
    )
    return current


@journal.in_turn
def leave_chain(
    *, by: User, on: date, participation: Participation, left_on: date, reason: str
) -> Departure:
    """The party no longer takes part. What it signed, promised and said stays."""
    current = _asked(by, participation)
    policies.check_may_leave(current)
    policies.check_leaves_in_time(current, left_on, on)
    departure = Departure(
        participation=current, left_on=left_on, reason=reason.strip(), recorded_by=by
    )
    departure.full_clean()
    departure.save(force_insert=True)
    current.status = ParticipationStatus.LEFT
    current.save(update_fields=["status"])
    _record(
        by,
        "chains.leave_chain",
        current,
        {"left_on": left_on.isoformat(), "reason_sha256": sha256_hex(departure.reason)},
    )
    return departure


@journal.in_turn
def undo_departure(*, by: User, at: datetime, participation: Participation) -> Participation:
    """Put a party that left back where it was, with its signature, promises and shares."""
    current = _asked(by, participation)
    policies.check_may_return(current)
    _check_shares_still_fit(current)
    departure = current.departures.filter(undone_at=None).first()
    assert departure, "who left has a departure"
    departure.undone_at = at
    departure.save(update_fields=["undone_at"])
    current.status = ParticipationStatus.JOINED
    current.save(update_fields=["status"])
    _record(by, "chains.undo_departure", current, {})
    return current


@journal.in_turn
def change_facts(
    *,
    by: User,
    participation: Participation,
    facts: parties.PartyFacts,
    owners: Sequence[parties.Owner],
    seen_sha256: str | None = None,
) -> None:
    """Change what is known of the party, also for other chains it is in, and who owns it."""
    current = _asked(by, participation)
    party = current.organisation
    check_unchanged(facts_sha256(party), seen_sha256)
    parties.change_party(by=by, party=party, facts=facts)
    parties.set_owners(by=by, party=party, owners=owners)


def _check_shares_still_fit(returning: Participation) -> None:
    """The others may have divided what this party had."""
    taking_part = Share.objects.filter(
        participation__chain=returning.chain_id,
        participation__status=ParticipationStatus.JOINED,
    )
    given: dict[str, list[Decimal]] = {kind: [] for kind in ShareKind}
    for share in (*taking_part, *returning.shares.all()):
        given[share.kind].append(share.percent)
    check_add_up(given)


def _asked(by: User, participation: Participation) -> Participation:
    """A participation as it is now, in a chain of which this person may change the parties."""
    current = journal.present(participation, "chain__programme", "organisation", "link")
    require(by, "chains.change_party", current.chain)
    policies.check_not_closed(current.chain)
    return current


def _record(by: User, action: str, subject: Participation, details: dict[str, object]) -> None:
    known = {"chain": subject.chain_id, "party": subject.organisation_id}
    journal.record(by=by, action=action, subject=subject, details=known | details)
