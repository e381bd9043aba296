from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IdeaState(TextChoices):
    """Where an idea for a chain stands (report, Fasen: a chance waits for its explorer)."""

    WAITING = "waiting", _("waits for an explorer")
    EXPLORING = "exploring", _("is being explored")
    EXPLORED = "explored", _("has been explored")
    STARTED = "started", _("became a chain")
    DROPPED = "dropped", _("dropped")


class IdeaStep(TextChoices):
    COMMISSION = "commission", _("commission an exploration")
    WITHDRAW = "withdraw", _("withdraw the exploration")
    REPORT = "report", _("report the findings")
    START = "start", _("start a chain")
    DROP = "drop", _("drop the idea")
    BRING_BACK = "bring_back", _("bring the idea back")


STEPS: dict[IdeaStep, tuple[frozenset[IdeaState], IdeaState]] = {
    IdeaStep.COMMISSION: (frozenset({IdeaState.WAITING}), IdeaState.EXPLORING),
    IdeaStep.WITHDRAW: (frozenset({IdeaState.EXPLORING}), IdeaState.WAITING),
    IdeaStep.REPORT: (frozenset({IdeaState.EXPLORING}), IdeaState.EXPLORED),
    IdeaStep.START: (frozenset({IdeaState.WAITING, IdeaState.EXPLORED}), IdeaState.STARTED),
    IdeaStep.DROP: (frozenset({IdeaState.WAITING, IdeaState.EXPLORED}), IdeaState.DROPPED),
    IdeaStep.BRING_BACK: (frozenset({IdeaState.DROPPED}), IdeaState.WAITING),
}
"""From which states a step can be made, and where it leads."""


class Advice(TextChoices):
    """What an exploration advises."""

    GO = "go", _("go: make a chain of it")
    NO_GO = "no_go", _("no-go: leave it")
