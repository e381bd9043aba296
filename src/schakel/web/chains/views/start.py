from functools import partial
from typing import Any

from django.contrib import messages
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.domain.accounts.permissions import require, require_kind
from schakel.domain.chains.actions import chains as actions
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.chains import (
    appointments,
    appointments_sha256,
    current_appointment,
)
from schakel.domain.chains.queries.complexity import assessments, estimate_of, norm_of
from schakel.domain.explorer.actions import start_chain as start_chain_from_idea
from schakel.domain.explorer.models import Idea
from schakel.domain.explorer.queries import startable_ideas
from schakel.domain.programmes.queries import managed_by
from schakel.domain.register.models import Initiative
from schakel.engine.effort import Effort
from schakel.web.chains.forms.start import (
    FIRST_LINKS,
    AppointForm,
    EndForm,
    LinkFormSet,
    StartForm,
)
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    """Start a chain, perhaps from the initiative named by `?initiative=`."""
    require_kind(request.user, "chains.start_chain")
    idea = _idea(request)
    initiative = idea.initiative if idea else _initiative(request)
    data = request.POST if request.method == "POST" else None
    form = StartForm(data, user=request.user, initial=_first_words(idea, initiative))
    links = LinkFormSet(
        data,
        prefix="links",
        initial=[{"kind": kind, "name": kind.label.capitalize()} for kind in FIRST_LINKS],
    )
    if data and all([form.is_valid(), links.is_valid()]):
        with refusals(form):
            start_it = (
                partial(start_chain_from_idea, idea=idea)
                if idea
                else partial(actions.start_chain, initiative=initiative)
            )
            chain = start_it(
                by=request.user,
                on=timezone.localdate(),
                links=[actions.NewLink(row["kind"], row["name"]) for row in links.rows()],
                **form.cleaned_data,
            )
            messages.success(request, _("The chain has been started. Now appoint a director."))
            return redirect("chains:appoint", chain.slug)
    context = {
        "form": form,
        "links": links,
        "initiative": initiative,
        "idea": idea,
        "may_start": managed_by(request.user).exists(),
    }
    return render(request, "chains/start.html", context, status=422 if data else 200)


@require_http_methods(["GET", "POST"])
def appoint(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.appoint_director", chain)
    today = timezone.localdate()
    needed = _needed(chain)
    form = AppointForm(
        request.POST or None,
        initial={
            "hours_per_week": needed.hours_per_week if needed else None,
            "starts_on": today,
            "seen_sha256": appointments_sha256(chain),
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.appoint_director(by=request.user, chain=chain, **form.cleaned_data)
            messages.success(request, _("The director has been appointed."))
            return redirect("chains:overview", chain.slug)
    return _appoint_page(request, chain, form, EndForm(initial={"ends_on": today}))


@require_POST
def end_appointment(request: SignedInRequest, slug: str) -> HttpResponse:
    """End the present appointment on a day, without a successor."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.appoint_director", chain)
    appointment = get_object_or_404(appointments(chain), ends_on=None)
    form = EndForm(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.end_appointment(by=request.user, appointment=appointment, **form.cleaned_data)
            messages.success(request, _("The end of the appointment has been recorded."))
            return redirect("chains:overview", chain.slug)
    seen = {"seen_sha256": appointments_sha256(chain)}
    return _appoint_page(request, chain, AppointForm(initial=seen), form)


def _appoint_page(
    request: HttpRequest, chain: Chain, form: AppointForm, end_form: EndForm
) -> HttpResponse:
    context = {
        "chain": chain,
        "tab": "overview",
        "form": form,
        "end_form": end_form,
        "needed": _needed(chain),
        "appointments": appointments(chain),
        "current": current_appointment(chain, timezone.localdate()),
        "open_appointment": appointments(chain).filter(ends_on=None).first(),
    }
    return render(
        request, "chains/appoint.html", context, status=422 if request.method == "POST" else 200
    )


def _needed(chain: Chain) -> Effort | None:
    """The time that applies: by the norm, else by the newest assessment."""
    assessment = assessments(chain).first()
    return estimate_of(assessment).applicable if assessment else norm_of(chain.programme)


def _idea(request: SignedInRequest) -> Idea | None:
    """The idea of the queue that the chain starts from, if the address names one."""
    number = request.GET.get("idee", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit()):
        raise Http404
    return get_object_or_404(startable_ideas(request.user), pk=int(number[:18]))


def _first_words(idea: Idea | None, initiative: Initiative | None) -> dict[str, Any]:
    """What the form begins with."""
    if idea is None:
        return {"name": initiative.name if initiative else ""}
    return {"programme": idea.programme_id, "name": idea.title, "purpose": idea.what}


def _initiative(request: HttpRequest) -> Initiative | None:
    slug = request.GET.get("initiative")
    if not slug:
        return None
    if not slug_re.match(slug):
        raise Http404
    return get_object_or_404(Initiative, slug=slug)
