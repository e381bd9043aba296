from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.permissions import has_perm

from schakel.domain.accounts.choices import UserKind
from schakel.domain.parties.models import Organisation


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address, and works as one kind of user."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind of user"), max_length=20, choices=UserKind)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("party"),
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_example = models.BooleanField(_("example"), default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "kind"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=UserKind.PARTY) | models.Q(organisation__isnull=False),
                name="party_user_has_organisation",
                violation_error_message=_("Choose the party this person works for."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def has_perm(self, permission: str, obj: object = None) -> bool:
        """Ask the permission rules; nobody stands above them."""
        return self.is_active and has_perm(permission, self, obj)


class Draft(models.Model):
    """What somebody typed in one form and did not send yet; nobody else sees it."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("user")
    )
    key = models.CharField(_("form"), max_length=300)
    fields = models.JSONField(_("what was typed"))
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("typed text")
        verbose_name_plural = _("typed texts")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_draft_per_form"),
        ]

    def __str__(self) -> str:
        return self.key


class CalendarFeed(models.Model):
    """Whoever holds the address sees the dates of this person; only the hash of its key is kept."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="calendar_feed", verbose_name=_("user")
    )
    token_sha256 = models.CharField(_("SHA-256 of the key"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
