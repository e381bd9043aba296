from django.db.models import QuerySet

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User


def directors() -> QuerySet[User]:
    """The people who can be appointed as director of a chain."""
    return User.objects.filter(kind=UserKind.DIRECTOR, is_active=True)


def has_account(email: str) -> bool:
    return User.objects.filter(email=email.strip().lower()).exists()
