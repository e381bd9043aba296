from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.actions import Doer
from schakel.domain.chains.actions.meetings import Agreement, Guest, MeetingPlan
from schakel.domain.chains.choices.meetings import Attendance, MeetingKind
from schakel.domain.chains.models import Chain, Invitee, Meeting
from schakel.domain.chains.queries.actions import DIRECTOR, owners
from schakel.domain.chains.queries.meetings import (
    PAST,
    TO_COME,
    MeetingFilter,
    may_be_asked,
    people_to_ask,
)
from schakel.web.shell.dates import DayField

CLIENT = "client"
ROWS = 4


class _ClockField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingForm(forms.Form):
    """A meeting in local time; `version` is what the person started from."""

    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=MeetingKind)
    title = forms.CharField(label=_("Title"), max_length=200)
    day = DayField(label=_("Day"))
    start = _ClockField(label=_("From"))
    end = _ClockField(label=_("Until"))
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Only where it takes several days.")
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Video link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("For a meeting by video, such as https://..."),
    )
    agenda = forms.CharField(
        label=_("Purpose and agenda"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    parties = forms.MultipleChoiceField(
        label=_("Who is asked"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.MultipleChoiceField(
        label=_("Only these people"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of a party of which nobody is chosen here, everybody gets the invitation."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, chain: Chain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chain = chain
        self.asked = {str(one.pk): one for one in may_be_asked(chain)}
        self.persons = {str(one.pk): one for one in people_to_ask(chain)}
        client = _("%(client)s (client)") % {"client": chain.programme.client.name}
        parties: list[Any] = [(key, one.organisation.name) for key, one in self.asked.items()]
        _offer(self, "parties", [*parties, (CLIENT, client)])
        _offer(self, "people", [(key, _named(one)) for key, one in self.persons.items()])

    @staticmethod
    def start_of(meeting: Meeting, invitees: Iterable[Invitee]) -> dict[str, Any]:
        found = list(invitees)
        starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        return {
            "kind": meeting.kind,
            "title": meeting.title,
            "day": starts.date(),
            "start": starts.time(),
            "end": ends.time(),
            "last_day": None if meeting.one_day else ends.date(),
            "place": meeting.place,
            "link": meeting.link,
            "agenda": meeting.agenda,
            "parties": [str(one.participation_id or CLIENT) for one in found],
            "people": [str(person.pk) for one in found for person in one.people.all()],
            "version": meeting.version,
        }

    def clean(self) -> dict[str, Any]:
        """Both moments, as aware times: a clock time that the day does not have is refused."""
        found = super().clean() or {}
        day, start, end = found.get("day"), found.get("start"), found.get("end")
        if day and start and end:
            found["starts_at"] = self._moment("start", day, start)
            found["ends_at"] = self._moment("end", found.get("last_day") or day, end)
        return found

    def plan(self) -> MeetingPlan:
        names = ("kind", "title", "starts_at", "ends_at", "place", "link", "agenda")
        return MeetingPlan(**{name: self.cleaned_data[name] for name in names})

    def guests(self) -> list[Guest]:
        """The parties chosen, and those of the people chosen by name."""
        people: dict[str, list[User]] = {key: [] for key in self.cleaned_data["parties"]}
        of_organisation: dict[int | None, str] = {
            one.organisation_id: key for key, one in self.asked.items()
        }
        for person in (self.persons[key] for key in self.cleaned_data["people"]):
            people.setdefault(of_organisation.get(person.organisation_id, CLIENT), []).append(
                person
            )
        return [Guest(self.asked.get(key), tuple(found)) for key, found in people.items()]

    def _moment(self, name: str, day: date, clock: time) -> datetime | None:
        moment = timezone.make_aware(datetime.combine(day, clock))
        if timezone.localtime(moment.astimezone(UTC)).time() != clock:
            self.add_error(
                name,
                _("The clock skips this time on that day: summer time begins. Choose another."),
            )
            return None
        return moment


class MeetingFilterForm(forms.Form):
    when = forms.ChoiceField(
        choices=[(TO_COME, _("To come")), (PAST, _("Past"))],
        required=False,
        widget=forms.HiddenInput,
    )
    kind = forms.ChoiceField(
        label=_("Kind of meeting"),
        choices=[("", _("Every kind")), *MeetingKind.choices],
        required=False,
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="filter-%s")

    def chosen(self) -> MeetingFilter:
        self.is_valid()
        found = self.cleaned_data
        return MeetingFilter(found.get("when") or TO_COME, found.get("kind", ""))


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Why it is cancelled"), max_length=300)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RecordForm(forms.Form):
    """Who was there, by invitee, and the minutes."""

    def __init__(self, *args: Any, invitees: Sequence[Invitee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitees = invitees
        for one in invitees:
            self.fields[f"attendance-{one.pk}"] = forms.ChoiceField(
                label=one.party_name,
                choices=Attendance,
                widget=forms.RadioSelect,
            )
        self.fields["minutes"] = forms.CharField(
            label=_("Minutes"),
            required=False,
            help_text=_("In short: what was said and decided. Everyone in the chain reads this."),
            widget=forms.Textarea(attrs={"rows": 10}),
        )
        self.fields["version"] = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def start(meeting: Meeting, invitees: Iterable[Invitee]) -> dict[str, Any]:
        there = {f"attendance-{one.pk}": one.attendance for one in invitees}
        return {**there, "minutes": meeting.minutes, "version": meeting.version}

    def attendance(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[f"attendance-{one.pk}"] for one in self.invitees}

    def rows(self) -> Iterator[forms.BoundField]:
        for one in self.invitees:
            yield self[f"attendance-{one.pk}"]


class AgreementForm(forms.Form):
    """One line: who does what by when. An empty line is skipped."""

    what = forms.CharField(label=_("What was agreed"), max_length=300)
    owner = forms.ChoiceField(label=_("Who does it"))
    due_on = DayField(label=_("By when"))

    def __init__(self, *args: Any, parties: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = parties
        names = [(key, one.organisation.name) for key, one in parties.items()]
        _offer(self, "owner", [("", _("Choose")), (DIRECTOR, _("Chain director")), *names])

    def agreement(self) -> Agreement:
        found = self.cleaned_data
        return Agreement(found["what"], Doer(self.parties.get(found["owner"])), found["due_on"])


AgreementFormSet = forms.formset_factory(AgreementForm, extra=ROWS, max_num=50, absolute_max=50)


def agreement_rows(chain: Chain, data: Mapping[str, Any] | None = None) -> Any:
    """The lines for a meeting of this chain."""
    parties = {str(one.pk): one for one in owners(chain)}
    return AgreementFormSet(data, form_kwargs={"parties": parties}, prefix="line")


def _named(person: User) -> str:
    party = person.organisation
    return f"{person.name} ({party.name})" if party else person.name


def _offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
