from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.models.chain import Chain, Link
from schakel.domain.parties.choices import Interest
from schakel.domain.parties.models import Organisation
from schakel.domain.register.fields import LongText


class Participation(models.Model):
    """A party in a chain: invited, taking part, declined, or gone."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="participations", verbose_name=_("chain")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("party"),
    )
    link = models.ForeignKey(
        Link,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("link"),
        help_text=_("Empty for a party beside the chain, such as a supervisor or a funder."),
    )
    interest = models.CharField(_("interest"), max_length=10, choices=Interest)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ParticipationStatus,
        default=ParticipationStatus.INVITED,
    )
    invited_on = models.DateField(_("invited on"))
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        ordering = ["link__position", "organisation__name", "pk"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "organisation"],
                name="party_once_per_chain",
                violation_error_message=_("This party is already in the chain."),
            ),
            models.CheckConstraint(
                condition=models.Q(status="invited", answered_on__isnull=True)
                | (~models.Q(status="invited") & models.Q(answered_on__isnull=False)),
                name="answer_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.chain}"


class Invitation(models.Model):
    """A single-use link with which one person of a party comes in. Only its hash is kept."""

    participation = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("participation"),
    )
    email = models.EmailField(_("e-mail address"))
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    used_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-expires_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.email}, {self.participation}"


class Departure(models.Model):
    """A party left the chain: when and why. What it did in the chain stays."""

    participation = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="departures",
        verbose_name=_("participation"),
    )
    left_on = models.DateField(_("left on"))
    reason = LongText(_("reason"), at_most=4_000)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-left_on", "-pk"]
        verbose_name = _("departure")
        verbose_name_plural = _("departures")

    def __str__(self) -> str:
        return f"{self.participation} {self.left_on}"
