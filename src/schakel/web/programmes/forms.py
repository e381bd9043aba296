from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.parties.models import Organisation
from schakel.domain.parties.queries import parties
from schakel.domain.programmes.choices import (
    WORKING_PHASES,
    DirectorRole,
    Phase,
    ProgrammeKind,
)

NARROW = {"class": "schakel-field__narrow"}


class NormForm(forms.Form):
    norm_hours_per_week = forms.DecimalField(
        label=_("Norm: hours a week"),
        required=False,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", **NARROW}),
    )
    norm_months = forms.IntegerField(
        label=_("Norm: months"), required=False, min_value=1, max_value=120
    )
    update_every_weeks = forms.IntegerField(
        label=_("Update of the logbook every so many weeks"),
        help_text=_("The report gives 4 to 6 weeks."),
        min_value=1,
        max_value=52,
        initial=6,
    )


class ChangeNormForm(NormForm):
    """The hash says which norm was on the screen."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)


class ProgrammeForm(NormForm):
    name = forms.CharField(label=_("Name of the programme"), max_length=200)
    client = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("Client"), empty_label=_("Choose a party")
    )
    kind = forms.ChoiceField(
        label=_("Way of taking part"), choices=ProgrammeKind, widget=forms.RadioSelect
    )
    description = forms.CharField(label=_("Description"), widget=forms.Textarea, required=False)
    field_order = ["name", "client", "kind", "description"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        client = self.fields["client"]
        assert isinstance(client, forms.ModelChoiceField)
        client.queryset = parties()


class RoleWeightsForm(forms.Form):
    """One number per role and phase."""

    def __init__(
        self, *args: Any, weights: dict[DirectorRole, dict[Phase, int]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for role, phase in self._cells():
            self.fields[f"{role}-{phase}"] = forms.IntegerField(
                label=_("%(role)s in the %(phase)s") % {"role": role.label, "phase": phase.label},
                min_value=0,
                max_value=9,
                initial=weights[role][phase],
            )
        self.fields["seen_sha256"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def rows(self) -> list[tuple[DirectorRole, list[tuple[Phase, forms.BoundField]]]]:
        return [
            (role, [(phase, self[f"{role}-{phase}"]) for phase in WORKING_PHASES])
            for role in DirectorRole
        ]

    def weights(self) -> dict[DirectorRole, dict[Phase, int]]:
        return {
            role: {phase: self.cleaned_data[f"{role}-{phase}"] for phase in WORKING_PHASES}
            for role in DirectorRole
        }

    @staticmethod
    def _cells() -> list[tuple[DirectorRole, Phase]]:
        return [(role, phase) for role in DirectorRole for phase in WORKING_PHASES]
