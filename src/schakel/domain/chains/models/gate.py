from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import GateOutcome, Level
from schakel.domain.chains.models.chain import Chain
from schakel.domain.programmes.choices import Phase
from schakel.domain.register.fields import LongText


class ComplexityAssessment(models.Model):
    """Six indicators of complexity (report, Tijdsinvestering) and the time they lead to."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="assessments", verbose_name=_("chain")
    )
    assessed_on = models.DateField(_("assessed on"))
    assessed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("assessed by")
    )
    players = models.CharField(_("number of players"), max_length=6, choices=Level)
    technology = models.CharField(_("technical complexity"), max_length=6, choices=Level)
    scale = models.CharField(_("scale"), max_length=6, choices=Level)
    crossing_sectors = models.CharField(_("crossing sectors"), max_length=6, choices=Level)
    confidentiality = models.CharField(_("confidentiality"), max_length=6, choices=Level)
    regulation = models.CharField(_("law and regulation"), max_length=6, choices=Level)
    explanation = LongText(_("explanation"), blank=True)
    hours_per_week = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1)
    months = models.PositiveSmallIntegerField(_("months"))

    class Meta:
        ordering = ["-assessed_on", "-pk"]
        verbose_name = _("complexity")
        verbose_name_plural = _("complexity assessments")

    def __str__(self) -> str:
        return f"{self.chain}, {self.assessed_on}"


class GateDecision(models.Model):
    """Go or no-go between two phases, with the evidence as it was. Append-only."""

    chain = models.ForeignKey(
        Chain, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("chain")
    )
    from_phase = models.CharField(_("from phase"), max_length=10, choices=Phase)
    to_phase = models.CharField(_("to phase"), max_length=10, choices=Phase)
    outcome = models.CharField(_("decision"), max_length=6, choices=GateOutcome)
    reasons = LongText(_("reasons"))
    conditions = LongText(_("conditions"), blank=True)
    override_reason = LongText(_("why go while conditions are not met"), blank=True)
    lesson = LongText(_("lesson"), blank=True)
    evidence = models.JSONField(_("evidence"))
    evidence_sha256 = models.CharField(_("SHA-256 of the evidence"), max_length=64)
    conditions_met = models.BooleanField(_("conditions met"))
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_on = models.DateField(_("decided on"))

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("gate decision")
        verbose_name_plural = _("gate decisions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="no_go")
                | models.Q(conditions_met=True)
                | ~models.Q(override_reason=""),
                name="go_past_unmet_conditions_has_a_reason",
                violation_error_message=_(
                    "A go while conditions are not met needs a written reason."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(from_phase=models.F("to_phase")),
                name="gate_leads_to_another_phase",
            ),
            models.CheckConstraint(
                condition=~models.Q(reasons=""),
                name="gate_decision_has_reasons",
                violation_error_message=_("Write down the reasons of the decision."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain}: {self.get_outcome_display()}"
