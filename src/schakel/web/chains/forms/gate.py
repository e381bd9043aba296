from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import GateOutcome
from schakel.domain.chains.gates import Evidence
from schakel.domain.chains.phases import Move, Transition
from schakel.web.chains.moves import MOVES


class GateForm(forms.Form):
    """Go or no-go; the reason to pass unmet conditions is asked only while there are any.

    For a move back, a stop or a reopening there is no no-go: the form asks what belongs to it.
    """

    outcome = forms.ChoiceField(label=_("Decision"), choices=GateOutcome, widget=forms.RadioSelect)
    reasons = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))
    lesson = forms.CharField(
        label=_("Lesson"),
        help_text=_("Needed for a no-go: what other chains can learn from this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write down the lesson of this no-go; it is kept as carefully as a go.")
        },
    )
    override_reason = forms.CharField(
        label=_("Why go while conditions are not met"),
        help_text=_("Needed for a go now. It stays visible on the chain."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _(
                "Not every condition is met. Write down why the chain goes on nevertheless; "
                "this reason stays visible."
            )
        },
    )
    conditions = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    seen_sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, evidence: Evidence, move: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"seen_sha256": evidence.sha256}
        words = MOVES[move.move]
        self._word("reasons", words.reasons, words.reasons_help)
        self._word("conditions", words.conditions, words.conditions_help)
        if move.move is Move.FORWARD:
            self.fields["lesson"].required = self._may_be(GateOutcome.NO_GO)
        else:
            self._only_go(move.move)
        if evidence.conditions_met:
            del self.fields["override_reason"]
        else:
            self.fields["override_reason"].required = self._may_be(GateOutcome.GO)

    def _word(self, name: str, label: Any, help_text: Any) -> None:
        self.fields[name].label, self.fields[name].help_text = label, help_text

    def _only_go(self, move: Move) -> None:
        self.fields["outcome"] = forms.CharField(
            widget=forms.HiddenInput, initial=GateOutcome.GO.value
        )
        if move is not Move.STOP:
            del self.fields["lesson"]
            return
        self._word(
            "lesson",
            _("Lesson"),
            _("What other chains can learn from this. It is kept as carefully as a go."),
        )
        self.fields["lesson"].error_messages["required"] = _(
            "Write down what other chains can learn from this chain that stops."
        )

    def _may_be(self, outcome: GateOutcome) -> bool:
        """What was chosen, or may still be: decides which fields are needed."""
        return not self.is_bound or self.data.get("outcome") == outcome

    def decision(self) -> dict[str, str]:
        """What `decide_gate` asks for."""
        return {name: str(value) for name, value in self.cleaned_data.items()}
