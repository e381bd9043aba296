"""Declared interests, and the client's decision on a conflict."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.actions.independence import Decision, Interest
from schakel.domain.chains.choices import HandlingOutcome, InterestKind
from schakel.domain.chains.models import DeclaredInterest
from schakel.web.shell.dates import DayField


class InterestForm(forms.ModelForm):
    """A tie to an organisation; `version` is what the person started from."""

    kind = forms.ChoiceField(label=_("Kind of interest"), choices=InterestKind)
    starts_on = DayField(label=_("From"), required=False)
    ends_on = DayField(
        label=_("Until"), required=False, help_text=_("Leave this empty as long as it goes on.")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = DeclaredInterest
        fields = ["organisation_name", "kind", "description", "starts_on", "ends_on"]
        labels = {"organisation_name": _("Organisation"), "description": _("What it is")}
        help_texts = {
            "organisation_name": _("A company, government, foundation or other organisation."),
            "description": _("For example: 2 percent of the shares, or brother of the owner."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_name"].widget.attrs |= {
            "list": "known-parties",
            "autocomplete": "off",
        }
        self.fields["description"].widget.attrs["rows"] = 3
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    def clean(self) -> None:
        super().clean()
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day."))

    def interest(self) -> Interest:
        return Interest(**{name: self.cleaned_data[name] for name in self._meta.fields or ()})


class ConfirmForm(forms.Form):
    """The hash says which list was on the screen."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    """`version` says which version of the interest the decision is about."""

    outcome = forms.ChoiceField(
        label=_("Decision"), choices=HandlingOutcome, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    measure = forms.CharField(
        label=_("Measure"),
        help_text=_(
            "What is done so that the director stays independent, for example: stays out of the "
            "negotiation about the price with this party. Needed to accept."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self) -> None:
        accepts = self.cleaned_data.get("outcome") == HandlingOutcome.ACCEPTED
        if accepts and not self.cleaned_data.get("measure"):
            self.add_error("measure", _("Write down the measure with which this is accepted."))

    def decision(self) -> Decision:
        given = self.cleaned_data
        return Decision(given["outcome"], given["reason"], given["measure"])
