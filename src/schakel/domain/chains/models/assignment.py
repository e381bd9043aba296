from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import Criterion, Payer, StandardTask
from schakel.domain.chains.models.chain import Appointment, Chain
from schakel.domain.register.fields import LongText


class AppointmentTask(models.Model):
    """A task of the assignment: one of the seven of Flevoland, in other words, or one's own."""

    appointment = models.ForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("appointment")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    standard = models.CharField(_("task"), max_length=15, choices=StandardTask, blank=True)
    text = models.CharField(_("in other words"), max_length=300, blank=True)
    is_on = models.BooleanField(_("part of the assignment"), default=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("task of the assignment")
        verbose_name_plural = _("tasks of the assignment")
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "position"], name="task_position_once_per_appointment"
            ),
            models.CheckConstraint(
                condition=~models.Q(standard="", text=""), name="task_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.get_standard_display()


class Handover(models.Model):
    """What a director leaves to whoever comes next, beside what the chain itself holds."""

    appointment = models.OneToOneField(
        Appointment,
        on_delete=models.CASCADE,
        related_name="handover",
        verbose_name=_("appointment"),
    )
    text = LongText(_("what the next director has to know"))
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_on = models.DateField(_("written on"))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")

    def __str__(self) -> str:
        return f"{self.appointment}, {self.written_on}"


class Expert(models.Model):
    """Somebody called in for what the director does not have to know or do alone."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="experts", verbose_name=_("chain")
    )
    name = models.CharField(_("name"), max_length=150)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    criterion = models.CharField(_("for which gap"), max_length=20, choices=Criterion)
    why = LongText(_("why, and for which work"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    payer = models.CharField(_("who pays"), max_length=10, choices=Payer)
    called_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("called in by")
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="expert_ends_after_start",
                violation_error_message=_("The last day lies before the first day."),
            )
        ]

    def __str__(self) -> str:
        return self.name
