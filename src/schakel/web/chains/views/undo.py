"""Putting back what was just taken away from the chain: an invitation, links without a party.

The session keeps what it takes, for one chain at a time and only for who took it away.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.put_back import (
    RemovedLink,
    Withdrawn,
    restore_invitation,
    restore_links,
)
from schakel.domain.chains.models import Chain
from schakel.web.chains.forms.parties import EmptyForm
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

INVITATION, LINKS = "withdrawn_invitation", "removed_links"


def keep_invitation(request: SignedInRequest, chain: Chain, gone: Withdrawn, name: str) -> None:
    request.session[INVITATION] = {"chain": chain.pk, "name": name, "gone": asdict(gone)}


def keep_links(request: SignedInRequest, chain: Chain, removed: Sequence[RemovedLink]) -> None:
    request.session[LINKS] = {
        "chain": chain.pk,
        "name": ", ".join(one.name for one in removed),
        "gone": [asdict(one) for one in removed],
    }


def offered(request: SignedInRequest, chain: Chain) -> dict[str, str]:
    """What can be put back here, by name."""
    found = {
        "invitation": _kept(request, INVITATION, chain),
        "links": _kept(request, LINKS, chain),
    }
    return {what: kept["name"] for what, kept in found.items() if kept}


@require_POST
def put_invitation_back(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.invite_party", chain)
    form = _blank(request)
    if kept := _kept(request, INVITATION, chain):
        with refusals(form):
            restore_invitation(by=request.user, chain=chain, withdrawn=Withdrawn(**kept["gone"]))
            del request.session[INVITATION]
            messages.success(
                request, _("The invitation is back, and the link that was mailed works again.")
            )
    return _back(request, chain, form)


@require_POST
def put_links_back(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_links", chain)
    form = _blank(request)
    if kept := _kept(request, LINKS, chain):
        with refusals(form):
            removed = [RemovedLink(**one) for one in kept["gone"]]
            restore_links(by=request.user, chain=chain, removed=removed)
            del request.session[LINKS]
            messages.success(request, _("The links are back in their places."))
    return _back(request, chain, form)


def _blank(request: SignedInRequest) -> EmptyForm:
    form = EmptyForm(request.POST)
    form.is_valid()
    return form


def _kept(request: SignedInRequest, name: str, chain: Chain) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(name)
    return kept if kept and kept["chain"] == chain.pk else None


def _back(request: SignedInRequest, chain: Chain, form: EmptyForm) -> HttpResponse:
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("chains:parties", chain.slug)
