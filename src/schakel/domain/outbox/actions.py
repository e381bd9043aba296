"""Mail goes out through here: written with the data it tells of, sent after the commit.

Delivering writes no journal entry: nobody acts, and the action that posted the message has its own.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from schakel.domain.outbox import policies, queries, smtp
from schakel.domain.outbox.choices import Trouble
from schakel.domain.outbox.models import Message, MessageFile

BATCH = 200

_unsent: ContextVar[bool] = ContextVar("unsent", default=False)


@dataclass(frozen=True)
class File:
    """What goes with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Round:
    """What one round of delivering did: numbers of messages."""

    sent: int
    later: int
    given_up: int


def post(
    *,
    to: str,
    subject: str,
    text: str,
    key: str,
    files: Sequence[File] = (),
    not_before: datetime | None = None,
) -> None:
    """Have a mail sent after the commit of the caller's transaction, and again until it arrives.

    `key` names the reason ("letter-opened:12:party:3"): with a key that is there already nothing
    happens, so that doing something twice mails once. `text` and `files` are kept only until the
    message is sent. With `not_before` it waits until that moment. Raises ValidationError for an
    address that is none, TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("mail is posted inside a transaction")
    if _unsent.get() or Message.objects.filter(key=key).exists():
        return
    now = timezone.now()
    message = Message(
        key=key,
        to=to,
        subject=" ".join(subject.split())[:250],
        text=text,
        created_at=now,
        due_at=not_before or now,
    )
    message.full_clean()
    message.save(force_insert=True)
    for file in files:
        MessageFile.objects.create(
            message=message, name=file.name, media_type=file.media_type, content=file.content
        )
    if message.due_at <= now:
        transaction.on_commit(lambda: _try_at_once(message), robust=True)


@contextmanager
def nothing_is_mailed() -> Iterator[None]:
    """Inside this nothing is posted: for made-up people and histories."""
    token = _unsent.set(True)
    try:
        yield
    finally:
        _unsent.reset(token)


def deliver_due(*, at: datetime | None = None) -> Round:
    """Send what is due, each message on its own, at most BATCH; stop at an unreachable server.

    The row is taken and committed before sending, and marked after it. A worker that is killed in
    between leaves it taken until the lease ends; then it is sent again, with the same Message-ID.
    What was begun twice without a known end is given up, so that nobody gets a third copy.
    """
    now = at or timezone.now()
    lost = queries.interrupted(now).update(given_up_at=now, trouble=Trouble.INTERRUPTED)
    counts = {"sent": 0, "later": 0, "given_up": lost}
    for number in list(queries.due(now).values_list("pk", flat=True)[:BATCH]):
        message = _take(number, now)
        if message is None:
            continue
        counts[_deliver(message, now)] += 1
        if message.trouble == Trouble.UNREACHABLE:
            break
    return Round(**counts)


def try_again(*, at: datetime | None = None) -> int:
    """Start anew with what was given up, with the same Message-ID; how many those are."""
    return queries.given_up().update(
        given_up_at=None,
        due_at=at or timezone.now(),
        attempts=0,
        failures=0,
        trouble="",
        last_error="",
    )


def _try_at_once(message: Message) -> None:
    """One short attempt after the commit; whatever goes wrong is tried again by the worker."""
    now = timezone.now()
    if queries.server_is_away(now):
        return
    taken = _take(message.pk, now)
    if taken:
        _deliver(taken, now)


def _take(number: int, now: datetime) -> Message | None:
    """Take a message for as long as sending may last; None when another worker was first."""
    taken = (
        queries.due(now)
        .filter(pk=number)
        .update(due_at=now + policies.LEASE, attempted_at=now, attempts=F("attempts") + 1)
    )
    return Message.objects.get(pk=number) if taken else None


def _deliver(message: Message, now: datetime) -> str:
    """Send what was taken and write down how it ended: sent, later or given_up."""
    try:
        smtp.send(message)
    except smtp.Unreachable as error:
        return _failed(message, now, Trouble.UNREACHABLE, error, permanent=False)
    except smtp.Rejected as error:
        return _failed(message, now, Trouble.REFUSED, error, permanent=error.permanent)
    except smtp.Uncertain as error:
        message.last_error = str(error)[:300]
        message.save(update_fields=["last_error"])
        return "later"
    with transaction.atomic():
        message.sent_at, message.text = now, ""
        message.trouble, message.last_error = "", ""
        message.save(update_fields=["sent_at", "text", "trouble", "last_error"])
        message.files.all().delete()
    return "sent"


def _failed(
    message: Message, now: datetime, trouble: Trouble, error: Exception, *, permanent: bool
) -> str:
    message.failures += 1
    message.trouble, message.last_error = trouble, str(error)[:300]
    again = None if permanent else policies.next_attempt(message.failures, now)
    message.due_at, message.given_up_at = again or message.due_at, None if again else now
    message.save(
        update_fields=["failures", "trouble", "last_error", "due_at", "given_up_at"],
    )
    return "later" if again else "given_up"
