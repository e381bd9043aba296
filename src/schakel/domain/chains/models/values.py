from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import SOCIETAL_VALUES, Answer, StatementKind
from schakel.domain.chains.models.chain import Chain
from schakel.domain.chains.models.participation import Participation
from schakel.domain.register.fields import LongText


class Statement(models.Model):
    """Something the parties have to agree on: a value of the chain, or its dot on the horizon.

    Its text stands in the versions; `current` is the number of the newest.
    """

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="statements", verbose_name=_("chain")
    )
    kind = models.CharField(_("kind of value"), max_length=20, choices=StatementKind)
    current = models.PositiveIntegerField(_("version"), default=1, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(
                fields=["chain"],
                condition=models.Q(kind="dot"),
                name="one_dot_per_chain",
                violation_error_message=_("This chain has a dot on the horizon already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.chain}"

    @property
    def is_dot(self) -> bool:
        return self.kind == StatementKind.DOT

    @property
    def is_societal(self) -> bool:
        return self.kind in SOCIETAL_VALUES


class StatementVersion(models.Model):
    """The text of a statement as it was from one moment on. Append-only."""

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="versions", verbose_name=_("statement")
    )
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    text = LongText(_("description"), at_most=10_000)
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    target = models.DecimalField(
        _("target"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of a statement")
        verbose_name_plural = _("versions of a statement")
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="statement_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class Stance(models.Model):
    """What a party says of the version it read. Append-only: the newest answer counts."""

    version = models.ForeignKey(
        StatementVersion, on_delete=models.PROTECT, related_name="stances", verbose_name=_("text")
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="stances", verbose_name=_("party")
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    remark = LongText(_("remark"), blank=True, at_most=4_000)
    given_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer of a party")
        verbose_name_plural = _("answers of parties")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="agree") | ~models.Q(remark=""),
                name="stance_has_its_why",
                violation_error_message=_("Say why: without it nobody can do something with it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.get_answer_display()}"
