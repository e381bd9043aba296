from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.parties.choices import Interest, PartyKind, SizeClass
from schakel.domain.reference.models import Municipality, Sector


class Group(models.Model):
    """Companies that belong together: they count as linked to each other."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("group")
        verbose_name_plural = _("groups")

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A party: company, government, supervisor, knowledge institute, funder or citizens' group."""

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind of party"), max_length=20, choices=PartyKind)
    interest = models.CharField(_("interest"), max_length=10, choices=Interest)
    size_class = models.CharField(_("size class"), max_length=10, choices=SizeClass, blank=True)
    kvk_number = models.CharField(
        _("KVK number"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("A KVK number has 8 digits."))],
    )
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("group"),
    )
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="organisations", verbose_name=_("sectors")
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("municipality"),
    )
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                fields=["kvk_number"],
                condition=~models.Q(kvk_number=""),
                name="kvk_number_once",
                violation_error_message=_("A party with this KVK number is already there."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Shareholding(models.Model):
    """One party holds shares in another; the percentage is empty where it is not known."""

    owner = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="holds", verbose_name=_("owner")
    )
    owned = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="held_by", verbose_name=_("owned")
    )
    percent = models.DecimalField(
        _("percentage"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))],
    )

    class Meta:
        ordering = ["owner__name", "owned__name", "pk"]
        verbose_name = _("shareholding")
        verbose_name_plural = _("shareholdings")
        constraints = [
            models.UniqueConstraint(fields=["owner", "owned"], name="shareholding_once"),
            models.CheckConstraint(
                condition=~models.Q(owner=models.F("owned")), name="no_share_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} in {self.owned}"
