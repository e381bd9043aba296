from typing import Any

from django import forms
from django.forms.renderers import get_default_renderer
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.models import Chain, Link, Participation
from schakel.domain.parties.actions import Owner, PartyFacts
from schakel.domain.parties.choices import Interest, SizeClass
from schakel.domain.parties.models import Organisation
from schakel.domain.parties.queries import find_party, owners
from schakel.domain.reference.models import Municipality, Sector
from schakel.domain.reference.queries import municipalities, sectors
from schakel.web.chains.forms.diary import NARROW
from schakel.web.shell.dates import DayField
from schakel.web.shell.several import SeveralField

MOST_OWNERS = 20


class PlaceForm(forms.Form):
    """The link and the interest of a party; the hash says what was on the screen."""

    link = forms.ModelChoiceField(
        queryset=Link.objects.none(),
        label=_("Link"),
        required=False,
        empty_label=_("Beside the chain, such as a supervisor or a funder"),
    )
    interest = forms.ChoiceField(
        label=_("From which interest does it take part?"),
        choices=Interest,
        widget=forms.RadioSelect,
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, chain: Chain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        link = self.fields["link"]
        assert isinstance(link, forms.ModelChoiceField)
        link.queryset = chain.links.all()


class LeaveForm(forms.Form):
    left_on = DayField(label=_("Left on"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=4_000,
        help_text=_("All of the chain reads this. What can others learn from it?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FactsForm(forms.Form):
    """What is known of a party, in every chain it is in."""

    size_class = forms.ChoiceField(
        label=_("Size"), choices=[("", _("Not known")), *SizeClass.choices], required=False
    )
    kvk_number = forms.CharField(label=_("KVK number"), max_length=8, required=False)
    group = forms.CharField(
        label=_("Group"),
        max_length=200,
        required=False,
        help_text=_("The group of companies it belongs to. A name that is not known is added."),
        widget=forms.TextInput(attrs={"list": "known-groups", "autocomplete": "off"}),
    )
    municipality = forms.ModelChoiceField(
        queryset=Municipality.objects.none(),
        label=_("Municipality"),
        required=False,
        empty_label=_("Not known"),
    )
    sectors = SeveralField(
        queryset=Sector.objects.none(),
        label=_("Sectors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, party: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("municipality", municipalities()), ("sectors", sectors())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found
        self.initial.update(
            {
                "size_class": party.size_class,
                "kvk_number": party.kvk_number,
                "group": party.group.name if party.group else "",
                "municipality": party.municipality_id,
                "sectors": [sector.pk for sector in party.sectors.all()],
            }
        )

    def facts(self) -> PartyFacts:
        data = self.cleaned_data
        return PartyFacts(
            size_class=data["size_class"],
            kvk_number=data["kvk_number"],
            group=data["group"],
            municipality=data["municipality"],
            sectors=tuple(data["sectors"]),
        )


class OwnerForm(forms.Form):
    """A row of the owners; one without a name is left out."""

    party = forms.CharField(
        label=_("Owner"),
        required=False,
        max_length=240,
        widget=forms.TextInput(attrs={"list": "known-parties", "autocomplete": "off"}),
    )
    percent = forms.DecimalField(
        label=_("Percentage"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs=NARROW),
    )

    def clean_party(self) -> Organisation | None:
        name = self.cleaned_data["party"]
        party = find_party(name) if name else None
        if name and party is None:
            raise forms.ValidationError(
                _("There is no party with this name. Choose one from the list.")
            )
        return party


class OwnerFormSet(forms.BaseFormSet):
    """Who holds shares in the party, with two empty rows."""

    form = OwnerForm
    renderer = get_default_renderer()
    extra, min_num, max_num, absolute_max = 2, 0, MOST_OWNERS, MOST_OWNERS
    can_order, can_delete, can_delete_extra = False, False, False
    validate_min, validate_max = False, True

    def owners(self) -> list[Owner]:
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data.get("party")]
        return [Owner(row["party"], row["percent"]) for row in kept]


def owner_rows(participation: Participation) -> list[dict[str, Any]]:
    """The present owners as the rows begin."""
    return [
        {"party": one.owner.name, "percent": one.percent}
        for one in owners(participation.organisation)
    ]
