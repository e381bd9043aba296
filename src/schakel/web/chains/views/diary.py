from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import diary as actions
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries import diary as queries
from schakel.domain.chains.queries.updates import update_rhythm
from schakel.transfer.diary_csv import log_csv
from schakel.web.chains.downloads import file_answer
from schakel.web.chains.forms.diary import LogEntryForm, LogFilterForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PER_PAGE = 25


@require_safe
def log(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_log", chain)
    form = LogEntryForm(
        chain, initial={"happened_on": timezone.localdate(), "topic": request.GET.get("about")}
    )
    return _log_page(request, chain, form, status=200)


@require_POST
def write_log(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.write_log", chain)
    form = LogEntryForm(chain, request.POST, request.FILES)
    if form.is_valid():
        with refusals(form):
            actions.write_log_entry(
                by=request.user, on=timezone.localdate(), chain=chain, **form.entry()
            )
            messages.success(request, _("The entry has been added to the logbook."))
            return redirect("chains:log", chain.slug)
    form.choose_files_again()
    return _log_page(request, chain, form, status=422)


@require_http_methods(["GET", "POST"])
def correct_log(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Correct an entry by a later one; the first stays to be seen."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.write_log", chain)
    entry = get_object_or_404(queries.log_entries(chain), pk=pk)
    form = LogEntryForm(
        chain,
        request.POST or None,
        request.FILES or None,
        initial={
            "happened_on": entry.happened_on,
            "topic": entry.topic,
            "text": entry.text,
            "about": [one.organisation_id for one in entry.about_parties.all()],
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.write_log_entry(
                by=request.user,
                on=timezone.localdate(),
                chain=chain,
                corrects=entry,
                **form.entry(),
            )
            messages.success(request, _("The correction has been added to the logbook."))
            return redirect("chains:log", chain.slug)
    if request.method == "POST":
        form.choose_files_again()
    context = {"chain": chain, "tab": "log", "entry": entry, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/log_correct.html", context, status=status)


@require_safe
def log_entry(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Go to an entry, on whichever page of the logbook it stands."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_log", chain)
    entry = get_object_or_404(queries.log_entries(chain), pk=pk)
    page = queries.log_entries_above(entry) // PER_PAGE + 1
    return redirect(f"{reverse('chains:log', args=[slug])}?page={page}#entry-{pk}")


@require_safe
def export_log(request: SignedInRequest, slug: str) -> HttpResponse:
    """The logbook as it is filtered, as CSV."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_log", chain)
    entries = queries.log_entries(chain, LogFilterForm(request.GET).chosen())
    return csv_file(log_csv(entries), f"logboek-{chain.slug}")


@require_safe
def log_file(request: SignedInRequest, slug: str, pk: int, file: int) -> HttpResponse:
    """A file with an entry, to keep."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_log", chain)
    entry = get_object_or_404(queries.log_entries(chain), pk=pk)
    found = get_object_or_404(queries.log_files(chain), pk=file, entry=entry)
    return file_answer(bytes(found.content), found.name, found.media_type)


def _log_page(
    request: SignedInRequest, chain: Chain, form: LogEntryForm, status: int
) -> HttpResponse:
    filters = LogFilterForm(request.GET)
    chosen = filters.chosen()
    context = {
        "chain": chain,
        "tab": "log",
        "form": form,
        "filters": filters,
        "filtered": chosen != queries.LogFilter(),
        "rhythm": update_rhythm(chain, timezone.localdate()),
        "last_on": queries.last_written_on(chain),
        "page": Paginator(queries.log_entries(chain, chosen), PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "chains/log.html", context, status=status)
