"""The only place that writes in this room."""

import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from schakel.domain.accounts import policies
from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import CalendarFeed, Draft, User
from schakel.domain.accounts.permissions import require
from schakel.domain.journal import actions as journal
from schakel.domain.parties.models import Organisation
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_hex


@journal.in_turn
def add_user(
    *,
    by: User | None,
    email: str,
    name: str,
    kind: UserKind,
    password: str,
    organisation: Organisation | None = None,
    is_example: bool = False,
) -> User:
    """Give a person an account of one kind.

    Raises Refused when the address has one already, ValidationError for a weak password.
    """
    require(by, "accounts.add_user")
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise Refused(_("There is already an account with this e-mail address. Sign in with it."))
    user = User(
        email=email,
        name=" ".join(name.split()),
        kind=kind,
        organisation=organisation,
        is_example=is_example,
    )
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    journal.record(
        by=by,
        action="accounts.add_user",
        subject=user,
        details={"kind": kind, "organisation": organisation.pk if organisation else None},
    )
    return user


def keep_draft(*, by: User, key: str, fields: list[Any], at: datetime) -> Draft:
    """Keep what somebody is typing in a form, and let go of what they left a month ago.

    It changes nothing for anybody else and is gone once the form is sent, so the journal does not
    tell of it. Raises ValidationError when it is too long to keep.
    """
    policies.check_may_be_kept(fields)
    with transaction.atomic():
        Draft.objects.filter(user=by, saved_at__lt=at - policies.DRAFT_AGE).delete()
        draft, _made = Draft.objects.update_or_create(
            user=by, key=key, defaults={"fields": fields, "saved_at": at}
        )
    return draft


def forget_draft(*, by: User, key: str) -> None:
    """The form was sent, or the text is no longer wanted."""
    if policies.can_be_key(key):
        Draft.objects.filter(user=by, key=key).delete()


@journal.in_turn
def make_feed(*, by: User, at: datetime) -> str:
    """Give somebody an address for their calendar, in the place of an earlier one; its key."""
    token = secrets.token_urlsafe(32)
    feed, _made = CalendarFeed.objects.update_or_create(
        user=by, defaults={"token_sha256": sha256_hex(token), "made_at": at}
    )
    journal.record(by=by, action="accounts.make_feed", subject=feed)
    return token


@journal.in_turn
def revoke_feed(*, by: User) -> None:
    """Take the address back; from now on nobody gets anything there."""
    feed = CalendarFeed.objects.filter(user=by).first()
    if feed is None:
        return
    journal.record(by=by, action="accounts.revoke_feed", subject=feed)
    feed.delete()
