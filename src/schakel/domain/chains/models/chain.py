from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import EndReason, LinkKind, RateKind, StartPoint
from schakel.domain.programmes.choices import Phase
from schakel.domain.programmes.models import Programme
from schakel.domain.register.fields import LongText
from schakel.domain.register.models import Initiative


class Chain(models.Model):
    """The project of making one chain circular."""

    slug = models.SlugField(_("key"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="chains", verbose_name=_("programme")
    )
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="chains",
        verbose_name=_("initiative"),
    )
    purpose = LongText(_("purpose and why"))
    start_point = models.CharField(_("start point"), max_length=20, choices=StartPoint)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase, default=Phase.EXPLORE)
    started_on = models.DateField(_("started on"))
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("chain")
        verbose_name_plural = _("chains")

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """A place in the chain, held by a party or empty."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="links", verbose_name=_("chain")
    )
    kind = models.CharField(_("kind of link"), max_length=10, choices=LinkKind)
    name = models.CharField(_("what this link does"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="link_position_once")
        ]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A person directs a chain from one day on, until another does or the period ends."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="appointments", verbose_name=_("chain")
    )
    director = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="appointments",
        verbose_name=_("chain director"),
    )
    hours_per_week = models.DecimalField(
        _("hours a week"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(0.5), MaxValueValidator(40)],
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    appointed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("appointed by")
    )
    rate_kind = models.CharField(_("kind of rate"), max_length=10, choices=RateKind, blank=True)
    rate = models.DecimalField(
        _("rate"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In euro, without VAT. Only the client and the director read it."),
    )
    concerns = models.JSONField(_("concerns at the appointment"), default=list, blank=True)
    override_reason = LongText(_("why nevertheless"), blank=True)
    end_reason = models.CharField(
        _("reason of the end"), max_length=15, choices=EndReason, blank=True
    )
    end_note = LongText(_("explanation of the end"), blank=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(
                fields=["chain"],
                condition=models.Q(ends_on__isnull=True),
                name="one_open_appointment_per_chain",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="appointment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(rate_kind="", rate__isnull=True)
                | (~models.Q(rate_kind="") & models.Q(rate__isnull=False)),
                name="rate_is_whole",
                violation_error_message=_("Give both a rate and its kind, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.director}, {self.chain}"
