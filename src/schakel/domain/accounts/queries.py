from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import CalendarFeed, Draft, User
from schakel.domain.accounts.policies import can_be_key
from schakel.domain.journal.queries import entries_about
from schakel.lib.hashing import sha256_hex


def directors() -> QuerySet[User]:
    """The people who can be appointed as director of a chain."""
    return User.objects.filter(kind=UserKind.DIRECTOR, is_active=True)


def has_account(email: str) -> bool:
    return User.objects.filter(email=email.strip().lower()).exists()


def draft(user: User, key: str) -> Draft | None:
    """What this person typed in a form and did not send."""
    return Draft.objects.filter(user=user, key=key).first() if can_be_key(key) else None


@dataclass(frozen=True)
class Change:
    """Who changed something, and when; nobody where a command did."""

    who: str
    moment: datetime


def last_change(thing: Model) -> Change | None:
    """The newest journal entry about this object, with the name of the person."""
    entry = entries_about(thing).first()
    if entry is None:
        return None
    kind, _colon, number = entry.actor.partition(":")
    person = User.objects.filter(pk=number).first() if kind == "user" else None
    return Change(person.name, entry.moment) if person else None


def feed_of(user: User) -> CalendarFeed | None:
    """The calendar address of this person, if there is one; the address itself is not kept."""
    return CalendarFeed.objects.filter(user=user).first()


def user_by_feed(token: str) -> User | None:
    """Whose calendar this key opens; nobody's when it was renewed or taken back."""
    return User.objects.filter(
        calendar_feed__token_sha256=sha256_hex(token), is_active=True
    ).first()
