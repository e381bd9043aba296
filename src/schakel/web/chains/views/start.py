from functools import partial
from typing import Any

from django.contrib import messages
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.domain.accounts.permissions import require_kind
from schakel.domain.chains.actions import chains as actions
from schakel.domain.explorer.actions import start_chain as start_chain_from_idea
from schakel.domain.explorer.models import Idea
from schakel.domain.explorer.queries import startable_ideas
from schakel.domain.programmes.queries import managed_by
from schakel.domain.register.models import Initiative
from schakel.web.chains.forms.start import (
    FIRST_LINKS,
    LinkFormSet,
    StartForm,
)
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
