"""Reading promises by the terms that hold: how they stand, what is due, what was kept or broken.

The frozen row of a promise never changes. What happened since is in its events: the newest accepted
proposal gives the terms, the newest verdict says whether it was kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from schakel.domain.chains.choices import (
    DELIVERIES,
    SETTLED,
    VERDICTS,
    CommitmentEventKind,
    LetterStatus,
    Standing,
)
from schakel.domain.chains.models import Chain, Commitment, CommitmentEvent, Letter, Signature

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    JudgedPromise = WithAnnotations[Commitment, "Judged"]
    StandingPromise = WithAnnotations[Commitment, "Stand"]

DUE_SOON = timedelta(days=30)
HOLDS = Q(letter__status=LetterStatus.OPEN) | Q(
    letter__status=LetterStatus.REPLACED, verdict__in=SETTLED
)
NOTHING = Value(Decimal(0), output_field=DecimalField(max_digits=14, decimal_places=2))


class Judged(TypedDict):
    """What `judged` adds to a promise."""

    held_due_on: date
    verdict: str | None
    agreed_times: int
    proposal: int | None
    proposed_by: str | None
    standing: str


class Stand(Judged):
    """What `standing` adds to a promise."""

    held_amount: Decimal
    done: Decimal
    bound: bool


def standing(
    commitments: QuerySet[Commitment], on: date, until: date | None = None
) -> "QuerySet[StandingPromise]":
    """Promises with the terms that hold and how they stand on a day; one query.

    Adds `held_amount`, `held_due_on`, `done` (delivered so far), `verdict`, `agreed_times`,
    `proposal` (the number of a proposal without an answer), `proposed_by`, `bound` (the party
    signed it) and `standing`. With `until`, events after that day are left out.
    """
    accepted = _events(until).filter(kind=CommitmentEventKind.ACCEPTED).order_by("-pk")
    lineage = CommitmentEvent.objects.annotate(
        first=Coalesce("commitment__continues", "commitment")
    ).filter(first=Coalesce(OuterRef("continues"), OuterRef("pk")), kind__in=DELIVERIES)
    if until:
        lineage = lineage.filter(on__lte=until)
    return judged(commitments, on, until).annotate(
        held_amount=Coalesce(Subquery(accepted.values("amount")[:1]), F("amount")),
        done=Coalesce(Subquery(lineage.order_by("-pk").values("amount")[:1]), NOTHING),
        bound=bound(),
    )


def judged(
    commitments: QuerySet[Commitment], on: date, until: date | None = None
) -> "QuerySet[JudgedPromise]":
    """By which day a promise holds and how it stands, without amounts and signatures."""
    events = _events(until)
    accepted = events.filter(kind=CommitmentEventKind.ACCEPTED).order_by("-pk")
    answered = CommitmentEvent.objects.filter(answers=OuterRef("pk"))
    asked = events.filter(~Exists(answered), kind=CommitmentEventKind.PROPOSED).order_by("-pk")
    found = commitments.annotate(
        held_due_on=Coalesce(Subquery(accepted.values("due_on")[:1]), F("due_on")),
        verdict=Subquery(events.filter(kind__in=VERDICTS).order_by("-pk").values("kind")[:1]),
        agreed_times=Coalesce(
            Subquery(
                accepted.order_by()
                .values("commitment")
                .annotate(times=Count("pk"))
                .values("times")[:1]
            ),
            0,
        ),
        proposal=Subquery(asked.values("pk")[:1]),
        proposed_by=Subquery(asked.values("side")[:1]),
    )
    return found.annotate(standing=_standing(on))


def _events(until: date | None) -> QuerySet[CommitmentEvent]:
    """What happened to the promise of the outer query."""
    events = CommitmentEvent.objects.filter(commitment=OuterRef("pk"))
    return events.filter(on__lte=until) if until else events


def bound() -> Q:
    """The party signed these words, with this amount and day or with both sides' later terms.

    What was changed on the way into a newer letter is a new promise: it binds once that is signed.
    """
    first = Coalesce(OuterRef("continues"), OuterRef("pk"))
    own = OuterRef("participation")
    terms = {"amount": OuterRef("amount"), "due_on": OuterRef("due_on")}
    signed = Commitment.objects.annotate(
        first=Coalesce("continues", "pk", output_field=BigIntegerField())
    ).filter(
        first=first,
        participation=own,
        what=OuterRef("what"),
        letter__signatures__participation=own,
    )
    agreed = CommitmentEvent.objects.annotate(
        first=Coalesce("commitment__continues", "commitment")
    ).filter(first=first, commitment__participation=own, kind=CommitmentEventKind.ACCEPTED, **terms)
    here = Signature.objects.filter(letter=OuterRef("letter"), participation=own)
    before = Exists(signed.filter(**terms)) | (Exists(signed) & Exists(agreed))
    return Exists(here) | (Q(continues__isnull=False) & before)


def _standing(on: date) -> Case:
    return Case(
        When(verdict=CommitmentEventKind.FULFILLED, then=Value(Standing.FULFILLED.value)),
        When(verdict=CommitmentEventKind.BROKEN, then=Value(Standing.BROKEN.value)),
        When(held_due_on__lt=on, then=Value(Standing.LATE.value)),
        When(held_due_on__lte=on + DUE_SOON, then=Value(Standing.DUE.value)),
        default=Value(Standing.OPEN.value),
        output_field=CharField(),
    )


def in_force(on: date) -> "QuerySet[StandingPromise]":
    """Every promise that holds: of the open letters, and what was settled under an earlier one."""
    found = Commitment.objects.select_related(
        "participation__organisation", "letter__chain__programme"
    )
    return standing(found, on).filter(HOLDS)


def judged_in_force(on: date) -> "QuerySet[JudgedPromise]":
    """The same promises, without amounts and signatures."""
    found = Commitment.objects.select_related("letter__chain__programme")
    return judged(found, on).filter(HOLDS)


@dataclass(frozen=True)
class PromiseFilter:
    """Which promises a list shows; empty values show all."""

    standing: str = ""
    party: int | None = None


UNSETTLED = (Standing.OPEN, Standing.DUE, Standing.LATE)
SETTLED_STANDINGS = (Standing.FULFILLED, Standing.BROKEN)
RENEGOTIATED = "renegotiated"
"""Beside the standings: the terms were changed, by both sides."""


def promises(
    chain: Chain, on: date, chosen: PromiseFilter | None = None
) -> "QuerySet[StandingPromise]":
    """The promises of a chain that hold, soonest first, filtered."""
    chosen = chosen or PromiseFilter()
    found = in_force(on).filter(letter__chain=chain)
    if chosen.party is not None:
        found = found.filter(participation=chosen.party)
    if chosen.standing == RENEGOTIATED:
        found = found.filter(agreed_times__gt=0)
    elif chosen.standing:
        found = found.filter(standing=chosen.standing)
    return found.order_by("held_due_on", "pk")


def promise_in(chain: Chain, on: date) -> "QuerySet[StandingPromise]":
    """Every promise of the opened letters of a chain, to look one up: also a replaced one."""
    return standing(
        Commitment.objects.filter(letter__chain=chain)
        .exclude(letter__status=LetterStatus.DRAFT)
        .select_related("participation__organisation", "letter__chain__programme"),
        on,
    )


def history(commitment: Commitment) -> QuerySet[CommitmentEvent]:
    """What happened to a promise, newest first, under all letters that carried it."""
    return CommitmentEvent.objects.filter(commitment__in=lineage_of(commitment)).select_related(
        "recorded_by", "commitment__letter", "answers"
    )


def history_of_chain(chain: Chain) -> QuerySet[CommitmentEvent]:
    """What happened to every promise of a chain, newest first, under all its letters."""
    return CommitmentEvent.objects.filter(commitment__letter__chain=chain).select_related(
        "recorded_by", "commitment__letter", "commitment__participation__organisation"
    )


def lineage_of(commitment: Commitment) -> QuerySet[Commitment]:
    """A promise with the earlier and later versions of it."""
    first = commitment.continues_id or commitment.pk
    return Commitment.objects.filter(Q(pk=first) | Q(continues=first))


def is_signed(commitment: Commitment) -> bool:
    """Whether the party signed a letter with this promise in it, as it stands there now."""
    return Commitment.objects.filter(bound(), pk=commitment.pk).exists()


def last_event(commitment: Commitment) -> int:
    """The number of the newest event, 0 where nothing happened: by it a stale page is found."""
    newest = commitment.events.values_list("pk", flat=True).first()
    return newest or 0


def open_proposal(commitment: Commitment) -> CommitmentEvent | None:
    """The proposal that waits for an answer of the other side."""
    return (
        commitment.events.filter(kind=CommitmentEventKind.PROPOSED, answer__isnull=True)
        .select_related("recorded_by")
        .first()
    )


@dataclass(frozen=True)
class Terms:
    """What holds for a promise: how much in its unit, by when, and how much there is."""

    amount: Decimal
    due_on: date
    done: Decimal
    standing: Standing


def terms_of(commitment: Commitment, on: date) -> Terms:
    (found,) = standing(Commitment.objects.filter(pk=commitment.pk), on).values_list(
        "held_amount", "held_due_on", "done", "standing"
    )
    return Terms(found[0], found[1], found[2], Standing(found[3]))


def still_open(letter: Letter, on: date) -> "QuerySet[StandingPromise]":
    """The promises of a letter that are neither kept nor broken, by the terms that hold."""
    return standing(letter.commitments.select_related("participation__organisation"), on).exclude(
        standing__in=SETTLED_STANDINGS
    )


def settled_meanwhile(draft: Letter) -> QuerySet[Commitment]:
    """Promises of a draft that carry on one that was kept or broken since."""
    verdicts = CommitmentEvent.objects.annotate(
        first=Coalesce("commitment__continues", "commitment")
    ).filter(first=OuterRef("continues"), kind__in=VERDICTS)
    return (
        draft.commitments.exclude(continues=None)
        .annotate(verdict=Subquery(verdicts.order_by("-pk").values("kind")[:1]))
        .filter(verdict__in=SETTLED)
    )


@dataclass(frozen=True)
class PromiseCounts:
    """How the promises of a chain stand. `late` and `due` are not in `open`."""

    open: int = 0
    due: int = 0
    late: int = 0
    kept: int = 0
    broken: int = 0
    renegotiated: int = 0
    proposals: int = 0

    @property
    def total(self) -> int:
        return self.open + self.due + self.late + self.kept + self.broken

    @property
    def settled(self) -> int:
        return self.kept + self.broken


def promise_counts(chains: Iterable[int], on: date) -> dict[int, PromiseCounts]:
    """How the promises of each chain (by number) stand, in one query; a chain without has none."""
    rows: dict[int, dict[str, int]] = {}
    found = judged_in_force(on).filter(letter__chain__in=list(chains)).order_by()
    for chain, stand, agreed, proposal in found.values_list(
        "letter__chain", "standing", "agreed_times", "proposal"
    ):
        row = rows.setdefault(chain, {})
        key = "kept" if stand == Standing.FULFILLED else stand
        row[key] = row.get(key, 0) + 1
        row["renegotiated"] = row.get("renegotiated", 0) + (agreed > 0)
        row["proposals"] = row.get("proposals", 0) + (proposal is not None)
    return {chain: PromiseCounts(**row) for chain, row in rows.items()}


def counts_of(chain: Chain, on: date) -> PromiseCounts:
    return promise_counts([chain.pk], on).get(chain.pk, PromiseCounts())
