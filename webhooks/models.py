"""Addresses that are told of changes, and the log of what was sent."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_secret() -> str:
    """A key of 256 random bits, with which the receiver checks the signature."""
    return secrets.token_urlsafe(32)


class Webhook(models.Model):
    """One address of an approved partner. Changes up to ``cursor`` have been taken."""

    name = models.CharField(_("name"), max_length=100, unique=True, help_text=_("Name of the partner."))
    url = models.URLField(
        _("address"), max_length=500, help_text=_("An https address that accepts POST requests.")
    )
    contact = models.EmailField(_("contact"), help_text=_("Who to contact when deliveries fail."))
    # Kept as it is, since it signs; it opens nothing here.
    secret = models.CharField(_("secret"), max_length=64, default=new_secret, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    cursor = models.BigIntegerField(_("sent up to"), default=0, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    next_try_at = models.DateTimeField(_("next attempt"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("created by"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One attempt to tell a webhook of some changes."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    after = models.BigIntegerField(_("changes from (not included)"))
    upto = models.BigIntegerField(_("changes up to"))
    number = models.PositiveIntegerField(_("number of changes"))
    attempt = models.PositiveIntegerField(_("attempt"))
    response_status = models.PositiveSmallIntegerField(_("response status"), null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    is_resent = models.BooleanField(_("sent again by hand"), default=False)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ("-sent_at", "-pk")
        indexes = (models.Index(fields=("webhook", "-sent_at"), name="webhook_delivery_newest"),)

    def __str__(self) -> str:
        return f"{self.webhook} {self.after}–{self.upto}"

    @property
    def is_taken(self) -> bool:
        """Whether the receiver accepted the delivery."""
        return self.response_status is not None and 200 <= self.response_status < 300
