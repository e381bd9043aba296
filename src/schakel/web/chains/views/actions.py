"""The actions of a chain as a list: filter, add in one line, change several at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import actions
from schakel.domain.chains.choices.actions import BulkKind
from schakel.domain.chains.models import Action, Chain, LogEntry, Meeting
from schakel.domain.chains.queries import actions as queries
from schakel.domain.chains.queries.diary import log_entries
from schakel.domain.chains.queries.meetings import meetings
from schakel.transfer.actions_csv import actions_csv
from schakel.web.chains.forms.actions import ActionFilterForm, ActionForm, BulkForm
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.numbers import number_or_none, numbers_in
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PER_PAGE = 25


@require_safe
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    return _page(request, chain, request.GET, BulkForm(chain=chain), status=200)


@require_safe
def export(request: SignedInRequest, slug: str) -> HttpResponse:
    """The list as it is filtered, as CSV."""
    chain = chain_or_404(request, slug)
    today = timezone.localdate()
    only = ActionFilterForm(request.GET, chain=chain).chosen()
    rows = queries.action_rows(request.user, chain, today, only)
    return csv_file(actions_csv(rows, today), f"acties-{slug}")


@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, slug: str) -> HttpResponse:
    """A new action, perhaps out of a meeting or log entry; in one line from the list as well."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_actions", chain)
    source = request.POST if request.method == "POST" else request.GET
    origin = _origin(request, chain, source)
    form = ActionForm(
        request.POST or None,
        chain=chain,
        initial={
            "meeting": origin.pk if isinstance(origin, Meeting) else None,
            "log": origin.pk if isinstance(origin, LogEntry) else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = actions.add_action(
                by=request.user,
                on=timezone.localdate(),
                chain=chain,
                what=form.cleaned_data["what"],
                doer=form.doer(),
                due_on=form.cleaned_data["due_on"],
                origin=origin,
            )
            messages.success(
                request, _("The action has been added: %(what)s") % {"what": made.what}
            )
            if isinstance(origin, Meeting):
                return redirect("chains:meeting", slug, origin.pk)
            return redirect("chains:actions", slug)
    context = {"chain": chain, "tab": "actions", "form": form, "origin": origin}
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/action_form.html", context, status=status)


@require_POST
def change_many(request: SignedInRequest, slug: str) -> HttpResponse:
    """The same change to all chosen actions; on a mistake none is changed, and the choice stays."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_actions", chain)
    back = QueryDict(request.POST.get("back", ""), mutable=True)
    form = BulkForm(request.POST, chain=chain)
    picked = _picked(request)
    if form.is_valid():
        with refusals(form):
            changed = actions.change_many(
                by=request.user,
                at=timezone.now(),
                chain=chain,
                picked=picked,
                change=form.change(),
            )
            if form.cleaned_data["kind"] == BulkKind.REMOVE:
                back["removed"] = ",".join(str(action.pk) for action in changed)
            else:
                messages.success(request, _changed(len(changed)))
            return redirect(f"{reverse('chains:actions', args=[slug])}?{back.urlencode()}")
    return _page(request, chain, back, form, status=422)


@require_POST
def restore(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put back what was removed a moment ago."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_actions", chain)
    numbers = numbers_in(request.POST.get("actions", ""))
    count = actions.restore_actions(by=request.user, chain=chain, actions=numbers)
    if count:
        messages.success(
            request,
            ngettext(
                "%(count)s action has been put back.",
                "%(count)s actions have been put back.",
                count,
            )
            % {"count": count},
        )
    return redirect("chains:actions", slug)


def _page(
    request: SignedInRequest, chain: Chain, params: QueryDict, bulk: BulkForm, status: int
) -> HttpResponse:
    today = timezone.localdate()
    filters = ActionFilterForm(params, chain=chain)
    chosen = filters.chosen()
    rows = queries.action_rows(request.user, chain, today, chosen)
    may_change = request.user.has_perm("chains.change_actions", chain)
    context = {
        "chain": chain,
        "tab": "actions",
        "today": today,
        "filters": filters,
        "filtered": chosen != queries.ActionFilter(state="open"),
        "sort": chosen.sort,
        "counts": queries.action_counts(chain, today),
        "seat": queries.seat_share(chain),
        "form": ActionForm(chain=chain, auto_id="quick-%s") if may_change else None,
        "bulk": bulk,
        "picked": {pk for pk, _version in _picked(request)},
        "back": params.urlencode(),
        "removed": _just_removed(chain, params) if may_change else [],
        "page": Paginator(rows, PER_PAGE).get_page(params.get("page")),
    }
    return render(request, "chains/actions.html", context, status=status)


def _origin(request: SignedInRequest, chain: Chain, source: QueryDict) -> Meeting | LogEntry | None:
    """The meeting or log entry of this chain that the address or the form names."""
    meeting, log = number_or_none(source.get("meeting")), number_or_none(source.get("log"))
    if meeting:
        return get_object_or_404(meetings(request.user, chain), pk=meeting)
    if log:
        return get_object_or_404(log_entries(chain), pk=log)
    return None


def _picked(request: SignedInRequest) -> list[tuple[int, int]]:
    """The chosen actions: number and the version that was on the screen."""
    pairs = (value.partition("-") for value in request.POST.getlist("picked"))
    found = ((number_or_none(pk), number_or_none(version)) for pk, _dash, version in pairs)
    return [(pk, version) for pk, version in found if pk is not None and version is not None]


def _just_removed(chain: Chain, params: QueryDict) -> QuerySet[Action]:
    return queries.removed_actions(chain, numbers_in(params.get("removed", "")))


def _changed(count: int) -> str:
    return ngettext(
        "%(count)s action has been changed.", "%(count)s actions have been changed.", count
    ) % {"count": count}
