from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.models import Chain, Link
from schakel.domain.parties.choices import Interest, PartyKind, SizeClass
from schakel.domain.parties.models import Organisation
from schakel.domain.parties.queries import find_party


class EmptyForm(forms.Form):
    """Nothing to fill in: it carries what an action refuses."""


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of the contact"),
        help_text=_("This person gets a link with which one account can be made."),
    )


class InviteForm(EmailForm):
    link = forms.ModelChoiceField(
        queryset=Link.objects.none(),
        label=_("Link"),
        required=False,
        empty_label=_("Beside the chain, such as a supervisor or a funder"),
    )

    def __init__(self, *args: Any, chain: Chain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        link = self.fields["link"]
        assert isinstance(link, forms.ModelChoiceField)
        link.queryset = chain.links.all()


class InviteKnownForm(InviteForm):
    party = forms.CharField(
        label=_("Party"),
        help_text=_("Type a part of the name and choose from the list."),
        widget=forms.TextInput(attrs={"list": "known-parties", "autocomplete": "off"}),
    )
    field_order = ["party", "link", "email"]

    def clean_party(self) -> Organisation:
        party = find_party(self.cleaned_data["party"])
        if party is None:
            raise forms.ValidationError(
                _("There is no party with this name. Choose one from the list, or add it below.")
            )
        return party


class InviteNewForm(InviteForm):
    name = forms.CharField(label=_("Name of the party"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of party"), choices=PartyKind)
    interest = forms.ChoiceField(
        label=_("From which interest does it take part?"),
        choices=Interest,
        widget=forms.RadioSelect,
    )
    size_class = forms.ChoiceField(
        label=_("Size"), choices=[("", _("Not known")), *SizeClass.choices], required=False
    )
    kvk_number = forms.CharField(label=_("KVK number"), max_length=8, required=False)
    field_order = ["name", "kind", "interest", "size_class", "kvk_number", "link", "email"]
