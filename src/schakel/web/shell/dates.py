from django import forms


class DayField(forms.DateField):
    """A day: a picker where the browser has one, and typed as day-month-year where it has not."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
