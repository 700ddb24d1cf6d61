"""What people of the desks keep for themselves, and who took which lists out of the registry."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 2000


class SavedFilter(models.Model):
    """Filters of a list under a name, for one person; the link itself can be given to anybody."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("person")
    )
    list_name = models.CharField(_("list"), max_length=100)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("filters"), max_length=LONGEST_QUERY)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("user", "list_name", "name"), name="saved_filter_once_by_name"),
        )

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns that one person wants to see in a list."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="chosen_columns", verbose_name=_("person")
    )
    list_name = models.CharField(_("list"), max_length=100)
    columns = ArrayField(models.CharField(max_length=50), verbose_name=_("columns"))

    class Meta:
        verbose_name = _("chosen columns")
        verbose_name_plural = _("chosen columns")
        constraints = (
            models.UniqueConstraint(fields=("user", "list_name"), name="chosen_columns_once_a_list"),
        )

    def __str__(self) -> str:
        return f"{self.list_name}: {', '.join(self.columns)}"


class Visit(models.Model):
    """Up to when a person has seen what changed: the sign-in before this one, or when they said so."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="visit",
        verbose_name=_("person"),
    )
    signed_in_at = models.DateTimeField(_("last sign-in"))
    seen_until = models.DateTimeField(_("seen up to"))

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return f"{self.user}: {self.seen_until}"


class ListExport(models.Model):
    """One list that somebody took out of the registry: which, how filtered, how many rows. Never changed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="list_exports", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20)
    list_name = models.CharField(_("list"), max_length=100)
    query = models.TextField(_("filters"), blank=True)
    format = models.CharField(_("format"), max_length=10)
    rows = models.PositiveIntegerField(_("rows"))
    exported_at = models.DateTimeField(_("rows exported"), auto_now_add=True)

    class Meta:
        verbose_name = _("list export")
        verbose_name_plural = _("list exports")
        ordering = ("-exported_at", "-pk")
        indexes = (models.Index(fields=("-exported_at", "-id"), name="list_export_newest"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.list_name}, {self.rows}"
