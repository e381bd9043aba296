"""The server's side of `data-keep`: what somebody typed, kept until the form is sent."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from schakel.domain.accounts import actions, queries
from schakel.web.shell.autosave import INCOMPLETE, when
from schakel.web.shell.signed_in import SignedInRequest


class DraftForm(forms.Form):
    key = forms.CharField(max_length=300)
    typed = forms.CharField(required=False, strip=False)
    forget = forms.BooleanField(required=False)

    def clean_typed(self) -> list[list[Any]]:
        """Fields as keep.js reads them: name, value, and whether it is ticked."""
        try:
            typed = json.loads(self.cleaned_data["typed"] or "[]")
        except (ValueError, RecursionError):
            typed = None
        if not isinstance(typed, list) or not all(_is_field(each) for each in typed):
            raise ValidationError(_("These are not the fields of a form."))
        return typed


def _is_field(given: Any) -> bool:
    match given:
        case [str(), str(), bool() | None] | [str(), str()]:
            return True
    return False


@require_http_methods(["GET", "POST"])
def draft(request: SignedInRequest) -> HttpResponse:
    """Give back what was typed in the form `key`; or keep it, or forget it."""
    if request.method == "GET":
        found = queries.draft(request.user, request.GET.get("key", ""))
        if found is None:
            return HttpResponse(status=204)
        return JsonResponse({"saved": when(found.saved_at), "fields": found.fields})
    form = DraftForm({**request.POST.dict(), "key": request.GET.get("key", "")})
    if not form.is_valid():
        return _refused(form)
    key, at = form.cleaned_data["key"], timezone.now()
    if form.cleaned_data["forget"]:
        actions.forget_draft(by=request.user, key=key)
        return HttpResponse(status=204)
    try:
        actions.keep_draft(by=request.user, key=key, fields=form.cleaned_data["typed"], at=at)
    except ValidationError as error:
        form.add_error("typed", error)
        return _refused(form)
    return JsonResponse({"saved": when(at)})


def _refused(form: forms.Form) -> JsonResponse:
    return JsonResponse({"errors": form.errors.get_json_data()}, status=INCOMPLETE)
