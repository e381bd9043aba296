from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)


class DayField(forms.DateField):
    """A day: a picker where the browser has one, and typed as day-month-year where it has not.

    A year that nobody can mean, such as 0026, is refused.
    """

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [MinValueValidator(FIRST), MaxValueValidator(LAST)]
