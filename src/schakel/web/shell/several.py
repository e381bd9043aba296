"""The field with which a form takes several records."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONGEST_KEY = 18  # Digits; a key beyond 64 bits is an error of the database, not an unknown key.


class SeveralField(forms.ModelMultipleChoiceField):
    """A key that no database can hold is no choice, as any other unknown key."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": key})
        return super().clean(value)
