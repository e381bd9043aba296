from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.actions import ActionState, NudgeHow, NudgeResult
from schakel.domain.chains.models.chain import Chain
from schakel.domain.chains.models.diary import LogEntry
from schakel.domain.chains.models.meetings import Meeting
from schakel.domain.chains.models.participation import Participation


class Action(models.Model):
    """A to-do with an owner and a date. Without an owner it is the chain director's.

    `for_party` says that the director does the work of a party: the director then sits in the seat
    of the entrepreneur (report, Tijdsinvestering).
    """

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="actions", verbose_name=_("chain")
    )
    what = models.CharField(_("what"), max_length=300)
    owner = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("owner"),
    )
    person = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person of the party"),
    )
    for_party = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions_done_for_it",
        verbose_name=_("work of a party"),
    )
    due_on = models.DateField(_("by when"))
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("agreed at"),
    )
    log_entry = models.ForeignKey(
        LogEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("from the log entry"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ActionState, default=ActionState.OPEN
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    drop_reason = models.CharField(_("why it was dropped"), max_length=300, blank=True)
    made_on = models.DateField(_("agreed on"))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes = [models.Index(fields=["chain", "state", "due_on"], name="action_state_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(for_party=None) | models.Q(owner=None),
                name="only_the_director_works_for_a_party",
                violation_error_message=_(
                    "Only an action of the chain director can be the work of a party."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(owner__isnull=False),
                name="action_person_belongs_to_a_party",
            ),
            models.CheckConstraint(
                condition=models.Q(meeting=None) | models.Q(log_entry=None),
                name="action_has_one_origin",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_on=None, closed_by=None)
                | (
                    ~models.Q(state="open")
                    & models.Q(closed_on__isnull=False, closed_by__isnull=False)
                ),
                name="closed_action_has_day_and_person",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="dropped") & ~models.Q(drop_reason=""))
                | (~models.Q(state="dropped") & models.Q(drop_reason="")),
                name="dropped_action_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class DueMove(models.Model):
    """The date of an action was moved, with the reason. Append-only, also in the database."""

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="moves", verbose_name=_("action")
    )
    from_day = models.DateField(_("from"))
    to_day = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=300)
    moved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("moved by")
    )
    moved_at = models.DateTimeField(_("moved at"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("moved date")
        verbose_name_plural = _("moved dates")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_day=models.F("to_day")), name="moved_to_another_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_day} {self.to_day}"


class Nudge(models.Model):
    """The director sought a party that was quiet. Append-only, also in the database."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="nudges", verbose_name=_("party")
    )
    nudged_on = models.DateField(_("on"))
    how = models.CharField(_("how"), max_length=10, choices=NudgeHow)
    result = models.CharField(_("result"), max_length=10, choices=NudgeResult)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    nudged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["-nudged_on", "-pk"]
        verbose_name = _("nudge")
        verbose_name_plural = _("nudges")

    def __str__(self) -> str:
        return f"{self.nudged_on} {self.get_how_display()}"
