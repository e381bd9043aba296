from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices.trust import TrustScore
from schakel.domain.chains.models import Meeting, Participation
from schakel.web.shell.dates import DayField
from schakel.web.shell.several import SeveralField


class PartyChoice(SeveralField):
    def label_from_instance(self, obj: Participation) -> str:
        return obj.organisation.name


class MeetingChoice(forms.ModelChoiceField):
    """The meeting it is about; the title of that is the occasion when nothing else is typed."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Meeting.objects.none(),
            required=False,
            label=_("Meeting"),
            empty_label=_("not a meeting of this chain"),
        )

    def label_from_instance(self, obj: Meeting) -> str:
        return f"{date_format(timezone.localtime(obj.starts_at), 'j F Y')}: {obj.title}"


class AboutMeetingForm(forms.Form):
    """On which day, after which meeting or other occasion."""

    meeting = MeetingChoice()
    occasion = forms.CharField(
        label=_("Occasion"),
        max_length=200,
        required=False,
        help_text=_("If it was no meeting of this chain, such as: bezoek aan de hal."),
    )
    happened_on = DayField(label=_("Date"))

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        meeting = self.cleaned_data.get("meeting")
        if meeting and not self.cleaned_data.get("occasion"):
            self.cleaned_data["occasion"] = meeting.title
        if not self.cleaned_data.get("occasion"):
            self.add_error("occasion", _("Choose the meeting, or say what the occasion was."))


class CallsForm(AboutMeetingForm):
    """After a meeting: whom to call."""

    parties = PartyChoice(
        label=_("Whom to call"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, parties: QuerySet[Participation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].queryset = parties  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("parties", list(parties))


class PulseForm(AboutMeetingForm):
    """One reading of one party."""

    score = forms.TypedChoiceField(
        label=_("How much trust was there?"),
        choices=[(one.value, f"{one.value} {one.label}") for one in TrustScore],
        coerce=int,
        widget=forms.RadioSelect,
    )
    felt = forms.CharField(
        label=_("Under the iceberg"),
        required=False,
        help_text=_("What was felt or said and stays under water: worry, distrust, what helped."),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )
