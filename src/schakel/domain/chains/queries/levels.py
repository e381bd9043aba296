"""Reading the ladder: on which step of commitment every party stands, since when, and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import CommitmentLevel, ParticipationStatus
from schakel.domain.chains.models import Chain, LevelChange, Participation
from schakel.domain.chains.queries.promises import in_force

if TYPE_CHECKING:
    from schakel.domain.chains.queries.promises import StandingPromise

STUCK_AFTER = timedelta(weeks=6)


@dataclass(frozen=True)
class PartyLevel:
    """Where a party stands on a day. `change` is None while it only said yes to the invitation."""

    participation: Participation
    level: CommitmentLevel
    since: date
    days: int
    change: LevelChange | None
    fell_from: CommitmentLevel | None

    @property
    def is_stuck(self) -> bool:
        """Below the signature for longer than six weeks."""
        below = self.level.place < CommitmentLevel.SIGNED.place
        return below and self.days > STUCK_AFTER.days


def ladder(chain: Chain, on: date) -> tuple[PartyLevel, ...]:
    """Every party that takes part, the longest on its step first; two queries."""
    changes: dict[int, list[LevelChange]] = {}
    for change in LevelChange.objects.filter(participation__chain=chain).order_by("pk"):
        changes.setdefault(change.participation_id, []).append(change)
    joined = chain.participations.filter(status=ParticipationStatus.JOINED).select_related(
        "organisation", "link"
    )
    lines = [_line(one, changes.get(one.pk, []), on) for one in joined]
    return tuple(sorted(lines, key=lambda line: (line.level.place, -line.days)))


def level_of(participation: Participation, on: date) -> PartyLevel:
    changes = list(LevelChange.objects.filter(participation=participation).order_by("pk"))
    return _line(participation, changes, on)


def _line(participation: Participation, changes: list[LevelChange], on: date) -> PartyLevel:
    newest = changes[-1] if changes else None
    before = CommitmentLevel(changes[-2].level) if len(changes) > 1 else CommitmentLevel.INTERESTED
    level = CommitmentLevel(newest.level) if newest else CommitmentLevel.INTERESTED
    since = newest.on if newest else participation.answered_on or participation.invited_on
    return PartyLevel(
        participation=participation,
        level=level,
        since=since,
        days=max((on - since).days, 0),
        change=newest,
        fell_from=before if newest and level.place < before.place else None,
    )


def level_history(participation: Participation) -> QuerySet[LevelChange]:
    """Every step, newest first, with who set it and what shows it."""
    return (
        LevelChange.objects.filter(participation=participation)
        .select_related("set_by", "commitment", "signature__letter")
        .order_by("-pk")
    )


def may_read_reasons(user: User, participation: Participation) -> bool:
    return user.has_perm("chains.view_level_reasons", participation)


def kept_promises(participation: Participation, on: date) -> "QuerySet[StandingPromise]":
    """What can show that a party invests: the promises that it kept."""
    return in_force(on).filter(participation=participation, standing="fulfilled").order_by("-pk")


@dataclass(frozen=True)
class LadderCounts:
    """How many parties of a chain stand on each step, and how many are stuck."""

    by_level: tuple[tuple[CommitmentLevel, int], ...]
    stuck: int

    @property
    def parties(self) -> int:
        return sum(count for _, count in self.by_level)

    @property
    def signed(self) -> int:
        """How many have signed or more."""
        return sum(
            count for level, count in self.by_level if level.place >= CommitmentLevel.SIGNED.place
        )


def ladder_counts(lines: tuple[PartyLevel, ...]) -> LadderCounts:
    return LadderCounts(
        by_level=tuple(
            (level, sum(line.level == level for line in lines)) for level in CommitmentLevel
        ),
        stuck=sum(line.is_stuck for line in lines),
    )
