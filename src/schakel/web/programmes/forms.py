from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.parties.models import Organisation
from schakel.domain.parties.queries import parties
from schakel.domain.programmes.actions import AssetAnswers, StrengthAnswers
from schakel.domain.programmes.choices import (
    WORKING_PHASES,
    AssetKind,
    DirectorRole,
    Phase,
    ProgrammeKind,
)
from schakel.domain.programmes.models import ClientAsset, RegionalStrength
from schakel.domain.reference.models import Province, Sector
from schakel.web.shell.dates import DayField

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


class SizeRuleForm(forms.Form):
    """What the programme asks of impact and size; the hash says what was on the screen."""

    simple_points = forms.IntegerField(
        label=_("Simple up to this complexity, of 12"),
        help_text=_("A medium indicator is one point, a high one two."),
        min_value=0,
        max_value=12,
    )
    full_tonnes = forms.DecimalField(
        label=_("Tonnes a year for the most complex chain"),
        help_text=_("What a simpler chain needs is in proportion to its complexity."),
        min_value=1,
        max_digits=9,
        decimal_places=0,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", **NARROW}),
    )
    full_value = forms.DecimalField(
        label=_("Euro a year for the most complex chain"),
        help_text=_("Empty: the value is not judged."),
        required=False,
        min_value=1,
        max_digits=12,
        decimal_places=0,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", **NARROW}),
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)


def _percent(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", **NARROW}),
    )


class StrengthForm(forms.Form):
    """A sector in which the region is strong; the version says what was on the screen."""

    sector = forms.ModelChoiceField(
        queryset=Sector.objects.none(), label=_("Sector"), empty_label=_("Choose a sector")
    )
    province = forms.ModelChoiceField(
        queryset=Province.objects.none(),
        label=_("Province"),
        required=False,
        empty_label=_("The whole region of the programme"),
    )
    region = forms.CharField(
        label=_("Name of the region"),
        help_text=_("For example Twente; needed where no province is chosen."),
        max_length=80,
        required=False,
    )
    share = _percent(_("Share of the sector in the region (%)"))
    national_share = _percent(_("Share of the sector in the country (%)"))
    knowledge = forms.CharField(
        label=_("Knowledge infrastructure"),
        help_text=_("Schools, institutes and laboratories with knowledge of this sector."),
        max_length=300,
        required=False,
    )
    source = forms.CharField(label=_("Source"), max_length=300)
    stated_on = DayField(label=_("Stated on"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("sector", Sector.objects.all())
        self._offer("province", Province.objects.all())

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choices

    @classmethod
    def of(cls, strength: RegionalStrength) -> dict[str, Any]:
        return {name: getattr(strength, name) for name in cls.base_fields}

    def answers(self) -> StrengthAnswers:
        return StrengthAnswers(**_without_version(self.cleaned_data))


class AssetForm(forms.Form):
    """Something that the client has or decides on; the version says what was on the screen."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AssetKind)
    description = forms.CharField(
        label=_("Description"),
        help_text=_("For example: storage yard of 2 hectares beside the A28."),
        max_length=200,
    )
    source = forms.CharField(label=_("Source"), max_length=300)
    stated_on = DayField(label=_("Stated on"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, asset: ClientAsset) -> dict[str, Any]:
        return {name: getattr(asset, name) for name in cls.base_fields}

    def answers(self) -> AssetAnswers:
        return AssetAnswers(**_without_version(self.cleaned_data))


def _without_version(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cleaned.items() if name != "version"}
