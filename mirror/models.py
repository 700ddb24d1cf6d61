"""What is kept of another registry."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MirroredRegistry(models.Model):
    """One registry that is copied, and up to which of its changes."""

    url = models.URLField(_("address"), max_length=300, unique=True)
    cursor = models.CharField(_("cursor"), max_length=19, default="0")
    followed_at = models.DateTimeField(_("up to date until"), null=True)

    class Meta:
        verbose_name = _("copied registry")
        verbose_name_plural = _("copied registries")

    def __str__(self) -> str:
        return self.url


class MirroredAct(models.Model):
    """The hash of one legal act, as the mirror saw it first: what the register has said, it has to go on saying.

    Kept also when the copy is begun anew.
    """

    registry = models.ForeignKey(
        MirroredRegistry, models.CASCADE, related_name="acts", verbose_name=_("copied registry")
    )
    sequence = models.PositiveIntegerField(_("position in the chain"))
    act_hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("seen legal act")
        verbose_name_plural = _("seen legal acts")
        constraints = (models.UniqueConstraint(fields=("registry", "sequence"), name="mirrored_act_once"),)

    def __str__(self) -> str:
        return f"{self.sequence}: {self.act_hash}"


class MirroredDocument(models.Model):
    """One public record of another registry, as its API shows it."""

    registry = models.ForeignKey(
        MirroredRegistry, models.CASCADE, related_name="documents", verbose_name=_("copied registry")
    )
    resource = models.CharField(_("resource"), max_length=20)
    key = models.CharField(_("key"), max_length=120)
    document = models.JSONField(_("document"))

    class Meta:
        verbose_name = _("copied record")
        verbose_name_plural = _("copied records")
        constraints = (
            models.UniqueConstraint(fields=("registry", "resource", "key"), name="mirrored_document_once"),
        )

    def __str__(self) -> str:
        return f"{self.resource} {self.key}"
