from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import trust as actions
from schakel.domain.chains.choices.trust import CallOutcome
from schakel.domain.chains.models import CallReminder, Chain, Meeting, Participation, Pulse
from schakel.domain.chains.queries import trust as queries
from schakel.lib.errors import Refused
from schakel.transfer.trust_csv import pulses_csv
from schakel.web.chains.forms.trust import CallsForm, PulseForm
from schakel.web.chains.load import chain_or_404
from schakel.web.chains.trust_lines import trend_lines
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PER_PAGE = 25
OUTCOMES = {"gebeld": CallOutcome.CALLED, "niet-nodig": CallOutcome.DISMISSED, "terug": ""}


@require_safe
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    """The own pulses of the director, and whom to call."""
    chain = _chain_of_director(request, slug)
    found = queries.pulses(chain, request.user)
    context = {
        "chain": chain,
        "tab": "trust",
        "lines": trend_lines(queries.party_trends(chain, request.user)),
        "calls": queries.open_calls(chain, request.user),
        "removed": _just_removed(request, chain),
        "settled": _just_settled(request, chain),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "chains/trust.html", context)


@require_http_methods(["GET", "POST"])
def plan_calls(request: SignedInRequest, slug: str) -> HttpResponse:
    """After a meeting: remind me to call these parties."""
    chain = _chain_of_director(request, slug)
    parties = queries.parties_to_read(chain)
    meetings = queries.meetings_to_read(chain, timezone.now())
    start = _start(request, meetings)
    if "meeting" in start:
        asked = queries.after_meeting(meetings.get(pk=start["meeting"]), request.user)
        came = [one.participation for one in asked if one.came]
        start["parties"] = came or [one.participation for one in asked]
    form = CallsForm(parties, request.POST or None, initial=start, meetings=meetings)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.plan_calls(
                by=request.user,
                on=timezone.localdate(),
                chain=chain,
                happened_on=form.cleaned_data["happened_on"],
                occasion=form.cleaned_data["occasion"],
                parties=list(form.cleaned_data["parties"]),
                meeting=form.cleaned_data["meeting"],
            )
            messages.success(request, _("The calls wait in your work."))
            return redirect("chains:trust", chain.slug)
    context = {"chain": chain, "tab": "trust", "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/trust_calls.html", context, status=status)


@require_http_methods(["GET", "POST"])
def record(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Keep a pulse of one party."""
    chain = _chain_of_director(request, slug)
    party = get_object_or_404(queries.parties_to_read(chain), pk=pk)
    return _record(request, chain, party, None)


@require_http_methods(["GET", "POST"])
def call(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """A call that waits: keep a pulse of it, or settle it without."""
    chain = _chain_of_director(request, slug)
    found = get_object_or_404(queries.calls(chain, request.user), pk=pk)
    return _record(request, chain, found.participation, found)


@require_POST
def settle_call(request: SignedInRequest, slug: str, pk: int, outcome: str) -> HttpResponse:
    """Called, not needed, or back to wait."""
    chain = _chain_of_director(request, slug)
    found = get_object_or_404(queries.calls(chain, request.user), pk=pk)
    if outcome not in OUTCOMES:
        raise Http404
    with _said(request):
        settled = actions.settle_call(
            by=request.user, on=timezone.localdate(), call=found, outcome=OUTCOMES[outcome]
        )
        if settled.outcome:
            return _back(slug, f"?settled={found.pk}")
        messages.success(request, _("The call waits again."))
    return _back(slug)


@require_POST
def remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = _chain_of_director(request, slug)
    pulse = get_object_or_404(queries.pulses(chain, request.user), pk=pk)
    with _said(request):
        actions.remove_pulse(by=request.user, pulse=pulse)
        return _back(slug, f"?removed={pulse.pk}")
    return _back(slug)


@require_POST
def restore(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = _chain_of_director(request, slug)
    pulse = get_object_or_404(queries.removed_pulses(chain, request.user), pk=pk)
    with _said(request):
        actions.restore_pulse(by=request.user, pulse=pulse)
        messages.success(request, _("The pulse has been put back."))
    return _back(slug)


@contextmanager
def _said(request: SignedInRequest) -> Iterator[None]:
    """What is refused is said on the page that follows."""
    try:
        yield
    except Refused as refused:
        messages.error(request, str(refused))


def _back(slug: str, after: str = "") -> HttpResponse:
    return redirect(reverse("chains:trust", args=[slug]) + after)


@require_safe
def export(request: SignedInRequest, slug: str) -> HttpResponse:
    """The own pulses as CSV: for the director who wrote them, and nobody else."""
    chain = _chain_of_director(request, slug)
    return csv_file(pulses_csv(queries.pulses(chain, request.user)), f"vertrouwen-{chain.slug}")


def _chain_of_director(request: SignedInRequest, slug: str) -> Chain:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.keep_pulse", chain)
    return chain


def _record(
    request: SignedInRequest, chain: Chain, party: Participation, waiting: CallReminder | None
) -> HttpResponse:
    today = timezone.localdate()
    meetings = queries.meetings_to_read(chain, timezone.now())
    start = _start(request, meetings, waiting) | {"happened_on": today}
    form = PulseForm(request.POST or None, initial=start, meetings=meetings)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.record_pulse(
                by=request.user,
                on=today,
                participation=party,
                reading=actions.Reading(**form.cleaned_data),
            )
            messages.success(request, _("The pulse has been kept. Only you read it."))
            return redirect("chains:trust", chain.slug)
    context = {"chain": chain, "tab": "trust", "form": form, "party": party, "call": waiting}
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/trust_record.html", context, status=status)


def _start(
    request: SignedInRequest, meetings: QuerySet[Meeting], waiting: CallReminder | None = None
) -> dict[str, Any]:
    """What the form begins with: after the meeting that `?bijeenkomst=` names, or of the call."""
    if waiting:
        return {"meeting": waiting.meeting_id, "occasion": waiting.occasion}
    pk = _asked(request, "bijeenkomst")
    meeting = meetings.filter(pk=pk).first() if pk else None
    if meeting is None:
        return {"happened_on": timezone.localdate()}
    day = timezone.localdate(meeting.starts_at)
    return {"meeting": meeting.pk, "occasion": meeting.title, "happened_on": day}


def _asked(request: SignedInRequest, name: str) -> int | None:
    pk = request.GET.get(name, "")
    return int(pk[:18]) if pk.isascii() and pk.isdigit() else None


def _just_removed(request: SignedInRequest, chain: Chain) -> Pulse | None:
    """The pulse that was taken back a moment ago, to offer it back."""
    pk = _asked(request, "removed")
    return queries.removed_pulses(chain, request.user).filter(pk=pk).first() if pk else None


def _just_settled(request: SignedInRequest, chain: Chain) -> CallReminder | None:
    """The call that was settled a moment ago, to put it back to wait."""
    pk = _asked(request, "settled")
    if pk is None:
        return None
    return queries.calls(chain, request.user).filter(pk=pk).exclude(outcome="").first()
