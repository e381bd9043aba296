"""What a chain needs of its director, and who could do it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import candidates as actions
from schakel.domain.chains.models import Candidate, Chain
from schakel.domain.chains.queries import profile as queries
from schakel.transfer.director_csv import candidates_csv
from schakel.web.chains.forms.director import CandidateForm, NeedForm, ScoreForm
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

STALE = 409
PAGE_SIZE = 25
SIDE_BY_SIDE = 4


@require_safe
def profile(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    lines = queries.needs(chain)
    groups = [(roles, [one for one in lines if one.is_role == roles]) for roles in (False, True)]
    context = {"chain": chain, "tab": "director", "sub": "profile", "groups": groups}
    return render(request, "chains/profile.html", context)


@require_http_methods(["GET", "POST"])
def change_need(request: SignedInRequest, slug: str, criterion: str) -> HttpResponse:
    """Say how much the chain needs. Who is late sees what stands there now beside it."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_profile", chain)
    line = next((one for one in queries.needs(chain) if one.criterion == criterion), None)
    if line is None:
        raise Http404
    form = NeedForm(
        request.POST or None,
        initial={
            "strength": int(line.need.strength),
            "reason": line.changed.reason if line.changed else "",
            "version": line.version,
        },
    )
    stale = False
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.change_need(
                by=request.user,
                on=timezone.localdate(),
                chain=chain,
                criterion=criterion,
                **form.cleaned_data,
            )
            messages.success(request, _("The need of the chain has been changed."))
            return redirect("chains:director_profile", chain.slug)
        stale = form.cleaned_data["version"] != line.version
        if stale:
            form.data = form.data.copy()
            form.data["version"] = str(line.version)
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "profile",
        "line": line,
        "form": form,
        "stale": stale,
    }
    status = STALE if stale else 422 if request.method == "POST" else 200
    return render(request, "chains/profile_need.html", context, status=status)


@require_safe
def candidates(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everybody on the list, and up to four of them side by side with the need."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.assess_candidates", chain)
    wanted = queries.needs(chain)
    compared = _ranked(chain, wanted)
    page = Paginator(compared, PAGE_SIZE).get_page(request.GET.get("page"))
    asked = set(request.GET.getlist("naast"))
    chosen = [one for one in compared if str(one.candidate.pk) in asked] or list(page)
    beside = chosen[:SIDE_BY_SIDE]
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "candidates",
        "page": page,
        "needs": wanted,
        "beside": beside,
        "rows": _rows(wanted, beside),
        "most": SIDE_BY_SIDE,
        "removed": _just_removed(request, chain),
    }
    return render(request, "chains/candidates.html", context)


def _rows(
    wanted: Sequence[queries.NeedLine], beside: Sequence[queries.Compared]
) -> list[dict[str, Any]]:
    """Per trait or role the need, and the cell of every candidate with their name."""
    return [
        {
            "line": line,
            "cells": [{"name": one.candidate.name, "cell": one.cells[at]} for one in beside],
        }
        for at, line in enumerate(wanted)
    ]


def _ranked(chain: Chain, wanted: tuple[queries.NeedLine, ...]) -> list[queries.Compared]:
    """Who meets most of the need for certain comes first."""
    compared = queries.compare(wanted, list(queries.candidates(chain)))
    return sorted(compared, key=lambda one: (-one.fit.lowest, one.candidate.name))


@require_safe
def export_candidates(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.assess_candidates", chain)
    ranked = _ranked(chain, queries.needs(chain))
    return csv_file(candidates_csv(ranked), f"kandidaten-{chain.slug}")


@require_http_methods(["GET", "POST"])
def add_candidate(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.assess_candidates", chain)
    form = CandidateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = actions.add_candidate(
                by=request.user,
                on=timezone.localdate(),
                chain=chain,
                candidate=form.candidate(),
            )
            messages.success(request, _("The candidate is on the list. Now score with evidence."))
            return redirect("chains:candidate", chain.slug, made.pk)
    context = {"chain": chain, "tab": "director", "sub": "candidates", "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/candidate_form.html", context, status=status)


@require_safe
def candidate(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One candidate against the need, with the evidence of every assessor."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.assess_candidates", chain)
    return render(request, "chains/candidate.html", _candidate_page(chain, pk))


def _candidate_page(chain: Chain, pk: int) -> dict[str, Any]:
    found = get_object_or_404(queries.candidates(chain), pk=pk)
    (compared,) = queries.compare(queries.needs(chain), [found])
    return {"chain": chain, "tab": "director", "sub": "candidates", "one": compared}


@require_http_methods(["GET", "POST"])
def score_candidate(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What this assessor finds; the scores of others are not shown, so that they steer nobody."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.assess_candidates", chain)
    found = get_object_or_404(queries.candidates(chain), pk=pk)
    form = ScoreForm(
        request.POST or None,
        needs=queries.needs(chain),
        own=queries.own_scores(found, request.user),
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.score_candidate(
                by=request.user,
                on=timezone.localdate(),
                candidate=found,
                findings=form.findings(),
            )
            messages.success(request, _("Your scores have been saved."))
            return redirect("chains:candidate", chain.slug, pk)
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "candidates",
        "form": form,
        "candidate": found,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/candidate_score.html", context, status=status)


@require_POST
def remove_candidate(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.assess_candidates", chain)
    found = get_object_or_404(queries.candidates(chain), pk=pk)
    form = CandidateForm({"name": found.name, "email": found.email})
    form.is_valid()
    with refusals(form):
        actions.remove_candidate(by=request.user, candidate=found)
        return redirect(f"{reverse('chains:candidates', args=[slug])}?removed={pk}")
    context = _candidate_page(chain, pk) | {"form": form}
    return render(request, "chains/candidate.html", context, status=422)


@require_POST
def restore_candidate(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.assess_candidates", chain)
    found = get_object_or_404(queries.removed_candidates(chain), pk=pk)
    actions.restore_candidate(by=request.user, candidate=found)
    messages.success(request, _("The candidate is on the list again."))
    return redirect("chains:candidates", chain.slug)


def _just_removed(request: SignedInRequest, chain: Chain) -> Candidate | None:
    """The candidate who was removed a moment ago, to offer them back."""
    pk = request.GET.get("removed", "")
    if not (pk.isascii() and pk.isdigit()):
        return None
    return queries.removed_candidates(chain).filter(pk=int(pk[:18])).first()
