from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from schakel.lib.hashing import canonical_json

DRAFT_AGE = timedelta(days=30)
MOST_CHARACTERS = 200_000


def can_be_key(key: str) -> bool:
    """Whether a form can have this key: no database looks for a text with a null character."""
    return "\0" not in key


def check_may_be_kept(fields: list[Any]) -> None:
    """Refuse typed text that is larger than any form of ours, or that no database can hold."""
    text = canonical_json(fields)
    if len(text) > MOST_CHARACTERS or "\\u0000" in text or not _is_text(text):
        raise ValidationError(_("This cannot be kept for later."))


def _is_text(text: str) -> bool:
    """False for half a surrogate pair, which JSON can spell and UTF-8 cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
