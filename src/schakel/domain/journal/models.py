from datetime import UTC

from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.lib.hashing import sha256_of

GENESIS = "0" * 64


def subject_of(thing: models.Model) -> str:
    """How the journal names an object: kind and number, never its name."""
    return f"{thing._meta.label_lower}:{thing.pk}"


class Entry(models.Model):
    """Who did what to which object, linked to the entry before it by its hash."""

    sequence = models.PositiveBigIntegerField(_("sequence"), primary_key=True)
    moment = models.DateTimeField(_("moment"))
    actor = models.CharField(_("actor"), max_length=40, help_text=_("user number, or system"))
    action = models.CharField(_("action"), max_length=80)
    subject = models.CharField(_("subject"), max_length=120)
    details = models.JSONField(_("details"), default=dict)
    previous = models.CharField(_("hash of the previous entry"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes = [models.Index(fields=["subject", "action"], name="journal_subject_action")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject}"

    def compute_hash(self) -> str:
        """SHA-256 over every other field, and so over the link to the entry before."""
        return sha256_of(
            {
                "sequence": self.sequence,
                "moment": self.moment.astimezone(UTC).isoformat(timespec="microseconds"),
                "actor": self.actor,
                "action": self.action,
                "subject": self.subject,
                "details": self.details,
                "previous": self.previous,
            }
        )


class Salt(models.Model):
    """What the hashes of texts in an entry were salted with; the entry verifies without it.

    Kept apart, and it may go: without it nobody can find out by trying whether a hash is that of a
    name or a sentence. Entries from before there were salts have none.
    """

    entry = models.OneToOneField(
        Entry,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="salt",
        verbose_name=_("journal entry"),
    )
    salt = models.CharField(_("salt"), max_length=64)

    class Meta:
        verbose_name = _("salt")
        verbose_name_plural = _("salts")

    def __str__(self) -> str:
        return str(self.pk)
