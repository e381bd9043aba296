from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import parties as actions
from schakel.domain.chains.actions.links import LinkRow, change_links
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.network import wanted
from schakel.domain.chains.queries.parties import chain_parties, links_sha256, participations
from schakel.domain.parties.queries import labels
from schakel.web.chains.forms.parties import (
    EmailForm,
    EmptyForm,
    InviteForm,
    InviteKnownForm,
    InviteNewForm,
)
from schakel.web.chains.forms.start import LinkFormSet, LinksForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.chains.views import undo
from schakel.web.chains.words import WHY_KIND_IS_NEEDED
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

OFFERED = 200
PER_PAGE = 25


@require_safe
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    found = chain_parties(chain)
    context = {
        "chain": chain,
        "tab": "parties",
        "found": found,
        "needed": [(one, WHY_KIND_IS_NEEDED[one.kind]) for one in wanted(found)],
        "undo": undo.offered(request, chain),
        "page": Paginator(found.everyone, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "chains/parties.html", context)


@require_http_methods(["GET", "POST"])
def links(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change which links the chain has, and their order."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.change_links", chain)
    data = request.POST if request.method == "POST" else None
    rows = LinkFormSet(data, prefix="links", initial=list(chain.links.values("pk", "kind", "name")))
    form = LinksForm(data, initial={"seen_sha256": links_sha256(chain)})
    if data and all([rows.is_valid(), form.is_valid()]):
        with refusals(form):
            removed = change_links(
                by=request.user,
                chain=chain,
                links=[LinkRow(row["pk"], row["kind"], row["name"]) for row in rows.rows()],
                **form.cleaned_data,
            )
            if removed:
                undo.keep_links(request, chain, removed)
            messages.success(request, _("The links have been saved."))
            return redirect("chains:parties", chain.slug)
    context = {"chain": chain, "tab": "parties", "links": rows, "form": form}
    return render(request, "chains/links.html", context, status=422 if data else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Invite a known party or a new one; `?link=` says into which link, `?partij=` which party."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.invite_party", chain)
    known = labels()
    initial = {
        "link": request.GET.get("link"),
        "party": next(
            (text for text, one in known if str(one.pk) == request.GET.get("partij")), ""
        ),
    }
    forms: dict[str, InviteForm] = {
        "known": InviteKnownForm(prefix="known", chain=chain, initial=initial),
        "new": InviteNewForm(prefix="new", chain=chain, initial=initial),
    }
    if request.method == "POST":
        which = "new" if request.POST.get("which") == "new" else "known"
        form = type(forms[which])(request.POST, prefix=which, chain=chain)
        forms[which] = form
        if form.is_valid():
            with refusals(form):
                return _sent(request, chain, _invite(request, chain, form))
    context = {
        "chain": chain,
        "tab": "parties",
        "forms": forms,
        "labels": known[:OFFERED],
        "not_offered": len(known) - OFFERED,
    }
    return render(
        request, "chains/invite.html", context, status=422 if request.method == "POST" else 200
    )


@never_cache
@require_http_methods(["GET", "POST"])
def resend(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require_now(request, "chains.invite_party", chain)
    participation = get_object_or_404(participations(chain), pk=pk)
    earlier = participation.invitations.first()
    form = EmailForm(request.POST or None, initial={"email": earlier.email if earlier else ""})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            sent = actions.resend_invitation(
                by=request.user,
                participation=participation,
                email=form.cleaned_data["email"],
                address_of=address_of,
            )
            return _sent(request, chain, sent)
    context = {"chain": chain, "tab": "parties", "form": form, "participation": participation}
    return render(
        request, "chains/resend.html", context, status=422 if request.method == "POST" else 200
    )


@require_POST
def withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.invite_party", chain)
    participation = get_object_or_404(participations(chain), pk=pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        withdrawn = actions.withdraw_invitation(by=request.user, participation=participation)
        undo.keep_invitation(request, chain, withdrawn, participation.organisation.name)
        messages.success(request, _("The invitation has been withdrawn."))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("chains:parties", chain.slug)


def address_of(token: str) -> str:
    """The absolute address on which an invitation is answered."""
    return f"{settings.BASE_URL}{reverse('invitation:show', args=[token])}"


def _invite(request: SignedInRequest, chain: Chain, form: InviteForm) -> actions.SentInvitation:
    data = form.cleaned_data
    return actions.invite_party(
        by=request.user,
        on=timezone.localdate(),
        chain=chain,
        organisation=data["party"] if "party" in data else _new_party(data),
        link=data["link"],
        email=data["email"],
        address_of=address_of,
    )


def _new_party(data: dict[str, str]) -> actions.NewParty:
    names = ("name", "kind", "interest", "size_class", "kvk_number")
    return actions.NewParty(**{name: data[name] for name in names})


def _sent(request: HttpRequest, chain: Chain, sent: actions.SentInvitation) -> HttpResponse:
    """The only moment that the address can be shown: it is kept nowhere."""
    return render(request, "chains/invited.html", {"chain": chain, "tab": "parties", "sent": sent})
