from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.accounts.queries import directors
from schakel.domain.explorer.actions import Commission, IdeaAnswers
from schakel.domain.explorer.choices import Advice, IdeaState
from schakel.domain.explorer.models import Idea
from schakel.domain.explorer.queries import IdeaFilter, Sort
from schakel.domain.parties.models import Organisation
from schakel.domain.parties.queries import parties
from schakel.domain.programmes.models import Programme
from schakel.domain.programmes.queries import managed_by, open_to_ideas
from schakel.domain.reference.models import Province, Sector
from schakel.web.shell.dates import DayField
from schakel.web.shell.several import SeveralField

NARROW = {"inputmode": "decimal", "class": "schakel-field__narrow"}


def _amount(label: Any, places: int) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=places,
        localize=True,
        widget=forms.TextInput(attrs=NARROW),
    )


def _offer(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = choices


class IdeaForm(forms.Form):
    """An idea as somebody tells it; the version says what was on the screen."""

    title = forms.CharField(label=_("The idea in one line"), max_length=200)
    what = forms.CharField(
        label=_("What it is about"),
        help_text=_("Which stream, for which use, and who could take part."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    sectors = SeveralField(
        queryset=Sector.objects.none(),
        label=_("Sectors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    province = forms.ModelChoiceField(
        queryset=Province.objects.none(),
        label=_("Province"),
        required=False,
        empty_label=_("Not known, or everywhere"),
    )
    region = forms.CharField(label=_("Region"), max_length=80, required=False)
    tonnes_low = _amount(_("Tonnes a year, at least"), 1)
    tonnes_high = _amount(_("Tonnes a year, at most"), 1)
    value_low = _amount(_("Euro a year, at least"), 0)
    value_high = _amount(_("Euro a year, at most"), 0)
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Who says so, or where it was read."),
        max_length=300,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    SHORT = ("tonnes_low", "tonnes_high", "value_low", "value_high")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "sectors", Sector.objects.all())
        _offer(self, "province", Province.objects.all())

    @classmethod
    def of(cls, idea: Idea) -> dict[str, Any]:
        """What an idea says now, by field."""
        found = {name: getattr(idea, name) for name in IdeaForm.base_fields if name != "sectors"}
        for name in cls.SHORT:
            value = found[name]
            found[name] = int(value) if value is not None and value == int(value) else value
        return found | {"sectors": [sector.pk for sector in idea.sectors.all()]}

    def answers(self) -> IdeaAnswers:
        given = {name: self.cleaned_data[name] for name in IdeaForm.base_fields}
        del given["version"]
        return IdeaAnswers(**given | {"sectors": tuple(given["sectors"])})


class ReportForm(IdeaForm):
    """A new idea; who does not work for a party can say which party brought it in."""

    programme = forms.ModelChoiceField(
        queryset=Programme.objects.none(), label=_("For the programme"), empty_label=None
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Brought in by"),
        required=False,
        empty_label=_("No party in particular"),
    )
    field_order = ["programme", "title", "what"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        manages = user.kind == UserKind.PROGRAMME_MANAGER
        _offer(self, "programme", managed_by(user) if manages else open_to_ideas())
        if user.kind == UserKind.PARTY:
            del self.fields["organisation"]
        else:
            _offer(self, "organisation", parties())

    def answers(self) -> IdeaAnswers:
        self.cleaned_data.setdefault("version", None)
        return super().answers()


class CommissionForm(forms.Form):
    """Who explores: a director with an account, or a bureau by name."""

    explorer = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("Chain director"),
        help_text=_("Choose one of the two: a chain director, or an advice bureau below."),
        required=False,
        empty_label=_("Not a director, but the bureau below"),
    )
    bureau = forms.CharField(
        label=_("Advice bureau"),
        help_text=_("Instead of a director. The findings of a bureau are reported by the client."),
        max_length=200,
        required=False,
    )
    question = forms.CharField(
        label=_("Question"),
        help_text=_("What the exploration has to answer, so that a go or no-go can follow."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    budget = forms.DecimalField(
        label=_("Budget (euro)"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs=NARROW),
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "explorer", directors())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        told = {"explorer", "bureau"} <= given.keys()
        if told and bool(given["explorer"]) == bool(given["bureau"]):
            self.add_error(
                "bureau" if given["bureau"] else "explorer",
                _("Choose a chain director, or give the name of a bureau: one of the two."),
            )
        return given

    def commission(self) -> Commission:
        return Commission(**self.cleaned_data)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the exploration is withdrawn"), widget=forms.Textarea(attrs={"rows": 3})
    )


class FindingsForm(forms.Form):
    findings = forms.CharField(
        label=_("Findings"),
        help_text=_("What is there, who could take part, and what stands in the way."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    advice = forms.ChoiceField(label=_("Advice"), choices=Advice, widget=forms.RadioSelect)


class DropForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the idea is dropped"), widget=forms.Textarea(attrs={"rows": 3})
    )
    lesson = forms.CharField(
        label=_("Lesson"),
        help_text=_("What others can learn from it. It is kept as carefully as a go."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class IdeaFilterForm(forms.Form):
    """The whole state of the list stands in its address; what is unknown there is left out."""

    search = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Every state")), *IdeaState.choices], required=False
    )
    sector = forms.ModelChoiceField(
        queryset=Sector.objects.none(),
        label=_("Sector"),
        required=False,
        empty_label=_("Every sector"),
    )
    province = forms.ModelChoiceField(
        queryset=Province.objects.none(),
        label=_("Province"),
        required=False,
        empty_label=_("Every province"),
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[
            (Sort.OLDEST, _("Waits longest first")),
            (Sort.NEWEST, _("Newest first")),
            (Sort.TONNES, _("Most tonnes first")),
            (Sort.VALUE, _("Most value first")),
            (Sort.TITLE, _("By title")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "sector", Sector.objects.all())
        _offer(self, "province", Province.objects.all())
        self.full_clean()

    def chosen(self) -> IdeaFilter:
        given = getattr(self, "cleaned_data", {})
        sector, province = given.get("sector"), given.get("province")
        return IdeaFilter(
            search=given.get("search", ""),
            state=given.get("state", ""),
            sector=sector.pk if sector else "",
            province=province.pk if province else "",
        )

    def order(self) -> Sort:
        return Sort(getattr(self, "cleaned_data", {}).get("sort") or Sort.OLDEST)
