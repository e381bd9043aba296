"""Signs of life: who went quiet, what is stuck, and what the next nudge is (requirement E4)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from schakel.domain.chains.choices import LetterStatus, ParticipationStatus
from schakel.domain.chains.choices.actions import ActionState, NudgeHow, NudgeResult
from schakel.domain.chains.choices.commitment import CommitmentEventKind, Side
from schakel.domain.chains.choices.meetings import Attendance, MeetingStatus
from schakel.domain.chains.models import (
    Action,
    Chain,
    Commitment,
    CommitmentEvent,
    Invitee,
    Letter,
    LogParty,
    Meeting,
    Nudge,
    Participation,
    Signature,
    Stance,
)
from schakel.domain.chains.policies.nudges import (
    QUIET_AFTER,
    REST_AFTER_CALL,
    REST_AFTER_TALK,
    UNSIGNED_AFTER,
)
from schakel.domain.parties.choices import PartyKind
from schakel.lib.asked_once import asked_once


class SignKind(StrEnum):
    JOINED = "joined"
    SIGNED = "signed"
    ANSWERED = "answered"
    PRESENT = "present"
    DID_ACTION = "did_action"
    SAID = "said"
    PROMISE = "promise"
    NOTED = "noted"
    SPOKEN = "spoken"


class NextStep(StrEnum):
    """What the director does next for a party, the most pressing first."""

    LATE_ACTIONS = "late_actions"
    MISSED_MEETING = "missed_meeting"
    UNANSWERED = "unanswered"
    UNSIGNED = "unsigned"
    QUIET = "quiet"
    OTHER_WAY = "other_way"
    WAIT = "wait"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Suggestion:
    """The next nudge: why, about which meeting or how many actions, and until when to wait."""

    step: NextStep
    meeting: Meeting | None = None
    late: int = 0
    until: date | None = None
    other: NudgeHow | None = None

    @property
    def asks(self) -> bool:
        return self.step not in {NextStep.WAIT, NextStep.NOTHING}


@dataclass(frozen=True)
class PartySigns:
    """The last sign of life of a party, and the next nudge."""

    participation: Participation
    sign: SignKind
    last_on: date
    days: int
    suggestion: Suggestion
    nudge: Nudge | None

    @property
    def weeks(self) -> int:
        return self.days // 7

    @property
    def is_quiet(self) -> bool:
        return timedelta(days=self.days) >= QUIET_AFTER


@dataclass
class _Known:
    """What is known of one participation, gathered from the tables."""

    signs: list[tuple[date, SignKind]] = field(default_factory=list)
    late: int = 0
    missed: Meeting | None = None
    unanswered: Meeting | None = None
    nudges: list[Nudge] = field(default_factory=list)

    def saw(self, moment: date | datetime | None, kind: SignKind) -> None:
        if moment:
            day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
            self.signs.append((day, kind))


def quiet_parties(chain: Chain, on: date) -> list[PartySigns]:
    """Every party of the chain with its signs of life: who needs a nudge first, longest quiet."""
    return signs_of_life((chain,), on)


@asked_once
def signs_of_life(chains: tuple[Chain, ...], on: date) -> list[PartySigns]:
    """The same for several chains: ten queries, whatever the number of chains and parties."""
    by_pk = {chain.pk: chain for chain in chains}
    parties = list(_parties(chains))
    known: dict[int, _Known] = defaultdict(_Known)
    for party in parties:
        party.chain = by_pk[party.chain_id]
        known[party.pk].saw(party.answered_on, SignKind.JOINED)
    _signatures(known, parties)
    _meetings(known, parties, on)
    _actions(known, parties, on)
    _stances(known, parties)
    _promises(known, parties)
    _noted(known, parties, on)
    for nudge in Nudge.objects.filter(participation__in=parties, nudged_on__lte=on):
        known[nudge.participation_id].nudges.append(nudge)
        if nudge.result == NudgeResult.SPOKEN:
            known[nudge.participation_id].saw(nudge.nudged_on, SignKind.SPOKEN)
    rows = [_judged(party, known[party.pk], on) for party in parties]
    return sorted(rows, key=lambda row: (not row.suggestion.asks, -row.days, row.participation.pk))


def nudges_of(participation: Participation) -> QuerySet[Nudge]:
    """How this party was sought, newest first."""
    return participation.nudges.select_related("nudged_by")


def _parties(chains: Iterable[Chain]) -> QuerySet[Participation]:
    """Those that take part; `unsigned_since` when they must sign an open letter and have not."""
    opened = Letter.objects.filter(chain=OuterRef("chain"), status=LetterStatus.OPEN)
    of_open = {"participation": OuterRef("pk"), "letter__status": LetterStatus.OPEN}
    must = Q(organisation__kind=PartyKind.ENTERPRISE) | Q(
        Exists(Commitment.objects.filter(**of_open))
    )
    unsigned = Participation.objects.filter(
        must, ~Exists(Signature.objects.filter(**of_open)), pk=OuterRef("pk")
    )
    return (
        Participation.objects.filter(chain__in=list(chains), status=ParticipationStatus.JOINED)
        .select_related("organisation", "link")
        .prefetch_related("organisation__users")
        .annotate(
            unsigned=Exists(unsigned), letter_opened_on=Subquery(opened.values("opened_on")[:1])
        )
    )


def _signatures(known: dict[int, _Known], parties: Sequence[Participation]) -> None:
    found = Signature.objects.filter(participation__in=parties).order_by()
    for party, last in found.values_list("participation").annotate(Max("signed_at")):
        known[party].saw(last, SignKind.SIGNED)


def _meetings(known: dict[int, _Known], parties: Sequence[Participation], on: date) -> None:
    """Answers, presence, the last meeting when it was missed, the first that is unanswered."""
    rows = (
        Invitee.objects.filter(
            participation__in=parties,
            meeting__removed_at=None,
            meeting__status__in=(MeetingStatus.CALLED, MeetingStatus.HELD),
        )
        .select_related("meeting")
        .order_by("meeting__starts_at", "pk")
    )
    for row in rows:
        one = known[row.participation_id or 0]
        day = timezone.localdate(row.meeting.starts_at)
        one.saw(row.answered_at, SignKind.ANSWERED)
        if row.meeting.status == MeetingStatus.HELD and row.attendance:
            came = row.attendance == Attendance.PRESENT
            one.missed = None if came else row.meeting
            if came:
                one.saw(day, SignKind.PRESENT)
        elif not row.answer and day >= on and one.unanswered is None:
            one.unanswered = row.meeting


def _actions(known: dict[int, _Known], parties: Sequence[Participation], on: date) -> None:
    rows = (
        Action.objects.filter(owner__in=parties, removed_at=None)
        .order_by()
        .values_list("owner")
        .annotate(
            done=Max("closed_on", filter=Q(state=ActionState.DONE)),
            late=Count("pk", filter=Q(state=ActionState.OPEN, due_on__lt=on)),
        )
    )
    for owner, done, late in rows:
        known[owner].saw(done, SignKind.DID_ACTION)
        known[owner].late = late


def _stances(known: dict[int, _Known], parties: Sequence[Participation]) -> None:
    """What a party said of the values."""
    said = Stance.objects.filter(participation__in=parties).order_by()
    for party, last in said.values_list("participation").annotate(Max("given_at")):
        known[party].saw(last, SignKind.SAID)


def _promises(known: dict[int, _Known], parties: Sequence[Participation]) -> None:
    """A promise that was kept, or about which the party itself let something know."""
    rows = (
        CommitmentEvent.objects.filter(
            Q(kind=CommitmentEventKind.FULFILLED) | Q(side=Side.PARTY),
            commitment__participation__in=parties,
        )
        .order_by()
        .values_list("commitment__participation")
        .annotate(last=Max("on"))
    )
    for party, last in rows:
        known[party].saw(last, SignKind.PROMISE)


def _noted(known: dict[int, _Known], parties: Sequence[Participation], on: date) -> None:
    """What the logbook says of a party on a day; a corrected entry counts no more."""
    here = {(one.chain_id, one.organisation_id): one.pk for one in parties}
    rows = (
        LogParty.objects.filter(
            entry__chain__in={one.chain_id for one in parties},
            entry__correction=None,
            entry__happened_on__lte=on,
        )
        .order_by()
        .values_list("entry__chain", "organisation")
        .annotate(Max("entry__happened_on"))
    )
    for chain, organisation, last in rows:
        if party := here.get((chain, organisation)):
            known[party].saw(last, SignKind.NOTED)


def _judged(party: Participation, one: _Known, on: date) -> PartySigns:
    last_on, sign = max(one.signs, default=(party.invited_on, SignKind.JOINED))
    return PartySigns(
        participation=party,
        sign=sign,
        last_on=last_on,
        days=max(0, (on - last_on).days),
        suggestion=_suggestion(party, one, last_on, on),
        nudge=one.nudges[0] if one.nudges else None,
    )


def _suggestion(party: Participation, one: _Known, last_on: date, on: date) -> Suggestion:
    """A nudge that has just been given is left to work; then the most pressing reason."""
    nudge = one.nudges[0] if one.nudges else None
    if nudge:
        talked = nudge.result == NudgeResult.SPOKEN
        until = nudge.nudged_on + (REST_AFTER_TALK if talked else REST_AFTER_CALL)
        if on < until:
            return Suggestion(NextStep.WAIT, until=until)
    reason = _reason(party, one, last_on, on)
    unheard = nudge and nudge.result == NudgeResult.NO_ANSWER and last_on <= nudge.nudged_on
    if reason.asks and nudge and unheard:
        return Suggestion(NextStep.OTHER_WAY, reason.meeting, reason.late, other=_other_way(nudge))
    return reason


def _reason(party: Participation, one: _Known, last_on: date, on: date) -> Suggestion:
    if one.late:
        return Suggestion(NextStep.LATE_ACTIONS, late=one.late)
    if one.missed and last_on <= timezone.localdate(one.missed.starts_at):
        return Suggestion(NextStep.MISSED_MEETING, one.missed)
    if one.unanswered:
        return Suggestion(NextStep.UNANSWERED, one.unanswered)
    opened: date | None = party.letter_opened_on  # type: ignore[attr-defined]
    if party.unsigned and opened and on - opened >= UNSIGNED_AFTER:  # type: ignore[attr-defined]
        return Suggestion(NextStep.UNSIGNED)
    if on - last_on >= QUIET_AFTER:
        return Suggestion(NextStep.QUIET)
    return Suggestion(NextStep.NOTHING)


def _other_way(nudge: Nudge) -> NudgeHow:
    """After a mail a call, after a call a visit, after a visit a call."""
    return NudgeHow.VISITED if nudge.how == NudgeHow.CALLED else NudgeHow.CALLED
