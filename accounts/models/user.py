"""A person who signs in, by e-mail address."""

from typing import Any, ClassVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.roles import DESK_ROLES, Role


class UserManager(BaseUserManager["User"]):
    """Creates users; addresses are kept in lower case, since people type them either way."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person; without a password nobody can sign in until one is set by a link."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an administrator (``manage.py createsuperuser``)."""
        return self.create_user(
            email, password, **{"role": Role.ADMINISTRATOR, **fields, "is_superuser": True}
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address, however it is typed."""
        return self.get(email=(username or "").strip().lower())


@pghistory.track(fields=["email", "name", "role", "language", "is_active"], model_name="UserEvent")
class User(AbstractBaseUser, PermissionsMixin):
    """One person with one role; an official's communities come from dated memberships."""

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("full name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.OFFICIAL)
    language = models.CharField(
        _("language of emails"),
        max_length=2,
        choices=[("uk", "Українська"), ("en", "English")],
        default="uk",
    )
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)

    # Set for one request by a token that is limited to some communities (ids); never stored.
    acts_only_for: frozenset[int] | None = None
    _password_taken = False  # set until it is saved

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("email",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("There is already an account with this email address."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """End what the former password has opened, however it was changed (page, link, admin, command)."""
        # Django keeps the plain one until it is saved, but not where only the hash was renewed.
        has_new_password = self.pk is not None and (
            getattr(self, "_password", None) is not None or self._password_taken
        )
        with transaction.atomic():
            super().save(*args, **kwargs)
            if has_new_password:
                from accounts.services.sessions import end_access

                end_access(self)
        self._password_taken = False

    def set_unusable_password(self) -> None:
        """Take the password away."""
        super().set_unusable_password()
        self._password_taken = True

    @property
    def is_staff(self) -> bool:
        """Whether the desks (the admin) are open to this person."""
        return self.is_active and self.role in DESK_ROLES

    def get_full_name(self) -> str:
        """Return the name, or the address of a person who has not given one."""
        return str(self)
