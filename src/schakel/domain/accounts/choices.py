from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UserKind(TextChoices):
    PROGRAMME_MANAGER = "programme_manager", _("programme manager")
    DIRECTOR = "director", _("chain director")
    PARTY = "party", _("party in a chain")
    ASSESSOR = "assessor", _("assessor")
    ADMINISTRATOR = "administrator", _("administrator")
