"""Files of a partnership or of one of its agreements."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.choices import DocumentKind, Inside
from partnerships.models.agreement import Agreement
from partnerships.models.partnership import Partnership


def document_path(document: "Document", filename: str) -> str:
    """Store under the hash: the person's file name never reaches the file system."""
    return f"documents/{document.sha256[:2]}/{document.sha256}"


@pghistory.track()
class Document(models.Model):
    """One uploaded file; its type is detected from the content, its hash is computed on arrival."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="documents", verbose_name=_("partnership")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("agreement"),
    )
    # An activity that is removed leaves its file with the partnership: nothing uploaded is lost.
    activity = models.ForeignKey(
        "partnerships.Activity",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("activity"),
    )
    kind = models.CharField(_("kind of document"), max_length=20, choices=DocumentKind.choices)
    language = models.CharField(_("language"), max_length=10, blank=True)
    file = models.FileField(_("file"), upload_to=document_path, max_length=200)
    original_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    detected_type = models.CharField(_("type"), max_length=100, editable=False)
    # What it holds beside its text (codes of choices.Inside): a warning for whoever opens it.
    inside = ArrayField(
        models.CharField(max_length=30, choices=Inside.choices),
        verbose_name=_("inside the file"),
        default=list,
        editable=False,
    )
    is_public = models.BooleanField(_("public"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("partnership", "-uploaded_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(agreement=None) | Q(activity=None),
                name="document_of_one_thing",
                violation_error_message=_(
                    "A file can belong to an agreement or to an activity, not to both."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.original_name
