"""Importing the register: upload a workbook, see what it would change, and only then write."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.register import actions, imports
from schakel.domain.register.models import StagedImport
from schakel.lib.errors import Refused
from schakel.transfer.initiatives import (
    CSV_TYPE,
    XLSX_TYPE,
    read_register,
    write_faults_csv,
    write_xlsx,
)
from schakel.transfer.xlsx.limits import FILE_BYTES
from schakel.web.register.forms import UploadForm
from schakel.web.register.preview import WRONG, items_of, rows_of, tabs_of
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PAGE_SIZE = 25
LATEST = 5


@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    """Take a workbook, read and compare it, and show the outcome on a page of its own."""
    require(request.user, "register.import_initiatives")
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if is_sent and form.is_valid():
        with refusals(form):
            upload = form.cleaned_data["file"]
            file = read_register(upload.name, upload.read(FILE_BYTES + 1))
            staged = actions.stage_import(by=request.user, at=timezone.now(), file=file)
            return redirect("register:import_preview", staged.pk)
    latest = imports.imports_of(request.user).defer("rows", "faults")[:LATEST]
    status = 422 if is_sent else 200
    context = {"form": form, "latest": latest}
    return render(request, "register/import.html", context, status=status)


@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the workbook would change, and what is wrong with it."""
    return _preview_page(request, _own_import_or_404(request, pk))


@require_POST
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the import; if that is refused, the page says why and nothing is written."""
    staged = _own_import_or_404(request, pk)
    try:
        written = actions.apply_import(by=request.user, at=timezone.now(), staged=staged)
    except Refused as refused:
        return _preview_page(request, staged, {"refused": str(refused)}, status=409)
    text = _("The register has been written: %(new)s new, %(changed)s changed.")
    messages.success(request, text % {"new": written.new, "changed": written.changed})
    return redirect("register:list")


@require_safe
def faults(request: SignedInRequest, pk: int) -> HttpResponse:
    """All faults of an import as CSV, to mend the workbook by."""
    staged = _own_import_or_404(request, pk)
    content = write_faults_csv(imports.faults_of(staged))
    return _download(content, CSV_TYPE, "fouten.csv")


@require_safe
def template(request: SignedInRequest) -> HttpResponse:
    """An empty workbook with the headings, the choices and an explanation."""
    require(request.user, "register.import_initiatives")
    return _download(write_xlsx([]), XLSX_TYPE, "register-leeg.xlsx")


def _own_import_or_404(request: SignedInRequest, pk: int) -> StagedImport:
    require(request.user, "register.import_initiatives")
    return get_object_or_404(imports.imports_of(request.user), pk=pk)


def _preview_page(
    request: SignedInRequest,
    staged: StagedImport,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    tabs = tabs_of(staged, request.GET.get("show", ""))
    shown = next(tab.key for tab in tabs if tab.current)
    page = Paginator(items_of(staged, shown), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "staged": staged,
        "tabs": tabs,
        "shown": shown,
        "page": page,
        "rows": page.object_list if shown == WRONG else rows_of(page.object_list),
        "may_apply": imports.is_applicable(staged),
    }
    return render(request, "register/import_preview.html", context | (more or {}), status=status)


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type, headers={"Content-Disposition": disposition})
