from typing import Any

from django import forms
from django.forms.renderers import get_default_renderer
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LinkKind, StartPoint
from schakel.domain.programmes.models import Programme
from schakel.domain.programmes.queries import managed_by

FIRST_LINKS = (
    LinkKind.SUPPLIER,
    LinkKind.COLLECTOR,
    LinkKind.PROCESSOR,
    LinkKind.MAKER,
    LinkKind.BUYER,
)
MOST_LINKS = 20


class StartForm(forms.Form):
    programme = forms.ModelChoiceField(
        queryset=Programme.objects.none(), label=_("Programme"), empty_label=None
    )
    name = forms.CharField(label=_("Name of the chain"), max_length=200)
    purpose = forms.CharField(
        label=_("Purpose and why"),
        help_text=_("Which value could the chain bring, societal and financial, and for whom?"),
        widget=forms.Textarea,
    )
    start_point = forms.ChoiceField(
        label=_("Start point"), choices=StartPoint, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = self.fields["programme"]
        assert isinstance(programme, forms.ModelChoiceField)
        programme.queryset = managed_by(user)


class LinkForm(forms.Form):
    """A row of the chain; one without a name is left out."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind of link"), choices=LinkKind)
    name = forms.CharField(label=_("What this link does"), max_length=120, required=False)

    def has_changed(self) -> bool:
        return True


class LinkFormSet(forms.BaseFormSet):
    """The rows of the chain in the order that their numbers ask for, with two empty ones."""

    form = LinkForm
    renderer = get_default_renderer()
    extra, min_num, max_num, absolute_max = 2, 0, MOST_LINKS, MOST_LINKS
    can_order, can_delete, can_delete_extra = True, False, False
    validate_min, validate_max = False, True

    def clean(self) -> None:
        if not any(self.errors) and not self.rows():
            raise forms.ValidationError(_("Give the chain at least one link."))

    def rows(self) -> list[dict[str, Any]]:
        """The rows with a name, in the order that was asked for."""
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]
        return sorted(kept, key=lambda row: (row.get("ORDER") is None, row.get("ORDER") or 0))


class LinksForm(forms.Form):
    """Beside the rows: the hash says which links were on the screen."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)
