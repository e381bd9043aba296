from contextlib import suppress
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import letters as letter_actions
from schakel.domain.chains.actions import signing as actions
from schakel.domain.chains.choices import LetterStatus
from schakel.domain.chains.letters import CONSENT
from schakel.domain.chains.models import Letter, SigningLink
from schakel.domain.chains.policies.signing import check_may_be_sealed
from schakel.domain.chains.queries import letters as letter_queries
from schakel.domain.chains.queries import signing as queries
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_hex
from schakel.transfer.letter_files import letter_file_name, write_letter, write_sealed_letter
from schakel.web.chains import again
from schakel.web.chains.forms.letters import SignForm
from schakel.web.chains.forms.signing import SignersForm
from schakel.web.chains.load import require_now
from schakel.web.chains.views.letters import (
    letter_or_404,
    letter_to_draft,
    render_letter,
    signing_address,
    signing_state,
)
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

GONE = {"unknown": 404, "other": 403}


@require_http_methods(["GET", "POST"])
def sign(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Read and sign from inside the product."""
    letter = letter_or_404(request, slug, number)
    return _sign(request, letter, key=f"letter-{letter.pk}", token="")


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Read and sign by the link that was mailed: for one person, one version, once."""
    key = f"link-{sha256_hex(token)[:16]}"
    if not request.user.is_authenticated:
        again.ask(request, key)
        return redirect_to_login(request.path)
    link = queries.link_by_token(token)
    reason = _why_not(request, link)
    if reason or link is None:
        context = {"reason": reason, "link": link}
        return render(request, "chains/signing_link.html", context, status=GONE.get(reason, 410))
    signed_in = cast(SignedInRequest, request)
    letter = letter_or_404(signed_in, link.letter.chain.slug, link.letter.number)
    return _sign(signed_in, letter, key=key, token=token)


def _why_not(request: HttpRequest, link: SigningLink | None) -> str:
    if link is None:
        return "unknown"
    if link.person != request.user:
        return "other"
    if link.letter.status == LetterStatus.REPLACED:
        return "replaced"
    if link.used_at:
        return "used"
    return "expired" if link.expires_at <= timezone.now() else ""


def _sign(request: SignedInRequest, letter: Letter, *, key: str, token: str) -> HttpResponse:
    require_now(request, "chains.sign_letter", letter.chain)
    state = signing_state(request, letter)
    is_fresh = again.has_signed_in_again(request, key)
    if request.method == "GET" and state["may_sign"] and not is_fresh:
        again.ask(request, key)
        return redirect(again.address(request))
    form = SignForm(request.POST or None, letter=letter, person=request.user)
    if form.is_valid() and state["may_sign"] and not is_fresh:
        form.add_error(None, _("You signed in too long ago. Sign in again, then sign."))
    if form.is_valid() and state["own"]:
        with refusals(form):
            letter_actions.sign_letter(
                by=request.user,
                at=timezone.now(),
                letter=letter,
                participation=state["own"],
                name=form.cleaned_data["name"],
                position=form.cleaned_data["position"],
                consent=str(CONSENT) if form.cleaned_data["agree"] else "",
                seen_sha256=form.cleaned_data["seen_sha256"],
                signed_in_with=again.signed_in_with(request),
                token=token,
            )
            again.forget(request, key)
            messages.success(request, _("You have signed the letter for your party."))
            _keep_when_complete(request, letter)
            return redirect("chains:letter_version", letter.chain.slug, letter.number)
    context = {"form": form, "sign_in_again": again.address(request)} | state
    return render_letter(request, "chains/letter_sign.html", letter.chain, context)


def _keep_when_complete(request: SignedInRequest, letter: Letter) -> None:
    """With the last signature the signed copy is made and kept."""
    copy = queries.signed_copy(letter)
    if copy.is_complete:
        with suppress(Refused):
            _keep(request, copy)


def _keep(request: SignedInRequest, copy: queries.SignedCopy) -> None:
    check_may_be_sealed(is_complete=copy.is_complete, sealed=queries.sealed_of(copy.letter))
    actions.seal_letter(
        by=request.user,
        at=timezone.now(),
        letter=copy.letter,
        file_name=letter_file_name(copy),
        content=write_sealed_letter(copy),
        head=copy.head,
    )


@require_POST
def keep_copy(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Keep the signed copy of a letter whose last signature did not do it."""
    letter = letter_or_404(request, slug, number)
    copy = queries.signed_copy(letter)
    try:
        _keep(request, copy)
        messages.success(request, _("The signed copy is kept."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("chains:letter_version", slug, number)


@require_safe
def letter_pdf(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The signed copy as it is kept; before that a copy of now, which says it is not signed."""
    letter = letter_or_404(request, slug, number)
    if letter.status == LetterStatus.DRAFT:
        raise Http404
    if sealed := queries.sealed_with_content(letter):
        name, content = sealed.name, bytes(sealed.content)
    else:
        copy = queries.signed_copy(letter)
        name, content = letter_file_name(copy), write_letter(copy)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "POST"])
def signers(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Name who signs for a party."""
    letter = letter_to_draft(request, slug, number)
    party = get_object_or_404(letter_queries.joined(letter.chain), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = SignersForm(sent, letter=letter, participation=party)
    if form.is_valid():
        with refusals(form):
            actions.choose_signers(
                by=request.user,
                letter=letter,
                participation=party,
                people=form.cleaned_data["people"],
            )
            messages.success(request, _("The letter now says who signs for this party."))
            return redirect("chains:letter_version", slug, number)
    context = {"letter": letter, "form": form, "party": party}
    return render_letter(request, "chains/letter_signers.html", letter.chain, context)


@require_POST
def send_link(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Mail a new link to somebody whose signature is awaited."""
    letter = letter_or_404(request, slug, number)
    require(request.user, "chains.send_signing_link", letter.chain)
    person = next((one.person for one in queries.awaited(letter) if one.person.pk == pk), None)
    if person is None:
        raise Http404
    try:
        actions.send_signing_link(
            by=request.user,
            at=timezone.now(),
            letter=letter,
            person=person,
            address_of=signing_address(request),
        )
        messages.success(
            request, _("A new link is on its way to %(name)s.") % {"name": person.name}
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("chains:letter_version", slug, number)
