"""Writing the journal. Every action of every room calls `record` inside its own transaction."""

from typing import Any, Protocol

from django.db import connection, models, transaction
from django.utils import timezone

from schakel.domain.journal.models import GENESIS, Entry, subject_of


class Actor(Protocol):
    """Anything with a primary key: the user room stands above this one."""

    pk: Any


def record(
    *, by: Actor | None, action: str, subject: models.Model, details: dict[str, Any] | None = None
) -> Entry:
    """Append one entry.

    `details` holds identifiers, choices and numbers, never names or typed text (put
    `sha256_of` the text there instead), so that a person can be erased later and the chain
    of entries still verifies. Raises `TransactionManagementError` outside a transaction.
    """
    _lock()
    last = Entry.objects.order_by("-sequence").first()
    entry = Entry(
        sequence=last.sequence + 1 if last else 1,
        moment=timezone.now(),
        actor=f"user:{by.pk}" if by else "system",
        action=action,
        subject=subject_of(subject),
        details=details or {},
        previous=last.hash if last else GENESIS,
    )
    entry.hash = entry.compute_hash()
    entry.save(force_insert=True)
    return entry


def _lock() -> None:
    """Let one transaction at a time number an entry; SQLite's IMMEDIATE transactions do already."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the journal is written inside a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Entry._meta.db_table} IN EXCLUSIVE MODE")
