from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EntryType(TextChoices):
    """How the List of Waste decides whether a code is hazardous."""

    ABSOLUTE_HAZARDOUS = "absolute_hazardous", _("always hazardous")
    ABSOLUTE_NON_HAZARDOUS = "absolute_non_hazardous", _("never hazardous")
    MIRROR_HAZARDOUS = "mirror_hazardous", _("hazardous, has a non-hazardous counterpart")
    MIRROR_NON_HAZARDOUS = "mirror_non_hazardous", _("non-hazardous, has a hazardous counterpart")
