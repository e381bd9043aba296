"""Who directs the chain: the page for everybody, appointing and ending."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.accounts.queries import directors
from schakel.domain.chains.actions import chains as actions
from schakel.domain.chains.models import Appointment, Chain
from schakel.domain.chains.queries import assignment as queries
from schakel.domain.chains.queries.chains import (
    appointments,
    appointments_sha256,
    current_appointment,
)
from schakel.domain.chains.queries.complexity import assessments, estimate_of, norm_of
from schakel.domain.chains.queries.profile import needs, tally
from schakel.engine.effort import Effort
from schakel.web.chains.forms.assignment import AppointForm, EndForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

FEW = 5


@require_safe
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who directs, what the assignment is, and what is asked of a director."""
    chain = chain_or_404(request, slug)
    today = timezone.localdate()
    summary = queries.director_summary(chain, today)
    shown = [one for one in (summary.present, summary.successor) if one]
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "director",
        "summary": summary,
        "shown": [_card(request.user, one) for one in shown],
        "appointments": appointments(chain),
        "needs": needs(chain),
        "tally": tally(chain),
        "experts": queries.experts(chain)[:FEW],
    }
    return render(request, "chains/director.html", context)


def _card(user: User, appointment: Appointment) -> dict[str, Any]:
    """An appointment with what everybody may read of it, and whether this person reads more.

    A conflict names what a director declared: that, and why it was no bar, is not for the parties.
    """
    reads_interests = user.has_perm("chains.view_interests", appointment.chain)
    hidden = not reads_interests and queries.names_interests(appointment)
    return {
        "appointment": appointment,
        "tasks": [task for task in queries.tasks_of(appointment) if task.is_on],
        "concerns": queries.concerns_at(appointment, with_interests=reads_interests),
        "why": "" if hidden else appointment.override_reason,
        "reads_all": user.has_perm("chains.view_assignment", appointment),
    }


@require_http_methods(["GET", "POST"])
def appoint(request: SignedInRequest, slug: str) -> HttpResponse:
    """Appoint a director, perhaps the one named by `?persoon=`."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.appoint_director", chain)
    needed = _needed(chain)
    form = AppointForm(
        request.POST or None,
        initial={
            "director": _asked(request),
            "hours_per_week": needed.hours_per_week if needed else None,
            "starts_on": timezone.localdate(),
            "seen_sha256": appointments_sha256(chain),
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.appoint_director(by=request.user, chain=chain, **form.cleaned_data)
            messages.success(request, _("The director has been appointed."))
            return redirect("chains:director", chain.slug)
    return _appoint_page(request, chain, form)


@require_http_methods(["GET", "POST"])
def end_appointment(request: SignedInRequest, slug: str) -> HttpResponse:
    """End the present appointment on a day, without a successor."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.appoint_director", chain)
    today = timezone.localdate()
    appointment = get_object_or_404(
        appointments(chain), pk=getattr(current_appointment(chain, today), "pk", None)
    )
    form = EndForm(request.POST or None, initial={"ends_on": today})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.end_appointment(by=request.user, appointment=appointment, **form.cleaned_data)
            messages.success(request, _("The end of the appointment has been recorded."))
            return redirect("chains:director", chain.slug)
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "director",
        "form": form,
        "appointment": appointment,
        "unfinished": queries.unfinished(chain, today),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/appointment_end.html", context, status=status)


def _appoint_page(request: HttpRequest, chain: Chain, form: AppointForm) -> HttpResponse:
    today = timezone.localdate()
    person = _chosen(form)
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "appoint",
        "form": form,
        "needed": _needed(chain),
        "person": person,
        "concerns": queries.concerns(chain, person, today) if person else (),
        "open_appointment": appointments(chain).filter(ends_on=None).first(),
        "tally": tally(chain),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/appoint.html", context, status=status)


def _chosen(form: AppointForm) -> User | None:
    """The person on the screen: chosen in the form, or asked for in the address."""
    chosen = form.cleaned_data.get("director") if form.is_bound else form.initial["director"]
    return chosen if isinstance(chosen, User) else None


def _asked(request: HttpRequest) -> User | None:
    pk = request.GET.get("persoon", "")
    if not (pk.isascii() and pk.isdigit()):
        return None
    return directors().filter(pk=int(pk[:18])).first()


def _needed(chain: Chain) -> Effort | None:
    """The time that applies: by the norm, else by the newest assessment."""
    assessment = assessments(chain).first()
    return estimate_of(assessment).applicable if assessment else norm_of(chain.programme)
