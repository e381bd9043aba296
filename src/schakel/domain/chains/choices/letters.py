from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterStatus(TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open for signing")
    REPLACED = "replaced", _("replaced by a newer version")


class Unit(TextChoices):
    HOURS = "hours", _("hours")
    EURO = "euro", _("euro")
    KILOGRAM = "kilogram", _("kilogram")
    TONNE = "tonne", _("tonne")
    DELIVERABLE = "deliverable", _("deliverables")
