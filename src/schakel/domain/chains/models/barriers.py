from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.barriers import ANSWERED, BarrierStatus, RuleKind, StepKind
from schakel.domain.chains.models.chain import Chain
from schakel.domain.register.fields import FoldedText, LongText


class Barrier(models.Model):
    """A barrier in law or policy, by the five questions of Bijlage 2, document 3."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="barriers", verbose_name=_("chain")
    )
    title = models.CharField(_("title"), max_length=200)
    rule = models.CharField(_("the rule at stake"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=100, blank=True)
    rule_kind = models.CharField(_("kind of rule"), max_length=20, choices=RuleKind, blank=True)
    authority = models.CharField(_("competent authority"), max_length=200, blank=True)
    activities = LongText(_("What kind of business activities are involved?"))
    problem = LongText(
        _("What concretely is your problem with legislation or policy that stands in the way?")
    )
    consequences = LongText(_("What are the consequences of the problem?"))
    tried = LongText(_("What have you already done to solve the problem?"))
    solutions = LongText(_("What other possible solutions do you see?"))
    reported_on = models.DateField(_("reported on"))
    status = models.CharField(
        _("status"), max_length=10, choices=BarrierStatus, default=BarrierStatus.REPORTED
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    search_text = FoldedText(
        of=(
            "title",
            "rule",
            "article",
            "authority",
            "activities",
            "problem",
            "consequences",
            "tried",
            "solutions",
        )
    )

    class Meta:
        ordering = ["-reported_on", "-pk"]
        verbose_name = _("barrier")
        verbose_name_plural = _("barriers")

    def __str__(self) -> str:
        return self.title

    @property
    def whole_rule(self) -> str:
        """The rule with its article, as people write it."""
        return ", ".join(part for part in (self.rule, self.article) if part)


class BarrierStep(models.Model):
    """What happened with a barrier: tried, submitted, answered. Append-only."""

    barrier = models.ForeignKey(
        Barrier, on_delete=models.PROTECT, related_name="steps", verbose_name=_("barrier")
    )
    kind = models.CharField(_("what happened"), max_length=10, choices=StepKind)
    happened_on = models.DateField(_("date"))
    authority = models.CharField(_("authority"), max_length=200, blank=True)
    text = LongText(_("what was said or done"))
    status = models.CharField(
        _("status since then"), max_length=10, choices=BarrierStatus, blank=True
    )
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        ordering = ["happened_on", "pk"]
        verbose_name = _("step with a barrier")
        verbose_name_plural = _("steps with barriers")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=StepKind.ANSWER)
                | (models.Q(status__in=list(ANSWERED)) & ~models.Q(authority="")),
                name="answer_has_authority_and_status",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=StepKind.ATTEMPT, status="")
                | (~models.Q(kind=StepKind.ATTEMPT) & ~models.Q(status="")),
                name="only_an_attempt_leaves_the_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.get_kind_display()}"


class BarrierRevision(models.Model):
    """A barrier as it was told in one version. Append-only."""

    barrier = models.ForeignKey(
        Barrier, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("barrier")
    )
    version = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    changed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        ordering = ["version"]
        verbose_name = _("version of a barrier")
        verbose_name_plural = _("versions of barriers")
        constraints = [
            models.UniqueConstraint(fields=["barrier", "version"], name="one_revision_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.barrier}, {self.version}"
