from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ANSWERS, CommitmentEventKind, Side
from schakel.domain.chains.models.commitment import Commitment
from schakel.domain.register.fields import LongText


class CommitmentEvent(models.Model):
    """What happened to a promise after it was frozen. Append-only, also in the database.

    `amount` is in the unit of the promise: delivered so far, or, with `due_on`, the new terms.
    """

    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="events", verbose_name=_("commitment")
    )
    kind = models.CharField(_("what"), max_length=10, choices=CommitmentEventKind)
    on = models.DateField(_("on"))
    amount = models.DecimalField(
        _("how much"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)
    note = LongText(_("note"), blank=True)
    side = models.CharField(_("on behalf of"), max_length=10, choices=Side)
    answers = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answer",
        verbose_name=_("answers"),
    )
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("event of a promise")
        verbose_name_plural = _("events of promises")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ANSWERS, answers__isnull=False)
                | (~models.Q(kind__in=ANSWERS) & models.Q(answers__isnull=True)),
                name="an_answer_answers_a_proposal",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["proposed", "accepted"], amount__gt=0, due_on__isnull=False
                )
                | models.Q(kind__in=["progress", "fulfilled"], amount__gte=0, due_on__isnull=True)
                | models.Q(
                    kind__in=["broken", "reopened", "declined", "withdrawn"],
                    amount__isnull=True,
                    due_on__isnull=True,
                ),
                name="event_has_the_figures_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.get_kind_display()}"
