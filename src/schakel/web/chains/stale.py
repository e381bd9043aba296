"""Who comes late with an edit: what was typed stays, and stands beside what is there now."""

from decimal import Decimal
from typing import Any, cast

from django.db.models import Model
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.formats import number_format

from schakel.domain.accounts.queries import last_change
from schakel.web.shell.stale import Comparison, compare

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


def beside_present(form: BaseForm, thing: Model | None) -> Comparison:
    """What was typed beside what the form begins with now, and who last changed `thing`."""
    present = {
        field.name: _as_typed(form.get_initial_for_field(field.field, field.name))
        for field in form
        if not field.is_hidden
    }
    return compare(form, present, last_change(thing) if thing else None)


def status_of(form: BaseForm, *, stale: bool) -> int:
    """200 for a page that is asked for, 409 for who came late, 422 for what is not right yet."""
    if stale:
        return STALE
    return 422 if form.is_bound else 200


def _as_typed(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number_format(value.normalize(), use_l10n=True)
    return value
