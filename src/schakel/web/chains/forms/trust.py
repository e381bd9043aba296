from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices.trust import TrustScore
from schakel.domain.chains.models import Participation
from schakel.web.shell.dates import DayField


class PartyChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Participation) -> str:
        return obj.organisation.name


class CallsForm(forms.Form):
    """After a meeting: whom to call."""

    happened_on = DayField(label=_("Date"))
    occasion = forms.CharField(
        label=_("Occasion"),
        max_length=200,
        help_text=_("The meeting or the conversation, such as: ketentafel, bezoek aan de hal."),
    )
    parties = PartyChoice(
        label=_("Whom to call"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, parties: QuerySet[Participation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].queryset = parties  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("parties", list(parties))


class PulseForm(forms.Form):
    """One reading of one party."""

    score = forms.TypedChoiceField(
        label=_("How much trust was there?"),
        choices=[(one.value, f"{one.value} {one.label}") for one in TrustScore],
        coerce=int,
        widget=forms.RadioSelect,
    )
    felt = forms.CharField(
        label=_("Under the iceberg"),
        required=False,
        help_text=_("What was felt or said and stays under water: worry, distrust, what helped."),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )
    occasion = forms.CharField(label=_("Occasion"), max_length=200)
    happened_on = DayField(label=_("Date"))
