from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import Standing, Unit
from schakel.domain.chains.models import Participation
from schakel.domain.chains.queries.promises import RENEGOTIATED, PromiseFilter
from schakel.web.shell.dates import DayField

NOTE_ROWS = 4


class SeenForm(forms.Form):
    """Carries the number of the newest event on the page, so that a stale page is found."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, seen: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"seen": seen})


class _AmountField(forms.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, localize=True, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"


class DeliveryForm(SeenForm):
    """What there is so far; kept, where everything that was promised is there."""

    fulfilled = forms.TypedChoiceField(
        label=_("How far is it?"),
        choices=[("no", _("There is progress")), ("yes", _("The promise is kept"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    amount = _AmountField(label=_("How much there is so far"), min_value=Decimal(0))
    happened_on = DayField(label=_("On which day"))
    note = forms.CharField(
        label=_("What shows it"),
        help_text=_("For example: weighing slip 12 of 3 March, or the invoice number."),
        widget=forms.Textarea(attrs={"rows": NOTE_ROWS}),
        required=False,
        max_length=2000,
    )
    field_order = ["fulfilled", "amount", "happened_on", "note"]

    def __init__(self, *args: Any, commitment: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"happened_on": on, "fulfilled": "no"})
        self.fields["amount"].help_text = _("Of %(amount)s %(unit)s in all.") % {
            "amount": f"{commitment.held_amount.normalize():f}".replace(".", ","),
            "unit": Unit(commitment.unit).after(commitment.held_amount),
        }


class ProposalForm(SeenForm):
    """Another amount, another day, or both."""

    amount = _AmountField(label=_("New amount"), min_value=Decimal("0.01"))
    due_on = DayField(label=_("New day"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The other side reads this before it answers."),
        widget=forms.Textarea(attrs={"rows": NOTE_ROWS}),
        max_length=2000,
    )

    def __init__(self, *args: Any, commitment: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"amount": commitment.held_amount, "due_on": commitment.held_due_on})
        self.fields["amount"].help_text = commitment.get_unit_display()


class ReasonForm(SeenForm):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everyone in the chain can read this."),
        widget=forms.Textarea(attrs={"rows": NOTE_ROWS}),
        max_length=2000,
    )


class AnswerForm(SeenForm):
    """To a proposal of the other side."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=[("accept", _("Accept")), ("decline", _("Decline"))]
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=2000)


class PromiseFilterForm(forms.Form):
    """By how a promise stands, and by party; what makes no sense is left out."""

    stand = forms.ChoiceField(
        label=_("How it stands"),
        choices=[("", _("All")), *Standing.choices, (RENEGOTIATED, _("with new terms"))],
        required=False,
    )
    partij = forms.ChoiceField(label=_("Party"), required=False)

    def __init__(self, *args: Any, parties: QuerySet[Participation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["partij"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            ("", _("All parties")),
            *((str(one.pk), one.organisation.name) for one in parties),
        ]

    def chosen(self) -> PromiseFilter:
        self.is_valid()
        party = self.cleaned_data.get("partij")
        return PromiseFilter(
            standing=self.cleaned_data.get("stand") or "", party=int(party) if party else None
        )
