from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StartPoint(TextChoices):
    """Why a director is called in (report, Behoeften)."""

    FRONT_RUNNERS = "front_runners", _("front-runner companies look for counterparts")
    PUBLIC_QUESTION = "public_question", _("a government takes up a societal question")


class LinkKind(TextChoices):
    """The place of a party in the chain."""

    SUPPLIER = "supplier", _("supplier of the residual stream")
    COLLECTOR = "collector", _("collector")
    PROCESSOR = "processor", _("processor")
    MAKER = "maker", _("maker")
    BUYER = "buyer", _("buyer")
    OTHER = "other", _("other link")


SUPPLY_SIDE = (LinkKind.SUPPLIER, LinkKind.COLLECTOR)
DEMAND_SIDE = (LinkKind.MAKER, LinkKind.BUYER)


class ParticipationStatus(TextChoices):
    INVITED = "invited", _("invited")
    JOINED = "joined", _("takes part")
    DECLINED = "declined", _("declined")
    LEFT = "left", _("has left")


ABSENT = (ParticipationStatus.DECLINED, ParticipationStatus.LEFT)
"""Not in the chain now: such a party holds no link, and can be invited (again)."""


class Level(TextChoices):
    """One indicator of complexity."""

    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")
