from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.actions.structure import Agreed, Held, Task
from schakel.domain.chains.choices import Holder, LetterStatus, OrganisationForm, ShareKind
from schakel.domain.chains.models import (
    Chain,
    ChainAgreement,
    Letter,
    Participation,
    Responsibility,
    Structure,
)
from schakel.domain.chains.queries.letters import joined
from schakel.domain.chains.queries.structure import PartyShares
from schakel.web.chains.forms.diary import NARROW
from schakel.web.shell.dates import DayField
from schakel.web.shell.several import SeveralField

USUAL_TASKS = (
    _("Writing the business plan"),
    _("Managing the project"),
    _("Permits"),
    _("Purchasing"),
    _("Processing"),
    _("Sales"),
    _("Quality"),
    _("Communication"),
    _("Finance"),
)
"""What a chain usually has to divide (report, lesson 7), to begin the list with."""


class HolderField(forms.ChoiceField):
    """Nobody, the director, the parties together, or one of the parties by its number."""

    def set_parties(self, parties: Mapping[int, Participation]) -> None:
        self.parties = parties
        names = [(str(pk), party.organisation.name) for pk, party in parties.items()]
        self.choices = [
            (Holder.NOBODY.value, Holder.NOBODY.label),
            (Holder.DIRECTOR.value, Holder.DIRECTOR.label),
            (Holder.TOGETHER.value, Holder.TOGETHER.label),
            (_("Parties"), names),
        ]

    def clean(self, value: Any) -> Held:
        chosen = super().clean(value)
        if chosen in Holder:
            return Held(Holder(chosen))
        return Held(Holder.PARTY, self.parties[int(chosen)])

    def held(self, holder: str, party: int | None) -> str:
        """The choice that stands for this; a party that left is nobody."""
        if holder != Holder.PARTY:
            return holder
        return str(party) if party in self.parties else Holder.NOBODY.value


class PartiesField(SeveralField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.organisation.name)


class _InChain(forms.Form):
    """A form whose choices are the parties that take part; `version` is what was started from."""

    holders: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, chain: Chain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = joined(chain)
        by_number = {one.pk: one for one in parties}
        for name in self.holders:
            field = self.fields[name]
            assert isinstance(field, HolderField)
            field.set_parties(by_number)
        for name in self.several:
            many = self.fields[name]
            assert isinstance(many, PartiesField)
            many.queryset = parties

    def held(self, name: str, holder: str, party: int | None) -> str:
        field = self.fields[name]
        assert isinstance(field, HolderField)
        return field.held(holder, party)


class OrganiseForm(_InChain):
    holders = ("plan",)
    plan = HolderField(
        label=_("Owner of the business plan"),
        help_text=_("Who writes the business plan, keeps it up to date and answers for it."),
    )
    form = forms.ChoiceField(
        label=_("Form of organisation"), choices=OrganisationForm, required=False
    )
    note = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, structure: Structure | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = structure.version if structure else 0
        if structure:
            self.initial.update(
                {
                    "form": structure.form,
                    "note": structure.note,
                    "plan": self.held("plan", structure.plan_holder, structure.plan_party_id),
                }
            )


class TaskForm(_InChain):
    holders = ("responsible", "decides")
    several = ("helpers",)
    what = forms.CharField(label=_("What"), max_length=120)
    responsible = HolderField(label=_("Who is responsible?"))
    decides = HolderField(label=_("Who decides?"))
    helpers = PartiesField(queryset=None, label=_("Who helps?"), required=False)

    def __init__(self, *args: Any, item: Responsibility | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item:
            self.initial.update(
                {
                    "what": item.what,
                    "responsible": self.held("responsible", item.holder, item.holder_party_id),
                    "decides": self.held("decides", item.decider, item.decider_party_id),
                    "helpers": [one.pk for one in item.helpers.all()],
                    "version": item.version,
                }
            )

    def task(self) -> Task:
        data = self.cleaned_data
        return Task(data["what"], data["responsible"], data["decides"], tuple(data["helpers"]))


class _LetterField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(_("Version %(number)s") % {"number": obj.number})


class AgreementForm(_InChain):
    several = ("between",)
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("What was agreed"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    agreed_on = DayField(label=_("Agreed on"))
    between = PartiesField(
        queryset=None,
        label=_("Between"),
        required=False,
        help_text=_("Nobody chosen means: all parties of the chain."),
    )
    letter = _LetterField(
        queryset=Letter.objects.none(),
        label=_("Goes with the letter of commitment"),
        required=False,
        empty_label=_("No letter"),
    )

    def __init__(self, *args: Any, item: ChainAgreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letter = self.fields["letter"]
        assert isinstance(letter, _LetterField)
        letter.queryset = kwargs["chain"].letters.exclude(status=LetterStatus.DRAFT)
        if item:
            self.initial.update(
                {
                    "title": item.title,
                    "text": item.text,
                    "agreed_on": item.agreed_on,
                    "between": [one.pk for one in item.between.all()],
                    "letter": item.letter_id,
                    "version": item.version,
                }
            )

    def agreed(self) -> Agreed:
        data = self.cleaned_data
        return Agreed(
            data["title"],
            data["text"],
            data["agreed_on"],
            tuple(data["between"]),
            data["letter"],
        )


class SharesForm(forms.Form):
    """A percentage per party and kind of share, in fields named by both."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rows: tuple[PartyShares, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = [row.party for row in rows]
        for row in rows:
            for kind, percent in row.by_kind:
                self.fields[self._name(row.party, kind)] = forms.DecimalField(
                    label=_("%(what)s of %(party)s in percent")
                    % {"what": kind.label, "party": row.party.organisation.name},
                    required=False,
                    min_value=0,
                    max_value=100,
                    max_digits=5,
                    decimal_places=2,
                    localize=True,
                    initial=percent,
                    widget=forms.TextInput(attrs=NARROW),
                )

    @staticmethod
    def _name(party: Participation, kind: ShareKind) -> str:
        return f"{kind.value}-{party.pk}"

    def table(self) -> list[tuple[Participation, list[forms.BoundField]]]:
        return [
            (party, [self[self._name(party, kind)] for kind in ShareKind]) for party in self.parties
        ]

    def shares(self) -> list[tuple[Participation, ShareKind, Decimal | None]]:
        return [
            (party, kind, self.cleaned_data[self._name(party, kind)])
            for party in self.parties
            for kind in ShareKind
        ]
