from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LogTopic
from schakel.domain.chains.models.chain import Chain
from schakel.domain.chains.models.files import StoredFile
from schakel.domain.chains.models.participation import Participation
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.domain.register.fields import FoldedText, LongText


class LogEntry(models.Model):
    """An entry of the logbook. Append-only: a mistake is corrected by a later entry."""

    chain = models.ForeignKey(
        Chain, on_delete=models.PROTECT, related_name="log_entries", verbose_name=_("chain")
    )
    happened_on = models.DateField(_("date"))
    phase = models.CharField(_("phase"), max_length=10, choices=Phase)
    topic = models.CharField(_("about"), max_length=25, choices=LogTopic)
    text = LongText(_("what happened"))
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("corrects"),
    )
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"))
    search_text = FoldedText(of=("text",))

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")

    def __str__(self) -> str:
        return f"{self.happened_on} {self.get_topic_display()}"


class LogParty(models.Model):
    """A party that a log entry is about. Append-only like the entry itself."""

    entry = models.ForeignKey(
        LogEntry,
        on_delete=models.PROTECT,
        related_name="about_parties",
        verbose_name=_("log entry"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="log_mentions",
        verbose_name=_("party"),
    )

    class Meta:
        ordering = ["organisation__name", "pk"]
        verbose_name = _("party in the logbook")
        verbose_name_plural = _("parties in the logbook")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "organisation"], name="party_once_per_log_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.entry}"


class LogFile(StoredFile):
    """A file with a log entry. Append-only like the entry itself."""

    entry = models.ForeignKey(
        LogEntry, on_delete=models.PROTECT, related_name="files", verbose_name=_("log entry")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name


class TimeEntry(models.Model):
    """Hours of the director, by role. A mistake is marked as removed, so that it can be undone.

    `for_party` names whose work it was: the director then sat in the seat of that party. A `token`
    comes with the form, so that one form books once, however often it is sent.
    """

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="time_entries", verbose_name=_("chain")
    )
    worked_on = models.DateField(_("date"))
    hours = models.DecimalField(
        _("hours"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal("24"))],
    )
    role = models.CharField(_("role"), max_length=10, choices=DirectorRole)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase)
    activity = models.CharField(_("activity"), max_length=200)
    worked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("worked by")
    )
    for_party = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hours_done_for",
        verbose_name=_("work of a party"),
    )
    token = models.UUIDField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-worked_on", "-pk"]
        verbose_name = _("hours entry")
        verbose_name_plural = _("hours")
        constraints = [
            models.UniqueConstraint(fields=["worked_by", "token"], name="form_books_hours_once")
        ]

    def __str__(self) -> str:
        return f"{self.worked_on} {self.hours}"
