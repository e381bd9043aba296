"""Finding and choosing a director: the need, candidates, scores, nominations."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.domain.chains.actions.candidates import Finding, NewCandidate
from schakel.domain.chains.choices import Criterion, Strength
from schakel.domain.chains.models import Candidate, CandidateScore, Chain
from schakel.domain.chains.queries.profile import NeedLine, candidates

STEPS = [one for one in Strength.choices if one[0]]


class NeedForm(forms.Form):
    """How much the chain needs; `version` is what the person started from."""

    strength = forms.TypedChoiceField(
        label=gettext_lazy("How much of it does this chain need?"),
        choices=STEPS,
        coerce=int,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why this chain needs that"),
        help_text=gettext_lazy("Parties and candidates read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class CandidateForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("With an account at this address the person declares interests."),
    )
    background = forms.CharField(
        label=gettext_lazy("Background"),
        help_text=gettext_lazy("Study, work and the sectors this person knows."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def candidate(self) -> NewCandidate:
        return NewCandidate(**self.cleaned_data)


class ScoreForm(forms.Form):
    """Per trait and role a score and its evidence; both or neither."""

    def __init__(
        self,
        *args: Any,
        needs: Sequence[NeedLine],
        own: dict[str, CandidateScore],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs
        for line in needs:
            given = own.get(line.criterion)
            self.fields[f"{line.criterion}-score"] = forms.TypedChoiceField(
                label=_("Score: %(criterion)s") % {"criterion": line.criterion.label},
                choices=[("", _("not scored")), *Strength.choices],
                coerce=int,
                empty_value=None,
                required=False,
                initial=given.strength if given else "",
            )
            self.fields[f"{line.criterion}-evidence"] = forms.CharField(
                label=_("Evidence: %(criterion)s") % {"criterion": line.criterion.label},
                required=False,
                initial=given.evidence if given else "",
                widget=forms.Textarea(attrs={"rows": 2, "class": "schakel-field__short"}),
            )

    def clean(self) -> None:
        for line in self.needs:
            score = self.cleaned_data.get(f"{line.criterion}-score")
            evidence = self.cleaned_data.get(f"{line.criterion}-evidence")
            if score is not None and not evidence:
                self.add_error(
                    f"{line.criterion}-evidence",
                    _("What did this person do or say from which that shows?"),
                )
            if evidence and score is None:
                self.add_error(f"{line.criterion}-score", _("Choose the score that this shows."))

    def lines(self) -> Iterator[tuple[NeedLine, forms.BoundField, forms.BoundField]]:
        for line in self.needs:
            yield line, self[f"{line.criterion}-score"], self[f"{line.criterion}-evidence"]

    def findings(self) -> dict[str, Finding]:
        return {
            line.criterion.value: Finding(
                self.cleaned_data[f"{line.criterion}-score"],
                self.cleaned_data[f"{line.criterion}-evidence"],
            )
            for line in self.needs
            if self.cleaned_data[f"{line.criterion}-score"] is not None
        }


class NominateForm(forms.Form):
    """Somebody who is on the list, or somebody new."""

    candidate = forms.ModelChoiceField(
        queryset=Candidate.objects.none(),
        label=gettext_lazy("Whom does your party nominate?"),
        empty_label=gettext_lazy("Somebody else, named below"),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Only for somebody who is not in the list above."),
        max_length=150,
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "So that the client can reach this person. The parties do not read it."
        ),
        required=False,
    )

    def __init__(self, *args: Any, chain: Chain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["candidate"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = candidates(chain)

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("candidate") or self.errors:
            return
        for name in ("name", "email"):
            if not given.get(name):
                self.add_error(name, _("Choose somebody above, or fill this in."))

    def chosen(self) -> Candidate | NewCandidate:
        given = self.cleaned_data
        return given["candidate"] or NewCandidate(given["name"], given["email"])


def criterion_choices() -> list[tuple[str, str | Promise]]:
    """The nine traits and four roles, with an empty choice in front."""
    return [("", _("Choose a trait or role")), *Criterion.choices]
