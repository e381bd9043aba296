"""Reading barriers: of one chain, across the chains of a person, and the ones that are alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.barriers import OPEN, BarrierStatus
from schakel.domain.chains.models import Barrier, BarrierRevision, Chain
from schakel.domain.chains.queries.chains import chains_for
from schakel.engine.similar import Text, alike
from schakel.lib.searching import fold, words
from schakel.lib.word_diff import Change, Piece, word_diff


@dataclass(frozen=True)
class BarrierFilter:
    """What the reader looks for; empty means everything. Every word of `search` occurs."""

    rule: str = ""
    authority: str = ""
    status: str = ""
    search: str = ""


def barriers(chain: Chain, only: BarrierFilter | None = None) -> QuerySet[Barrier]:
    """The barriers of one chain, newest first."""
    return _chosen(chain.barriers.all(), only)


def barriers_for(user: User, only: BarrierFilter | None = None) -> QuerySet[Barrier]:
    """Every barrier in the chains that this person may see, newest first."""
    seen = Barrier.objects.filter(chain__in=chains_for(user).values("pk"))
    return _chosen(seen, only).select_related("chain")


def _chosen(found: QuerySet[Barrier], only: BarrierFilter | None) -> QuerySet[Barrier]:
    only = only or BarrierFilter()
    wanted = Q()
    for field in ("rule", "authority", "status"):
        if value := getattr(only, field):
            wanted &= Q(**{field: value})
    for word in words(only.search):
        wanted &= Q(search_text__contains=word)
    return found.filter(wanted)


def rules_and_authorities(found: QuerySet[Barrier]) -> tuple[list[str], list[str]]:
    """What can be chosen to look for, each once and in order: one query."""
    pairs = set(found.order_by().values_list("rule", "authority"))
    return tuple(sorted({pair[place] for pair in pairs if pair[place]}) for place in (0, 1))  # type: ignore[return-value]


@dataclass(frozen=True)
class BarrierCounts:
    """How many barriers a chain has, how many still stand in the way, and wait for an answer."""

    all: int
    open: int
    submitted: int


def barrier_counts(chain: Chain) -> BarrierCounts:
    found = chain.barriers.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(status__in=OPEN)),
        submitted=Count("pk", filter=Q(status=BarrierStatus.SUBMITTED)),
    )
    return BarrierCounts(**found)


@dataclass(frozen=True)
class Alike:
    """A barrier in another chain that the reader may see, and why it is shown."""

    barrier: Barrier
    same_law: bool
    words: tuple[str, ...]


def alike_barriers(user: User, barrier: Barrier) -> tuple[Alike, ...]:
    """The barriers in other chains of this person that are most like this one: two queries."""
    others = barriers_for(user).exclude(chain=barrier.chain_id).order_by("pk")
    texts = (Text(pk, fold(rule), text) for pk, rule, text in _told(others))
    found = alike(Text(barrier.pk, fold(barrier.rule), barrier.search_text), texts)
    by_key = others.in_bulk([like.key for like in found])
    return tuple(Alike(by_key[like.key], like.same_law, like.words) for like in found)


def _told(found: QuerySet[Barrier]) -> Iterator[tuple[int, str, str]]:
    yield from found.values_list("pk", "rule", "search_text")


@dataclass(frozen=True)
class FieldChange:
    """What changed in the answer to one question."""

    field: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True)
class Revision:
    """A version with what it changed in the one before; the first version changed nothing."""

    revision: BarrierRevision
    changes: tuple[FieldChange, ...]


def revisions(barrier: Barrier) -> list[Revision]:
    """Every version of a barrier, newest first, with what changed in it word by word."""
    found: list[Revision] = []
    before: dict[str, str] | None = None
    for one in barrier.revisions.select_related("changed_by"):
        found.append(Revision(one, tuple(_changes(before or one.content, one.content))))
        before = one.content
    return found[::-1]


def _changes(before: dict[str, str], after: dict[str, str]) -> Iterator[FieldChange]:
    for field, text in after.items():
        left, right = word_diff(before.get(field, ""), text)
        if any(piece.change != Change.SAME for piece in (*left, *right)):
            yield FieldChange(field, left, right)
