from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FaultKind(TextChoices):
    """What can be wrong with an entry of the journal."""

    MISSING = "missing", _("an entry is missing")
    LINK = "link", _("the link to the previous entry is broken")
    CONTENT = "content", _("the content was changed")
    HEAD = "head", _("the known head is not here: entries were cut off or rewritten")
