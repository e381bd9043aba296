from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DigestRhythm(TextChoices):
    """How often somebody is mailed what happened in a chain."""

    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")
    FOUR_WEEKLY = "four_weekly", _("every four weeks")


class Place(TextChoices):
    """Where in the chain something can be read; the doors know the addresses."""

    OVERVIEW = "overview", _("overview")
    LOG = "log", _("logbook")
    LETTER = "letter", _("letter of commitment")
    PROMISES = "promises", _("promises")
    PARTIES = "parties", _("parties")
    BARRIERS = "barriers", _("barriers")
    CANVAS = "canvas", _("canvas")
    MEETINGS = "meetings", _("meetings")
    ACTIONS = "actions", _("actions")
    UPDATES = "updates", _("updates")
    DECISIONS = "decisions", _("decisions")
    VALUES = "values", _("values")
    STRUCTURE = "structure", _("structure")
