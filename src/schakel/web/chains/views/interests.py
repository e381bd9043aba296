"""A director's own interests: they hold in every chain."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import independence as actions
from schakel.domain.chains.models import DeclaredInterest
from schakel.domain.chains.queries import independence as queries
from schakel.domain.parties.queries import labels
from schakel.transfer.director_csv import interests_csv
from schakel.web.chains.forms.independence import ConfirmForm, InterestForm
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

STALE = 409
MOST_OFFERED = 500


@require_safe
def interests(request: SignedInRequest) -> HttpResponse:
    require(request.user, "chains.declare_interests")
    return _page(request, ConfirmForm(initial=_seen(request)), status=200)


@require_POST
def confirm_interests(request: SignedInRequest) -> HttpResponse:
    """These are all of them; perhaps there are none."""
    require(request.user, "chains.declare_interests")
    form = ConfirmForm(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.confirm_interests(
                by=request.user,
                on=timezone.localdate(),
                seen_sha256=form.cleaned_data["seen_sha256"],
            )
            messages.success(request, _("Your interests have been declared."))
            return redirect("chains:interests")
    return _page(request, form, status=422)


def _seen(request: SignedInRequest) -> dict[str, str]:
    return {"seen_sha256": queries.interests_sha256(request.user)}


def _page(request: SignedInRequest, form: ConfirmForm, status: int) -> HttpResponse:
    today = timezone.localdate()
    chains = list(queries.chains_to_declare_for(request.user))
    found = queries.check([(chain, request.user) for chain in chains], today)
    context = {
        "page": Paginator(queries.interests(request.user), 25).get_page(request.GET.get("page")),
        "declaration": queries.declaration_of(request.user),
        "is_current": queries.is_current(request.user),
        "form": form,
        "seen": _seen(request)["seen_sha256"],
        "chains": [(chain, found[chain.pk, request.user.pk]) for chain in chains],
        "removed": _just_removed(request),
        "today": today,
    }
    return render(request, "chains/interests.html", context, status=status)


@require_safe
def export_interests(request: SignedInRequest) -> HttpResponse:
    require(request.user, "chains.declare_interests")
    return csv_file(interests_csv(queries.interests(request.user)), "belangen")


@require_http_methods(["GET", "POST"])
def declare_interest(request: SignedInRequest) -> HttpResponse:
    require(request.user, "chains.declare_interests")
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.declare_interest(
                by=request.user, on=timezone.localdate(), interest=form.interest()
            )
            messages.success(
                request, _("The interest is on the list. Confirm the list when it is complete.")
            )
            return redirect("chains:interests")
    context = {"form": form, "labels": labels()[:MOST_OFFERED]}
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/interest_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change_interest(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a tie. Who is late sees what stands there now beside what was typed."""
    require(request.user, "chains.declare_interests")
    present = get_object_or_404(queries.interests(request.user), pk=pk)
    form = InterestForm(request.POST or None, instance=queries.interests(request.user).get(pk=pk))
    stale = False
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            actions.change_interest(
                by=request.user, interest=present, version=version, told=form.interest()
            )
            messages.success(
                request, _("The interest has been changed. Confirm the list when it is complete.")
            )
            return redirect("chains:interests")
        stale = version != present.version
        if stale:
            form.data = form.data.copy()
            form.data["version"] = str(present.version)
    context = {
        "form": form,
        "interest": present,
        "stale": stale,
        "labels": labels()[:MOST_OFFERED],
    }
    status = STALE if stale else 422 if request.method == "POST" else 200
    return render(request, "chains/interest_form.html", context, status=status)


@require_POST
def remove_interest(request: SignedInRequest, pk: int) -> HttpResponse:
    require(request.user, "chains.declare_interests")
    found = get_object_or_404(queries.interests(request.user), pk=pk)
    actions.remove_interest(by=request.user, interest=found)
    return redirect(f"{reverse('chains:interests')}?removed={pk}")


@require_POST
def restore_interest(request: SignedInRequest, pk: int) -> HttpResponse:
    require(request.user, "chains.declare_interests")
    found = get_object_or_404(queries.removed_interests(request.user), pk=pk)
    actions.restore_interest(by=request.user, interest=found)
    messages.success(request, _("The interest is on the list again."))
    return redirect("chains:interests")


def _just_removed(request: SignedInRequest) -> DeclaredInterest | None:
    """The interest that was taken off a moment ago, to offer it back."""
    pk = request.GET.get("removed", "")
    if not (pk.isascii() and pk.isdigit()):
        return None
    return queries.removed_interests(request.user).filter(pk=int(pk[:18])).first()
