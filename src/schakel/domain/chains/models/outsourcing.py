from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import WorkPayer, WorkStatus
from schakel.domain.chains.models.chain import Chain
from schakel.domain.chains.models.participation import Participation
from schakel.domain.programmes.choices import Phase
from schakel.domain.register.fields import LongText


class OutsourcedWork(models.Model):
    """Work that others than the director can do, and who pays for it.

    As a chain takes shape more work can go out, such as calculating the business case; the parties
    can often find means for it (report, Tijdsinvestering, 4). A mistake is marked as removed.
    """

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="outsourced_work", verbose_name=_("chain")
    )
    title = models.CharField(_("what can go out"), max_length=200)
    description = LongText(_("description"), blank=True)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase)
    hours = models.DecimalField(
        _("expected hours"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    cost = models.DecimalField(
        _("expected cost in euro"),
        max_digits=11,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    payer = models.CharField(
        _("who pays"), max_length=10, choices=WorkPayer, default=WorkPayer.UNKNOWN
    )
    paying_party = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="work_paid",
        verbose_name=_("which party"),
    )
    paying_other = models.CharField(_("who else"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=15, choices=WorkStatus, default=WorkStatus.IDEA
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("work that can go out")
        verbose_name_plural = _("work that can go out")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(payer=WorkPayer.PARTY, paying_party__isnull=False)
                | (~models.Q(payer=WorkPayer.PARTY) & models.Q(paying_party__isnull=True)),
                name="paying_party_is_named",
                violation_error_message=_("Name the party that pays, or choose another payer."),
            ),
            models.CheckConstraint(
                condition=(models.Q(payer=WorkPayer.OTHER) & ~models.Q(paying_other=""))
                | (~models.Q(payer=WorkPayer.OTHER) & models.Q(paying_other="")),
                name="other_payer_is_named",
                violation_error_message=_("Name who else pays, or choose another payer."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
