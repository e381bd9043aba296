from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    """An account for who was invited; the e-mail address is that of the invitation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 12 characters; a few words in a row are easy to remember."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class AnswerForm(forms.Form):
    """Nothing to fill in: it carries what an action refuses."""
