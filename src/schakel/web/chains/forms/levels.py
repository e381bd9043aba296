from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import LEVEL_MEANING, CommitmentLevel
from schakel.domain.chains.queries.levels import PartyLevel
from schakel.web.shell.dates import DayField

if TYPE_CHECKING:
    from schakel.domain.chains.queries.promises import StandingPromise


class LevelForm(forms.Form):
    """Another step for a party, with what shows it."""

    level = forms.ChoiceField(label=_("Step"), widget=forms.RadioSelect)
    since = DayField(label=_("Since"))
    reason = forms.CharField(
        label=_("What shows it"),
        help_text=_("Only the director and the party itself read this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
    )
    commitment: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Or a promise that was kept"),
        queryset=None,
        required=False,
        empty_label=_("None"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        present: PartyLevel,
        on: date,
        kept: "QuerySet[StandingPromise]",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        level, commitment = self.fields["level"], self.fields["commitment"]
        assert isinstance(level, forms.ChoiceField)
        assert isinstance(commitment, forms.ModelChoiceField)
        level.choices = [
            (one.value, f"{one.place}. {one.label}: {LEVEL_MEANING[one]}")
            for one in CommitmentLevel
            if one != present.level
        ]
        commitment.queryset = kept
        self.initial.update({"since": on, "seen": present.change.pk if present.change else 0})
