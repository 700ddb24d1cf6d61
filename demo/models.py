"""The mark of a database that was made for trying things out."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DemoDatabase(models.Model):
    """One row says that `make run` or ``seed_demo`` made this database: production refuses it."""

    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("demo database")
        verbose_name_plural = _("demo databases")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
