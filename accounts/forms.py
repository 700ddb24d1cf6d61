"""Forms of the profile and of invitations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User

LONGEST_VALIDITY_DAYS = 365


class ProfileForm(forms.ModelForm[User]):
    """What people change about themselves."""

    class Meta:
        model = User
        fields = ("name", "language")
        widgets = {
            "name": forms.TextInput(attrs={"class": "form-control", "autocomplete": "name"}),
            "language": forms.Select(attrs={"class": "form-select"}),
        }


class KeyForm(forms.Form):
    """A new key for a program."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands on the page of the profile, whose form has a name too.
        super().__init__(*args, **{"auto_id": "key_%s", **kwargs})

    name = forms.CharField(
        label=_("What is the key for?"),
        max_length=100,
        help_text=_("For example the name of the program that will use it."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    days = forms.IntegerField(
        label=_("Valid for how many days"),
        min_value=1,
        max_value=LONGEST_VALIDITY_DAYS,
        initial=90,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    read_only = forms.BooleanField(
        label=_("May only read"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class AcceptForm(forms.Form):
    """Name and password of an invited person; the service checks both."""

    name = forms.CharField(
        label=_("Your full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=200,
        strip=False,
        help_text=_("At least 10 characters; several words in a row are easy to remember."),
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("The password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "new-password"}),
    )

    def clean_password_again(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["password_again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ."))
        return again
