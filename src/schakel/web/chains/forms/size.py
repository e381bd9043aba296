from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.actions.size import SizeAnswers
from schakel.domain.chains.models import Chain, SizeEstimate
from schakel.domain.programmes.models import ClientAsset
from schakel.domain.programmes.queries import client_assets
from schakel.web.shell.several import SeveralField

NARROW = {"inputmode": "decimal", "class": "schakel-field__narrow"}


def _amount(label: Any, places: int) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=places,
        localize=True,
        widget=forms.TextInput(attrs=NARROW),
    )


def _short(value: Any) -> Any:
    return int(value) if isinstance(value, Decimal) and value == int(value) else value


class SizeForm(forms.Form):
    """A range of tonnes and of euro a year; what is not known stays empty."""

    tonnes_low = _amount(_("Tonnes a year, at least"), 1)
    tonnes_high = _amount(_("Tonnes a year, at most"), 1)
    value_low = _amount(_("Euro a year, at least"), 0)
    value_high = _amount(_("Euro a year, at most"), 0)
    source = forms.CharField(
        label=_("Source"),
        help_text=_("On what this rests: a count, a trial, a report with its year."),
        max_length=300,
    )

    @classmethod
    def of(cls, estimate: SizeEstimate) -> dict[str, Any]:
        """The newest estimate to start from, without decimals that say nothing."""
        values = {name: getattr(estimate, name) for name in cls.base_fields}
        return {name: _short(value) for name, value in values.items()}

    def answers(self) -> SizeAnswers:
        return SizeAnswers(**self.cleaned_data)


class AssetsForm(forms.Form):
    """What of the client the chain makes use of; the hash says what was on the screen."""

    assets = SeveralField(
        queryset=ClientAsset.objects.none(),
        label=_("The chain makes use of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, chain: Chain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assets = self.fields["assets"]
        assert isinstance(assets, SeveralField)
        assets.queryset = client_assets(chain.programme)
