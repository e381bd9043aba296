"""What a chain needs of its director, and how the candidates stand against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, QuerySet
from django.utils.formats import localize

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import Criterion, ParticipationStatus, Strength
from schakel.domain.chains.models import (
    Candidate,
    CandidateScore,
    Chain,
    Nomination,
    Participation,
    ProfileNeed,
)
from schakel.domain.chains.profile import MEANINGS, ROLES, TRAITS, Need, Text, default_need
from schakel.domain.chains.queries.complexity import assessments
from schakel.domain.programmes.choices import WORKING_PHASES, Phase
from schakel.domain.programmes.queries import role_weights
from schakel.engine.assess import Fit, Standing, fit
from schakel.engine.effort import INDICATORS


@dataclass(frozen=True)
class NeedLine:
    """A trait or role with what the chain needs; `changed` where the client decided otherwise."""

    criterion: Criterion
    need: Need
    default: Need
    changed: ProfileNeed | None

    @property
    def meaning(self) -> Text:
        return MEANINGS[self.criterion]

    @property
    def is_role(self) -> bool:
        return self.criterion in ROLES

    @property
    def version(self) -> int:
        return self.changed.version if self.changed else 0


def needs(chain: Chain) -> tuple[NeedLine, ...]:
    """The nine traits and then the four roles, in three queries."""
    assessment = assessments(chain).first()
    levels = {name: getattr(assessment, name) for name in INDICATORS} if assessment else {}
    phase = Phase(chain.phase) if chain.phase in WORKING_PHASES else Phase.OPERATE
    weights = {role: by[phase] for role, by in role_weights(chain.programme).items()}
    changed = {one.criterion: one for one in chain.profile_needs.select_related("changed_by").all()}
    return tuple(
        _line(default_need(criterion, levels, weights), changed.get(criterion))
        for criterion in (*TRAITS, *ROLES)
    )


def _line(default: Need, changed: ProfileNeed | None) -> NeedLine:
    need = (
        Need(default.criterion, Strength(changed.strength), changed.reason) if changed else default
    )
    return NeedLine(default.criterion, need, default, changed)


def candidates(chain: Chain) -> QuerySet[Candidate]:
    """Who could direct the chain, by name."""
    return chain.candidates.filter(removed_at=None).select_related("added_by")


def removed_candidates(chain: Chain) -> QuerySet[Candidate]:
    return chain.candidates.exclude(removed_at=None)


@dataclass(frozen=True)
class Cell:
    """A candidate on one trait or role: what the assessors gave, and their evidence."""

    standing: Standing
    scores: tuple[CandidateScore, ...]

    @property
    def criterion(self) -> Criterion:
        return Criterion(self.standing.key)

    @property
    def need(self) -> Strength:
        return Strength(self.standing.need)

    @property
    def mean_text(self) -> str:
        """The mean score with at most one decimal, as it is read."""
        mean = self.standing.mean
        return "" if mean is None else localize(Decimal(round(float(mean), 1)).normalize())


@dataclass(frozen=True)
class Compared:
    """A candidate held against the need. `account` is the person's, if there is one."""

    candidate: Candidate
    account: User | None
    fit: Fit
    cells: tuple[Cell, ...]
    nominations: int

    @property
    def lowest_percent(self) -> int:
        return _percent(self.fit.lowest)

    @property
    def highest_percent(self) -> int:
        return _percent(self.fit.highest)

    @property
    def assessors(self) -> int:
        return len({one.scored_by_id for cell in self.cells for one in cell.scores})

    @property
    def gap_criteria(self) -> tuple[Criterion, ...]:
        return tuple(Criterion(one.key) for one in self.fit.gaps)


def compare(wanted: Sequence[NeedLine], found: Sequence[Candidate]) -> tuple[Compared, ...]:
    """The candidates in the order given, in three queries whatever their number."""
    scores: dict[int, dict[str, list[CandidateScore]]] = {}
    for one in CandidateScore.objects.filter(candidate__in=found).select_related("scored_by"):
        scores.setdefault(one.candidate_id, {}).setdefault(one.criterion, []).append(one)
    accounts = accounts_of(found)
    votes = dict(
        _counted().filter(candidate__in=found).values_list("candidate").annotate(Count("pk"))
    )
    steps = {line.criterion.value: int(line.need.strength) for line in wanted}
    return tuple(
        _compared(one, steps, scores.get(one.pk, {}), accounts.get(one.email), votes.get(one.pk, 0))
        for one in found
    )


def _compared(
    candidate: Candidate,
    steps: dict[str, int],
    scores: dict[str, list[CandidateScore]],
    account: User | None,
    nominations: int,
) -> Compared:
    found = fit(steps, {key: [one.strength for one in given] for key, given in scores.items()})
    cells = tuple(Cell(one, tuple(scores.get(one.key, ()))) for one in found.standings)
    return Compared(candidate, account, found, cells, nominations)


def accounts_of(found: Sequence[Candidate]) -> dict[str, User]:
    """By e-mail address, the accounts of directors among these candidates."""
    people = User.objects.filter(
        email__in=[one.email for one in found], kind=UserKind.DIRECTOR, is_active=True
    )
    return {one.email: one for one in people}


def own_scores(candidate: Candidate, person: User) -> dict[str, CandidateScore]:
    """What this assessor gave, by trait or role."""
    return {one.criterion: one for one in candidate.scores.filter(scored_by=person)}


def own_candidacy(chain: Chain, person: User) -> Candidate | None:
    return candidates(chain).filter(email=person.email).first()


@dataclass(frozen=True)
class Tally:
    """Whom the parties that take part nominate.

    `joint` is the one whom all that nominated chose: the report's *gezamenlijk één persoon*.
    """

    lines: tuple[tuple[Participation, Nomination | None], ...]

    @property
    def given(self) -> tuple[Nomination, ...]:
        return tuple(one for _, one in self.lines if one)

    @property
    def joint(self) -> Candidate | None:
        chosen = {one.candidate_id: one.candidate for one in self.given}
        return next(iter(chosen.values())) if len(chosen) == 1 else None

    @property
    def is_unanimous(self) -> bool:
        return self.joint is not None and len(self.given) == len(self.lines)

    @property
    def by_candidate(self) -> tuple[tuple[Candidate, int], ...]:
        """The nominated, the most nominated first."""
        counts: dict[int, tuple[Candidate, int]] = {}
        for one in self.given:
            _, seen = counts.get(one.candidate_id, (one.candidate, 0))
            counts[one.candidate_id] = (one.candidate, seen + 1)
        return tuple(sorted(counts.values(), key=lambda pair: (-pair[1], pair[0].name)))


def tally(chain: Chain) -> Tally:
    """The nominations of the parties that take part now, in one query."""
    joined = chain.participations.filter(status=ParticipationStatus.JOINED).select_related(
        "organisation", "nomination__candidate"
    )
    return Tally(
        tuple(
            (one, getattr(one, "nomination", None)) for one in joined.order_by("organisation__name")
        )
    )


def _counted() -> QuerySet[Nomination]:
    return Nomination.objects.filter(participation__status=ParticipationStatus.JOINED).order_by()


def _percent(share: Fraction) -> int:
    return int(share * 100)
