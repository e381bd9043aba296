from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.permissions import PERMISSIONS, require, require_kind
from schakel.domain.chains.queries.chains import chain_rows
from schakel.domain.programmes import actions, queries
from schakel.domain.programmes.choices import WORKING_PHASES, DirectorRole, ProgrammeKind
from schakel.transfer.lists_csv import programmes_csv
from schakel.web.programmes.forms import (
    ChangeNormForm,
    ProgrammeForm,
    RoleWeightsForm,
    SizeRuleForm,
)
from schakel.web.programmes.load import programme_or_404
from schakel.web.programmes.words import KINDS, ROLES
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PAGE_SIZE = 25


@require_safe
def programme_list(request: SignedInRequest) -> HttpResponse:
    programmes = queries.programmes_for(request.user)
    context = {
        "page": Paginator(programmes, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_start": request.user.kind in PERMISSIONS["programmes.start_programme"],
    }
    return render(request, "programmes/list.html", context)


@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """The list of programmes as CSV."""
    return csv_file(programmes_csv(queries.programmes_for(request.user)), "programmas")


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    require_kind(request.user, "programmes.start_programme")
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            programme = actions.start_programme(by=request.user, **form.cleaned_data)
            messages.success(request, _("The programme has been started."))
            return redirect("programmes:detail", programme.slug)
    kinds = [(kind.label, KINDS[kind]) for kind in ProgrammeKind]
    return _page(request, "programmes/start.html", {"form": form, "kinds": kinds})


@require_safe
def detail(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programme_or_404(request, slug)
    weights = queries.role_weights(programme)
    chains = chain_rows(request.user, timezone.localdate(), programme=programme.slug)
    context = {
        "programme": programme,
        "kind_text": KINDS[ProgrammeKind(programme.kind)],
        "phases": [phase.label for phase in WORKING_PHASES],
        "roles": [
            (
                role.label,
                ROLES[role],
                [(phase.label, weights[role][phase]) for phase in WORKING_PHASES],
            )
            for role in DirectorRole
        ],
        "page": Paginator(chains, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "programmes/detail.html", context)


@require_http_methods(["GET", "POST"])
def norm(request: SignedInRequest, slug: str) -> HttpResponse:
    """The norm that overrides the calculated hours, and the rhythm of updates."""
    programme = programme_or_404(request, slug)
    require(request.user, "programmes.change_norm", programme)
    names = ("norm_hours_per_week", "norm_months", "update_every_weeks")
    present = {name: getattr(programme, name) for name in names}
    form = ChangeNormForm(
        request.POST or None, initial=present | {"seen_sha256": queries.norm_sha256(programme)}
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.change_norm(by=request.user, programme=programme, **form.cleaned_data)
            messages.success(request, _("The norm has been saved."))
            return redirect("programmes:detail", programme.slug)
    return _page(request, "programmes/norm.html", {"form": form, "programme": programme})


@require_http_methods(["GET", "POST"])
def role_weights(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programme_or_404(request, slug)
    require(request.user, "programmes.change_role_weights", programme)
    form = RoleWeightsForm(
        request.POST or None,
        weights=queries.role_weights(programme),
        initial={"seen_sha256": queries.role_weights_sha256(programme)},
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.change_role_weights(
                by=request.user,
                programme=programme,
                weights=form.weights(),
                seen_sha256=form.cleaned_data["seen_sha256"],
            )
            messages.success(request, _("The role weights have been saved."))
            return redirect("programmes:detail", programme.slug)
    phases = [phase.label for phase in WORKING_PHASES]
    context = {"form": form, "programme": programme, "phases": phases}
    return _page(request, "programmes/role_weights.html", context)


@require_http_methods(["GET", "POST"])
def size_rule(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the programme asks of impact and size."""
    programme = programme_or_404(request, slug)
    require(request.user, "programmes.change_size_rule", programme)
    names = ("simple_points", "full_tonnes", "full_value")
    present = {name: getattr(programme, name) for name in names}
    form = SizeRuleForm(
        request.POST or None,
        initial=present | {"seen_sha256": queries.size_rule_sha256(programme)},
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.change_size_rule(by=request.user, programme=programme, **form.cleaned_data)
            messages.success(request, _("The rule has been saved."))
            return redirect("programmes:detail", programme.slug)
    return _page(request, "programmes/size_rule.html", {"form": form, "programme": programme})


def _page(request: SignedInRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """A page with a form: whoever comes here with a POST has something to mend."""
    return render(request, template, context, status=422 if request.method == "POST" else 200)
