from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RuleKind(TextChoices):
    """What kind of rule stands in the way."""

    LAW = "law", _("law")
    DECREE = "decree", _("decree")
    REGULATION = "regulation", _("regulation of a province, municipality or water board")
    ENVIRONMENT_PLAN = "environment_plan", _("environment plan")
    PERMIT = "permit", _("permit")
    POLICY = "policy", _("policy")
    OTHER = "other", _("other rule")


class BarrierStatus(TextChoices):
    REPORTED = "reported", _("recorded")
    SUBMITTED = "submitted", _("submitted to the authority")
    SOLVED = "solved", _("solved")
    PARTLY = "partly", _("partly solved")
    REFUSED = "refused", _("refused by the authority")
    DROPPED = "dropped", _("no longer relevant")


ANSWERED = (BarrierStatus.SOLVED, BarrierStatus.PARTLY, BarrierStatus.REFUSED)
OPEN = (BarrierStatus.REPORTED, BarrierStatus.SUBMITTED, BarrierStatus.PARTLY)
"""What still stands in the way and can still move; a refusal waits for another way round."""


class StepKind(TextChoices):
    """What happened with a barrier."""

    ATTEMPT = "attempt", _("tried")
    SUBMITTED = "submitted", _("submitted to the authority")
    ANSWER = "answer", _("answer of the authority")
    DROPPED = "dropped", _("no longer relevant")
    REOPENED = "reopened", _("in the way again")
