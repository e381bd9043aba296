from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Value(TextChoices):
    """The value model (report, step 1): four societal values and two financial ones."""

    CLIMATE = "climate", _("countering climate change")
    LIVING_ENVIRONMENT = "living_environment", _("quality of the living environment")
    SECURITY_OF_SUPPLY = "security_of_supply", _("security of supply")
    BIODIVERSITY = "biodiversity", _("biodiversity")
    COMPANY_CASES = "company_cases", _("business case of the companies")
    CHAIN_CASE = "chain_case", _("financial value of the chain as a whole")


SOCIETAL_VALUES = (
    Value.CLIMATE,
    Value.LIVING_ENVIRONMENT,
    Value.SECURITY_OF_SUPPLY,
    Value.BIODIVERSITY,
)
FINANCIAL_VALUES = (Value.COMPANY_CASES, Value.CHAIN_CASE)


class DirectorPlace(TextChoices):
    """The director's place in the business model (report, step 1)."""

    ADVICE = "advice", _("advisory function")
    BUSINESS_MODEL = "business_model", _("part of the business model")
    INITIATOR = "initiator", _("initiator that leaves the operation")
    INITIATOR_SPIN_OFF = "initiator_spin_off", _("initiator that leaves through a spin-off")
    INITIATOR_SHARES = "initiator_shares", _("initiator that keeps shares")


class Scale(TextChoices):
    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")
    CITY = "city", _("city")
    REGION = "region", _("region")
    NATIONAL = "national", _("national")
    INTERNATIONAL = "international", _("international")


class PlaceBound(TextChoices):
    BOUND = "bound", _("bound to a place")
    NOT_BOUND = "not_bound", _("not bound to a place")


class Initiator(TextChoices):
    """From which side the initiative comes."""

    PUBLIC = "public", _("public")
    PRIVATE = "private", _("private")
    PUBLIC_PRIVATE = "public_private", _("public and private")


class Status(TextChoices):
    EXPLORATION = "exploration", _("exploration")
    AGREED = "agreed", _("chain agreement signed")
    SUBSIDISED = "subsidised", _("subsidy granted")
    PILOT = "pilot", _("pilot")
    OPERATIONAL = "operational", _("operational")
    STOPPED = "stopped", _("stopped")
