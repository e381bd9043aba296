from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.reports.choices import ReportFormat
from schakel.domain.reports.policies import check_period
from schakel.lib.errors import Refused
from schakel.web.shell.dates import DayField


class PeriodForm(forms.Form):
    """The period to report about, in days that both count."""

    start = DayField(label=_("First day"))
    end = DayField(label=_("Last day"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean(self) -> dict[str, Any]:
        period = self.cleaned_data
        if "start" in period and "end" in period:
            try:
                check_period(period["start"], period["end"], self.on)
            except Refused as refused:
                self.add_error("end", str(refused))
        return period


class FileForm(PeriodForm):
    report_format = forms.ChoiceField(choices=ReportFormat)
