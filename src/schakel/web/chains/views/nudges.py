"""Dragging and pulling: who went quiet, and what the next nudge is. For the director alone."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.nudges import record_nudge
from schakel.domain.chains.choices.actions import NudgeHow, NudgeResult
from schakel.domain.chains.models import Chain
from schakel.domain.chains.policies.nudges import QUIET_AFTER
from schakel.domain.chains.queries import nudges as queries
from schakel.domain.chains.queries.actions import owners
from schakel.domain.chains.queries.nudges import PartySigns
from schakel.transfer.actions_csv import nudges_csv
from schakel.transfer.sheet_csv import Cell, sheet_csv
from schakel.web.chains.forms.actions import NudgeForm
from schakel.web.chains.load import chain_or_404
from schakel.web.chains.nudge_words import address, sign_words, words
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PER_PAGE = 25


@dataclass(frozen=True)
class Line:
    """A party as the director reads it: the last sign, the next nudge and where it is given."""

    signs: PartySigns
    chain: Chain

    @property
    def sign(self) -> str:
        return sign_words(self.signs)

    @property
    def advice(self) -> str:
        return words(self.signs)

    @property
    def url(self) -> str:
        return address(self.chain, self.signs)


@require_safe
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.nudge_party", chain)
    lines = _lines(chain)
    context = {
        "chain": chain,
        "tab": "nudges",
        "quiet": sum(line.signs.is_quiet for line in lines),
        "asking": sum(line.signs.suggestion.asks for line in lines),
        "weeks": QUIET_AFTER.days // 7,
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "chains/nudges.html", context)


@require_safe
def export(request: SignedInRequest, slug: str) -> HttpResponse:
    """The same list as CSV."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.nudge_party", chain)
    heading = [_("Party"), _("Last sign of life"), _("On"), _("Days"), _("Next nudge")]
    content = sheet_csv(heading, _lines(chain), _cells)
    return csv_file(content, f"sleuren-{slug}")


@require_safe
def export_party(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """How one party was sought, as CSV."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.nudge_party", chain)
    party = get_object_or_404(owners(chain), pk=pk)
    name = slugify(party.organisation.name)
    return csv_file(nudges_csv(queries.nudges_of(party)), f"sleuren-{name}-{slug}")


@require_http_methods(["GET", "POST"])
def nudge(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Write down that a party was sought: with one tap from the list, or with what came of it."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.nudge_party", chain)
    participation = get_object_or_404(owners(chain), pk=pk)
    today = timezone.localdate()
    form = NudgeForm(_sent(request), initial=NudgeForm.start(today))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            record_nudge(
                by=request.user, on=today, participation=participation, **form.cleaned_data
            )
            messages.success(
                request, _("Recorded for %(party)s.") % {"party": participation.organisation.name}
            )
            return redirect("chains:nudges", slug)
    page = Paginator(queries.nudges_of(participation), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "chain": chain,
        "tab": "nudges",
        "party": participation,
        "people": participation.organisation.users.filter(is_active=True),
        "form": form,
        "page": page,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/nudge.html", context, status=status)


def _lines(chain: Chain) -> list[Line]:
    return [Line(one, chain) for one in queries.quiet_parties(chain, timezone.localdate())]


def _cells(line: Line) -> list[Cell]:
    signs = line.signs
    return [
        signs.participation.organisation.name,
        line.sign,
        signs.last_on,
        signs.days,
        line.advice,
    ]


def _sent(request: SignedInRequest) -> dict[str, str] | None:
    """What was posted; one tap stands for how it was done today and what the result was."""
    if request.method != "POST":
        return None
    how, _dash, result = request.POST.get("tap", "").partition("-")
    if how in NudgeHow and result in NudgeResult:
        return {"nudged_on": f"{timezone.localdate():%Y-%m-%d}", "how": how, "result": result}
    return request.POST.dict()
