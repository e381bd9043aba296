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

    def after(self, amount: Decimal) -> str:
        """The unit as it reads after an amount: 1 deliverable, 50 deliverables."""
        number = 1 if amount == 1 else 2
        match self:
            case Unit.HOURS:
                return npgettext("after an amount", "hour", "hours", number)
            case Unit.DELIVERABLE:
                return npgettext("after an amount", "deliverable", "deliverables", number)
        return str(self.label)
