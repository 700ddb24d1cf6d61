"""An invitation of a person to act for a community, sent by e-mail."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by whether their links work."""

    def open(self) -> "InvitationQuerySet":
        """Invitations that can still be accepted."""
        return self.filter(expires_at__gt=timezone.now(), accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """Only the hash of the link's secret is kept, so a copy of the database opens no account.

    The secret is made when the email is sent (``accounts.tasks``), so that no queue holds it either.
    """

    email = models.EmailField(_("email"))
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, related_name="invitations", verbose_name=_("community")
    )
    position = models.CharField(_("position"), max_length=200, blank=True)
    language = models.CharField(
        _("language of emails"),
        max_length=2,
        choices=[("uk", "Українська"), ("en", "English")],
        default="uk",
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )

    sent_at = models.DateTimeField(_("email sent"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    # Nobody where a newer invitation has taken the place of this one.
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.email} — {self.community}"

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        is_over = self.accepted_at is not None or self.withdrawn_at is not None
        return not is_over and self.expires_at > timezone.now()
