from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.models import Chain, Participation, TimeEntry
from schakel.domain.chains.queries.hours import HoursFilter, parties_taking_part
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.web.chains.forms.diary import NARROW
from schakel.web.shell.dates import DayField

QUICK_HOURS = (Decimal("0.5"), Decimal(1), Decimal(2), Decimal(4), Decimal(8))


class PartyField(forms.ModelChoiceField):
    """A party that takes part in the chain."""

    def label_from_instance(self, obj: Participation) -> str:
        return obj.organisation.name


class HoursForm(forms.Form):
    """`token` makes that this form books once; `version` is what an edit started from."""

    worked_on = DayField(label=_("Date"))
    hours = forms.DecimalField(
        label=_("Hours"),
        help_text=_("A quarter of an hour at least, such as 0.25 or 1.5."),
        min_value=0,
        max_value=24,
        max_digits=4,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs=NARROW | {"list": "hours-offered"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=DirectorRole)
    activity = forms.CharField(
        label=_("Activity"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "activities-offered", "autocomplete": "off"}),
    )
    for_party = PartyField(
        queryset=Participation.objects.none(),
        label=_("Was this really work of a party?"),
        help_text=_("Then the director sat in the seat of that party for a while."),
        empty_label=_("No, work of the director"),
        required=False,
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, chain: Chain, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["for_party"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = parties_taking_part(chain)

    def booking(self) -> dict[str, Any]:
        """What was done, without what the form needs for itself."""
        own = {"token", "version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


class RepeatForm(forms.Form):
    """Book again what was booked before: one tap on what it was, one on how long it took."""

    again = forms.ModelChoiceField(queryset=TimeEntry.objects.none())
    worked_on = DayField(label=_("Date"))
    hours = forms.DecimalField(
        required=False, min_value=0, max_value=24, max_digits=4, decimal_places=2
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, chain: Chain, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "again-%s"})
        field = self.fields["again"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = TimeEntry.objects.filter(chain=chain, removed_at=None).select_related(
            "for_party"
        )
        field.error_messages["required"] = _("Choose what was done.")
        field.error_messages["invalid_choice"] = _("Choose what was done from the list.")


class HoursFilterForm(forms.Form):
    start = DayField(label=_("From"), required=False)
    end = DayField(label=_("Until"), required=False)
    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("Every role")), *DirectorRole.choices], required=False
    )
    phase = forms.ChoiceField(
        label=_("Phase"), choices=[("", _("Every phase")), *Phase.choices], required=False
    )
    seat = forms.BooleanField(label=_("Only work done for a party"), required=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="filter-%s")

    def chosen(self) -> HoursFilter:
        """What is looked for; a value that cannot be read counts as not chosen."""
        self.is_valid()
        found = self.cleaned_data
        return HoursFilter(
            start=found.get("start"),
            end=found.get("end"),
            role=found.get("role", ""),
            phase=found.get("phase", ""),
            seat=found.get("seat", False),
        )
