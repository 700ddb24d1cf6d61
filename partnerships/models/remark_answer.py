"""What officials answer to the remarks of a desk."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.errors import Text
from common.remarks import ANSWER_LABELS, MOST_ANSWER_LETTERS
from partnerships.models.partnership import Partnership


class AnsweredRemarkModel(models.Model):
    """The answer to one remark of the last return; those of earlier returns stay in the history."""

    code = models.CharField(_("remark"), max_length=30)
    is_done = models.BooleanField(_("done as asked"), null=True)
    text = models.TextField(_("answer to the remark"), blank=True, max_length=MOST_ANSWER_LETTERS)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.code}: {self.text or self.is_done}"

    @property
    def said(self) -> Text:
        """Whether it was done, in a word."""
        return ANSWER_LABELS[self.is_done]


@pghistory.track()
class RemarkAnswer(AnsweredRemarkModel):
    """An answer to a remark of the Association."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="answers", verbose_name=_("partnership")
    )

    class Meta(AnsweredRemarkModel.Meta):
        verbose_name = _("answer to a remark")
        verbose_name_plural = _("answers to remarks")
        constraints = (
            models.UniqueConstraint(fields=("partnership", "code"), name="remark_answered_once"),
            models.CheckConstraint(
                condition=Q(is_done=True) | ~Q(text=""), name="remark_answer_says_something"
            ),
        )
