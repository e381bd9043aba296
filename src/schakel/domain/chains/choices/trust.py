from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class TrustScore(IntegerChoices):
    """A reading of trust (report, Rollen: coach, under the iceberg)."""

    DISTRUST = 1, _("distrust")
    RESERVE = 2, _("reserve")
    WAITING = 3, _("wait and see")
    OPEN = 4, _("openness")
    TRUST = 5, _("trust")


class CallOutcome(TextChoices):
    """What became of the call after a meeting."""

    PULSE = "pulse", _("pulse recorded")
    CALLED = "called", _("called")
    DISMISSED = "dismissed", _("not needed")
