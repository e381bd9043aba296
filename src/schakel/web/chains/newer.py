"""A form that was filled in on top of a version somebody has changed since."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm

from schakel.domain.accounts.queries import last_change
from schakel.domain.chains.models import Action, Meeting
from schakel.web.shell.stale import Comparison, compare

STALE = 409


def newer(form: BaseForm, record: Action | Meeting, start: Mapping[str, Any]) -> Comparison | None:
    """Both versions when the record is newer than the form; saving again then starts from it.

    `start` is what the form would show of the record now.
    """
    if form.cleaned_data.get("version") == record.version:
        return None
    present = {name: value for name, value in start.items() if name != "version"}
    comparison = compare(form, present, last_change(record))
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(record.version)  # type: ignore[index]
    return comparison


def status(method: str | None, comparison: Comparison | None) -> int:
    """Of a page with a form that was not taken in: 409 when somebody was first, 422 otherwise."""
    if comparison:
        return STALE
    return 422 if method == "POST" else 200
