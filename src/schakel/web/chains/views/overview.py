from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.domain.accounts.permissions import PERMISSIONS
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.chains import chain_rows
from schakel.domain.chains.queries.gates import closed_from
from schakel.domain.chains.queries.overview import overview
from schakel.domain.chains.queries.work import tasks_in
from schakel.domain.programmes.choices import Phase
from schakel.transfer.lists_csv import chains_csv
from schakel.web.chains.load import chain_or_404
from schakel.web.chains.views.nudges import Line
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.shell.tasks import line

PAGE_SIZE = 25
FEW = 5


@require_safe
def chain_list(request: SignedInRequest) -> HttpResponse:
    phase = _phase(request)
    rows = chain_rows(request.user, timezone.localdate(), phase)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "phase": phase,
        "phases": Phase.choices,
        "may_start": request.user.kind in PERMISSIONS["chains.start_chain"],
    }
    return render(request, "chains/list.html", context)


@require_safe
def export_chains(request: SignedInRequest) -> HttpResponse:
    """The list of chains, of one phase or one programme where asked, as CSV."""
    rows = chain_rows(request.user, timezone.localdate(), _phase(request), _programme(request))
    return csv_file(chains_csv(rows), "ketens")


def _programme(request: SignedInRequest) -> str:
    """The slug that was asked for; PostgreSQL takes no text with a NUL in it."""
    slug = request.GET.get("programma", "")
    return slug if slug.isprintable() else ""


def _phase(request: SignedInRequest) -> str:
    phase = request.GET.get("phase", "")
    return phase if phase in Phase.values else ""


@require_safe
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    """What matters in this chain now, where it stands, what is missing for its next gate."""
    chain = chain_or_404(request, slug)
    today = timezone.localdate()
    found = overview(request.user, chain, timezone.now())
    tasks = tasks_in(request.user, chain, today)
    context = {
        "chain": chain,
        "tab": "overview",
        "phases": phase_track(chain),
        "overview": found,
        "gate_summary": found.gate,
        "found": found.parties,
        "tasks": [line(task, today) for task in tasks[:FEW]],
        "more_tasks": len(tasks) - FEW,
        "quiet": [Line(one, chain) for one in (found.quiet or ())[:FEW]],
    }
    return render(request, "chains/overview.html", context)


def phase_track(chain: Chain) -> list[dict[str, Any]]:
    """Every phase with its state: done, current or next.

    A chain that was stopped did not go through the phases after the one it stopped in.
    """
    phases = list(Phase)
    now = Phase(chain.phase)
    reached = phases.index(Phase(closed_from(chain) or now))
    return [
        {
            "label": phase.label,
            "state": "current" if phase == now else "done" if place <= reached else "next",
        }
        for place, phase in enumerate(phases)
    ]
