from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize_input
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.chains.actions import letters as actions
from schakel.domain.chains.actions.signing import AddressOf
from schakel.domain.chains.choices import LetterStatus
from schakel.domain.chains.models import Chain, Commitment, Letter
from schakel.domain.chains.policies.closed import may_now, works_in
from schakel.domain.chains.queries import letters as queries
from schakel.domain.chains.queries.signing import Awaited, awaited, is_complete, sealed_of
from schakel.lib.errors import Refused
from schakel.transfer.decisions_csv import letters_csv
from schakel.web.chains.forms.letters import LetterTextForm, PromiseForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

REMOVED = "removed_commitment"


@require_safe
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    """All versions, and who still has to sign the open one."""
    chain = chain_or_404(request, slug)
    letters = queries.letters_for(request.user, chain)
    current = letters.filter(status=LetterStatus.OPEN).first()
    context = {
        "page": Paginator(letters, 25).get_page(request.GET.get("page")),
        "current": current,
        "draft": letters.filter(status=LetterStatus.DRAFT).first(),
    }
    if current:
        context |= signing_state(request, current)
    return render_letter(request, "chains/letters.html", chain, context)


@require_safe
def export_letters(request: SignedInRequest, slug: str) -> HttpResponse:
    """The versions this person may read, as CSV."""
    chain = chain_or_404(request, slug)
    return csv_file(letters_csv(queries.letters_for(request.user, chain)), f"letters-{chain.slug}")


@require_POST
def draft(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    try:
        letter = actions.draft_letter(by=request.user, chain=chain)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("chains:letter", slug)
    return redirect("chains:letter_version", slug, letter.number)


@require_safe
def show(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """One version: the draft with its promises to work on, or the frozen letter to read."""
    letter = letter_or_404(request, slug, number)
    if letter.status == LetterStatus.DRAFT:
        return _show_draft(request, letter, Form())
    context = {
        "verified": queries.verify_letter(letter),
        "sealed": sealed_of(letter),
        "awaited": _awaited(request, letter),
        "may_keep": works_in(letter.chain, "chains.sign_letter"),
    } | signing_state(request, letter)
    return render_letter(request, "chains/letter.html", letter.chain, context)


@require_safe
def content(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The frozen content, byte for byte, so that anyone can compute its SHA-256."""
    letter = get_object_or_404(
        queries.letters_for(request.user, chain_or_404(request, slug)).exclude(content=""),
        number=number,
    )
    name = f"letter-of-commitment-{slug}-{number}.json"
    return HttpResponse(
        letter.content.encode(),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "POST"])
def edit_text(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    letter = letter_to_draft(request, slug, number)
    form = LetterTextForm(request.POST or None, letter=letter)
    if form.is_valid():
        with refusals(form):
            actions.change_letter_text(by=request.user, letter=letter, **form.cleaned_data)
            messages.success(request, _("The text of the letter is saved."))
            return redirect("chains:letter_version", slug, number)
    return render_letter(
        request, "chains/letter_text.html", letter.chain, {"letter": letter, "form": form}
    )


@require_http_methods(["GET", "POST"])
def add_promise(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    letter = letter_to_draft(request, slug, number)
    initial = {"participation": request.GET.get("partij")}
    form = PromiseForm(request.POST or None, letter=letter, initial=initial)
    if form.is_valid():
        with refusals(form):
            actions.add_commitment(
                by=request.user, on=timezone.localdate(), letter=letter, promise=form.promise()
            )
            messages.success(request, _("The promise is added."))
            return redirect("chains:letter_version", slug, number)
    return render_letter(
        request, "chains/letter_promise.html", letter.chain, {"letter": letter, "form": form}
    )


@require_http_methods(["GET", "POST"])
def edit_promise(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    letter = letter_to_draft(request, slug, number)
    commitment = get_object_or_404(letter.commitments, pk=pk)
    form = PromiseForm(request.POST or None, letter=letter, instance=commitment)
    if form.is_valid():
        with refusals(form):
            actions.change_commitment(
                by=request.user,
                on=timezone.localdate(),
                commitment=commitment,
                promise=form.promise(),
            )
            messages.success(request, _("The promise is saved."))
            return redirect("chains:letter_version", slug, number)
    context = {"letter": letter, "form": form, "commitment": commitment}
    return render_letter(request, "chains/letter_promise.html", letter.chain, context)


@require_POST
def remove_promise(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    letter = letter_to_draft(request, slug, number)
    commitment = get_object_or_404(letter.commitments, pk=pk)
    kept = _kept(commitment)
    try:
        actions.remove_commitment(by=request.user, commitment=commitment)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        request.session[REMOVED] = kept
    return redirect("chains:letter_version", slug, number)


@require_POST
def restore_promise(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Put back the promise that was removed last, also when it can only be typed in again."""
    letter = letter_to_draft(request, slug, number)
    kept = _removed_from(request, letter)
    if kept is None:
        messages.info(request, _("There is no removed promise to put back."))
        return redirect("chains:letter_version", slug, number)
    typed = kept | {"amount": localize_input(Decimal(kept["amount"]))}
    form = PromiseForm(typed, letter=letter)
    if form.is_valid():
        with refusals(form):
            actions.add_commitment(
                by=request.user, on=timezone.localdate(), letter=letter, promise=form.promise()
            )
            del request.session[REMOVED]
            messages.success(request, _("The promise is back in the letter."))
            return redirect("chains:letter_version", slug, number)
    return render_letter(
        request, "chains/letter_promise.html", letter.chain, {"letter": letter, "form": form}
    )


@require_POST
def open_for_signing(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    letter = letter_to_draft(request, slug, number)
    form = Form(request.POST)
    with refusals(form):
        actions.open_letter(
            by=request.user,
            on=timezone.localdate(),
            letter=letter,
            address_of=signing_address(request),
        )
        messages.success(
            request,
            _(
                "The letter is open for signing. Text and promises are now frozen, and everyone "
                "who can sign gets a link by mail."
            ),
        )
        return redirect("chains:letter_version", slug, number)
    return _show_draft(request, letter, form)


def signing_address(request: SignedInRequest) -> AddressOf:
    return lambda token: request.build_absolute_uri(reverse("chains:sign_by_link", args=[token]))


def letter_or_404(request: SignedInRequest, slug: str, number: int) -> Letter:
    chain = chain_or_404(request, slug)
    return get_object_or_404(queries.letters_for(request.user, chain), number=number)


def letter_to_draft(request: SignedInRequest, slug: str, number: int) -> Letter:
    letter = letter_or_404(request, slug, number)
    require_now(request, "chains.draft_letter", letter.chain)
    return letter


def signing_state(request: SignedInRequest, letter: Letter) -> dict[str, Any]:
    """What a page shows of an opened letter: content, own part, signatures."""
    lines = queries.signing_lines(letter)
    own = queries.own_participation(request.user, letter.chain)
    own_line = next((line for line in lines if own and line.party.id == own.pk), None)
    return {
        "letter": letter,
        "content": queries.letter_content(letter),
        "lines": lines,
        "signed_count": sum(line.is_signed for line in lines),
        "is_complete": is_complete(lines),
        "own": own,
        "own_line": own_line,
        "may_sign": own_line is not None
        and may_now(request.user, "chains.sign_letter", letter.chain)
        and own_line.waits_for(request.user)
        and letter.status == LetterStatus.OPEN,
    }


def _awaited(request: SignedInRequest, letter: Letter) -> tuple[Awaited, ...]:
    """Whom the director can send a link to sign."""
    may_send = may_now(request.user, "chains.send_signing_link", letter.chain)
    return awaited(letter) if may_send and letter.status == LetterStatus.OPEN else ()


def _show_draft(request: SignedInRequest, letter: Letter, form: Form) -> HttpResponse:
    context = {
        "letter": letter,
        "commitments": queries.commitments_of(letter),
        "silent": queries.without_promise(letter),
        "content": queries.content_now(letter),
        "replaces": queries.open_letter_of(letter.chain),
        "removed": _removed_from(request, letter),
        "form": form,
    }
    return render_letter(request, "chains/letter_draft.html", letter.chain, context)


def _kept(commitment: Commitment) -> dict[str, Any]:
    """A promise as the session keeps it, to be put back later."""
    return {
        "letter": commitment.letter_id,
        "participation": commitment.participation_id,
        "what": commitment.what,
        "amount": str(commitment.amount),
        "unit": commitment.unit,
        "due_on": commitment.due_on.isoformat(),
    }


def _removed_from(request: SignedInRequest, letter: Letter) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(REMOVED)
    return kept if kept and kept["letter"] == letter.pk else None


def render_letter(
    request: SignedInRequest, template: str, chain: Chain, context: dict[str, Any]
) -> HttpResponse:
    form = context.get("form")
    return render(
        request,
        template,
        {"chain": chain, "tab": "letter"} | context,
        status=422 if form is not None and form.errors else 200,
    )
