"""What was typed into a filing and is not in its record yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership


class FilingDraft(models.Model):
    """Input of an open filing as it was typed, step by step: also what the record itself cannot hold.

    It is written in the background every few seconds; the record, its version and its history change only
    when a person saves. Gone as soon as the filing is submitted or withdrawn.
    """

    partnership = models.OneToOneField(
        Partnership, models.CASCADE, related_name="filing_draft", verbose_name=_("partnership")
    )
    # Of the page on which the filing was begun: sent twice, it makes one draft.
    token = models.UUIDField(_("form key"), null=True, unique=True, editable=False)
    typed = models.JSONField(_("unsaved text"), default=dict, editable=False)  # {step: {field: [values]}}
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("filing draft")
        verbose_name_plural = _("filing drafts")

    def __str__(self) -> str:
        return str(self.partnership_id)
