"""Where a chain stands, on one page: a fixed number of queries, whatever is in the chain."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Appointment, Chain, LogEntry, Meeting
from schakel.domain.chains.queries.actions import ActionCounts, action_counts
from schakel.domain.chains.queries.chains import current_appointment
from schakel.domain.chains.queries.diary import newest_log_entries
from schakel.domain.chains.queries.gates import GateSummary, gate_summary
from schakel.domain.chains.queries.hours import NormPace, norm_pace
from schakel.domain.chains.queries.meetings import next_meeting
from schakel.domain.chains.queries.nudges import PartySigns, quiet_parties
from schakel.domain.chains.queries.parties import ChainParties, chain_parties
from schakel.domain.chains.queries.promises import PromiseCounts, counts_of
from schakel.domain.chains.queries.updates import UpdateRhythm, update_rhythm
from schakel.domain.chains.queries.values import ChainValues, chain_values

FEW = 5


@dataclass(frozen=True)
class Overview:
    """What the first page of a chain tells on a day.

    None stands for what this reader may not see: hours and logbook are for director and client,
    `quiet` (who asks for a nudge, the most pressing first) is for the director alone.
    """

    gate: GateSummary
    parties: ChainParties
    appointment: Appointment | None
    promises: PromiseCounts
    actions: ActionCounts
    values: ChainValues
    meeting: Meeting | None
    rhythm: UpdateRhythm | None
    pace: NormPace | None
    entries: tuple[LogEntry, ...] | None
    quiet: tuple[PartySigns, ...] | None


def overview(user: User, chain: Chain, at: datetime) -> Overview:
    on = timezone.localdate(at)
    sees_log = user.has_perm("chains.view_log", chain)
    return Overview(
        gate=gate_summary(chain, on),
        parties=chain_parties(chain),
        appointment=current_appointment(chain, on),
        promises=counts_of(chain, on),
        actions=action_counts(chain, on),
        values=chain_values(chain),
        meeting=next_meeting(user, chain, at),
        rhythm=update_rhythm(chain, on) if sees_log else None,
        pace=norm_pace(chain, on) if user.has_perm("chains.view_hours", chain) else None,
        entries=tuple(newest_log_entries(chain, FEW)) if sees_log else None,
        quiet=_quiet(chain, on) if user.has_perm("chains.nudge_party", chain) else None,
    )


def _quiet(chain: Chain, on: date) -> tuple[PartySigns, ...]:
    return tuple(one for one in quiet_parties(chain, on) if one.suggestion.asks)
