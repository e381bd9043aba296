from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.choices import AssetKind, DirectorRole, Phase, ProgrammeKind
from schakel.domain.programmes.strengths import Strength
from schakel.domain.reference.models import Province, Sector
from schakel.domain.register.fields import LongText
from schakel.engine.effort.size import FULL_TONNES, MOST_POINTS, SIMPLE_POINTS, SizeRule

PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class Programme(models.Model):
    """A client's way of taking part, with its own norm, rhythm of reporting and role weights."""

    slug = models.SlugField(_("key"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    client = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("client")
    )
    kind = models.CharField(_("way of taking part"), max_length=20, choices=ProgrammeKind)
    description = LongText(_("description"), blank=True)
    managers = models.ManyToManyField(
        User, related_name="programmes", blank=True, verbose_name=_("programme managers")
    )
    norm_hours_per_week = models.DecimalField(
        _("norm: hours a week"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0.5), MaxValueValidator(40)],
    )
    norm_months = models.PositiveSmallIntegerField(
        _("norm: months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    update_every_weeks = models.PositiveSmallIntegerField(
        _("update every so many weeks"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(52)],
    )
    simple_points = models.PositiveSmallIntegerField(
        _("simple up to this complexity, of 12"),
        default=SIMPLE_POINTS,
        validators=[MaxValueValidator(MOST_POINTS)],
    )
    full_tonnes = models.DecimalField(
        _("tonnes a year for the most complex chain"),
        max_digits=9,
        decimal_places=0,
        default=FULL_TONNES,
        validators=[MinValueValidator(1)],
    )
    full_value = models.DecimalField(
        _("euro a year for the most complex chain"),
        max_digits=12,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(norm_hours_per_week__isnull=True, norm_months__isnull=True)
                | models.Q(norm_hours_per_week__isnull=False, norm_months__isnull=False),
                name="norm_is_whole",
                violation_error_message=_("Give both hours a week and months, or neither."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def size_rule(self) -> SizeRule:
        return SizeRule(self.simple_points, self.full_tonnes, self.full_value)


class RoleWeight(models.Model):
    """How heavy a role of the director weighs in a phase, for one programme."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        related_name="role_weights",
        verbose_name=_("programme"),
    )
    phase = models.CharField(_("phase"), max_length=10, choices=Phase)
    role = models.CharField(_("role"), max_length=10, choices=DirectorRole)
    weight = models.PositiveSmallIntegerField(_("weight"), validators=[MaxValueValidator(9)])

    class Meta:
        ordering = ["pk"]
        verbose_name = _("role weight")
        verbose_name_plural = _("role weights")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "phase", "role"], name="role_weight_once_per_phase"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_phase_display()}, {self.get_role_display()}: {self.weight}"


class RegionalStrength(models.Model):
    """A sector in which the region of a programme is strong, by a source of a certain day."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        related_name="strengths",
        verbose_name=_("programme"),
    )
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, related_name="+", verbose_name=_("sector")
    )
    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("province"),
        help_text=_("Empty: it holds for the whole region of the programme."),
    )
    region = models.CharField(_("region"), max_length=80, blank=True)
    share = models.DecimalField(
        _("share of the sector in the region (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    national_share = models.DecimalField(
        _("share of the sector in the country (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    knowledge = models.CharField(_("knowledge infrastructure"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300)
    stated_on = models.DateField(_("stated on"))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["sector__code", "pk"]
        verbose_name = _("strength of the region")
        verbose_name_plural = _("strengths of the region")

    def __str__(self) -> str:
        return f"{self.sector}, {self.place}"

    @property
    def place(self) -> str:
        """The region by its own name, else its province; empty for the whole programme."""
        return self.region or (self.province.name if self.province else "")

    @property
    def as_strength(self) -> Strength:
        return Strength(
            sector=self.sector_id,
            province=self.province_id or "",
            region=self.place,
            share=self.share,
            national_share=self.national_share,
            knowledge=self.knowledge,
            source=self.source,
            stated_on=self.stated_on,
        )


class ClientAsset(models.Model):
    """What the client of a programme has or decides on, and a chain can make use of."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="assets", verbose_name=_("programme")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=AssetKind)
    description = models.CharField(_("description"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    stated_on = models.DateField(_("stated on"))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["kind", "description", "pk"]
        verbose_name = _("what the client has")
        verbose_name_plural = _("what the client has")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.description}"
