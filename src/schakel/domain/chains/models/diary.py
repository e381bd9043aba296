from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LogTopic
from schakel.domain.chains.models.chain import Chain
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


class TimeEntry(models.Model):
    """Hours of the director, by role. A mistake is marked as removed, so that it can be undone."""

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
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-worked_on", "-pk"]
        verbose_name = _("hours entry")
        verbose_name_plural = _("hours")

    def __str__(self) -> str:
        return f"{self.worked_on} {self.hours}"
