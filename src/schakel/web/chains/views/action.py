"""One action: what, who, by when, how often it was moved, and what can be done with it."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import actions
from schakel.domain.chains.models import Action, Chain
from schakel.domain.chains.policies.closed import may_now
from schakel.domain.chains.queries import actions as queries
from schakel.web.chains.forms.actions import ChangeActionForm, DropForm, MoveForm
from schakel.web.chains.forms.parties import EmptyForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.chains.newer import newer, status
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.shell.stale import Comparison


@require_safe
def show(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    return _page(request, chain, _action(chain, pk))


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change what and who. Who is late sees the present one beside what was typed, and chooses."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.change_actions", chain)
    action = _action(chain, pk)
    start = ChangeActionForm.start(action)
    form = ChangeActionForm(request.POST or None, chain=chain, initial=start)
    comparison = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            actions.change_action(
                by=request.user,
                action=action,
                version=version,
                what=form.cleaned_data["what"],
                doer=form.doer(),
            )
            messages.success(request, _("The action has been changed."))
            return redirect("chains:action", slug, pk)
        comparison = newer(form, action, start)
    context = {
        "chain": chain,
        "tab": "actions",
        "action": action,
        "form": form,
        "comparison": comparison,
    }
    code = status(request.method, comparison)
    return render(request, "chains/action_form.html", context, status=code)


@require_POST
def move(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Another day, with the reason; the director, or the party that owns the action."""
    chain = chain_or_404(request, slug)
    action = _action(chain, pk)
    _require_own(request, action)
    form = MoveForm(request.POST)
    comparison = None
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            actions.move_action(
                by=request.user,
                at=timezone.now(),
                action=action,
                version=version,
                to_day=form.cleaned_data["to_day"],
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("The new day has been recorded, with the reason."))
            return redirect("chains:action", slug, pk)
        comparison = newer(form, action, {"to_day": action.due_on})
    return _page(request, chain, action, form, comparison)


@require_POST
def drop(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """It will not be done, for a reason."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_actions", chain)
    action = _action(chain, pk)
    form = DropForm(request.POST)
    comparison = None
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            actions.drop_action(
                by=request.user,
                on=timezone.localdate(),
                action=action,
                version=version,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("The action has been dropped."))
            return redirect("chains:action", slug, pk)
        comparison = newer(form, action, {"reason": action.drop_reason})
    return _page(request, chain, action, form, comparison)


@require_POST
def finish(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Mark as done, from the page of the action or from the list."""
    chain = chain_or_404(request, slug)
    action = _action(chain, pk)
    _require_own(request, action)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.finish_action(by=request.user, on=timezone.localdate(), action=action)
        messages.success(request, _("Done: %(what)s") % {"what": action.what})
    return _back(request, slug, action, form)


@require_POST
def reopen(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    action = _action(chain, pk)
    _require_own(request, action)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.reopen_action(by=request.user, action=action)
        messages.success(request, _("The action is open again."))
    return _back(request, slug, action, form)


@require_POST
def remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take it out, and offer it back on the list."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.change_actions", chain)
    action = _action(chain, pk)
    actions.remove_action(by=request.user, action=action)
    return redirect(f"{reverse('chains:actions', args=[slug])}?removed={action.pk}")


def _action(chain: Chain, pk: int) -> Action:
    return get_object_or_404(queries.actions(chain), pk=pk)


def _require_own(request: SignedInRequest, action: Action) -> None:
    """The director changes every action, a party its own."""
    if not request.user.has_perm("chains.change_actions", action.chain):
        require(request.user, "chains.do_own_action", action)


def _back(request: SignedInRequest, slug: str, action: Action, form: EmptyForm) -> HttpResponse:
    """To the list as it was filtered where the form says so, else to the action."""
    for error in form.non_field_errors():
        messages.error(request, str(error))
    if "back" not in request.POST:
        return redirect("chains:action", slug, action.pk)
    query = QueryDict(request.POST["back"]).urlencode()
    return redirect(f"{reverse('chains:actions', args=[slug])}?{query}")


def _page(
    request: SignedInRequest,
    chain: Chain,
    action: Action,
    form: MoveForm | DropForm | None = None,
    comparison: Comparison | None = None,
) -> HttpResponse:
    start = {"version": action.version}
    today = timezone.localdate()
    may_change = may_now(request.user, "chains.change_actions", chain)
    context = {
        "chain": chain,
        "tab": "actions",
        "action": action,
        "today": today,
        "days_late": (today - action.due_on).days if action.state == "open" else 0,
        "moves": action.moves.select_related("moved_by"),
        "may_change": may_change,
        "may_do": may_change or may_now(request.user, "chains.do_own_action", chain, action),
        "move_form": form if isinstance(form, MoveForm) else MoveForm(initial=start),
        "drop_form": form if isinstance(form, DropForm) else DropForm(initial=start),
        "dropping": isinstance(form, DropForm),
        "comparison": comparison,
    }
    code = status(request.method, comparison)
    return render(request, "chains/action.html", context, status=code)
