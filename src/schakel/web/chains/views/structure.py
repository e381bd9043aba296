from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.chains.actions import structure as actions
from schakel.domain.chains.choices import ShareKind
from schakel.domain.chains.models import Chain, ChainAgreement, Responsibility, Structure
from schakel.domain.chains.policies.closed import may_now
from schakel.domain.chains.queries import structure as queries
from schakel.transfer.network_csv import structure_csv
from schakel.web.chains.forms.parties import EmptyForm
from schakel.web.chains.forms.structure import (
    USUAL_TASKS,
    AgreementForm,
    OrganiseForm,
    SharesForm,
    TaskForm,
)
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.chains.network_words import GAPS
from schakel.web.chains.stale import beside_present, came_late, status_of
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

Item = Responsibility | ChainAgreement
PER_PAGE = 25


@require_safe
def structure(request: SignedInRequest, slug: str) -> HttpResponse:
    """One page to print: who is responsible for what, shares, agreements, and what is missing."""
    chain = chain_or_404(request, slug)
    found = queries.chain_structure(chain)
    lists = {"tasks": found.tasks, "shares": found.shares, "agreements": found.agreements}
    context = {
        "chain": chain,
        "tab": "structure",
        "found": found,
        "pages": {
            name: Paginator(rows, PER_PAGE).get_page(request.GET.get(name))
            for name, rows in lists.items()
        },
        "gaps": [(*GAPS[gap], _about(found, gap)) for gap in found.gaps],
        "kinds": ShareKind,
        "today": timezone.localdate(),
        "removed": _just_removed(request, chain),
    }
    return render(request, "chains/structure.html", context)


@require_safe
def export_structure(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    return csv_file(structure_csv(queries.chain_structure(chain)), f"structuur-{chain.slug}")


@require_http_methods(["GET", "POST"])
def organise(request: SignedInRequest, slug: str) -> HttpResponse:
    """The owner of the business plan and the form of organisation."""
    chain = _to_change(request, slug)
    present = queries.structure_of(chain)
    form = OrganiseForm(request.POST or None, chain=chain, structure=present)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals(form):
            actions.organise(
                by=request.user,
                chain=chain,
                version=data["version"] or 0,
                form=data["form"],
                note=data["note"],
                plan=data["plan"],
            )
            messages.success(request, _("The structure has been saved."))
            return redirect("chains:structure", chain.slug)
    context = {"chain": chain, "tab": "structure", "form": form}
    return _form_page(request, "chains/structure_organise.html", context, form, present)


@require_POST
def usual_tasks(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin the list with what a chain usually has to divide."""
    chain = _to_change(request, slug)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        count = actions.list_tasks(
            by=request.user, chain=chain, names=[str(name) for name in USUAL_TASKS]
        )
        messages.success(
            request,
            ngettext(
                "%(count)s responsibility has been added.",
                "%(count)s responsibilities have been added.",
                count,
            )
            % {"count": count},
        )
    return _back(request, chain, form)


@require_http_methods(["GET", "POST"])
def new_task(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = _to_change(request, slug)
    form = TaskForm(request.POST or None, chain=chain)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.add_task(by=request.user, chain=chain, task=form.task())
            messages.success(request, _("The responsibility has been added."))
            return redirect("chains:structure", chain.slug)
    context = {"chain": chain, "tab": "structure", "form": form}
    return _form_page(request, "chains/structure_task.html", context, form)


@require_http_methods(["GET", "POST"])
def change_task(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = _to_change(request, slug)
    item = get_object_or_404(queries.responsibilities(chain), pk=pk)
    form = TaskForm(request.POST or None, chain=chain, item=item)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.change_task(
                by=request.user,
                item=item,
                version=form.cleaned_data["version"] or 0,
                task=form.task(),
            )
            messages.success(request, _("The responsibility has been changed."))
            return redirect("chains:structure", chain.slug)
    context = {"chain": chain, "tab": "structure", "form": form, "item": item}
    return _form_page(request, "chains/structure_task.html", context, form, item)


@require_http_methods(["GET", "POST"])
def new_agreement(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = _to_change(request, slug)
    form = AgreementForm(
        request.POST or None, chain=chain, initial={"agreed_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.add_agreement(by=request.user, chain=chain, agreed=form.agreed())
            messages.success(request, _("The agreement has been written down."))
            return redirect("chains:structure", chain.slug)
    context = {"chain": chain, "tab": "structure", "form": form}
    return _form_page(request, "chains/structure_agreement.html", context, form)


@require_http_methods(["GET", "POST"])
def change_agreement(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = _to_change(request, slug)
    item = get_object_or_404(queries.agreements(chain), pk=pk)
    form = AgreementForm(request.POST or None, chain=chain, item=item)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.change_agreement(
                by=request.user,
                item=item,
                version=form.cleaned_data["version"] or 0,
                agreed=form.agreed(),
            )
            messages.success(request, _("The agreement has been changed."))
            return redirect("chains:structure", chain.slug)
    context = {"chain": chain, "tab": "structure", "form": form, "item": item}
    return _form_page(request, "chains/structure_agreement.html", context, form, item)


@require_http_methods(["GET", "POST"])
def shares(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who has what share of control, costs and returns."""
    chain = _to_change(request, slug)
    found = queries.chain_structure(chain)
    seen = queries.shares_sha256(chain)
    form = SharesForm(request.POST or None, rows=found.shares, initial={"seen_sha256": seen})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.divide_shares(
                by=request.user,
                chain=chain,
                shares=form.shares(),
                seen_sha256=form.cleaned_data["seen_sha256"],
            )
            messages.success(request, _("The shares have been saved."))
            return redirect("chains:structure", chain.slug)
    stale = came_late(form, "seen_sha256", seen)
    context = {
        "chain": chain,
        "tab": "structure",
        "form": form,
        "found": found,
        "kinds": ShareKind,
        "comparison": beside_present(form, chain) if stale else None,
    }
    status = status_of(form, stale=stale)
    return render(request, "chains/structure_shares.html", context, status=status)


@require_POST
def remove_task(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    return _remove(request, slug, pk, queries.responsibilities, "task")


@require_POST
def remove_agreement(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    return _remove(request, slug, pk, queries.agreements, "agreement")


@require_POST
def restore_task(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = _to_change(request, slug)
    return _put_back(request, chain, get_object_or_404(chain.responsibilities.all(), pk=pk))


@require_POST
def restore_agreement(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = _to_change(request, slug)
    return _put_back(request, chain, get_object_or_404(chain.chain_agreements.all(), pk=pk))


def _about(found: queries.ChainStructure, gap: queries.Gap) -> str:
    """Which responsibilities or shares a gap is about."""
    match gap:
        case queries.Gap.RESPONSIBLE:
            return ", ".join(one.what for one in found.without_holder)
        case queries.Gap.DECIDER:
            return ", ".join(one.what for one in found.without_decider)
        case queries.Gap.NOT_WHOLE:
            return ", ".join(
                f"{kind.label} {number_format(total.normalize(), use_l10n=True)}%"
                for kind, total in found.totals_by_kind
                if 0 < total < queries.WHOLE
            )
        case _:
            return ""


def _to_change(request: SignedInRequest, slug: str) -> Chain:
    chain = chain_or_404(request, slug)
    require_now(request, "chains.change_structure", chain)
    return chain


def _form_page(
    request: SignedInRequest,
    template: str,
    context: dict[str, object],
    form: OrganiseForm | TaskForm | AgreementForm,
    thing: Structure | Item | None = None,
) -> HttpResponse:
    """The form; who is late sees what stands there now beside what was typed, and chooses."""
    stale = thing is not None and came_late(form, "version", thing.version)
    status = status_of(form, stale=stale)
    comparison = beside_present(form, thing) if stale else None
    return render(request, template, context | {"comparison": comparison}, status=status)


def _remove(
    request: SignedInRequest,
    slug: str,
    pk: int,
    items: Callable[[Chain], QuerySet],
    what: str,
) -> HttpResponse:
    chain = _to_change(request, slug)
    item = get_object_or_404(items(chain), pk=pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.remove_from_structure(by=request.user, at=timezone.now(), item=item)
        return redirect(f"{reverse('chains:structure', args=[slug])}?{what}={item.pk}")
    return _back(request, chain, form)


def _put_back(request: SignedInRequest, chain: Chain, item: Item) -> HttpResponse:
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.put_back_in_structure(by=request.user, item=item)
        messages.success(request, _("It has been put back."))
    return _back(request, chain, form)


def _back(request: SignedInRequest, chain: Chain, form: EmptyForm) -> HttpResponse:
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("chains:structure", chain.slug)


def _just_removed(request: SignedInRequest, chain: Chain) -> dict[str, str] | None:
    """What was removed a moment ago, and where it is put back."""
    if not may_now(request.user, "chains.change_structure", chain):
        return None
    for what, items in (
        ("task", queries.removed_responsibilities),
        ("agreement", queries.removed_agreements),
    ):
        pk = request.GET.get(what, "")
        item = items(chain).filter(pk=int(pk[:18])).first() if _is_number(pk) else None
        if item:
            url = reverse(f"chains:restore_{what}", args=[chain.slug, item.pk])
            return {"name": str(item), "url": url}
    return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
