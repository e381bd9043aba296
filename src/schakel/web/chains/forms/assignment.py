"""The assignment of a director: appointing and ending, tasks, handover, experts."""

from typing import Any

from django import forms
from django.forms.renderers import get_default_renderer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.domain.accounts.models import User
from schakel.domain.accounts.queries import directors
from schakel.domain.chains.actions.assignment import TaskLine
from schakel.domain.chains.actions.experts import ExpertTerms
from schakel.domain.chains.choices import EndReason, Payer, RateKind, StandardTask
from schakel.domain.chains.models import Expert
from schakel.web.chains.forms.director import criterion_choices
from schakel.web.shell.dates import DayField

NARROW = {"inputmode": "decimal", "class": "schakel-field__narrow"}
MOST_TASKS = 30


class AppointForm(forms.Form):
    director = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("Chain director"),
        empty_label=gettext_lazy("Choose a person"),
    )
    hours_per_week = forms.DecimalField(
        label=gettext_lazy("Hours a week"),
        min_value=0,
        max_value=40,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs=NARROW),
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Leave this empty if the period is open."),
        required=False,
    )
    rate = forms.DecimalField(
        label=gettext_lazy("Rate"),
        help_text=gettext_lazy("Without VAT. Only the client and the director read it."),
        min_value=0,
        max_digits=9,
        decimal_places=2,
        localize=True,
        required=False,
        widget=forms.TextInput(attrs=NARROW),
    )
    rate_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of rate"),
        choices=[("", gettext_lazy("no rate")), *RateKind.choices],
        required=False,
    )
    why = forms.CharField(
        label=gettext_lazy("Why this person nevertheless"),
        help_text=gettext_lazy(
            "Needed where the parties nominated another, interests are not declared, or a conflict "
            "is open. It stays visible."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        director = self.fields["director"]
        assert isinstance(director, forms.ModelChoiceField)
        director.queryset = directors()

    def clean(self) -> None:
        rate, kind = self.cleaned_data.get("rate"), self.cleaned_data.get("rate_kind")
        if "rate" in self.cleaned_data and (rate is None) is bool(kind):
            self.add_error(
                "rate" if rate is None else "rate_kind",
                _("Give both a rate and its kind, or neither."),
            )


class EndForm(forms.Form):
    ends_on = DayField(label=gettext_lazy("Last day"))
    reason = forms.ChoiceField(label=gettext_lazy("Reason of the end"), choices=EndReason)
    note = forms.CharField(
        label=gettext_lazy("Explanation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TaskForm(forms.Form):
    """A task; one without words is left out, one that is off stays on the list."""

    standard = forms.ChoiceField(
        choices=[("", ""), *StandardTask.choices], required=False, widget=forms.HiddenInput
    )
    text = forms.CharField(
        label=gettext_lazy("Task"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "schakel-field__short"}),
    )
    is_on = forms.BooleanField(
        label=gettext_lazy("Part of the assignment"), required=False, initial=True
    )

    def has_changed(self) -> bool:
        return True


class TaskFormSet(forms.BaseFormSet):
    """The tasks of an assignment, with two empty rows."""

    form = TaskForm
    renderer = get_default_renderer()
    extra, min_num, max_num, absolute_max = 2, 0, MOST_TASKS, MOST_TASKS
    can_order, can_delete, can_delete_extra = False, False, False
    validate_min, validate_max = False, True

    def clean(self) -> None:
        if not any(self.errors) and not any(line.is_on for line in self.lines()):
            raise forms.ValidationError(_("Leave at least one task in the assignment."))

    def lines(self) -> list[TaskLine]:
        """The rows that say something; a standard task in its own words keeps no text."""
        lines = []
        for row in (form.cleaned_data for form in self.forms):
            standard, text = row.get("standard", ""), row.get("text", "")
            if standard and text in ("", str(StandardTask(standard).label)):
                text = ""
            if standard or text:
                lines.append(TaskLine(standard, text, bool(row.get("is_on"))))
        return lines


class SeenForm(forms.Form):
    """Beside the rows: the hash says which ones were on the screen."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput)


class HandoverForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What the next director has to know"),
        help_text=gettext_lazy(
            "Relations, agreements by word of mouth, what is delicate, what the next step is. "
            "Every director after this one reads it, and the client."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ExpertForm(forms.ModelForm):
    """Who, for what, from when, who pays and why; `version` is what the person started from."""

    criterion = forms.ChoiceField(
        label=gettext_lazy("For which gap"),
        choices=criterion_choices,
        help_text=gettext_lazy("The trait or role that the expert adds to."),
    )
    payer = forms.ChoiceField(label=gettext_lazy("Who pays"), choices=Payer)
    starts_on = DayField(label=gettext_lazy("From"))
    ends_on = DayField(label=gettext_lazy("Until"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Expert
        fields = ["name", "organisation", "criterion", "why", "starts_on", "ends_on", "payer"]
        labels = {"why": gettext_lazy("Why, and for which work")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].widget.attrs["rows"] = 4
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    def clean(self) -> None:
        super().clean()
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day."))

    def terms(self) -> ExpertTerms:
        return ExpertTerms(**{name: self.cleaned_data[name] for name in self._meta.fields or ()})
