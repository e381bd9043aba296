from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import CommitmentLevel
from schakel.domain.chains.models.commitment import Commitment, Signature
from schakel.domain.chains.models.participation import Participation
from schakel.domain.register.fields import LongText


class LevelChange(models.Model):
    """A party came to stand on another step of the ladder. Append-only, also in the database.

    A party without a change stands on the lowest step since the day it joined.
    """

    participation = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        related_name="level_changes",
        verbose_name=_("party"),
    )
    level = models.CharField(_("step"), max_length=10, choices=CommitmentLevel)
    on = models.DateField(_("since"))
    reason = LongText(_("reason"), blank=True)
    commitment = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("promise that was kept"),
    )
    signature = models.ForeignKey(
        Signature,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signature"),
    )
    set_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("set by")
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("step on the ladder")
        verbose_name_plural = _("steps on the ladder")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason="")
                | models.Q(signature__isnull=False)
                | models.Q(commitment__isnull=False),
                name="level_change_has_a_reason",
                violation_error_message=_("Say why, or point to what shows it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.get_level_display()}"
