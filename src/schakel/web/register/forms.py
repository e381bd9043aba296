from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.transfer.initiatives import XLSX_TYPE


class UploadForm(forms.Form):
    """The workbook to import; what is in it is judged by the reader, not by its name or type."""

    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("An Excel workbook (.xlsx) of at most 10 MB."),
        max_length=200,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": f".xlsx,{XLSX_TYPE}"}),
    )
