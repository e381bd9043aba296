"""Writing the journal. Every action of every room runs `in_turn` and calls `record`."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.domain.journal.models import GENESIS, Entry, Salt, subject_of
from schakel.lib.errors import Refused
from schakel.lib.hashing import salted

P = ParamSpec("P")
R = TypeVar("R")
Thing = TypeVar("Thing", bound=models.Model)

OF_DOCUMENTS = frozenset(
    {"content_sha256", "evidence_sha256", "file_sha256", "files_sha256", "pdf_sha256"}
)
"""Hashes by which a copy of a document is recognised: these stay as they are."""


class Actor(Protocol):
    """Anything with a primary key: the user room stands above this one."""

    pk: Any


def in_turn(action: Callable[P, R]) -> Callable[P, R]:
    """Run an action in one transaction, and no two actions at the same time.

    SQLite lets in one writer at a time by itself; on PostgreSQL an action waits here until the one
    before it has committed. So what an action checks still holds when it writes, and two actions
    never wait for each other in a circle. Read `present` what was fetched before the turn came.
    """

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            _take_turn()
            return action(*args, **kwargs)

    return run


def present(thing: Thing, *related: str) -> Thing:
    """The same object as it is now; raises Refused when somebody removed it in the meantime."""
    objects = type(thing)._default_manager.filter(pk=thing.pk)
    found = (objects.select_related(*related) if related else objects).first()
    if found is None:
        raise Refused(_("Somebody removed this in the meantime. Look at the page again."))
    return found


def record(
    *, by: Actor | None, action: str, subject: models.Model, details: dict[str, Any] | None = None
) -> Entry:
    """Append one entry.

    `details` holds identifiers, choices and numbers, never names or typed text (put
    `sha256_of` the text under a name that ends in `_sha256` instead), so that a person can be
    erased later and the chain of entries still verifies. These hashes are salted here, and the
    salt is kept apart. Raises `TransactionManagementError` outside a transaction.
    """
    _take_turn()
    salt = secrets.token_hex(32)
    hidden = {
        name: _salted(value, salt) if _is_of_text(name) else value
        for name, value in (details or {}).items()
    }
    last = Entry.objects.order_by("-sequence").first()
    entry = Entry(
        sequence=last.sequence + 1 if last else 1,
        moment=timezone.now(),
        actor=f"user:{by.pk}" if by else "system",
        action=action,
        subject=subject_of(subject),
        details=hidden,
        previous=last.hash if last else GENESIS,
    )
    entry.hash = entry.compute_hash()
    entry.save(force_insert=True)
    if any(map(_is_of_text, hidden)):
        Salt(entry=entry, salt=salt).save(force_insert=True)
    return entry


def _is_of_text(name: str) -> bool:
    return name.endswith("_sha256") and name not in OF_DOCUMENTS


def _salted(found: Any, salt: str) -> Any:
    """The hash, or every hash of a list or of what stands under names."""
    match found:
        case str():
            return salted(found, salt)
        case dict():
            return {name: _salted(one, salt) for name, one in found.items()}
        case list() | tuple():
            return [_salted(one, salt) for one in found]
        case _:
            return found


def _take_turn() -> None:
    """Keep every other action out until this transaction ends; a second time it costs nothing."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the journal is written inside a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Entry._meta.db_table} IN EXCLUSIVE MODE")
