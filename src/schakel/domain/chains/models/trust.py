from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.trust import CallOutcome, TrustScore
from schakel.domain.chains.models.meetings import Meeting
from schakel.domain.chains.models.participation import Participation
from schakel.domain.register.fields import LongText


class Pulse(models.Model):
    """A private reading of the trust of one party, for the director who wrote it alone."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="pulses", verbose_name=_("party")
    )
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    happened_on = models.DateField(_("date"))
    occasion = models.CharField(_("occasion"), max_length=200)
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meeting"),
    )
    score = models.PositiveSmallIntegerField(_("trust"), choices=TrustScore)
    felt = LongText(_("under the iceberg"), blank=True)
    written_at = models.DateTimeField(_("written at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__range=(1, 5)), name="pulse_is_on_the_scale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.happened_on}"


class CallReminder(models.Model):
    """To call a party after a meeting, until it was done or is not needed."""

    participation = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        related_name="call_reminders",
        verbose_name=_("party"),
    )
    director = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("chain director")
    )
    happened_on = models.DateField(_("date"))
    occasion = models.CharField(_("occasion"), max_length=200)
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meeting"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=CallOutcome, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)

    class Meta:
        ordering = ["happened_on", "pk"]
        verbose_name = _("call after a meeting")
        verbose_name_plural = _("calls after a meeting")
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "director", "happened_on", "occasion"],
                name="one_call_per_party_and_occasion",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", settled_on__isnull=True)
                | (~models.Q(outcome="") & models.Q(settled_on__isnull=False)),
                name="settled_call_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.occasion}"
