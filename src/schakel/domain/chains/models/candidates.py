from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import Criterion, Strength
from schakel.domain.chains.models.chain import Chain
from schakel.domain.chains.models.participation import Participation
from schakel.domain.register.fields import LongText


class ProfileNeed(models.Model):
    """How much this chain needs of a trait or role, where that differs from the default."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="profile_needs", verbose_name=_("chain")
    )
    criterion = models.CharField(_("trait or role"), max_length=20, choices=Criterion)
    strength = models.PositiveSmallIntegerField(
        _("how much the chain needs"),
        choices=[one for one in Strength.choices if one[0]],
        validators=[MinValueValidator(1)],
    )
    reason = LongText(_("why this chain needs that"))
    changed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    changed_on = models.DateField(_("changed on"))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("need of the chain")
        verbose_name_plural = _("needs of the chain")
        constraints = [
            models.UniqueConstraint(fields=["chain", "criterion"], name="profile_need_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_criterion_display()}: {self.get_strength_display()}"


class Candidate(models.Model):
    """Somebody who could direct the chain; perhaps without an account yet."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="candidates", verbose_name=_("chain")
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    background = LongText(_("background: study, work and sectors"), blank=True)
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_on = models.DateField(_("added on"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "email"],
                name="candidate_once_per_chain",
                violation_error_message=_("This person is a candidate already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CandidateScore(models.Model):
    """What one assessor found of a candidate on one trait or role, with the evidence for it."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="scores", verbose_name=_("candidate")
    )
    criterion = models.CharField(_("trait or role"), max_length=20, choices=Criterion)
    strength = models.PositiveSmallIntegerField(_("score"), choices=Strength)
    evidence = LongText(_("evidence"))
    scored_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("scored by")
    )
    scored_on = models.DateField(_("scored on"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("score of a candidate")
        verbose_name_plural = _("scores of candidates")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "criterion", "scored_by"], name="score_once_per_assessor"
            ),
            models.CheckConstraint(
                condition=~models.Q(evidence=""),
                name="score_has_evidence",
                violation_error_message=_("Write down the evidence for this score."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_criterion_display()}: {self.get_strength_display()}"


class Nomination(models.Model):
    """The candidate whom a party of the chain nominates (Flevoland: jointly one person)."""

    participation = models.OneToOneField(
        Participation,
        on_delete=models.CASCADE,
        related_name="nomination",
        verbose_name=_("participation"),
    )
    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="nominations", verbose_name=_("candidate")
    )
    nominated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("nominated by")
    )
    nominated_on = models.DateField(_("nominated on"))

    class Meta:
        ordering = ["participation__organisation__name", "pk"]
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")

    def __str__(self) -> str:
        return f"{self.participation.organisation}: {self.candidate}"
