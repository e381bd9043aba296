from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import values as actions
from schakel.domain.chains.choices import StatementKind
from schakel.domain.chains.models import Chain, Statement, StatementVersion
from schakel.domain.chains.policies.closed import may_now
from schakel.domain.chains.queries import values as queries
from schakel.domain.chains.queries.letters import own_participation
from schakel.transfer.network_csv import values_csv
from schakel.web.chains.forms.parties import EmptyForm
from schakel.web.chains.forms.values import DotForm, StanceForm, ValueForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.chains.stale import beside_present, came_late, status_of
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PER_PAGE = 25


@require_safe
def values(request: SignedInRequest, slug: str) -> HttpResponse:
    """The values and the dot on the horizon, with what every party says of them."""
    chain = chain_or_404(request, slug)
    found = queries.chain_values(chain)
    own = own_participation(request.user, chain)
    page = Paginator(found.values, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "chain": chain,
        "tab": "values",
        "found": found,
        "page": page,
        "matrix": queries.by_party(list(page), found.parties),
        "own": own,
        "open": found.open_to(own) if own else (),
        "removed": _just_removed(request, chain),
    }
    return render(request, "chains/values.html", context)


@require_safe
def export_values(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    return csv_file(values_csv(queries.chain_values(chain)), f"waarden-{chain.slug}")


@require_http_methods(["GET", "POST"])
def new_value(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require_now(request, "chains.write_values", chain)
    form = ValueForm(request.POST or None, initial={"kind": request.GET.get("soort")})
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        with refusals(form):
            actions.state(
                by=request.user,
                at=timezone.now(),
                chain=chain,
                kind=kind,
                text=form.statement(kind),
            )
            messages.success(request, _("The value has been written down. The parties are asked."))
            return redirect("chains:values", chain.slug)
    context = {"chain": chain, "tab": "values", "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/value_form.html", context, status=status)


@require_safe
def value(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """A value or the dot: its text, what the parties say, and its history."""
    chain = chain_or_404(request, slug)
    statement = get_object_or_404(queries.statements(chain), pk=pk)
    return _value_page(request, chain, statement, None, status=200)


@require_POST
def give_stance(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.give_stance", chain)
    statement = get_object_or_404(queries.statements(chain), pk=pk)
    form = StanceForm(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.give_stance(
                by=request.user, at=timezone.now(), statement=statement, **form.cleaned_data
            )
            messages.success(request, _("Your answer has been kept."))
            return redirect("chains:values", chain.slug)
    return _value_page(request, chain, statement, form, status=422)


@require_http_methods(["GET", "POST"])
def change_value(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require_now(request, "chains.write_values", chain)
    statement = get_object_or_404(queries.statements(chain), pk=pk)
    if statement.is_dot:
        return redirect("chains:dot", chain.slug)
    present = queries.present_version(statement)
    form = ValueForm(request.POST or None, present=present)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.change_statement(
                by=request.user,
                at=timezone.now(),
                statement=statement,
                version=form.cleaned_data["version"] or 0,
                text=form.statement(statement.kind),
            )
            messages.success(request, _("The value has been changed. The parties are asked again."))
            return redirect("chains:value", chain.slug, pk)
    context = {"chain": chain, "tab": "values", "form": form, "statement": statement}
    return _edited(request, "chains/value_form.html", context, form, present)


@require_http_methods(["GET", "POST"])
def dot(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write or change the dot on the horizon."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.write_values", chain)
    statement = queries.statements(chain).filter(kind=StatementKind.DOT).first()
    present = queries.present_version(statement) if statement else None
    form = DotForm(request.POST or None, present=present)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            kept = _keep_dot(request, chain, statement, form)
            messages.success(request, _("The dot on the horizon has been kept."))
            return redirect("chains:value", chain.slug, kept.pk)
    context = {"chain": chain, "tab": "values", "form": form, "statement": statement}
    return _edited(request, "chains/dot_form.html", context, form, present)


@require_POST
def remove_value(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.write_values", chain)
    statement = get_object_or_404(queries.statements(chain), pk=pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.remove_statement(by=request.user, at=timezone.now(), statement=statement)
        return redirect(f"{reverse('chains:values', args=[slug])}?removed={statement.pk}")
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("chains:value", chain.slug, pk)


@require_POST
def restore_value(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.write_values", chain)
    statement = get_object_or_404(chain.statements.all(), pk=pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.restore_statement(by=request.user, statement=statement)
        messages.success(request, _("The value has been put back."))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("chains:values", chain.slug)


def _keep_dot(
    request: SignedInRequest, chain: Chain, statement: Statement | None, form: DotForm
) -> Statement:
    now = timezone.now()
    if statement and form.cleaned_data["version"] is not None:
        return actions.change_statement(
            by=request.user,
            at=now,
            statement=statement,
            version=form.cleaned_data["version"],
            text=form.statement(),
        )
    return actions.state(
        by=request.user, at=now, chain=chain, kind=StatementKind.DOT, text=form.statement()
    )


def _value_page(
    request: SignedInRequest,
    chain: Chain,
    statement: Statement,
    form: StanceForm | None,
    status: int,
) -> HttpResponse:
    found = queries.chain_values(chain)
    line = next(one for one in found.lines if one.statement == statement)
    cell = line.cell_of(own_participation(request.user, chain))
    if form is None:
        given = cell and (cell.stance or cell.before)
        form = StanceForm(
            initial={
                "version": line.version.number,
                "answer": cell.answer if cell else "",
                "remark": given.remark if given else "",
            }
        )
    else:
        came_late(form, "version", line.version.number)
    context = {
        "chain": chain,
        "tab": "values",
        "line": line,
        "cell": cell,
        "form": form,
        "history": queries.history(statement),
    }
    return render(request, "chains/value.html", context, status=status)


def _edited(
    request: SignedInRequest,
    template: str,
    context: dict[str, object],
    form: ValueForm | DotForm,
    present: StatementVersion | None,
) -> HttpResponse:
    """The form again; who is late sees the present text beside what was typed, and chooses."""
    stale = present is not None and came_late(form, "version", present.number)
    comparison = beside_present(form, present.statement) if stale and present else None
    context |= {"comparison": comparison}
    return render(request, template, context, status=status_of(form, stale=stale))


def _just_removed(request: SignedInRequest, chain: Chain) -> Statement | None:
    """The value that was removed a moment ago, to offer it back."""
    pk = request.GET.get("removed", "")
    if not (pk.isascii() and pk.isdigit()):
        return None
    if not may_now(request.user, "chains.write_values", chain):
        return None
    return queries.removed_statements(chain).filter(pk=int(pk[:18])).first()
