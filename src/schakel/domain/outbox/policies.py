"""When a message is tried again, and when it is given up."""

from datetime import datetime, timedelta

LEASE = timedelta(minutes=10)
"""Longer than sending can take: every step with the mail server ends within EMAIL_TIMEOUT."""

WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440))
"""After which failure how long is waited; after the last one the message is given up."""

MOST_COPIES = 2
"""So often sending may begin without a known end: more could bring somebody a third copy."""

QUIET = timedelta(minutes=1)
"""So long after an unreachable server no request tries by itself; that is left to the worker."""


def next_attempt(failures: int, at: datetime) -> datetime | None:
    """When to try again after so many failures; None when it is to be given up."""
    return at + WAITS[failures - 1] if failures <= len(WAITS) else None
