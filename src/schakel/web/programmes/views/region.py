"""Two lists that the client keeps: the strengths of its region, and what it has or decides on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.accounts.queries import last_change
from schakel.domain.programmes import actions, queries
from schakel.domain.programmes.models import ClientAsset, Programme, RegionalStrength
from schakel.domain.programmes.strengths import OF_THE_REPORT
from schakel.domain.reference.models import Sector
from schakel.transfer.programme_csv import assets_csv, strengths_csv
from schakel.web.programmes.forms import AssetForm, StrengthForm
from schakel.web.programmes.load import programme_or_404
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.shell.stale import Comparison, compare

PAGE_SIZE = 25
STALE = 409


@dataclass(frozen=True)
class Subject:
    """One of the lists: what is in it, who changes it, and by which form and actions."""

    key: str
    title: str | Promise
    permission: str
    rows: Callable[[Programme], QuerySet[Any]]
    removed: Callable[[Programme], QuerySet[Any]]
    form: type[StrengthForm] | type[AssetForm]
    add: Callable[..., object]
    change: Callable[..., object]
    remove: Callable[..., object]
    restore: Callable[..., object]
    thing: str
    template: str
    csv: Callable[[QuerySet[Any]], bytes]
    file: str

    def url(self, programme: Programme) -> str:
        return reverse(f"programmes:{self.key}", args=[programme.slug])


STRENGTHS = Subject(
    key="strengths",
    title=gettext_lazy("Strengths of the region"),
    permission="programmes.change_region",
    rows=queries.regional_strengths,
    removed=lambda programme: RegionalStrength.objects.filter(
        programme=programme, removed_at__isnull=False
    ).select_related("sector", "province"),
    form=StrengthForm,
    add=actions.add_strength,
    change=actions.change_strength,
    remove=actions.remove_strength,
    restore=actions.restore_strength,
    thing="strength",
    template="programmes/strengths.html",
    csv=strengths_csv,
    file="kracht-van-de-streek",
)
ASSETS = Subject(
    key="assets",
    title=gettext_lazy("What the client has and decides on"),
    permission="programmes.change_assets",
    rows=queries.client_assets,
    removed=lambda programme: ClientAsset.objects.filter(
        programme=programme, removed_at__isnull=False
    ),
    form=AssetForm,
    add=actions.add_asset,
    change=actions.change_asset,
    remove=actions.remove_asset,
    restore=actions.restore_asset,
    thing="asset",
    template="programmes/assets.html",
    csv=assets_csv,
    file="middelen-van-de-opdrachtgever",
)


@require_safe
def listing(request: SignedInRequest, slug: str, subject: Subject) -> HttpResponse:
    programme = programme_or_404(request, slug)
    context = {
        "programme": programme,
        "page": Paginator(subject.rows(programme), PAGE_SIZE).get_page(request.GET.get("page")),
        "title": subject.title,
        "may_change": request.user.has_perm(subject.permission, programme),
        "removed": _just_removed(request, programme, subject),
    }
    if subject is STRENGTHS:
        sectors = {one.pk: one for one in Sector.objects.all()}
        context["of_the_report"] = [(one, sectors.get(one.sector)) for one in OF_THE_REPORT]
    return render(request, subject.template, context)


@require_safe
def export(request: SignedInRequest, slug: str, subject: Subject) -> HttpResponse:
    """The whole list as CSV."""
    programme = programme_or_404(request, slug)
    return csv_file(subject.csv(subject.rows(programme)), f"{subject.file}-{programme.slug}")


@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, slug: str, subject: Subject) -> HttpResponse:
    programme = programme_or_404(request, slug)
    require(request.user, subject.permission, programme)
    form = subject.form(request.POST or None, initial={"stated_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            subject.add(by=request.user, programme=programme, answers=form.answers())
            messages.success(request, _("It has been added to the list."))
            return redirect(subject.url(programme))
    return _form_page(request, programme, subject, {"form": form})


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, slug: str, pk: int, subject: Subject) -> HttpResponse:
    """Change a row. Who is late sees the present one beside what was typed, and chooses."""
    programme = programme_or_404(request, slug)
    require(request.user, subject.permission, programme)
    present = get_object_or_404(subject.rows(programme), pk=pk)
    form = subject.form(request.POST or None, initial=subject.form.of(present))
    comparison: Comparison | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            subject.change(
                by=request.user,
                version=version,
                answers=form.answers(),
                **{subject.thing: present},
            )
            messages.success(request, _("The change has been saved."))
            return redirect(subject.url(programme))
        if version != present.version:
            stands = {name: one for name, one in form.of(present).items() if name != "version"}
            comparison = compare(form, stands, last_change(present))
            form.data = form.data.copy()
            form.data["version"] = str(present.version)
    context = {"form": form, "present": present, "comparison": comparison}
    return _form_page(request, programme, subject, context, STALE if comparison else 422)


@require_POST
def remove(request: SignedInRequest, slug: str, pk: int, subject: Subject) -> HttpResponse:
    programme = programme_or_404(request, slug)
    require(request.user, subject.permission, programme)
    present = get_object_or_404(subject.rows(programme), pk=pk)
    subject.remove(by=request.user, **{subject.thing: present})
    return redirect(f"{subject.url(programme)}?removed={pk}")


@require_POST
def restore(request: SignedInRequest, slug: str, pk: int, subject: Subject) -> HttpResponse:
    programme = programme_or_404(request, slug)
    require(request.user, subject.permission, programme)
    removed = get_object_or_404(subject.removed(programme), pk=pk)
    subject.restore(by=request.user, **{subject.thing: removed})
    messages.success(request, _("It has been put back."))
    return redirect(subject.url(programme))


def _just_removed(request: SignedInRequest, programme: Programme, subject: Subject) -> object:
    """What was taken out a moment ago, to offer it back to who may."""
    pk = request.GET.get("removed", "")
    if not (pk.isascii() and pk.isdigit()):
        return None
    if not request.user.has_perm(subject.permission, programme):
        return None
    return subject.removed(programme).filter(pk=int(pk[:18])).first()


def _form_page(
    request: SignedInRequest,
    programme: Programme,
    subject: Subject,
    context: dict[str, Any],
    refused: int = 422,
) -> HttpResponse:
    context |= {
        "programme": programme,
        "title": subject.title,
        "back": subject.url(programme),
    }
    status = refused if request.method == "POST" else 200
    return render(request, "programmes/row_form.html", context, status=status)
