from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ConflictGround, HandlingOutcome, InterestKind
from schakel.domain.chains.models.chain import Chain
from schakel.domain.parties.models import Organisation
from schakel.domain.register.fields import LongText


class DeclaredInterest(models.Model):
    """A tie of a director to an organisation, declared by the person. Holds in every chain."""

    person = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="declared_interests", verbose_name=_("person")
    )
    organisation_name = models.CharField(_("organisation"), max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("party"),
    )
    kind = models.CharField(_("kind of interest"), max_length=20, choices=InterestKind)
    description = LongText(_("what it is"))
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    declared_on = models.DateField(_("declared on"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        ordering = ["organisation_name", "pk"]
        verbose_name = _("declared interest")
        verbose_name_plural = _("declared interests")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="interest_ends_after_start",
                violation_error_message=_("The last day lies before the first day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.organisation_name}"


class Declaration(models.Model):
    """The moment at which a person declared that these are all their interests. Append-only."""

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="declarations", verbose_name=_("person")
    )
    declared_on = models.DateField(_("declared on"))
    interests = models.PositiveSmallIntegerField(_("number of interests"))
    interests_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-declared_on", "-pk"]
        verbose_name = _("declaration of interests")
        verbose_name_plural = _("declarations of interests")

    def __str__(self) -> str:
        return f"{self.person}, {self.declared_on}"


class ConflictHandling(models.Model):
    """How the client handled a conflict between a person's tie and a party. Append-only.

    Without `interest` the tie is the organisation of the person's own account. The handling holds
    for the `interest_version` that was seen: a changed interest is a conflict to look at again.
    """

    chain = models.ForeignKey(
        Chain, on_delete=models.PROTECT, related_name="conflict_handlings", verbose_name=_("chain")
    )
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    interest = models.ForeignKey(
        DeclaredInterest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("declared interest"),
    )
    interest_version = models.PositiveIntegerField(default=0)
    party = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("party")
    )
    ground = models.CharField(_("ground"), max_length=10, choices=ConflictGround)
    outcome = models.CharField(_("decision"), max_length=15, choices=HandlingOutcome)
    reason = LongText(_("reason"))
    measure = LongText(_("measure"), blank=True)
    handled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("handled by")
    )
    handled_at = models.DateTimeField(_("handled at"))

    class Meta:
        ordering = ["-handled_at", "-pk"]
        verbose_name = _("handling of a conflict")
        verbose_name_plural = _("handlings of conflicts")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome=HandlingOutcome.ACCEPTED) | ~models.Q(measure=""),
                name="accepted_conflict_has_a_measure",
                violation_error_message=_("Write down the measure with which this is accepted."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.party}: {self.get_outcome_display()}"
