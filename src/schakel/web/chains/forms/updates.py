from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import LogHeading
from schakel.domain.chains.models import UpdateDraft
from schakel.domain.chains.policies.updates import LONGEST_SECTION
from schakel.web.shell.dates import DayField


class PeriodForm(forms.Form):
    """About which days the update tells."""

    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))


class UpdateForm(PeriodForm):
    """A text for every heading; `version` is what the person started from."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for heading in LogHeading:
            self.fields[heading.value] = forms.CharField(
                label=heading.label,
                required=False,
                max_length=LONGEST_SECTION,
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    def told(self) -> Iterator[tuple[BoundField, bool]]:
        """The field of every heading, and whether there is text in it."""
        for heading in LogHeading:
            field = self[heading.value]
            yield field, bool(str(field.value() or "").strip()) or bool(field.errors)

    def sections(self) -> dict[str, str]:
        return {heading.value: self.cleaned_data[heading.value] for heading in LogHeading}


def present(draft: UpdateDraft) -> dict[str, Any]:
    """What stands there now, by field of the form."""
    texts = {heading.value: draft.sections.get(heading.value, "") for heading in LogHeading}
    return {"starts_on": draft.starts_on, "ends_on": draft.ends_on, **texts}
