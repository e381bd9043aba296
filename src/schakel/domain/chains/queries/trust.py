"""Reading trust: for the director who wrote it alone, and for the client that it is kept."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, QuerySet

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.choices.meetings import Attendance, MeetingStatus
from schakel.domain.chains.choices.trust import TrustScore
from schakel.domain.chains.models import CallReminder, Chain, Meeting, Participation, Pulse

TREND = 12
"""So many of the newest readings make the line of a party."""


def pulses(chain: Chain, writer: User) -> QuerySet[Pulse]:
    """The own readings of this person in a chain, newest first."""
    return Pulse.objects.filter(
        participation__chain=chain, written_by=writer, removed_at=None
    ).select_related("participation__organisation")


def removed_pulses(chain: Chain, writer: User) -> QuerySet[Pulse]:
    """What this person took back and may put back."""
    return Pulse.objects.filter(
        participation__chain=chain, written_by=writer, removed_at__isnull=False
    ).select_related("participation__organisation")


def calls(chain: Chain, director: User) -> QuerySet[CallReminder]:
    """The calls of this person in a chain, also the settled ones, oldest first."""
    return CallReminder.objects.filter(
        participation__chain=chain, director=director
    ).select_related("participation__organisation")


def open_calls(chain: Chain, director: User) -> QuerySet[CallReminder]:
    return calls(chain, director).filter(outcome="")


def parties_to_read(chain: Chain) -> QuerySet[Participation]:
    """The parties that take part, of which the director can keep pulses."""
    return chain.participations.filter(status=ParticipationStatus.JOINED).select_related(
        "organisation"
    )


def meetings_to_read(chain: Chain, at: datetime) -> QuerySet[Meeting]:
    """The meetings that have begun, after which a pulse can be kept, newest first."""
    went_on = (MeetingStatus.CALLED, MeetingStatus.HELD)
    return chain.meetings.filter(removed_at=None, status__in=went_on, starts_at__lte=at).order_by(
        "-starts_at", "-pk"
    )


@dataclass(frozen=True)
class AfterMeeting:
    """A party that was asked to a meeting and takes part: what the director kept of it since."""

    participation: Participation
    came: bool
    pulse: Pulse | None
    call: CallReminder | None


def after_meeting(meeting: Meeting, director: User) -> list[AfterMeeting]:
    """Who to call after a meeting and of whom there is a pulse, for the one who keeps them."""
    about = {"meeting": meeting, "participation__chain": meeting.chain_id}
    kept = Pulse.objects.filter(written_by=director, removed_at=None, **about)
    waiting = CallReminder.objects.filter(director=director, **about)
    pulse_of = {one.participation_id: one for one in kept.order_by("happened_on", "pk")}
    call_of = {one.participation_id: one for one in waiting}
    asked = meeting.invitees.filter(
        participation__status=ParticipationStatus.JOINED
    ).select_related("participation__organisation")
    return [
        AfterMeeting(
            one.participation,
            one.attendance == Attendance.PRESENT,
            pulse_of.get(one.participation.pk),
            call_of.get(one.participation.pk),
        )
        for one in asked
        if one.participation
    ]


@dataclass(frozen=True)
class PartyTrend:
    """The readings of one party from old to new; none when nothing was read yet."""

    participation: Participation
    scores: tuple[int, ...]
    last_on: date | None

    @property
    def last(self) -> TrustScore | None:
        return TrustScore(self.scores[-1]) if self.scores else None

    @property
    def step(self) -> int:
        """How much the last reading differs from the one before it."""
        return self.scores[-1] - self.scores[-2] if len(self.scores) > 1 else 0


def party_trends(chain: Chain, writer: User) -> list[PartyTrend]:
    """Every party that takes part with its newest readings: two queries."""
    read: dict[int, list[Pulse]] = {}
    for pulse in (
        pulses(chain, writer).select_related(None).only("participation", "score", "happened_on")
    ):
        read.setdefault(pulse.participation_id, []).append(pulse)
    return [
        PartyTrend(
            party,
            tuple(pulse.score for pulse in reversed(read.get(party.pk, [])[:TREND])),
            read[party.pk][0].happened_on if party.pk in read else None,
        )
        for party in parties_to_read(chain)
    ]


@dataclass(frozen=True)
class PulseCoverage:
    """All that others than the writer may know: when a pulse was last kept, of how many parties."""

    last_on: date | None
    parties: int


def pulse_coverage(chain: Chain) -> PulseCoverage:
    found = Pulse.objects.filter(participation__chain=chain, removed_at=None).aggregate(
        last_on=Max("happened_on"), parties=Count("participation", distinct=True)
    )
    return PulseCoverage(**found)
