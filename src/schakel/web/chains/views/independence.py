"""Conflicts of interest in a chain: the client's view and decision, and a person's own page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import independence as actions
from schakel.domain.chains.independence import ConflictKey
from schakel.domain.chains.models import Chain, DeclaredInterest
from schakel.domain.chains.queries import independence as queries
from schakel.domain.chains.queries import profile
from schakel.domain.chains.queries.chains import coming_appointments
from schakel.transfer.decisions_csv import conflicts_csv
from schakel.web.chains.forms.independence import DecisionForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PAGE_SIZE = 25


@dataclass(frozen=True)
class Standing:
    """A person in view for this chain, as director or as candidate."""

    person: User
    directs: bool
    independence: queries.Independence
    interests: Sequence[DeclaredInterest]


@require_safe
def independence(request: SignedInRequest, slug: str) -> HttpResponse:
    """The client sees the director and every candidate; the director sees themselves."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_interests", chain)
    page = Paginator(_people(request, chain), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "independence",
        "page": page,
        "standings": _standings(request.user, chain, list(page)),
    }
    return render(request, "chains/independence.html", context)


@require_safe
def export_conflicts(request: SignedInRequest, slug: str) -> HttpResponse:
    """The conflicts of everybody in view, as CSV."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_interests", chain)
    rows = [
        (standing.person, one)
        for standing in _standings(request.user, chain, list(_people(request, chain)))
        for one in standing.independence.found
    ]
    return csv_file(conflicts_csv(rows), f"belangenconflicten-{chain.slug}")


@require_http_methods(["GET", "POST"])
def handle_conflict(request: SignedInRequest, slug: str, person: int, key: str) -> HttpResponse:
    """Decide on one conflict, named by the tie, the party and the ground."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.handle_conflict", chain)
    who = get_object_or_404(queries.people_in_view(chain, timezone.localdate()), pk=person)
    found = _found(chain, who, key)
    form = DecisionForm(request.POST or None, initial={"version": found.conflict.tie.version})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.handle_conflict(
                by=request.user,
                at=timezone.now(),
                chain=chain,
                person=who,
                key=_as_seen(found, form.cleaned_data["version"]),
                decision=form.decision(),
            )
            messages.success(request, _("The decision has been recorded."))
            return redirect("chains:independence", chain.slug)
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "independence",
        "form": form,
        "found": found,
        "person": who,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/conflict.html", context, status=status)


@require_safe
def own_profile(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a candidate or director reads of themselves: profile, interests and conflicts."""
    chain = get_object_or_404(queries.chains_to_declare_for(request.user), slug=slug)
    require(request.user, "chains.view_own_profile", chain)
    wanted = profile.needs(chain)
    candidacy = profile.own_candidacy(chain, request.user)
    compared = profile.compare(wanted, [candidacy])[0] if candidacy else None
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "own",
        "may_see_chain": request.user.has_perm("chains.view_chain", chain),
        "needs": wanted,
        "one": compared,
        "independence": queries.conflicts(request.user, chain, timezone.localdate()),
        "parties": queries.party_names(chain),
    }
    return render(request, "chains/own_profile.html", context)


def _people(request: SignedInRequest, chain: Chain) -> QuerySet[User]:
    """Who is in view, by name: for the client everybody, for a director themselves."""
    people = queries.people_in_view(chain, timezone.localdate())
    if request.user.has_perm("chains.handle_conflict", chain):
        return people
    return people.filter(pk=request.user.pk)


def _standings(reader: User, chain: Chain, people: list[User]) -> list[Standing]:
    """A person reads all they declared, the client only what touches the chain."""
    today = timezone.localdate()
    coming = coming_appointments(today).filter(chain=chain)
    directing = set(coming.values_list("director", flat=True))
    found = queries.check([(chain, person) for person in people], today)
    standings = []
    for person in people:
        one = found[chain.pk, person.pk]
        shown = one.interests if person == reader else one.touching
        standings.append(Standing(person, person.pk in directing, one, shown))
    return standings


def _found(chain: Chain, person: User, key: str) -> queries.Found:
    for one in queries.conflicts(person, chain, timezone.localdate()).found:
        if one.key == key:
            return one
    raise Http404


def _as_seen(found: queries.Found, version: int) -> ConflictKey:
    """The conflict as it was when the person looked at it."""
    interest, _version, party, ground = found.conflict.key
    return interest, version, party, ground
