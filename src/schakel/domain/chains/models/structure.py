from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import Holder, OrganisationForm, ShareKind
from schakel.domain.chains.models.chain import Chain
from schakel.domain.chains.models.commitment import Letter
from schakel.domain.chains.models.participation import Participation
from schakel.domain.register.fields import LongText


def _held(name: str, party: str, constraint: str) -> models.CheckConstraint:
    """A party is named exactly when the holder is a party."""
    return models.CheckConstraint(
        condition=models.Q(**{name: "party", f"{party}__isnull": False})
        | (~models.Q(**{name: "party"}) & models.Q(**{f"{party}__isnull": True})),
        name=constraint,
    )


class Structure(models.Model):
    """How the chain is organised: its form, and who owns the business plan (report, lesson 7)."""

    chain = models.OneToOneField(
        Chain, on_delete=models.CASCADE, related_name="structure", verbose_name=_("chain")
    )
    form = models.CharField(
        _("form of organisation"),
        max_length=20,
        choices=OrganisationForm,
        blank=True,
        default=OrganisationForm.UNKNOWN,
    )
    note = LongText(_("explanation"), blank=True, at_most=4_000)
    plan_holder = models.CharField(
        _("owner of the business plan"), max_length=10, choices=Holder, default=Holder.NOBODY
    )
    plan_party = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("party"),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        constraints = [_held("plan_holder", "plan_party", "plan_holder_matches_party")]

    def __str__(self) -> str:
        return f"{self.chain}"


class Responsibility(models.Model):
    """Something somebody in the chain is responsible for. Removal can be undone."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="responsibilities", verbose_name=_("chain")
    )
    what = models.CharField(_("what"), max_length=120)
    holder = models.CharField(
        _("responsible"), max_length=10, choices=Holder, default=Holder.NOBODY
    )
    holder_party = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities",
        verbose_name=_("party"),
    )
    decider = models.CharField(_("decides"), max_length=10, choices=Holder, default=Holder.NOBODY)
    decider_party = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("party"),
    )
    helpers = models.ManyToManyField(
        Participation, blank=True, related_name="+", verbose_name=_("help")
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "what"],
                condition=models.Q(removed_at__isnull=True),
                name="responsibility_once",
                violation_error_message=_("This responsibility stands in the list already."),
            ),
            _held("holder", "holder_party", "responsible_matches_party"),
            _held("decider", "decider_party", "decider_matches_party"),
        ]

    def __str__(self) -> str:
        return self.what


class Share(models.Model):
    """What part of control, costs or returns a party has, in per cent."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="shares", verbose_name=_("party")
    )
    kind = models.CharField(_("share in"), max_length=10, choices=ShareKind)
    percent = models.DecimalField(
        _("percentage"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))],
    )

    class Meta:
        ordering = ["participation", "kind"]
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        constraints = [
            models.UniqueConstraint(fields=["participation", "kind"], name="share_once"),
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lte=100), name="share_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} {self.percent}%"


class ChainAgreement(models.Model):
    """What some or all parties agreed on with each other. Removal can be undone."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="chain_agreements", verbose_name=_("chain")
    )
    title = models.CharField(_("title"), max_length=200)
    text = LongText(_("what was agreed"), at_most=10_000)
    agreed_on = models.DateField(_("agreed on"))
    between = models.ManyToManyField(
        Participation,
        blank=True,
        related_name="chain_agreements",
        verbose_name=_("between"),
        help_text=_("Nobody chosen means: all parties of the chain."),
    )
    letter = models.ForeignKey(
        Letter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("letter of commitment"),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-agreed_on", "-pk"]
        verbose_name = _("agreement in the chain")
        verbose_name_plural = _("agreements in the chain")

    def __str__(self) -> str:
        return self.title
