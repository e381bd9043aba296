from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import PERMISSIONS
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.chains import chain_rows, current_appointment
from schakel.domain.chains.queries.complexity import assessments, estimate_of
from schakel.domain.chains.queries.diary import log_entries, time_entries
from schakel.domain.chains.queries.gates import gate_summary
from schakel.domain.chains.queries.letters import letters_for
from schakel.domain.chains.queries.parties import chain_parties
from schakel.domain.chains.queries.promises import UNSETTLED, promises
from schakel.domain.programmes.choices import Phase
from schakel.transfer.lists_csv import chains_csv
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.signed_in import SignedInRequest

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
    """The list of chains, of one phase where asked, as CSV."""
    rows = chain_rows(request.user, timezone.localdate(), _phase(request))
    return csv_file(chains_csv(rows), "ketens")


def _phase(request: SignedInRequest) -> str:
    phase = request.GET.get("phase", "")
    return phase if phase in Phase.values else ""


@require_safe
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    """Where the chain stands, and what is missing for its next gate."""
    chain = chain_or_404(request, slug)
    today = timezone.localdate()
    assessment = assessments(chain).first()
    context = {
        "chain": chain,
        "tab": "overview",
        "phases": phase_track(chain),
        "gate_summary": gate_summary(chain, today),
        "found": chain_parties(chain),
        "appointment": current_appointment(chain, today),
        "estimate": estimate_of(assessment) if assessment else None,
        "letter": letters_for(request.user, chain).first(),
        "promises": promises(chain, today).filter(standing__in=UNSETTLED)[:FEW],
        **_diary(request.user, chain),
    }
    return render(request, "chains/overview.html", context)


def phase_track(chain: Chain) -> list[dict[str, Any]]:
    """Every phase with its state: done, current or next."""
    phases = list(Phase)
    now = phases.index(Phase(chain.phase))
    return [
        {
            "label": phase.label,
            "state": "done" if place < now else "current" if place == now else "next",
        }
        for place, phase in enumerate(phases)
    ]


def _diary(user: User, chain: Chain) -> dict[str, Any]:
    """The newest log entries and the hours booked, for who may see them."""
    found: dict[str, Any] = {}
    if user.has_perm("chains.view_log", chain):
        found["entries"] = log_entries(chain).filter(correction=None)[:FEW]
    if user.has_perm("chains.view_hours", chain):
        found["hours"] = time_entries(chain).aggregate(total=Sum("hours", default=0))["total"]
    return found
