"""One meeting: who comes, who was there, the minutes, and the actions that came out of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import meetings as actions
from schakel.domain.chains.choices.meetings import MeetingAnswer, MeetingStatus
from schakel.domain.chains.models import Chain, Meeting
from schakel.domain.chains.policies.closed import may_now, works_in
from schakel.domain.chains.queries import meetings as queries
from schakel.domain.chains.queries.actions import actions as actions_of
from schakel.domain.chains.queries.trust import after_meeting
from schakel.transfer.meeting_ics import meeting_ics
from schakel.web.chains.forms.meetings import RecordForm, agreement_rows
from schakel.web.chains.forms.parties import EmptyForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.chains.newer import newer, status
from schakel.web.chains.views.meetings import meeting_or_404, to_meeting
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

ACTIVE = (MeetingStatus.CALLED, MeetingStatus.HELD)


@require_safe
def show(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    meeting = meeting_or_404(request, chain, pk)
    now = timezone.now()
    keeps_pulses = request.user.has_perm("chains.keep_pulse", chain)
    took_place = meeting.starts_at <= now and meeting.status in ACTIVE
    context = {
        "chain": chain,
        "tab": "meetings",
        "meeting": meeting,
        "invitees": list(queries.invitees(meeting)),
        "own": queries.own_invitee(request.user, meeting),
        "answers": MeetingAnswer,
        "is_open": meeting.status == MeetingStatus.CALLED
        and meeting.starts_at > now
        and works_in(chain, "chains.answer_meeting"),
        "has_begun": meeting.starts_at <= now,
        "actions": actions_of(chain).filter(meeting=meeting),
        "today": timezone.localdate(),
        "after": after_meeting(meeting, request.user) if keeps_pulses and took_place else None,
        "may_change": may_now(request.user, "chains.change_meetings", chain),
    }
    return render(request, "chains/meeting.html", context)


@require_safe
def calendar(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The meeting as a file for a calendar."""
    chain = chain_or_404(request, slug)
    meeting = meeting_or_404(request, chain, pk)
    return HttpResponse(
        meeting_ics(meeting),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="bijeenkomst-{meeting.pk}.ics"'},
    )


@require_POST
def answer(request: SignedInRequest, slug: str, pk: int, invitee: int) -> HttpResponse:
    """Say whether the party comes; the director writes down what was told by phone."""
    chain = chain_or_404(request, slug)
    meeting = meeting_or_404(request, chain, pk)
    found = get_object_or_404(queries.invitees(meeting), pk=invitee)
    require(request.user, "chains.answer_meeting", found)
    given = request.POST.get("answer", "")
    form = EmptyForm(request.POST)
    form.is_valid()
    if given not in MeetingAnswer:
        messages.error(request, _("Choose one of the answers."))
        return to_meeting(request, meeting, form)
    with refusals(form):
        actions.answer_meeting(by=request.user, at=timezone.now(), invitee=found, answer=given)
        messages.success(
            request,
            _("%(party)s: %(answer)s.")
            % {"party": found.party_name, "answer": MeetingAnswer(given).label},
        )
    return to_meeting(request, meeting, form)


@require_http_methods(["GET", "POST"])
def record(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Who was there, and the minutes."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.change_meetings", chain)
    meeting = meeting_or_404(request, chain, pk)
    invitees = list(queries.invitees(meeting))
    start = RecordForm.start(meeting, invitees)
    form = RecordForm(request.POST or None, invitees=invitees, initial=start)
    comparison = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            actions.record_meeting(
                by=request.user,
                at=timezone.now(),
                meeting=meeting,
                version=version,
                attendance=form.attendance(),
                minutes=form.cleaned_data["minutes"],
            )
            messages.success(request, _("Recorded. What was agreed becomes actions below."))
            return redirect("chains:agree", slug, pk)
        comparison = newer(form, meeting, start)
    context = _context(chain, meeting) | {"form": form, "comparison": comparison}
    code = status(request.method, comparison)
    return render(request, "chains/meeting_record.html", context, status=code)


@require_http_methods(["GET", "POST"])
def agree(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What was agreed, a line each: they become actions at once, all or none."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.change_actions", chain)
    meeting = meeting_or_404(request, chain, pk)
    rows = agreement_rows(chain, request.POST if request.method == "POST" else None)
    form = EmptyForm(request.POST or None)
    if request.method == "POST" and rows.is_valid() and form.is_valid():
        lines = [row.agreement() for row in rows if row.has_changed()]
        if not lines:
            form.add_error(None, _("Fill in at least one line."))
        with refusals(form):
            made = actions.agree(
                by=request.user, on=timezone.localdate(), meeting=meeting, agreements=lines
            )
            if made:
                messages.success(request, _made(len(made)))
                return redirect("chains:meeting", slug, pk)
    context = _context(chain, meeting) | {
        "rows": rows,
        "form": form,
        "actions": actions_of(chain).filter(meeting=meeting),
        "today": timezone.localdate(),
    }
    code = status(request.method, None)
    return render(request, "chains/meeting_agree.html", context, status=code)


def _context(chain: Chain, meeting: Meeting) -> dict[str, Any]:
    return {"chain": chain, "tab": "meetings", "meeting": meeting}


def _made(count: int) -> str:
    return ngettext(
        "%(count)s agreement has become an action.",
        "%(count)s agreements have become actions.",
        count,
    ) % {"count": count}
