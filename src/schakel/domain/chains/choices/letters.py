from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext


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

    def behind(self, amount: Decimal) -> str:
        """The word behind an amount: one deliverable, and in Dutch "80 uur", not "80 uren"."""
        count = 1 if amount == 1 else 2
        if self is Unit.HOURS:
            return npgettext("behind an amount", "hour", "hours", count)
        if self is Unit.DELIVERABLE:
            return npgettext("behind an amount", "deliverable", "deliverables", count)
        return str(self.label)
