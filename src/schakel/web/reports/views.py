from hashlib import sha256

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries import chains_for
from schakel.domain.reports import queries
from schakel.domain.reports.actions import record_report
from schakel.domain.reports.choices import ReportFormat
from schakel.transfer.report_files import CONTENT_TYPES, file_name, write_report
from schakel.web.reports.forms import FileForm, PeriodForm
from schakel.web.shell.signed_in import SignedInRequest


@require_safe
def accountability(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the report would say of the period in the address, else of the one since the last."""
    chain = _chain(request, slug)
    today = timezone.localdate()
    start, end = queries.default_period(chain, today)
    asked = request.GET.keys() & {"start", "end"}
    data = request.GET if asked else {"start": start, "end": end}
    return _page(request, chain, PeriodForm(data, on=today))


@require_POST
def make_file(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make the file, and record that it was made."""
    chain = _chain(request, slug)
    today = timezone.localdate()
    form = FileForm(request.POST, on=today)
    if not form.is_valid():
        return _page(request, chain, form)
    start, end = form.cleaned_data["start"], form.cleaned_data["end"]
    report_format = ReportFormat(form.cleaned_data["report_format"])
    report = queries.accountability(chain, start, end, made_on=today)
    content = write_report(report, report_format)
    record_report(
        by=request.user,
        on=today,
        chain=chain,
        start=start,
        end=end,
        report_format=report_format,
        head=report.head,
        file_sha256=sha256(content).hexdigest(),
    )
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[report_format],
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(report, report_format)}"'
        },
    )


def _chain(request: SignedInRequest, slug: str) -> Chain:
    chain = get_object_or_404(chains_for(request.user), slug=slug)
    require(request.user, "reports.make_report", chain)
    return chain


def _page(request: SignedInRequest, chain: Chain, form: PeriodForm) -> HttpResponse:
    report = None
    if form.is_valid():
        period = form.cleaned_data
        report = queries.accountability(chain, period["start"], period["end"], form.on)
    context = {"chain": chain, "tab": "report", "form": form, "report": report}
    return render(request, "reports/accountability.html", context, status=200 if report else 422)
