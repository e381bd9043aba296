from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import diary as actions
from schakel.domain.chains.models import Chain, TimeEntry
from schakel.domain.chains.queries import diary as queries
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.web.chains.forms.diary import HoursForm
from schakel.web.chains.forms.parties import EmptyForm
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest


@require_safe
def hours(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_hours", chain)
    form = HoursForm(
        initial={
            "worked_on": timezone.localdate(),
            "role": queries.last_role(chain, request.user),
        }
    )
    return _hours_page(request, chain, form, status=200)


@require_POST
def book_hours(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.book_hours", chain)
    form = HoursForm(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.book_hours(
                by=request.user, on=timezone.localdate(), chain=chain, **form.cleaned_data
            )
            messages.success(request, _("The hours have been booked."))
            return redirect("chains:hours", chain.slug)
    return _hours_page(request, chain, form, status=422)


@require_POST
def remove_hours(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.book_hours", chain)
    entry = get_object_or_404(queries.time_entries(chain), pk=pk)
    actions.remove_hours(by=request.user, entry=entry)
    return redirect(f"{reverse('chains:hours', args=[slug])}?removed={entry.pk}")


@require_POST
def restore_hours(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.book_hours", chain)
    entry = get_object_or_404(queries.removed_time_entries(chain, request.user), pk=pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.restore_hours(by=request.user, entry=entry)
        messages.success(request, _("The hours have been put back."))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("chains:hours", chain.slug)


def _hours_page(
    request: SignedInRequest, chain: Chain, form: HoursForm, status: int
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "chain": chain,
        "tab": "hours",
        "form": form,
        "roles": DirectorRole,
        "totals": queries.hours_by_phase(chain),
        "shares": queries.role_shares(chain, Phase(chain.phase)),
        "pace": queries.pace(chain, chain.started_on, today),
        "removed": _just_removed(request, chain),
        "page": Paginator(queries.time_entries(chain), 25).get_page(request.GET.get("page")),
    }
    return render(request, "chains/hours.html", context, status=status)


def _just_removed(request: SignedInRequest, chain: Chain) -> TimeEntry | None:
    """The entry that was taken back a moment ago, to offer it back."""
    pk = request.GET.get("removed", "")
    if not (pk.isascii() and pk.isdigit()):
        return None
    return queries.removed_time_entries(chain, request.user).filter(pk=int(pk[:18])).first()
