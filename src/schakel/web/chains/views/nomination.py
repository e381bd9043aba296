from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import candidates as actions
from schakel.domain.chains.queries import profile as queries
from schakel.domain.chains.queries.chains import has_director
from schakel.domain.chains.queries.letters import own_participation
from schakel.transfer.director_csv import nominations_csv
from schakel.web.chains.forms.director import NominateForm
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PER_PAGE = 25


@require_http_methods(["GET", "POST"])
def nominate(request: SignedInRequest, slug: str) -> HttpResponse:
    """Whom the parties nominate, for everybody in the chain; a party nominates here."""
    chain = chain_or_404(request, slug)
    if request.method == "POST":
        require(request.user, "chains.nominate_director", chain)
    today = timezone.localdate()
    own = own_participation(request.user, chain)
    votes = queries.tally(chain)
    given = next((one for line, one in votes.lines if own and line.pk == own.pk), None)
    form = NominateForm(
        request.POST or None,
        chain=chain,
        initial={"candidate": given.candidate_id if given else None},
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.nominate(
                by=request.user,
                on=today,
                participation=get_object_or_404(chain.participations, pk=own.pk if own else None),
                candidate=form.chosen(),
            )
            messages.success(request, _("Your nomination has been recorded."))
            return redirect("chains:nominate", chain.slug)
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "nomination",
        "tally": votes,
        "page": Paginator(votes.lines, PER_PAGE).get_page(request.GET.get("page")),
        "needs": queries.needs(chain),
        "own": given,
        "form": form,
        "is_decided": has_director(chain, today),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/nomination.html", context, status=status)


@require_safe
def export_nominations(request: SignedInRequest, slug: str) -> HttpResponse:
    """Whom every party nominates, as CSV."""
    chain = chain_or_404(request, slug)
    return csv_file(nominations_csv(queries.tally(chain)), f"voordracht-{chain.slug}")
