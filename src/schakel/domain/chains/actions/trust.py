"""The coach's pulses: private readings of trust, and the calls after a meeting.

The journal tells that something was kept in a chain, and neither of whom, nor what or how.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices.trust import CallOutcome
from schakel.domain.chains.models import CallReminder, Chain, Meeting, Participation, Pulse
from schakel.domain.chains.policies import trust as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.journal import actions as journal


@dataclass(frozen=True)
class Reading:
    """What the director read: on a day, at an occasion, from 1 (distrust) to 5 (trust).

    `meeting` is the one it is about, if it is about one.
    """

    happened_on: date
    occasion: str
    score: int
    felt: str = ""
    meeting: Meeting | None = None


@journal.in_turn
def record_pulse(*, by: User, on: date, participation: Participation, reading: Reading) -> Pulse:
    """Keep a reading, and settle the calls to this party that were waiting until that day.

    The same reading sent a second time is kept once.
    """
    party = journal.present(participation, "chain")
    require(by, "chains.keep_pulse", party.chain)
    check_not_closed(party.chain)
    policies.check_happened(reading.happened_on, on)
    policies.check_takes_part(party.chain, [party])
    policies.check_after_meeting(party.chain, reading.meeting, reading.happened_on)
    told = vars(reading) | {"participation": party, "written_by": by}
    if same := Pulse.objects.filter(removed_at=None, **told).first():
        return same
    pulse = Pulse(written_at=timezone.now(), **told)
    pulse.full_clean()
    pulse.save(force_insert=True)
    waiting = CallReminder.objects.filter(
        participation=party, director=by, outcome="", happened_on__lte=reading.happened_on
    )
    waiting.update(outcome=CallOutcome.PULSE, settled_on=on)
    _record(by, "chains.record_pulse", pulse, party.chain_id)
    return pulse


@journal.in_turn
def remove_pulse(*, by: User, pulse: Pulse) -> Pulse:
    """Take back an own reading. It is kept, so that this can be undone."""
    present = _own(by, pulse)
    if present.removed_at is None:
        present.removed_at = timezone.now()
        present.save(update_fields=["removed_at"])
        _record(by, "chains.remove_pulse", present, present.participation.chain_id)
    return present


@journal.in_turn
def restore_pulse(*, by: User, pulse: Pulse) -> Pulse:
    """Undo the removal of a reading."""
    present = _own(by, pulse)
    if present.removed_at:
        present.removed_at = None
        present.save(update_fields=["removed_at"])
        _record(by, "chains.restore_pulse", present, present.participation.chain_id)
    return present


def _own(by: User, pulse: Pulse) -> Pulse:
    present = journal.present(pulse, "participation__chain")
    require(by, "chains.change_pulse", present)
    check_not_closed(present.participation.chain)
    return present


@journal.in_turn
def plan_calls(
    *,
    by: User,
    on: date,
    chain: Chain,
    happened_on: date,
    occasion: str,
    parties: Sequence[Participation],
    meeting: Meeting | None = None,
) -> list[CallReminder]:
    """A call to each of these parties, to wait for the director. One that is there stays."""
    require(by, "chains.keep_pulse", chain)
    check_not_closed(journal.present(chain))
    policies.check_happened(happened_on, on)
    policies.check_takes_part(chain, parties)
    policies.check_after_meeting(chain, meeting, happened_on)
    at = {"director": by, "happened_on": happened_on, "occasion": occasion}
    there = set(
        CallReminder.objects.filter(participation__in=parties, **at).values_list(
            "participation", flat=True
        )
    )
    made = []
    for party in parties:
        if party.pk not in there:
            call = CallReminder(participation=party, meeting=meeting, **at)
            call.full_clean()
            call.save(force_insert=True)
            _record(by, "chains.plan_call", call, chain.pk)
            made.append(call)
    return made


@journal.in_turn
def settle_call(
    *, by: User, on: date, call: CallReminder, outcome: CallOutcome | str
) -> CallReminder:
    """Say that the call was made or is not needed; an empty outcome puts it back to wait."""
    present = journal.present(call, "participation__chain")
    require(by, "chains.change_call", present)
    check_not_closed(present.participation.chain)
    present.outcome, present.settled_on = outcome, on if outcome else None
    present.full_clean()
    present.save(update_fields=["outcome", "settled_on"])
    _record(by, "chains.settle_call", present, present.participation.chain_id)
    return present


def _record(by: User, action: str, subject: models.Model, chain: int) -> None:
    journal.record(by=by, action=action, subject=subject, details={"chain": chain})
