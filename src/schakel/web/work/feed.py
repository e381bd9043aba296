"""A person's dates as a calendar: for whoever has the address, which is the key."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts import actions, queries
from schakel.domain.accounts.models import User
from schakel.domain.chains.queries.calendar import Event, EventKind, events_for
from schakel.transfer.calendar_ics import Entry, calendar
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.shell.tasks import WORDS, Words, place_of

EVENT_WORDS = {
    EventKind.PROMISE_DUE: Words(
        gettext_lazy("Promise due"),
        gettext_lazy("This was promised in the letter of commitment."),
        "chains:commitments",
    ),
    EventKind.MEETING: Words(
        gettext_lazy("Meeting"),
        gettext_lazy("People of the chain come together."),
        "chains:meeting",
    ),
    EventKind.ACTION_DUE: Words(
        gettext_lazy("Action due"), gettext_lazy("This was agreed."), "chains:action"
    ),
    EventKind.UPDATE_DUE: Words(
        gettext_lazy("Update for the programme"),
        gettext_lazy("The programme expects an update."),
        "chains:updates",
    ),
    EventKind.APPOINTMENT_ENDS: Words(
        gettext_lazy("Last day of the appointment"),
        gettext_lazy("Somebody else has to direct this chain, or the appointment goes on."),
        "chains:overview",
    ),
}


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind an address; one that was renewed or taken back is not there."""
    user = queries.user_by_feed(token)
    if user is None:
        raise Http404
    with override(settings.LANGUAGE_CODE):
        content = _calendar(request, user, timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="schakel.ics"'
    response["Cache-Control"] = "private"
    return response


@require_http_methods(["GET", "POST"])
def address(request: SignedInRequest) -> HttpResponse:
    """Make or renew the address of one's calendar; it is shown now and never again."""
    shown = ""
    if request.method == "POST":
        token = actions.make_feed(by=request.user, at=timezone.now())
        shown = request.build_absolute_uri(reverse("work:feed", args=[token]))
    context = {"feed": queries.feed_of(request.user), "address": shown}
    return render(request, "work/feed.html", context)


@require_POST
def revoke(request: SignedInRequest) -> HttpResponse:
    actions.revoke_feed(by=request.user)
    messages.success(request, _("The address has been taken back. It no longer works."))
    return redirect("work:feed_address")


def _calendar(request: HttpRequest, user: User, now: datetime) -> bytes:
    entries = [_entry(request, event) for event in events_for(user, timezone.localdate(now))]
    return calendar(_("Schakel"), entries, now)


def _entry(request: HttpRequest, event: Event) -> Entry:
    if event.task:
        words = WORDS[event.task.kind]
        path = place_of(event.task, words)
    else:
        words = EVENT_WORDS[event.kind]
        own = [event.number] if event.number else []
        path = reverse(words.view, args=[event.chain.slug, *own])
    url = request.build_absolute_uri(path)
    what = f" {event.what}" if event.what else ""
    return Entry(
        uid=f"{event.kind}-{event.key}@{urlsplit(settings.BASE_URL).hostname}",
        title=f"{words.title}: {event.chain.name}",
        starts=event.starts,
        ends=event.ends,
        location=event.where,
        description=f"{words.reason}{what}\n{url}",
        url=url,
        every_weeks=event.every_weeks,
    )
