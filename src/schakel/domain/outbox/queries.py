"""What is on its way, and what did not arrive."""

from datetime import datetime

from django.db.models import F, QuerySet

from schakel.domain.outbox.choices import Trouble
from schakel.domain.outbox.models import Message
from schakel.domain.outbox.policies import MOST_COPIES, QUIET


def waiting() -> QuerySet[Message]:
    """Every message without an end."""
    return Message.objects.filter(sent_at=None, given_up_at=None)


def due(at: datetime) -> QuerySet[Message]:
    """What may be sent now, what waits longest first."""
    return waiting().filter(due_at__lte=at, attempts__lt=F("failures") + MOST_COPIES)


def interrupted(at: datetime) -> QuerySet[Message]:
    """What was begun twice without a known end."""
    return waiting().filter(due_at__lte=at, attempts__gte=F("failures") + MOST_COPIES)


def given_up() -> QuerySet[Message]:
    """What was not delivered, the newest first."""
    return Message.objects.exclude(given_up_at=None).order_by("-given_up_at", "-pk")


def server_is_away(at: datetime) -> bool:
    """Could the mail server just now not be reached?"""
    recent = waiting().filter(attempted_at__gt=at - QUIET)
    return recent.filter(trouble=Trouble.UNREACHABLE).exists()
