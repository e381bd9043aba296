from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import Level
from schakel.domain.chains.indicators import INDICATORS

level_text = lazy(format_html, SafeString)


class ComplexityForm(forms.Form):
    """One question per indicator, each level in the words of the report."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for indicator in INDICATORS:
            self.fields[indicator.key] = forms.ChoiceField(
                label=str(indicator.label),
                help_text=str(indicator.why),
                choices=[
                    (
                        level.value,
                        level_text(
                            "{}<br><small>{}</small>",
                            capfirst(level.label),
                            indicator.levels[level],
                        ),
                    )
                    for level in Level
                ],
                widget=forms.RadioSelect,
            )
        self.fields["explanation"] = forms.CharField(
            label=_("Explanation"), widget=forms.Textarea, required=False
        )

    def levels(self) -> dict[str, str]:
        return {indicator.key: self.cleaned_data[indicator.key] for indicator in INDICATORS}
