from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PartyKind(TextChoices):
    """The kinds of party a chain needs (report, lesson 6)."""

    ENTERPRISE = "enterprise", _("enterprise")
    GOVERNMENT = "government", _("government or legislator")
    SUPERVISOR = "supervisor", _("supervisor")
    KNOWLEDGE = "knowledge", _("knowledge institute")
    FUNDER = "funder", _("funder")
    CITIZENS = "citizens", _("citizens' group")


class Interest(TextChoices):
    """From which interest someone works (report, conclusion 2)."""

    PUBLIC = "public", _("public interest")
    PRIVATE = "private", _("private interest")


class SizeClass(TextChoices):
    SME = "sme", _("SME")
    LARGE = "large", _("large enterprise")
