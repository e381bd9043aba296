from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import TOPICS, LogHeading, LogTopic
from schakel.domain.chains.models import Chain
from schakel.domain.chains.policies.attachments import MOST_BYTES, NewFile
from schakel.domain.chains.queries.diary import LogFilter
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.choices import Phase
from schakel.lib.file_kinds import KINDS
from schakel.web.shell.dates import DayField
from schakel.web.shell.several import SeveralField

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


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what is in them is judged by the action, not by their names."""

    widget = FilesInput(
        attrs={"accept": ",".join(ending for kind in KINDS for ending in kind.endings)}
    )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(FilesField, self).clean(file, initial) for file in data or []]


class LogEntryForm(forms.Form):
    happened_on = DayField(label=_("Date"))
    topic = forms.ChoiceField(
        label=_("About"),
        choices=topics_by_heading,
        help_text=_("The heading of the accountability report under which this will stand."),
    )
    text = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 6}))
    about = SeveralField(
        queryset=Organisation.objects.none(),
        label=_("About which parties"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    attachments = FilesField(
        label=_("Attachments"),
        help_text=_("At most 5 files of 10 MB: PDF, PNG, JPEG, Word, Excel, TXT or CSV."),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, chain: Chain, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, SeveralField)
        field.queryset = Organisation.objects.filter(participations__chain=chain)

    def entry(self) -> dict[str, Any]:
        """What the action takes: files are read here, and no further than is allowed."""
        files = [
            NewFile(file.name or "", file.read(MOST_BYTES + 1))
            for file in self.cleaned_data["attachments"]
        ]
        own = {name: value for name, value in self.cleaned_data.items() if name != "attachments"}
        return own | {"files": files}

    def choose_files_again(self) -> None:
        """A browser does not keep chosen files when a page comes back: say so."""
        if self.files and "attachments" in self.files:
            self.add_error(
                "attachments", _("Choose the files again: a browser does not keep them.")
            )


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
