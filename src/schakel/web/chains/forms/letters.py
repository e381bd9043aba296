from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.letters import Promise
from schakel.domain.chains.choices import Unit
from schakel.domain.chains.letters import CONSENT
from schakel.domain.chains.models import Commitment, Letter, Participation
from schakel.domain.chains.queries.letters import may_promise
from schakel.lib.hashing import sha256_hex
from schakel.web.shell.dates import DayField


class LetterTextForm(forms.Form):
    """The text, with the hash of the text that the person started from."""

    text = forms.CharField(
        label=_("Text of the letter"),
        help_text=_(
            "Separate paragraphs with an empty line. A line such as '1. Purpose' becomes a heading."
        ),
        widget=forms.Textarea(attrs={"rows": 30}),
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"text": letter.text, "seen_sha256": sha256_hex(letter.text)}


class _PartyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        party: Participation = obj
        return (
            f"{party.organisation.name} ({party.link.name})"
            if party.link
            else str(party.organisation.name)
        )


class PromiseForm(forms.ModelForm):
    """Who promises what, how much, by when."""

    participation = _PartyChoice(label=_("Party"), queryset=None, empty_label=_("Choose a party"))
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", _("Choose a unit")), *Unit.choices])
    due_on = DayField(
        label=_("By when"), help_text=_("A day after today, for example the end of a quarter.")
    )

    class Meta:
        model = Commitment
        fields = ["participation", "what", "amount", "unit", "due_on"]
        localized_fields = ["amount"]
        labels = {"what": _("What is promised"), "amount": _("How much")}
        help_texts = {
            "what": _("So concrete that everyone can see whether it was done."),
        }

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party = self.fields["participation"]
        assert isinstance(party, forms.ModelChoiceField)
        party.queryset = may_promise(letter.chain)
        self.fields["amount"].widget.attrs["inputmode"] = "decimal"

    def promise(self) -> Promise:
        return Promise(**{name: self.cleaned_data[name] for name in self._meta.fields or ()})


class SignForm(forms.Form):
    """Signing by name; the hash says which text was on the screen."""

    name = forms.CharField(
        label=_("Your full name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    position = forms.CharField(
        label=_("Your position"),
        help_text=_("For example: director, or head of purchasing."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    agree = forms.BooleanField(label=CONSENT)
    seen_sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, letter: Letter, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"seen_sha256": letter.content_sha256}
        self.fields["name"].help_text = _("Type it as it stands in your account: %(name)s.") % {
            "name": person.name
        }
