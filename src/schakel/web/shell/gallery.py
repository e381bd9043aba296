"""What the component gallery shows: one of everything, for makers of pages and for the tests."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from schakel.web.shell.stale import compare

OURS, THEIRS = "Een tekst over schuim en katoen.", "De tekst over schuim en hout."
LEVELS = [("low", "1"), ("medium", "2"), ("high", "3")]


class GalleryForm(forms.Form):
    title = forms.CharField(help_text="CharField")
    kind = forms.ChoiceField(choices=[("", ""), ("a", "A"), ("b", "B")])
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    amount = forms.IntegerField()
    when = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    level = forms.ChoiceField(choices=LEVELS, widget=forms.RadioSelect)
    agree = forms.BooleanField()


class NoteForm(forms.Form):
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)


def context() -> dict[str, Any]:
    options = [
        {"value": name, "label": name, "count": count, "selected": name == "A"}
        for name, count in (("A", 12), ("B", 7), ("C", 3), ("D", 0))
    ]
    phases = [
        {"label": "A", "state": "done"},
        {"label": "B", "state": "current"},
        {"label": "C", "state": "next"},
    ]
    return {
        "form": GalleryForm({"title": "Schakel"}),
        "note_form": NoteForm(initial={"note": OURS, "version": 1}),
        "comparison": compare(NoteForm({"note": OURS}), {"note": THEIRS}, None),
        "options": options,
        "page": Paginator(range(120), 10).page(3),
        "phases": phases,
        "today": timezone.localdate(),
    }
