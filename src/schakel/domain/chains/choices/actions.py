from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActionState(TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class NudgeHow(TextChoices):
    """How the director sought a party."""

    CALLED = "called", _("called")
    MAILED = "mailed", _("mailed")
    VISITED = "visited", _("visited")


class NudgeResult(TextChoices):
    """What came of it: only a talk is a sign of life."""

    SPOKEN = "spoken", _("spoken to")
    NO_ANSWER = "no_answer", _("no answer yet")


class BulkKind(TextChoices):
    """What is done with several actions at once."""

    FINISH = "finish", _("mark as done")
    MOVE = "move", _("move to another day")
    OWNER = "owner", _("give to another owner")
    DROP = "drop", _("drop")
    REMOVE = "remove", _("remove")
