from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from schakel.domain.accounts.models import User
from schakel.domain.accounts.queries import has_account
from schakel.domain.chains.actions import parties as actions
from schakel.domain.chains.models import Invitation, Participation
from schakel.domain.chains.queries.chains import current_appointment
from schakel.domain.chains.queries.parties import invitation_by_token, invitations_to_answer
from schakel.web.account.forms import AnswerForm, JoinForm
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open to whoever holds the link: read what is asked, then join or decline, once."""
    found = invitation_by_token(token)
    if found is None:
        return render(request, "account/invitation_gone.html", {"reason": "unknown"}, status=404)
    if found.used_at or found.expires_at <= timezone.now():
        context = {"reason": "used" if found.used_at else "expired", "invitation": found}
        return render(request, "account/invitation_gone.html", context, status=410)
    if request.user.is_authenticated:
        return _answer_signed_in(cast(SignedInRequest, request), found.participation)
    return _answer_with_link(request, token, found)


@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody of the party answers from their own work list."""
    participation = get_object_or_404(invitations_to_answer(request.user), pk=pk)
    return _answer_signed_in(request, participation)


def _answer_signed_in(request: SignedInRequest, participation: Participation) -> HttpResponse:
    may_answer = request.user.has_perm("chains.answer_invitation", participation)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept = _accepts(request)
        with refusals(form):
            actions.answer_invitation(
                by=request.user, on=timezone.localdate(), participation=participation, accept=accept
            )
            return _thank(request, participation, accept)
    context = {"participation": participation, "may_answer": may_answer, "form": form}
    return _page(request, context)


def _answer_with_link(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    accept = request.method == "POST" and _accepts(request)
    form = JoinForm(request.POST if accept else None)
    if request.method == "POST" and not accept:
        return _decline(request, token, found.participation)
    if accept and form.is_valid():
        user = _join(form, token)
        if user:
            login(request, user, backend=BACKEND)
            return _thank(request, found.participation, accept)
    context = {
        "participation": found.participation,
        "invitation": found,
        "form": form,
        "has_account": has_account(found.email),
    }
    return _page(request, context)


def _accepts(request: HttpRequest) -> bool:
    """What the button says; anything else is no answer, and certainly not a refusal."""
    answer = request.POST.get("answer")
    if answer not in {"accept", "decline"}:
        raise BadRequest("answer")
    return answer == "accept"


def _decline(request: HttpRequest, token: str, participation: Participation) -> HttpResponse:
    form = AnswerForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.decline_with_token(on=timezone.localdate(), token=token)
        return render(request, "account/declined.html", {"participation": participation})
    return redirect("invitation:show", token)


def _join(form: JoinForm, token: str) -> User | None:
    with refusals(form):
        return actions.join_with_new_account(
            on=timezone.localdate(), token=token, **form.cleaned_data
        )
    return None


def _thank(request: HttpRequest, participation: Participation, accept: bool) -> HttpResponse:
    if accept:
        messages.success(request, _("Welcome: your party now takes part in this chain."))
        return redirect("chains:overview", participation.chain.slug)
    messages.success(request, _("You have declined. The chain director can see that."))
    return redirect("work:home")


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    inviter = current_appointment(context["participation"].chain, timezone.localdate())
    return render(request, "account/invitation.html", context | {"inviter": inviter}, status=status)
