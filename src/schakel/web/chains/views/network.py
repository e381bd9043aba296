from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import places as actions
from schakel.domain.chains.models import Chain, Participation
from schakel.domain.chains.queries import candidates, network
from schakel.domain.chains.queries.parties import ChainParties, chain_parties
from schakel.domain.chains.queries.promises import PromiseFilter, promises
from schakel.domain.chains.queries.structure import tasks_of
from schakel.domain.chains.queries.values import chain_values
from schakel.domain.parties.queries import groups, labels, owned, owners
from schakel.engine.chart.network import NARROW, WIDE, network_chart
from schakel.transfer.network_csv import parties_csv
from schakel.web.chains.forms.network import (
    FactsForm,
    LeaveForm,
    OwnerFormSet,
    PlaceForm,
    owner_rows,
)
from schakel.web.chains.forms.parties import EmptyForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.chains.network_words import WHY_CANDIDATE
from schakel.web.chains.picture import network_of
from schakel.web.chains.stale import beside_present, came_late, status_of
from schakel.web.chains.words import WHY_KIND_IS_NEEDED
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

OFFERED = 200
PER_PAGE = 25


@require_safe
def picture(request: SignedInRequest, slug: str) -> HttpResponse:
    """The network as a picture, and the same as a table."""
    chain = chain_or_404(request, slug)
    found = chain_parties(chain)
    signed = network.signed_by(chain)
    drawn = network_of(chain, found, signed)
    context = {
        "chain": chain,
        "tab": "parties",
        "page": Paginator(_places(found), PER_PAGE).get_page(request.GET.get("page")),
        "signed": signed,
        "wide": network_chart(drawn, key="network-wide", width=WIDE),
        "narrow": network_chart(drawn, key="network-narrow", width=NARROW),
    }
    return render(request, "chains/network.html", context)


def _places(found: ChainParties) -> list[tuple[str, Participation | None]]:
    """The rows of the table: who stands where; nobody for a link that is open."""
    rows: list[tuple[str, Participation | None]] = []
    for one in found.links:
        rows += [(one.link.name, party) for party in one.parties]
        rows += [(one.link.name, None)] if one.is_open else []
    return rows + [(_("Beside the chain"), party) for party in found.beside]


@require_safe
def missing(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who is missing, why that matters, and who out of the network could take the place."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.invite_party", chain)
    found = chain_parties(chain)
    rows = [
        {
            "wanted": one.wanted,
            "why": WHY_KIND_IS_NEEDED[one.wanted.kind],
            "candidates": [
                (ranked.candidate, [WHY_CANDIDATE[reason] for reason in ranked.reasons])
                for ranked in one.candidates
            ],
        }
        for one in candidates.vacancies(request.user, chain, found)
    ]
    around = candidates.surroundings(chain, found)
    hints = [
        (hint.initiative, [WHY_CANDIDATE[reason] for reason in hint.reasons])
        for hint in candidates.hints(chain, around)
    ]
    context = {"chain": chain, "tab": "parties", "rows": rows, "hints": hints, "around": around}
    return render(request, "chains/missing.html", context)


@require_safe
def export_parties(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    return csv_file(parties_csv(network.party_in(chain)), f"partijen-{chain.slug}")


@require_safe
def party(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Everything about one party in this chain."""
    chain = chain_or_404(request, slug)
    one = get_object_or_404(network.party_in(chain), pk=pk)
    values = chain_values(chain)
    context = {
        "chain": chain,
        "tab": "parties",
        "party": one,
        "organisation": one.organisation,
        "signed": one.pk in network.signed_by(chain),
        "owners": owners(one.organisation),
        "owned": owned(one.organisation),
        "people": network.people_of(one.organisation),
        "departures": network.departures(one),
        "tasks": tasks_of(one),
        "actions": network.open_actions_of(one),
        "promises": promises(chain, timezone.localdate(), PromiseFilter(party=one.pk)),
        "open_values": values.open_to(one) if one in values.parties else (),
        "may_see_addresses": request.user.has_perm("chains.change_party", chain)
        or request.user.organisation_id == one.organisation_id,
    }
    return render(request, "chains/party.html", context)


@require_http_methods(["GET", "POST"])
def change_place(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain, one = _to_change(request, slug, pk)
    seen = network.place_sha256(one)
    form = PlaceForm(
        request.POST or None,
        chain=chain,
        initial={"link": one.link_id, "interest": one.interest, "seen_sha256": seen},
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.change_place(by=request.user, participation=one, **form.cleaned_data)
            messages.success(request, _("The place of the party has been changed."))
            return redirect("chains:party", chain.slug, one.pk)
    context = {"chain": chain, "tab": "parties", "form": form, "party": one}
    stale = came_late(form, "seen_sha256", seen)
    context["comparison"] = beside_present(form, one) if stale else None
    status = status_of(form, stale=stale)
    return render(request, "chains/party_place.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change_facts(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain, one = _to_change(request, slug, pk)
    seen = network.facts_sha256(one.organisation)
    data = request.POST or None
    form = FactsForm(data, party=one.organisation, initial={"seen_sha256": seen})
    rows = OwnerFormSet(data, prefix="owners", initial=owner_rows(one))
    if data and all([form.is_valid(), rows.is_valid()]):
        with refusals(form):
            actions.change_facts(
                by=request.user,
                participation=one,
                facts=form.facts(),
                owners=rows.owners(),
                seen_sha256=form.cleaned_data["seen_sha256"],
            )
            messages.success(request, _("The facts have been changed."))
            return redirect("chains:party", chain.slug, one.pk)
    context = {
        "chain": chain,
        "tab": "parties",
        "form": form,
        "rows": rows,
        "party": one,
        "groups": groups(),
        "labels": labels()[:OFFERED],
    }
    stale = came_late(form, "seen_sha256", seen)
    context["comparison"] = beside_present(form, one.organisation) if stale else None
    status = status_of(form, stale=stale)
    return render(request, "chains/party_facts.html", context, status=status)


@require_http_methods(["GET", "POST"])
def leave(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """A party leaves the chain; what it did in it stays."""
    chain, one = _to_change(request, slug, pk)
    today = timezone.localdate()
    form = LeaveForm(request.POST or None, initial={"left_on": today})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.leave_chain(by=request.user, on=today, participation=one, **form.cleaned_data)
            messages.success(request, _("The party has left the chain. This can be undone."))
            return redirect("chains:party", chain.slug, one.pk)
    context = {"chain": chain, "tab": "parties", "form": form, "party": one}
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/party_leave.html", context, status=status)


@require_POST
def undo_departure(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain, one = _to_change(request, slug, pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.undo_departure(by=request.user, at=timezone.now(), participation=one)
        messages.success(request, _("The party takes part again."))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("chains:party", chain.slug, one.pk)


def _to_change(request: SignedInRequest, slug: str, pk: int) -> tuple[Chain, Participation]:
    chain = chain_or_404(request, slug)
    require_now(request, "chains.change_party", chain)
    return chain, get_object_or_404(network.party_in(chain), pk=pk)
