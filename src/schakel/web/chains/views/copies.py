import hashlib

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.domain.chains.queries.signing import copy_called
from schakel.web.chains.forms.signing import CopyForm


@login_not_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Open to everyone: is this file a signed letter as it is kept here? The file is not kept."""
    form = CopyForm(request.POST, request.FILES) if request.method == "POST" else CopyForm()
    sha256 = _sha256(form.cleaned_data["copy"]) if form.is_valid() else ""
    context = {"form": form, "found": copy_called(sha256), "sha256": sha256}
    status = 422 if form.errors else 200
    return render(request, "chains/copy_check.html", context, status=status)


def _sha256(file: UploadedFile) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    return found.hexdigest()
