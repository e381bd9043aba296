from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.choices import DirectorRole, Phase, ProgrammeKind
from schakel.domain.register.fields import LongText


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
