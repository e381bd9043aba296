from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GateOutcome(TextChoices):
    GO = "go", _("go")
    NO_GO = "no_go", _("no-go")
