"""Accounts of people; administrators make those of staff."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.models import Membership, User
from accounts.roles import DESK_ROLES, Role
from accounts.services.people import (
    ENDS_MEMBERSHIPS,
    change_account,
    memberships_ended_by,
    questions_about,
)
from common.acting import acting
from common.admin.access import Access, RoleModelAdmin
from common.admin.filters import by_column

OWN_FIELDS = ("email", "name", "role", "language")
CHANGED_HERE = frozenset({*OWN_FIELDS, "is_active"})


class LowerCaseEmailMixin:
    """Addresses are kept in lower case, since people type them either way."""

    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class NewUserForm(LowerCaseEmailMixin, UserCreationForm):
    """A new account. Without a password the person chooses one by the link of «Forgot password»."""

    class Meta:
        model = User
        fields = OWN_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in Role if role in DESK_ROLES]
        self.fields["role"].initial = Role.ASSOCIATION
        password = self.fields["usable_password"]
        password.label, password.help_text = _("Password"), ""
        password.choices = password.widget.choices = [
            ("true", _("I will set the first password")),
            ("false", _("No password yet: the person gets a link through “Forgot your password?”")),
        ]


class ChangedUserForm(LowerCaseEmailMixin, UserChangeForm):
    """An account as it is. A desk for somebody who acts for communities has to be confirmed."""

    end_memberships = forms.BooleanField(label=_("End the memberships"), required=False)

    class Meta:
        model = User
        fields = (*OWN_FIELDS, "is_active", "password")

    def clean(self) -> dict[str, Any]:
        """Say which memberships the new role would end, unless that is confirmed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        before = User.objects.get(pk=self.instance.pk)
        ending = list(memberships_ended_by(before, cleaned.get("role", before.role)))
        if not cleaned.get("end_memberships"):
            for question in questions_about(ending):
                self.add_error("end_memberships", str(question.detail))
        return cleaned


@admin.register(User)
class UserAdmin(DjangoUserAdmin, RoleModelAdmin):  # type: ignore[misc]  # both take what get_paginator is given
    """People with their role. Nobody is deleted: history names them; an account is closed instead."""

    access = Access(
        view=frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
        add=frozenset({Role.ADMINISTRATOR}),
        change=frozenset({Role.ADMINISTRATOR}),
    )
    form = ChangedUserForm
    add_form = NewUserForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "name", "role", "is_active", "last_login")
    list_filter = (
        by_column("role", _("role"), Role.choices),
        by_column(
            "is_active", _("access"), [("True", pgettext_lazy("account", "active")), ("False", _("closed"))]
        ),
    )
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": (*OWN_FIELDS, "is_active", "password")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets: Any = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (*OWN_FIELDS, "usable_password", "password1", "password2"),
                "description": _(
                    "Officials are not added here: the Association invites them for their community."
                ),
            },
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever acts for communities has one more field: what a desk would end."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not Membership.objects.lasting().filter(user=obj).exists():
            return fieldsets
        (title, first), *others = fieldsets
        return ((title, {**first, "fields": (*first["fields"], "end_memberships")}), *others)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write with the actor's name in the history; a change of role may end memberships."""
        actor: Any = request.user
        if not change:
            with acting(actor, "create_account"):
                super().save_model(request, obj, form, change)
            return
        changed = {name: form.cleaned_data[name] for name in form.changed_data if name in CHANGED_HERE}
        confirm = [ENDS_MEMBERSHIPS] if form.cleaned_data.get("end_memberships") else []
        change_account(obj.pk, actor=actor, values=changed, confirm=confirm)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """From what to what: the history tables know it, the admin's own log does not."""
        if not self.has_view_permission(request):
            raise PermissionDenied(_("Your role does not work with these records."))
        if self.get_object(request, object_id) is None:
            raise Http404
        return redirect(f"{reverse('admin:account_history')}?{urlencode({'person': object_id})}")

    def get_form(
        self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Nobody takes the administrator's role or the access from themselves by mistake."""
        form: type[forms.ModelForm] = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None and obj.pk == request.user.pk:
            for name in ("role", "is_active"):
                if name in form.base_fields:
                    form.base_fields[name].disabled = True
        return form
