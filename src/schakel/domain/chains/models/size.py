from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.models.chain import Chain
from schakel.domain.programmes.models import ClientAsset

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class SizeEstimate(models.Model):
    """What a chain is expected to move and to be worth in a year; earlier estimates stay.

    Tonnes and euro a year, each from low to high. What is not known stays empty.
    """

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="size_estimates", verbose_name=_("chain")
    )
    tonnes_low = models.DecimalField(
        _("tonnes a year, at least"),
        max_digits=12,
        decimal_places=1,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    tonnes_high = models.DecimalField(
        _("tonnes a year, at most"),
        max_digits=12,
        decimal_places=1,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    value_low = models.DecimalField(
        _("euro a year, at least"),
        max_digits=14,
        decimal_places=0,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    value_high = models.DecimalField(
        _("euro a year, at most"),
        max_digits=14,
        decimal_places=0,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    source = models.CharField(_("source"), max_length=300)
    estimated_on = models.DateField(_("estimated on"))
    estimated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("estimated by")
    )

    class Meta:
        ordering = ["-estimated_on", "-pk"]
        verbose_name = _("estimate of impact and size")
        verbose_name_plural = _("estimates of impact and size")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tonnes_low__isnull=True, tonnes_high__isnull=True)
                | models.Q(tonnes_low__lte=models.F("tonnes_high")),
                name="tonnes_from_low_to_high",
                violation_error_message=_(
                    "Give the tonnes from low to high; twice the same where they are certain."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(value_low__isnull=True, value_high__isnull=True)
                | models.Q(value_low__lte=models.F("value_high")),
                name="value_from_low_to_high",
                violation_error_message=_(
                    "Give the euro from low to high; twice the same where they are certain."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain}, {self.estimated_on}"


class AssetUse(models.Model):
    """What of the client a chain makes use of: its land, a building, its mandate."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="asset_uses", verbose_name=_("chain")
    )
    asset = models.ForeignKey(
        ClientAsset, on_delete=models.PROTECT, related_name="uses", verbose_name=_("of the client")
    )

    class Meta:
        ordering = ["asset__kind", "asset__description", "pk"]
        verbose_name = _("use of what the client has")
        verbose_name_plural = _("uses of what the client has")
        constraints = [
            models.UniqueConstraint(fields=["chain", "asset"], name="asset_once_per_chain")
        ]

    def __str__(self) -> str:
        return f"{self.chain}: {self.asset}"
