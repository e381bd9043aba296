from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.models.commitment import Letter
from schakel.domain.chains.models.files import StoredFile
from schakel.domain.chains.models.participation import Participation


class Signer(models.Model):
    """A person whom the letter names to sign for a party. Without any, one person of it signs."""

    letter = models.ForeignKey(
        Letter, on_delete=models.CASCADE, related_name="signers", verbose_name=_("letter")
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="signers", verbose_name=_("party")
    )
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )

    class Meta:
        ordering = ["person__name", "pk"]
        verbose_name = _("signer")
        verbose_name_plural = _("signers")
        constraints = [
            models.UniqueConstraint(fields=["letter", "person"], name="signer_once_per_letter")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.letter}"


class SigningLink(models.Model):
    """A single-use link for one person to sign one version. Only its hash is kept."""

    letter = models.ForeignKey(
        Letter, on_delete=models.CASCADE, related_name="signing_links", verbose_name=_("letter")
    )
    person = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="signing_links", verbose_name=_("person")
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(_("sent at"))
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("signing link")
        verbose_name_plural = _("signing links")

    def __str__(self) -> str:
        return f"{self.person}, {self.letter}"


class SealedLetter(StoredFile):
    """The PDF of a letter that everyone signed. Append-only, also in the database."""

    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, related_name="sealed", verbose_name=_("letter")
    )
    completed_at = models.DateTimeField(_("last signature at"))
    kept_at = models.DateTimeField(_("kept at"))
    head_sequence = models.PositiveBigIntegerField(_("journal entry"))
    head_hash = models.CharField(_("hash of the journal entry"), max_length=64)

    class Meta:
        ordering = ["-kept_at"]
        verbose_name = _("signed letter")
        verbose_name_plural = _("signed letters")
        constraints = [models.UniqueConstraint(fields=["sha256"], name="signed_letter_file_once")]

    def __str__(self) -> str:
        return str(self.letter)
