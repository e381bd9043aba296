from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.actions.actions import BulkChange, Doer
from schakel.domain.chains.choices.actions import ActionState, BulkKind, NudgeHow, NudgeResult
from schakel.domain.chains.models import Action, Chain
from schakel.domain.chains.queries.actions import (
    DIRECTOR,
    ORIGINS,
    SORTS,
    ActionFilter,
    owners,
    people_of,
)
from schakel.web.shell.dates import DayField

Choice = tuple[str, str | Promise]

STATES: list[Choice] = [*ActionState.choices, ("all", _("Every state"))]
TROUBLES: list[Choice] = [("", _("Everything")), ("late", _("Late")), ("slips", _("Slipping"))]
ORIGIN_LABELS: dict[str, str | Promise] = {
    "meeting": _("A meeting"),
    "log": _("The logbook"),
    "none": _("Neither of these"),
}
SORT_LABELS: list[Choice] = [
    ("due", _("By when")),
    ("owner", _("Owner")),
    ("what", _("What")),
    ("-moves", _("Most often moved")),
]


class DoerForm(forms.Form):
    """What is to be done and by whom: a party, one person of it, or the chain director."""

    what = forms.CharField(
        label=_("What has to be done"),
        max_length=300,
        help_text=_("So concrete that everyone can see whether it was done."),
    )
    owner = forms.ChoiceField(label=_("Who does it"))
    person = forms.ChoiceField(
        label=_("Person of the party"),
        required=False,
        help_text=_("Only this person is then reminded."),
    )
    for_party = forms.ChoiceField(
        label=_("For which party does the director do this"),
        required=False,
        help_text=_(
            "Only where the director does the work of a party: then it shows how often the "
            "director sits in the seat of the entrepreneur."
        ),
    )

    def __init__(self, *args: Any, chain: Chain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(one.pk): one for one in owners(chain)}
        self.people = {str(one.pk): one for one in people_of(chain)}
        names = [(key, one.organisation.name) for key, one in self.parties.items()]
        _offer(self, "owner", [("", _("Choose")), (DIRECTOR, _("Chain director")), *names])
        _offer(self, "for_party", [("", _("None: own work of the director")), *names])
        _offer(
            self,
            "person",
            [
                ("", _("Nobody in particular")),
                *(
                    (key, f"{one.name} ({one.organisation.name})" if one.organisation else one.name)
                    for key, one in self.people.items()
                ),
            ],
        )

    def doer(self) -> Doer:
        found = self.cleaned_data
        return Doer(
            self.parties.get(found["owner"]),
            self.people.get(found.get("person", "")),
            self.parties.get(found.get("for_party", "")),
        )


class ActionForm(DoerForm):
    """A new action; `meeting` or `log` is where it comes from."""

    due_on = DayField(label=_("By when"))
    meeting = forms.IntegerField(required=False, widget=forms.HiddenInput)
    log = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ["what", "owner", "due_on", "person", "for_party"]


class ChangeActionForm(DoerForm):
    """The date is moved apart, with its reason; `version` is what the person started from."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def start(action: Action) -> dict[str, Any]:
        return {
            "what": action.what,
            "owner": str(action.owner_id or DIRECTOR),
            "person": str(action.person_id or ""),
            "for_party": str(action.for_party_id or ""),
            "version": action.version,
        }


class MoveForm(forms.Form):
    to_day = DayField(label=_("New day"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "move-%s"})


class DropForm(forms.Form):
    reason = forms.CharField(label=_("Why it will not be done"), max_length=300)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "drop-%s"})


class BulkForm(forms.Form):
    """One change to all actions that are chosen in the list."""

    kind = forms.ChoiceField(
        label=_("With the chosen actions"), choices=[("", _("Choose")), *BulkKind.choices]
    )
    day = DayField(label=_("New day"), required=False)
    owner = forms.ChoiceField(label=_("New owner"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, chain: Chain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "bulk-%s"})
        self.parties = {str(one.pk): one for one in owners(chain)}
        names = [(key, one.organisation.name) for key, one in self.parties.items()]
        _offer(self, "owner", [("", _("Choose")), (DIRECTOR, _("Chain director")), *names])

    def clean(self) -> dict[str, Any]:
        """Ask for what the kind of change needs."""
        found = super().clean() or {}
        needs: dict[str, dict[str, str | Promise]] = {
            BulkKind.MOVE: {"day": _("Choose the new day."), "reason": _("Give the reason.")},
            BulkKind.OWNER: {"owner": _("Choose the new owner.")},
            BulkKind.DROP: {"reason": _("Give the reason.")},
        }
        for name, message in needs.get(found.get("kind", ""), {}).items():
            if not found.get(name) and name not in self.errors:
                self.add_error(name, str(message))
        return found

    def change(self) -> BulkChange:
        found = self.cleaned_data
        owner = self.parties.get(found["owner"])
        return BulkChange(found["kind"], found["day"], found["reason"], owner)


class ActionFilterForm(forms.Form):
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    trouble = forms.ChoiceField(label=_("Trouble"), choices=TROUBLES, required=False)
    origin = forms.ChoiceField(
        label=_("Comes from"),
        choices=[("", _("Everything")), *ORIGIN_LABELS.items()],
        required=False,
    )
    sort = forms.ChoiceField(label=_("Sort by"), choices=SORT_LABELS, required=False)

    def __init__(self, data: Mapping[str, Any], *, chain: Chain) -> None:
        super().__init__(data, auto_id="filter-%s")
        names = [(str(one.pk), one.organisation.name) for one in owners(chain)]
        _offer(self, "owner", [("", _("Everyone")), (DIRECTOR, _("Chain director")), *names])

    @property
    def narrowed(self) -> int:
        """How many of the filters are set, the order not counted."""
        return sum(bool(self.data.get(name)) for name in ("owner", "state", "trouble", "origin"))

    def chosen(self) -> ActionFilter:
        """What is looked for, open actions first; what is not on offer counts as not chosen."""
        self.is_valid()
        found = self.cleaned_data
        state = found.get("state") or ActionState.OPEN
        sort = self.data.get("sort", "")
        return ActionFilter(
            owner=found.get("owner", ""),
            state="" if state == "all" else state,
            trouble=found.get("trouble", ""),
            origin=found.get("origin", "") if found.get("origin", "") in ORIGINS else "",
            sort=sort if sort in SORTS else "due",
        )


class NudgeForm(forms.Form):
    nudged_on = DayField(label=_("Date"))
    how = forms.ChoiceField(label=_("How"), choices=NudgeHow, widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("Result"), choices=NudgeResult, widget=forms.RadioSelect)
    outcome = forms.CharField(label=_("What came of it"), max_length=300, required=False)

    @staticmethod
    def start(on: date) -> dict[str, Any]:
        return {"nudged_on": on, "how": NudgeHow.CALLED, "result": NudgeResult.SPOKEN}


def _offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
