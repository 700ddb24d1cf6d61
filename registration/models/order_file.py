"""The order itself, as a file."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.choices import Inside
from registration.models.order import MinistryOrder


def order_path(file: "OrderFile", filename: str) -> str:
    """Store under the hash: the person's file name never reaches the file system."""
    return f"orders/{file.sha256[:2]}/{file.sha256}"


class OrderFile(models.Model):
    """One file of an order, as it was attached; a better scan is another row, never a change of this one."""

    order = models.ForeignKey(
        MinistryOrder, models.PROTECT, related_name="files", verbose_name=_("Ministry order")
    )
    file = models.FileField(_("file"), upload_to=order_path, max_length=200)
    original_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    detected_type = models.CharField(_("type"), max_length=100, editable=False)
    inside = ArrayField(
        models.CharField(max_length=30, choices=Inside.choices),
        verbose_name=_("inside the file"),
        default=list,
        editable=False,
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("order file")
        verbose_name_plural = _("order files")
        ordering = ("-uploaded_at", "-pk")
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.original_name
