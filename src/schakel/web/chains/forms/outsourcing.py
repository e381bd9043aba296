from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.actions.hours import Work
from schakel.domain.chains.choices import WorkPayer, WorkStatus
from schakel.domain.chains.models import Chain, OutsourcedWork
from schakel.domain.chains.queries.hours import parties_taking_part
from schakel.domain.chains.queries.outsourcing import WorkFilter
from schakel.domain.programmes.choices import WORKING_PHASES, Phase
from schakel.web.chains.forms.diary import NARROW
from schakel.web.chains.forms.hours import PartyField


class WorkForm(forms.ModelForm):
    """`version` is what the person started from."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = OutsourcedWork
        fields = [
            "title",
            "description",
            "phase",
            "status",
            "hours",
            "cost",
            "payer",
            "paying_party",
            "paying_other",
        ]
        labels = {"title": _("Work that can go out")}
        help_texts = {
            "title": _("For example: calculate the business case."),
            "cost": _("Leave it open as long as it is not known."),
        }
        field_classes = {"paying_party": PartyField}
        localized_fields = ["hours", "cost"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "hours": forms.TextInput(attrs=NARROW),
            "cost": forms.TextInput(attrs=NARROW),
        }

    def __init__(self, chain: Chain, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        party, phase = self.fields["paying_party"], self.fields["phase"]
        assert isinstance(party, forms.ModelChoiceField)
        party.queryset = parties_taking_part(chain)
        party.empty_label = _("No party")
        assert isinstance(phase, forms.ChoiceField)
        phase.choices = [(one.value, one.label) for one in WORKING_PHASES]

    def clean(self) -> dict[str, Any]:
        """Only the payer that was chosen counts; whoever pays has a name."""
        found: dict[str, Any] = super().clean() or {}
        payer = found.get("payer")
        if payer != WorkPayer.PARTY:
            found["paying_party"] = None
        elif not found.get("paying_party") and "paying_party" not in self.errors:
            self.add_error("paying_party", _("Choose which party pays."))
        if payer != WorkPayer.OTHER:
            found["paying_other"] = ""
        elif not found.get("paying_other"):
            self.add_error("paying_other", _("Write down who else pays."))
        return found

    def work(self) -> Work:
        return Work(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class WorkFilterForm(forms.Form):
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("Every status")), *WorkStatus.choices], required=False
    )
    phase = forms.ChoiceField(
        label=_("Phase"), choices=[("", _("Every phase")), *Phase.choices], required=False
    )
    payer = forms.ChoiceField(
        label=_("Who pays"), choices=[("", _("Everybody")), *WorkPayer.choices], required=False
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="filter-%s")

    def chosen(self) -> WorkFilter:
        """What is looked for; a value that is not on offer counts as not chosen."""
        self.is_valid()
        found = self.cleaned_data
        return WorkFilter(**{name: found.get(name, "") for name in ("status", "phase", "payer")})
