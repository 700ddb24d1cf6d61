"""Questions and answers about a filing."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.choices import CommentVisibility
from partnerships.models.partnership import Partnership


@pghistory.track()
class Comment(models.Model):
    """One remark; ``desk`` comments are read by people of the author's role only."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="comments", verbose_name=_("partnership")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    author_role = models.CharField(_("role of the author"), max_length=20, editable=False)
    visibility = models.CharField(
        _("who can read it"),
        max_length=10,
        choices=CommentVisibility.choices,
        default=CommentVisibility.OFFICIAL,
    )
    text = models.TextField(_("text"), max_length=5000)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("partnership", "created_at", "id")

    def __str__(self) -> str:
        return self.text[:80]
