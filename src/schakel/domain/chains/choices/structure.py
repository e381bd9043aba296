from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Holder(TextChoices):
    """Who holds a responsibility."""

    NOBODY = "nobody", _("nobody yet")
    PARTY = "party", _("a party")
    DIRECTOR = "director", _("the chain director")
    TOGETHER = "together", _("the parties together")


class ShareKind(TextChoices):
    """Of what a party holds a share (report, lesson 7: who has what share)."""

    CONTROL = "control", _("control")
    COSTS = "costs", _("costs")
    RETURNS = "returns", _("returns")


class OrganisationForm(TextChoices):
    """How the parties organise themselves (report, Bijlage 2, document 3)."""

    UNKNOWN = "", _("not chosen yet")
    CONTRACT = "contract", _("agreements between the parties, no organisation of their own")
    JOINT_VENTURE = "joint_venture", _("joint venture in a private company")
    COOPERATIVE = "cooperative", _("cooperative")
    FOUNDATION = "foundation", _("foundation or association")
    LEAD_PARTY = "lead_party", _("one party leads, the others supply")
    OTHER = "other", _("another form")
