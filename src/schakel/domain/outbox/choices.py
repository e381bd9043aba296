from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Trouble(TextChoices):
    """Why a message was not (yet) delivered."""

    UNREACHABLE = "unreachable", _("the mail server could not be reached")
    REFUSED = "refused", _("the mail server refused it")
    INTERRUPTED = "interrupted", _("sending was interrupted twice; it may have arrived")
