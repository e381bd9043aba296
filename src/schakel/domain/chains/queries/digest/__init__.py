"""What happened in a chain, as far as a person may see it: a fixed number of queries.

A subject that makes news has a module here with `happenings(chain, days, user)`, named in SOURCES.
It tells of nothing that this person could not read in the chain itself.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db.models import QuerySet

from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Chain, DigestWish
from schakel.domain.chains.queries.digest import (
    agreements,
    commitment,
    diary,
    people,
    steps,
    together,
)
from schakel.domain.chains.queries.digest.happenings import Days, Happening

__all__ = ["Days", "Happening", "happened", "wishes", "wishes_of"]

SOURCES: tuple[Callable[[Chain, Days, User], Iterator[Happening]], ...] = (
    steps.happenings,
    commitment.happenings,
    people.happenings,
    agreements.happenings,
    diary.happenings,
    together.happenings,
)


def happened(chain: Chain, told_through: date, through: date, user: User) -> list[Happening]:
    """What is new after the one day and up to the other, the newest day first."""
    days = Days(told_through + timedelta(days=1), through)
    found = [one for happenings in SOURCES for one in happenings(chain, days, user)]
    return sorted(found, key=lambda one: one.on, reverse=True)


def wishes() -> QuerySet[DigestWish]:
    """Every wish of somebody who can sign in."""
    return DigestWish.objects.filter(user__is_active=True).select_related("user", "chain")


def wishes_of(user: User, chains: list[Chain]) -> dict[int, str]:
    """The rhythms this person chose, by chain."""
    found = DigestWish.objects.filter(user=user, chain__in=chains)
    return dict(found.values_list("chain", "rhythm"))
