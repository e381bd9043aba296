from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import TOPICS, LogHeading, LogTopic
from schakel.domain.chains.queries.diary import LogFilter
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.web.shell.dates import DayField

Choice = tuple[str, str | Promise]
NARROW = {"inputmode": "decimal", "class": "schakel-field__narrow"}


def topics_by_heading() -> Iterator[Choice | tuple[str | Promise, list[Choice]]]:
    """The topics in groups, after the headings of the accountability report."""
    for heading, topics in TOPICS.items():
        if len(topics) == 1:
            yield topics[0].value, heading.label
        else:
            points: list[Choice] = [(topic.value, topic.label) for topic in topics]
            yield heading.label, points


def headings_and_topics() -> Iterator[Choice | tuple[str | Promise, list[Choice]]]:
    """The same to look for: a heading as a whole, or one of its topics."""
    yield "", _("Everything")
    for heading, topics in TOPICS.items():
        if len(topics) == 1:
            yield heading.value, heading.label
        else:
            whole: Choice = (heading.value, _("The whole heading"))
            yield heading.label, [whole, *((topic.value, topic.label) for topic in topics)]


class LogEntryForm(forms.Form):
    happened_on = DayField(label=_("Date"))
    topic = forms.ChoiceField(
        label=_("About"),
        choices=topics_by_heading,
        help_text=_("The heading of the accountability report under which this will stand."),
    )
    text = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 6}))


class LogFilterForm(forms.Form):
    search = forms.CharField(
        label=_("Search in the text"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    about = forms.ChoiceField(label=_("About"), choices=headings_and_topics, required=False)
    phase = forms.ChoiceField(
        label=_("Phase"), choices=[("", _("Every phase")), *Phase.choices], required=False
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="filter-%s")

    def chosen(self) -> LogFilter:
        """What is looked for; a value that is not on offer counts as not chosen."""
        self.is_valid()
        found = self.cleaned_data
        about = found.get("about", "")
        is_heading = about in LogHeading
        return LogFilter(
            phase=found.get("phase", ""),
            heading=about if is_heading else "",
            topic=about if about in LogTopic and not is_heading else "",
            search=found.get("search", ""),
        )


class HoursForm(forms.Form):
    worked_on = DayField(label=_("Date"))
    hours = forms.DecimalField(
        label=_("Hours"),
        help_text=_("A quarter of an hour at least, such as 0.25 or 1.5."),
        min_value=0,
        max_value=24,
        max_digits=4,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs=NARROW),
    )
    role = forms.ChoiceField(label=_("Role"), choices=DirectorRole)
    activity = forms.CharField(label=_("Activity"), max_length=200)
