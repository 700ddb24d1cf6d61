"""Forms of the profile and of invitations."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.core import context
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.limits import limited
from accounts.models import Invitation, User
from accounts.tasks import send_password_reset_job

COMMUNITY: Any = Invitation._meta.get_field("community")
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


class UnitsChoice(forms.ModelMultipleChoiceField):
    """Several communities; some share a name."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the unit with its oblast."""
        name: str = obj.placed_name
        return name


class KeyForm(forms.Form):
    """A new key for a program."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands on the page of the profile, whose form has a name too.
        units = kwargs.pop("communities", None)
        super().__init__(*args, **{"auto_id": "key_%s", **kwargs})
        field: Any = self.fields["communities"]
        if units is None or len(units) < 2:  # nothing to choose from
            del self.fields["communities"]
        else:
            field.queryset = units

    name = forms.CharField(
        label=_("What is the key for?"),
        max_length=100,
        help_text=_("For example the name of the program that will use it."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    days = forms.IntegerField(
        label=_("Number of days it is valid"),
        min_value=1,
        max_value=LONGEST_VALIDITY_DAYS,
        initial=90,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    read_only = forms.BooleanField(
        label=_("Read-only"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    communities = UnitsChoice(
        label=_("Only for these communities"),
        queryset=COMMUNITY.related_model.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text=_("If you choose none, the key works for all your communities."),
    )


class UnitChoice(forms.ModelChoiceField):
    """One of several communities; some share a name."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the unit with its oblast."""
        name: str = obj.placed_name
        return name


class InviteForm(forms.Form):
    """A colleague to invite; the service checks the rest."""

    email = forms.EmailField(
        label=_("Colleague’s email address"),
        max_length=254,
        help_text=_("We will send a link to this address. It is valid for 14 days."),
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    community = UnitChoice(
        label=_("Community"),
        queryset=COMMUNITY.related_model.objects.none(),
        widget=forms.Select(attrs={"class": "form-select"}),
        empty_label=None,
    )
    position = forms.CharField(
        label=_("Position"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    language = forms.ChoiceField(
        label=_("Language of emails to this person"),
        choices=Invitation._meta.get_field("language").choices or [],
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, communities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["community"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = communities
        if len(communities) == 1:
            field.initial, field.widget = communities[0], forms.HiddenInput()


class QueuedResetForm(ResetPasswordForm):
    """Asks for a link by email without looking whether the account exists: a job does.

    So the answer and its time are the same for every address, and a mail server that is away loses nothing.
    """

    def clean_email(self) -> str:
        """Take any address; allauth's own form looks for its account here. Too many are refused, of all alike."""
        email: str = self.cleaned_data["email"].strip().lower()
        limited(context.request, "letter", email)
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Put the sending into the queue."""
        email: str = self.cleaned_data["email"]
        send_password_reset_job.defer(email=email)
        return email


class EndMembershipForm(forms.Form):
    """When a membership ends: at once, or after a last day."""

    NOW, AFTER = "now", "after"

    when = forms.ChoiceField(
        label=_("When does access end?"),
        choices=[(NOW, _("Now, with the next request")), (AFTER, _("After the last day"))],
        initial=AFTER,
        required=False,
        widget=forms.RadioSelect,
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Not needed if access ends now."),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        error_messages={"invalid": _("Enter the date as day, month and year, for example 15.03.2026.")},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the day where there is no other end."""
        typed: dict[str, Any] = super().clean() or {}
        if not self.ends_now and "last_day" not in self.errors and not typed.get("last_day"):
            self.add_error("last_day", _("Enter the last day."))
        return typed

    @property
    def ends_now(self) -> bool:
        """Whether access is to stop at once."""
        return self.cleaned_data.get("when") == self.NOW


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
        help_text=_("Use at least 10 characters. Several words together are easy to remember."),
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Repeat the password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "new-password"}),
    )

    def clean_password_again(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["password_again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The passwords do not match."))
        return again
