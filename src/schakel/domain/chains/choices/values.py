from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StatementKind(TextChoices):
    """What the parties have to agree on (report, Het waardemodel; conclusion 1; lesson 1)."""

    DOT = "dot", _("dot on the horizon")
    CLIMATE = "climate", _("climate")
    LIVING_ENVIRONMENT = "living_environment", _("quality of the living environment")
    SUPPLY_SECURITY = "supply_security", _("security of supply")
    BIODIVERSITY = "biodiversity", _("biodiversity")
    SOCIETAL = "societal", _("another societal value")
    COMPANY_CASE = "company_case", _("the case of each company")
    CHAIN_CASE = "chain_case", _("the case of the chain as a whole")
    FINANCIAL = "financial", _("another financial value")


SOCIETAL_VALUES = (
    StatementKind.CLIMATE,
    StatementKind.LIVING_ENVIRONMENT,
    StatementKind.SUPPLY_SECURITY,
    StatementKind.BIODIVERSITY,
    StatementKind.SOCIETAL,
)
FINANCIAL_VALUES = (
    StatementKind.COMPANY_CASE,
    StatementKind.CHAIN_CASE,
    StatementKind.FINANCIAL,
)


class Answer(TextChoices):
    """What a party says of the text that it read."""

    AGREE = "agree", _("agrees")
    REMARK = "remark", _("agrees, with a remark")
    DISAGREE = "disagree", _("does not agree")
