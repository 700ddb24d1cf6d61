"""A file that is on its way: announced with its hash, then sent in as many parts as the line allows."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.choices import DocumentKind
from partnerships.models.document import Document
from partnerships.models.partnership import Partnership


def upload_path(upload: "Upload", filename: str) -> str:
    """Store under the id: the person's file name never reaches the file system."""
    return f"uploads/{upload.pk}"


class Upload(models.Model):
    """What was announced, and how much of it has come. Gone after a day unless it is complete."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="uploads", verbose_name=_("partnership")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("uploaded by")
    )
    kind = models.CharField(_("kind of document"), max_length=20, choices=DocumentKind.choices)
    language = models.CharField(_("language"), max_length=10, blank=True)
    agreement_id = models.BigIntegerField(_("agreement"), null=True)
    activity_id = models.BigIntegerField(_("activity"), null=True)
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    received = models.PositiveBigIntegerField(_("bytes received"), default=0)
    file = models.FileField(_("file"), upload_to=upload_path, max_length=200)
    document = models.ForeignKey(
        Document, models.CASCADE, null=True, related_name="+", verbose_name=_("document")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return f"{self.name}: {self.received}/{self.size}"
