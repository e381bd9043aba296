from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WorkStatus(TextChoices):
    """How far a piece of work is on its way to somebody else (report, Tijdsinvestering, 4)."""

    IDEA = "idea", _("idea")
    ASKED = "asked", _("asked for")
    COMMISSIONED = "commissioned", _("commissioned")
    DONE = "done", _("done")


class WorkPayer(TextChoices):
    """Who pays for work that goes out."""

    UNKNOWN = "unknown", _("not known yet")
    PARTY = "party", _("a party of the chain")
    PROGRAMME = "programme", _("the programme")
    OTHER = "other", _("somebody else")
