"""The assignment of a director: the contract page, its tasks, the handover."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import assignment as actions
from schakel.domain.chains.models import Appointment, Chain
from schakel.domain.chains.policies.closed import may_now
from schakel.domain.chains.queries import assignment as queries
from schakel.domain.chains.queries.chains import appointments
from schakel.web.chains.forms.assignment import HandoverForm, SeenForm, TaskFormSet
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

STALE = 409


def _load(request: SignedInRequest, slug: str, pk: int) -> tuple[Chain, Appointment]:
    chain = chain_or_404(request, slug)
    return chain, get_object_or_404(
        appointments(chain).select_related("chain__programme__client"), pk=pk
    )


@require_safe
def assignment(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The assignment on one page, to print and sign."""
    chain, appointment = _load(request, slug, pk)
    require(request.user, "chains.view_assignment", appointment)
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "director",
        "appointment": appointment,
        "tasks": [task for task in queries.tasks_of(appointment) if task.is_on],
        "services": queries.SERVICES,
        "reports": queries.REPORTS,
        "total_hours": queries.total_hours(appointment),
        "today": timezone.localdate(),
    }
    return render(request, "chains/assignment.html", context)


@require_http_methods(["GET", "POST"])
def tasks(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change the tasks: other words, off, or more. The seven of Flevoland are the begin."""
    chain, appointment = _load(request, slug, pk)
    require_now(request, "chains.change_assignment", chain)
    data = request.POST or None
    seen = queries.tasks_sha256(appointment)
    form = SeenForm(data, initial={"seen_sha256": seen})
    rows = TaskFormSet(data, prefix="tasks", initial=_rows(appointment))
    if data and all([form.is_valid(), rows.is_valid()]):
        with refusals(form):
            actions.change_tasks(
                by=request.user,
                appointment=appointment,
                tasks=rows.lines(),
                seen_sha256=form.cleaned_data["seen_sha256"],
            )
            messages.success(request, _("The tasks have been saved."))
            return redirect("chains:assignment", chain.slug, pk)
    stale = bool(data) and form.is_bound and data.get("seen_sha256") != seen if data else False
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "director",
        "appointment": appointment,
        "form": form,
        "rows": rows,
        "seen": seen,
        "stale": stale,
        "present": queries.tasks_of(appointment),
    }
    status = STALE if stale else 422 if data else 200
    return render(request, "chains/assignment_tasks.html", context, status=status)


def _rows(appointment: Appointment) -> list[dict[str, Any]]:
    """The tasks as they stand; of an assignment without any, the seven of Flevoland."""
    lines = queries.tasks_of(appointment) or queries.default_tasks()
    return [{"standard": one.standard, "text": str(one), "is_on": one.is_on} for one in lines]


@require_http_methods(["GET", "POST"])
def handover(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What goes on after this director, and what they leave in words."""
    chain, appointment = _load(request, slug, pk)
    require(request.user, "chains.view_handover", chain)
    may_write = may_now(request.user, "chains.hand_over", chain, appointment)
    if request.method == "POST":
        require(request.user, "chains.hand_over", appointment)
    today = timezone.localdate()
    present = queries.handover_of(appointment)
    version = present.version if present else 0
    form = HandoverForm(
        request.POST or None,
        initial={"text": present.text if present else "", "version": version},
    )
    stale = False
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.write_handover(
                by=request.user, on=today, appointment=appointment, **form.cleaned_data
            )
            messages.success(request, _("The handover has been saved."))
            return redirect("chains:handover", chain.slug, pk)
        stale = form.cleaned_data["version"] != version
        if stale:
            form.data = form.data.copy()
            form.data["version"] = str(version)
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "director",
        "appointment": appointment,
        "form": form,
        "handover": present,
        "may_write": may_write,
        "stale": stale,
        "unfinished": queries.unfinished(chain, today),
        "today": today,
    }
    status = STALE if stale else 422 if request.method == "POST" else 200
    return render(request, "chains/handover.html", context, status=status)
