from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Letter, Participation
from schakel.domain.chains.queries.signing import people_of
from schakel.web.shell.several import SeveralField

LARGEST = 10 * 2**20


class _PeopleChoice(SeveralField):
    def label_from_instance(self, obj: Any) -> str:
        person: User = obj
        return f"{person.name} ({person.email})"


class SignersForm(forms.Form):
    """Who signs for a party: everyone ticked has to; nobody ticked means one person of it does."""

    people = _PeopleChoice(
        label=gettext_lazy("Who signs for this party"),
        help_text=gettext_lazy(
            "Everyone you tick has to sign. Tick nobody, and one signature of the party is enough."
        ),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, letter: Letter, participation: Participation, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["people"]
        assert isinstance(people, SeveralField)
        people.queryset = people_of(participation)
        named = letter.signers.filter(participation=participation)
        self.initial = {"people": list(named.values_list("person", flat=True))}


class CopyForm(forms.Form):
    """A file to compare with what is kept; it is read once and not kept."""

    copy = forms.FileField(
        label=gettext_lazy("The PDF that you want to check"),
        help_text=gettext_lazy("At most 10 MB. The file is compared and not kept."),
        allow_empty_file=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_copy(self) -> UploadedFile:
        copy: UploadedFile = self.cleaned_data["copy"]
        if (copy.size or 0) > LARGEST:
            raise ValidationError(_("This file is larger than 10 MB."))
        if copy.read(5) != b"%PDF-":
            raise ValidationError(_("This file is not a PDF."))
        copy.seek(0)
        return copy
