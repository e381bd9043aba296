from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.accounts.queries import last_change
from schakel.domain.chains.actions import diary as actions
from schakel.domain.chains.actions.hours import Booking, change_hours
from schakel.domain.chains.models import Chain, TimeEntry
from schakel.domain.chains.policies.closed import may_now
from schakel.domain.chains.queries import diary as queries
from schakel.domain.chains.queries import hours as hour_queries
from schakel.transfer.hours_csv import hours_csv
from schakel.web.chains.forms.hours import QUICK_HOURS, HoursFilterForm, HoursForm, RepeatForm
from schakel.web.chains.forms.parties import EmptyForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.shell.autosave import STALE
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.shell.stale import Comparison, compare


@require_safe
def hours(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_hours", chain)
    return _hours_page(request, chain, status=200)


@require_POST
def book_hours(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.book_hours", chain)
    form = HoursForm(chain, request.POST)
    if form.is_valid():
        with refusals(form):
            _book(request, chain, form.booking() | {"token": form.cleaned_data["token"]})
            return redirect("chains:hours", chain.slug)
    return _hours_page(request, chain, form=form, status=422)


@require_POST
def repeat_hours(request: SignedInRequest, slug: str) -> HttpResponse:
    """Book what was done before on another day; without hours it took as long as then."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.book_hours", chain)
    form = RepeatForm(chain, request.POST)
    if form.is_valid():
        found = form.cleaned_data
        before: TimeEntry = found["again"]
        with refusals(form):
            _book(
                request,
                chain,
                {
                    "worked_on": found["worked_on"],
                    "hours": found["hours"] or before.hours,
                    "role": before.role,
                    "activity": before.activity,
                    "for_party": before.for_party,
                    "token": found["token"],
                },
            )
            return redirect("chains:hours", chain.slug)
    return _hours_page(request, chain, again=form, status=422)


@require_http_methods(["GET", "POST"])
def edit_hours(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change an own entry. Who is late sees the present one beside what was typed, and chooses."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.book_hours", chain)
    entry = get_object_or_404(hour_queries.booked_hours(chain), pk=pk)
    require_now(request, "chains.change_hours", chain, entry)
    form = HoursForm(
        chain, request.POST or None, initial=_present(entry) | {"version": entry.version}
    )
    comparison: Comparison | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            change_hours(
                by=request.user,
                on=timezone.localdate(),
                entry=entry,
                version=version,
                booking=Booking(**form.booking()),
            )
            messages.success(request, _("The hours have been changed."))
            return redirect("chains:hours", chain.slug)
        if version != entry.version:
            comparison = compare(form, _present(entry), last_change(entry))
            form.data = form.data.copy()
            form.data["version"] = str(entry.version)
    context = {
        "chain": chain,
        "tab": "hours",
        "form": form,
        "entry": entry,
        "comparison": comparison,
        **_offered(chain),
    }
    status = STALE if comparison else 422 if request.method == "POST" else 200
    return render(request, "chains/hours_edit.html", context, status=status)


@require_POST
def remove_hours(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.book_hours", chain)
    entry = get_object_or_404(queries.time_entries(chain), pk=pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.remove_hours(by=request.user, entry=entry)
        return redirect(f"{reverse('chains:hours', args=[slug])}?removed={entry.pk}")
    return _refused(request, chain, form.non_field_errors())


@require_POST
def restore_hours(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.book_hours", chain)
    entry = get_object_or_404(queries.removed_time_entries(chain, request.user), pk=pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.restore_hours(by=request.user, entry=entry)
        messages.success(request, _("The hours have been put back."))
    return _refused(request, chain, form.non_field_errors())


@require_safe
def export_hours(request: SignedInRequest, slug: str) -> HttpResponse:
    """The hours as they are filtered, as CSV."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_hours", chain)
    entries = hour_queries.booked_hours(chain, HoursFilterForm(request.GET).chosen())
    return csv_file(hours_csv(entries), f"uren-{chain.slug}")


def _book(request: SignedInRequest, chain: Chain, booking: dict[str, Any]) -> None:
    entry = actions.book_hours(by=request.user, on=timezone.localdate(), chain=chain, **booking)
    messages.success(
        request,
        _("Booked: %(hours)s hours, %(activity)s.")
        % {"hours": f"{entry.hours.normalize():f}".replace(".", ","), "activity": entry.activity},
    )


def _refused(request: SignedInRequest, chain: Chain, errors: Iterable[Any]) -> HttpResponse:
    for error in errors:
        messages.error(request, str(error))
    return redirect("chains:hours", chain.slug)


def _hours_page(
    request: SignedInRequest,
    chain: Chain,
    status: int,
    form: HoursForm | None = None,
    again: RepeatForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    filters = HoursFilterForm(request.GET)
    chosen = filters.chosen()
    entries = hour_queries.booked_hours(chain, chosen)
    page = Paginator(entries, 10).get_page(request.GET.get("page"))
    may_book = may_now(request.user, "chains.book_hours", chain)
    habits = hour_queries.habits(chain, request.user) if may_book else []
    again = again or RepeatForm(chain, initial={"worked_on": today, "token": uuid4()})
    context = {
        "chain": chain,
        "tab": "hours",
        "may_book": may_book,
        "form": form or HoursForm(chain, initial=_fresh(chain, request)),
        "again": again,
        "habits": habits,
        "chosen": again["again"].value() or (str(habits[0].pk) if habits else ""),
        "quick_hours": QUICK_HOURS,
        "pace": hour_queries.norm_pace(chain, today),
        "removed": _just_removed(request, chain),
        "filters": filters,
        "filtered": chosen != hour_queries.HoursFilter(),
        "total": hour_queries.total(entries),
        "page": page,
        "several": len({entry.worked_by_id for entry in page}) > 1,
        **_offered(chain),
    }
    return render(request, "chains/hours.html", context, status=status)


def _fresh(chain: Chain, request: SignedInRequest) -> dict[str, Any]:
    return {
        "worked_on": timezone.localdate(),
        "role": queries.last_role(chain, request.user),
        "token": uuid4(),
    }


def _present(entry: TimeEntry) -> dict[str, Any]:
    return {
        "worked_on": entry.worked_on,
        "hours": entry.hours.normalize(),
        "role": entry.role,
        "activity": entry.activity,
        "for_party": entry.for_party_id,
    }


def _offered(chain: Chain) -> dict[str, Any]:
    return {"activities": hour_queries.activities(chain), "offered_hours": QUICK_HOURS}


def _just_removed(request: SignedInRequest, chain: Chain) -> TimeEntry | None:
    """The entry that was taken back a moment ago, to offer it back."""
    pk = request.GET.get("removed", "")
    if not (pk.isascii() and pk.isdigit()):
        return None
    return queries.removed_time_entries(chain, request.user).filter(pk=int(pk[:18])).first()
