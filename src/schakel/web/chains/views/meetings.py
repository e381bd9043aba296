"""The meetings of a chain: the list, planning one, changing and calling it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import meetings as actions
from schakel.domain.chains.actions.meeting_mail import MeetingPost
from schakel.domain.chains.models import Chain, Meeting
from schakel.domain.chains.queries import meetings as queries
from schakel.transfer.actions_csv import meetings_csv
from schakel.transfer.meeting_ics import meeting_ics
from schakel.web.chains.forms.meetings import CancelForm, MeetingFilterForm, MeetingForm
from schakel.web.chains.forms.parties import EmptyForm
from schakel.web.chains.load import chain_or_404
from schakel.web.chains.newer import newer, status
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.numbers import number_or_none
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PER_PAGE = 25


@require_safe
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    form = MeetingFilterForm(request.GET)
    chosen = form.chosen()
    now = timezone.now()
    rows = queries.meeting_rows(request.user, chain, now, chosen)
    here = reverse("chains:meetings", args=[slug])
    removed = number_or_none(request.GET.get("removed"))
    may_change = request.user.has_perm("chains.change_meetings", chain)
    context = {
        "chain": chain,
        "tab": "meetings",
        "filters": form,
        "chosen": chosen,
        "tabs": [
            {"label": _("To come"), "url": here, "current": chosen.when == queries.TO_COME},
            {
                "label": _("Past"),
                "url": f"{here}?when={queries.PAST}",
                "current": chosen.when == queries.PAST,
            },
        ],
        "may_change": may_change,
        "removed": queries.removed_meetings(chain).filter(pk=removed).first()
        if removed and may_change
        else None,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "chains/meetings.html", context)


@require_safe
def export(request: SignedInRequest, slug: str) -> HttpResponse:
    """The list as it is filtered, as CSV."""
    chain = chain_or_404(request, slug)
    chosen = MeetingFilterForm(request.GET).chosen()
    rows = queries.meeting_rows(request.user, chain, timezone.now(), chosen)
    return csv_file(meetings_csv(rows), f"bijeenkomsten-{slug}")


@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """Draw up a meeting; the invitations go out later, with a button of their own."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_meetings", chain)
    form = MeetingForm(request.POST or None, chain=chain)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = actions.plan_meeting(
                by=request.user, chain=chain, plan=form.plan(), guests=form.guests()
            )
            messages.success(request, _("The meeting is a draft: nobody has been told yet."))
            return redirect("chains:meeting", slug, made.pk)
    context = {"chain": chain, "tab": "meetings", "form": form}
    code = status(request.method, None)
    return render(request, "chains/meeting_form.html", context, status=code)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change a meeting. Who is late sees the present one beside what was typed, and chooses."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_meetings", chain)
    meeting = meeting_or_404(request, chain, pk)
    start = MeetingForm.start_of(meeting, queries.invitees(meeting))
    form = MeetingForm(request.POST or None, chain=chain, initial=start)
    comparison = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            actions.change_meeting(
                by=request.user,
                meeting=meeting,
                version=version,
                plan=form.plan(),
                guests=form.guests(),
                post=post_of(request),
            )
            messages.success(request, _("The meeting has been changed."))
            return redirect("chains:meeting", slug, pk)
        comparison = newer(form, meeting, start)
    context = {
        "chain": chain,
        "tab": "meetings",
        "meeting": meeting,
        "form": form,
        "comparison": comparison,
    }
    code = status(request.method, comparison)
    return render(request, "chains/meeting_form.html", context, status=code)


@require_POST
def call(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Send the invitations; later, send them again to who gave no answer."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_meetings", chain)
    meeting = meeting_or_404(request, chain, pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        count = actions.call_meeting(
            by=request.user, at=timezone.now(), meeting=meeting, post=post_of(request)
        )
        messages.success(
            request,
            ngettext(
                "The invitation goes to %(count)s address.",
                "The invitation goes to %(count)s addresses.",
                count,
            )
            % {"count": count},
        )
    return to_meeting(request, meeting, form)


@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Call it off, for a reason: everyone who was invited gets a mail."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_meetings", chain)
    meeting = meeting_or_404(request, chain, pk)
    form = CancelForm(request.POST or None, initial={"version": meeting.version})
    comparison = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            actions.cancel_meeting(
                by=request.user,
                meeting=meeting,
                version=version,
                reason=form.cleaned_data["reason"],
                post=post_of(request),
            )
            messages.success(request, _("The meeting has been cancelled."))
            return redirect("chains:meeting", slug, pk)
        comparison = newer(form, meeting, {"reason": meeting.cancel_reason})
    context = {
        "chain": chain,
        "tab": "meetings",
        "meeting": meeting,
        "form": form,
        "comparison": comparison,
    }
    code = status(request.method, comparison)
    return render(request, "chains/meeting_cancel.html", context, status=code)


@require_POST
def remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take out a draft, and offer it back on the list."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_meetings", chain)
    meeting = meeting_or_404(request, chain, pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.remove_meeting(by=request.user, meeting=meeting)
        return redirect(f"{reverse('chains:meetings', args=[slug])}?removed={meeting.pk}")
    return to_meeting(request, meeting, form)


@require_POST
def restore(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Put back a draft that was removed, or a meeting that was cancelled."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_meetings", chain)
    meeting = get_object_or_404(chain.meetings.all(), pk=pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        if meeting.removed_at:
            actions.restore_meeting(by=request.user, meeting=meeting)
            messages.success(request, _("The draft has been put back."))
        else:
            actions.uncancel_meeting(
                by=request.user, at=timezone.now(), meeting=meeting, post=post_of(request)
            )
            messages.success(request, _("The meeting goes on after all; everyone gets a mail."))
    return to_meeting(request, meeting, form)


def meeting_or_404(request: SignedInRequest, chain: Chain, pk: int) -> Meeting:
    return get_object_or_404(queries.meetings(request.user, chain), pk=pk)


def post_of(request: SignedInRequest) -> MeetingPost:
    """What this door adds to the mails of a meeting."""

    def address_of(meeting: Meeting) -> str:
        path = reverse("chains:meeting", args=[meeting.chain.slug, meeting.pk])
        return request.build_absolute_uri(path)

    return MeetingPost(address_of, meeting_ics)


def to_meeting(request: SignedInRequest, meeting: Meeting, form: EmptyForm) -> HttpResponse:
    """To the page of the meeting, with what was refused."""
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("chains:meeting", meeting.chain.slug, meeting.pk)
