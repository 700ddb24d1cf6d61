"""Notices to people, and how each person wants them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from notices.choices import Delivery, NoticeKind


class Notice(models.Model):
    """One event told to one person. Facts only: the words are made when it is read or sent."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("person")
    )
    # Whoever changes desks does not take what the former role was told along.
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    kind = models.CharField(_("event"), max_length=30, choices=NoticeKind.choices)
    key = models.CharField(max_length=100)  # names the event itself: told once to each person
    partnership = models.ForeignKey(
        "partnerships.Partnership", models.CASCADE, related_name="notices", verbose_name=_("partnership")
    )
    facts = models.JSONField(default=dict)
    delivery = models.CharField(_("by email"), max_length=10, choices=Delivery.choices)
    # Of a step that can still be taken back: its letter waits until then.
    held_until = models.DateTimeField(_("email waits until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-created_at", "-id")
        constraints = (models.UniqueConstraint(fields=("recipient", "key"), name="notice_once_per_event"),)
        indexes = (
            models.Index(fields=("recipient", "-created_at", "-id"), name="notice_inbox"),
            models.Index(fields=("recipient",), name="notice_unread", condition=Q(read_at=None)),
            models.Index(
                fields=("recipient",), name="notice_for_digest", condition=Q(delivery="daily", sent_at=None)
            ),
            models.Index(fields=("kind", "key"), name="notice_by_event"),
        )

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_id}"


class NoticeSettings(models.Model):
    """What a person wants by e-mail; without a row everything comes at once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_settings", verbose_name=_("person")
    )
    delivery = models.CharField(
        _("How often we email you"), max_length=10, choices=Delivery.choices, default=Delivery.AT_ONCE
    )
    # What is not wanted, so that events added later reach everybody.
    muted = ArrayField(models.CharField(max_length=30, choices=NoticeKind.choices), default=list, blank=True)
    digest_on = models.DateField(_("last daily email"), null=True, editable=False)

    class Meta:
        verbose_name = _("notice settings")
        verbose_name_plural = _("notice settings")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.delivery}"

    def delivery_of(self, kind: str) -> str:
        """How an event of this kind goes out to this person."""
        return Delivery.NONE if kind in self.muted else self.delivery
