from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices.barriers import ANSWERED, BarrierStatus, StepKind
from schakel.domain.chains.models import Barrier
from schakel.domain.chains.queries.barriers import BarrierFilter
from schakel.web.shell.dates import DayField


class BarrierForm(forms.ModelForm):
    """The five questions; `version` is what the person started from."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Barrier
        fields = [
            "title",
            "rule",
            "article",
            "rule_kind",
            "authority",
            "activities",
            "problem",
            "consequences",
            "tried",
            "solutions",
        ]
        help_texts = {
            "title": _("A short name, by which the barrier is known in the chain."),
            "rule": _("The name of the law, permit or plan that it is about, if you know which."),
            "article": _("Such as: artikel 1.1."),
            "authority": _("Who decides about it, such as the province or a water board."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        for name in ("activities", "problem", "consequences", "tried", "solutions"):
            self.fields[name].widget.attrs["rows"] = 4


class BarrierFilterForm(forms.Form):
    search = forms.CharField(
        label=_("Search in the text"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    rule = forms.ChoiceField(label=_("Rule"), required=False)
    authority = forms.ChoiceField(label=_("Authority"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("Every status")), *BarrierStatus.choices], required=False
    )

    def __init__(
        self, data: Mapping[str, Any], rules: Sequence[str], authorities: Sequence[str]
    ) -> None:
        super().__init__(data, auto_id="filter-%s")
        for name, none, there in (
            ("rule", _("Every rule"), rules),
            ("authority", _("Every authority"), authorities),
        ):
            self.fields[name].choices = [("", none), *((one, one) for one in there)]  # type: ignore[attr-defined]

    def chosen(self) -> BarrierFilter:
        """What is looked for; a value that is not on offer counts as not chosen."""
        self.is_valid()
        return BarrierFilter(**{name: self.cleaned_data.get(name, "") for name in self.fields})


class StepForm(forms.Form):
    """What happened; an answer also says what it means, an attempt needs no authority."""

    happened_on = DayField(label=_("Date"))
    authority = forms.CharField(label=_("Authority"), max_length=200)
    status = forms.ChoiceField(
        label=_("What the answer means"),
        choices=[(one.value, one.label) for one in ANSWERED],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, kind: StepKind, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        if kind != StepKind.ANSWER:
            del self.fields["status"]
        if kind == StepKind.ATTEMPT:
            self.fields["authority"].required = False
        elif kind not in {StepKind.SUBMITTED, StepKind.ANSWER}:
            del self.fields["authority"]
