from typing import cast

from django.forms import BaseForm
from django.http import QueryDict

STALE = 409


def came_late(form: BaseForm, name: str, present: object) -> bool:
    """Whether a sent form began from something else than stands there now.

    The hidden field `name` then takes the present value: who compared both can send it again.
    """
    if not form.is_bound or form.data.get(name) == str(present):
        return False
    data = cast(QueryDict, form.data).copy()
    data[name] = str(present)
    form.data = data
    return True


def status_of(form: BaseForm, *, stale: bool) -> int:
    """200 for a page that is asked for, 409 for who came late, 422 for what is not right yet."""
    if stale:
        return STALE
    return 422 if form.is_bound else 200
