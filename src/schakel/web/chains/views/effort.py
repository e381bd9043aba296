"""The hours of the director as a whole: against the norm, by role, and in whose seat."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.charts import role_picture
from schakel.domain.chains.queries import diary as queries
from schakel.domain.chains.queries.actions import seat_share
from schakel.domain.chains.queries.chains import current_appointment
from schakel.domain.chains.queries.hours import norm_pace, weekly_hours
from schakel.domain.chains.queries.seat import SEAT_LIMIT, seat, seat_by_party
from schakel.domain.programmes.choices import WORKING_PHASES, DirectorRole, Phase
from schakel.transfer.hours_csv import seat_csv, seat_parties_csv, weeks_csv
from schakel.web.chains.load import chain_or_404
from schakel.web.chains.pictures import norm_picture, seat_picture
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.signed_in import SignedInRequest


@require_safe
def norm(request: SignedInRequest, slug: str) -> HttpResponse:
    """Hours against the norm that applies, and the roles against the profile of the phase."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_hours", chain)
    today = timezone.localdate()
    pace = norm_pace(chain, today)
    weeks = weekly_hours(chain, pace.norm, today) if pace else []
    wanted = request.GET.get("fase", chain.phase)
    phase = Phase(wanted) if wanted in WORKING_PHASES else Phase.OPERATE
    shares = queries.role_shares(chain, phase)
    context = {
        "chain": chain,
        "tab": "hours",
        "pace": pace,
        "appointment": current_appointment(chain, today),
        "weeks": list(reversed(weeks)),
        "norm_picture": norm_picture(weeks) if weeks else None,
        "phase": phase,
        "phases": [
            {"label": one.label.capitalize(), "url": f"?fase={one}#rollen", "current": one == phase}
            for one in WORKING_PHASES
        ],
        "shares": shares,
        "role_picture": role_picture(shares, phase),
        "roles": DirectorRole,
        "totals": queries.hours_by_phase(chain),
    }
    return render(request, "chains/norm.html", context)


@require_safe
def export_weeks(request: SignedInRequest, slug: str) -> HttpResponse:
    """The hours by week against the norm, as CSV."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_hours", chain)
    today = timezone.localdate()
    pace = norm_pace(chain, today)
    weeks = weekly_hours(chain, pace.norm, today) if pace else []
    return csv_file(weeks_csv(weeks), f"uren-per-week-{chain.slug}")


@require_safe
def seats(request: SignedInRequest, slug: str) -> HttpResponse:
    """The share of hours and actions that the director does for the parties, with its trend."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_hours", chain)
    found = seat(chain, timezone.localdate())
    context = {
        "chain": chain,
        "tab": "hours",
        "seat": found,
        "months": list(reversed(found.months)),
        "limit": SEAT_LIMIT,
        "actions": seat_share(chain),
        "picture": seat_picture(found),
        "page": Paginator(seat_by_party(chain), 25).get_page(request.GET.get("page")),
    }
    return render(request, "chains/seat.html", context)


@require_safe
def export_seats(request: SignedInRequest, slug: str) -> HttpResponse:
    """The share by month as CSV."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_hours", chain)
    months = seat(chain, timezone.localdate()).months
    return csv_file(seat_csv(months), f"stoel-{chain.slug}")


@require_safe
def export_seat_parties(request: SignedInRequest, slug: str) -> HttpResponse:
    """The hours done for each party as CSV."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_hours", chain)
    return csv_file(seat_parties_csv(seat_by_party(chain)), f"stoel-per-partij-{chain.slug}")
