"""The only place that writes in this room."""

from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.journal import actions as journal
from schakel.domain.parties.models import Organisation
from schakel.lib.errors import Refused


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
