"""Answers to a form with `data-autosave`, and the times that are shown beside kept text.

A view of such a form asks `is_autosave(request)`, and then answers with `saved` instead of going
to the next page, or with `not_saved` instead of showing the page again:

    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = actions.change_canvas(by=request.user, version=..., ...)
            if is_autosave(request):
                return saved(made.version)
            return redirect(...)
        stale = ...
    if is_autosave(request):
        return not_saved(form, stale=stale)
"""

from datetime import datetime

from django.forms import BaseForm
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format

STALE, INCOMPLETE = 409, 422


def is_autosave(request: HttpRequest) -> bool:
    """Does the page save by itself, while somebody is still typing?"""
    return request.headers.get("X-Autosave") == "1"


def saved(version: int | None = None) -> JsonResponse:
    """It is saved; the page shows when, and goes on from this version."""
    return JsonResponse({"saved": when(timezone.now()), "version": version})


def not_saved(form: BaseForm, *, stale: bool) -> JsonResponse:
    """Somebody else changed it (`stale`), or what was typed is not complete yet."""
    errors = form.errors.get_json_data()
    return JsonResponse({"errors": errors}, status=STALE if stale else INCOMPLETE)


def when(moment: datetime) -> str:
    """14:02 when it is of today, else with the day."""
    local = timezone.localtime(moment)
    same_day = local.date() == timezone.localdate()
    return date_format(local, "H:i" if same_day else "j F H:i")
