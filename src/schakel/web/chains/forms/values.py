from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.actions.values import StatementText
from schakel.domain.chains.choices import (
    FINANCIAL_VALUES,
    SOCIETAL_VALUES,
    Answer,
    StatementKind,
)
from schakel.domain.chains.models import StatementVersion
from schakel.web.chains.forms.diary import NARROW

KINDS = [
    (_("Societal values"), [(kind.value, kind.label) for kind in SOCIETAL_VALUES]),
    (_("Financial values"), [(kind.value, kind.label) for kind in FINANCIAL_VALUES]),
]


class ValueForm(forms.Form):
    """A value of the chain; `version` is what the person started from."""

    kind = forms.ChoiceField(label=_("Kind of value"), choices=KINDS)
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("In a few words. Left empty, the kind of value is the title."),
    )
    text = forms.CharField(
        label=_("Description"),
        max_length=10_000,
        help_text=_("What does the chain bring, for whom, and why does it matter?"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    indicator = forms.CharField(
        label=_("Indicator"),
        max_length=200,
        required=False,
        help_text=_("By what can everybody see it? For example: foam that is not burned."),
    )
    target = forms.DecimalField(
        label=_("Target"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs=NARROW),
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=60, required=False, help_text=_("Such as tonnes a year.")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, present: StatementVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if present:
            del self.fields["kind"]
            for name in ("title", "text", "indicator", "target", "unit"):
                self.initial[name] = getattr(present, name)
            self.initial["version"] = present.number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("target") is not None and not data.get("unit"):
            self.add_error("unit", _("In which unit is the target?"))
        return data

    def statement(self, kind: str) -> StatementText:
        data = self.cleaned_data
        return StatementText(
            title=data["title"].strip() or str(capfirst(StatementKind(kind).label)),
            text=data["text"].strip(),
            indicator=data["indicator"].strip(),
            target=data["target"],
            unit=data["unit"].strip(),
        )


class DotForm(forms.Form):
    """The dot on the horizon: one text; `version` is what the person started from."""

    text = forms.CharField(
        label=_("Dot on the horizon"),
        max_length=10_000,
        help_text=_("Where do the parties want to stand together, and when? Make it together."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, present: StatementVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if present:
            self.initial.update({"text": present.text, "version": present.number})

    def statement(self) -> StatementText:
        title = str(capfirst(StatementKind.DOT.label))
        return StatementText(title=title, text=self.cleaned_data["text"].strip())


class StanceForm(forms.Form):
    """What the party says; `version` is the text it read."""

    answer = forms.ChoiceField(
        label=_("What does your party say?"),
        choices=[
            (Answer.AGREE, _("We agree")),
            (Answer.REMARK, _("We agree, with a remark")),
            (Answer.DISAGREE, _("We do not agree")),
        ],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=_("Remark, or why not"),
        required=False,
        max_length=4_000,
        help_text=_("All of the chain reads this. Needed unless you simply agree."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
