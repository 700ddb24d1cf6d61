"""The read model: one row for each partnership with everything that readers filter, sort, search and show.

Written by ``partnerships.records.refresh`` only, in the transaction that changed the partnership. Readers
need no join. ``Record`` holds the public part alone: what is not put there cannot get out. ``DeskRecord``
holds the same columns over all agreements, for officials and the desks.
"""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.fields import DateMultiRangeField
from partnerships.models.partnership import Partnership
from partnerships.models.public_change import TELLING_OF_RECORDS
from partnerships.models.record_count import COUNTING
from partnerships.models.record_version import NEW_VERSION


def _codes(verbose_name: Any) -> ArrayField:
    return ArrayField(models.TextField(), verbose_name=verbose_name, default=list)


class RecordColumns(models.Model):
    """Columns by which both read models are filtered, sorted and searched.

    ``units``, ``partners`` and ``facts`` repeat parties and agreements one by one (keys of one letter, see
    ``partnerships.records.columns``), for conditions that must hold for one and the same of several.
    """

    code = models.CharField(_("code"), max_length=20)
    status = models.CharField(_("status"), max_length=20)
    origin = models.CharField(_("origin"), max_length=20)
    is_public = models.BooleanField(_("public"))
    updated_at = models.DateTimeField(_("changed"))
    communities = _codes(_("KATOTTG codes of the communities"))
    oblasts = _codes(_("KATOTTG codes of the oblasts"))
    countries = _codes(_("countries"))
    municipalities = ArrayField(
        models.BigIntegerField(), verbose_name=_("foreign municipalities"), default=list
    )
    levels = _codes(_("levels of the foreign parties"))
    case_statuses = _codes(_("statuses with the Ministry"))
    document_types = _codes(_("types of document"))
    kinds = _codes(_("kinds of cooperation"))
    spheres = _codes(_("spheres of cooperation"))
    years = ArrayField(models.SmallIntegerField(), verbose_name=_("years of signing"), default=list)
    signed_first = models.DateField(_("first signed on"), null=True)
    signed_last = models.DateField(_("last signed on"), null=True)
    expires_first = models.DateField(_("first term ends on"), null=True)
    in_force = DateMultiRangeField(_("days with an agreement in force"), default="{}")
    out_of_force = DateMultiRangeField(_("days on which an agreement is not in force"), default="{}")
    force_unknown = DateMultiRangeField(_("days on which it is not known of an agreement"), default="{}")
    is_checked = models.BooleanField(_("checked by the Association"), default=False)
    is_cleared = models.BooleanField(_("cleared"), default=False)
    is_registered = models.BooleanField(_("registered"), default=False)
    units = models.JSONField(_("communities, listed separately"), default=list)
    partners = models.JSONField(_("foreign parties, listed separately"), default=list)
    facts = models.JSONField(_("agreements, listed separately"), default=list)
    sort_uk = models.TextField(_("sort key in Ukrainian"), db_collation="C", default="")
    sort_en = models.TextField(_("sort key in English"), db_collation="C", default="")
    words = SearchVectorField(_("lexemes"), default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


def _facets(name: str, **more: Any) -> GinIndex:
    """Any filter that few rows meet; without a pending list, so that reads cost the same at any time."""
    columns = ["communities", "oblasts", "countries", "municipalities", "levels", "case_statuses"]
    return GinIndex(
        fields=[*columns, "document_types", "kinds", "spheres", "years"], name=name, fastupdate=False, **more
    )


PUBLIC = models.Q(is_public=True)
NEWEST = models.F("partnership").desc()


# Both tables change together, so one trigger is enough. Deferred to the commit: whoever writes holds the
# version row for an instant only, and the order of versions is the order of commits.
CHANGE_VERSION = f"{NEW_VERSION}RETURN NULL;\n"


class Record(RecordColumns):
    """The public part of a partnership, with ``document``: its JSON as the API serves it to everybody.

    ``csv_row`` is its line in the export. The row of a partnership that is not public is there, too, and
    empty. What is ready holds until ``stale_on``, the next day on which an agreement comes
    into force or goes out of it, or on which this is no longer known.
    """

    partnership = models.OneToOneField(
        Partnership, models.CASCADE, primary_key=True, related_name="record", verbose_name=_("partnership")
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    document = models.TextField(_("public document"), default="")
    stale_on = models.DateField(_("public document valid until"), null=True)
    csv_row = models.TextField(_("export row"), default="")

    class Meta:
        verbose_name = _("public record")
        verbose_name_plural = _("public records")
        indexes = (
            models.Index(fields=["-partnership"], name="record_newest", condition=PUBLIC),
            models.Index(fields=["updated_at", "partnership"], name="record_changed", condition=PUBLIC),
            models.Index(fields=["code", "partnership"], name="record_by_code", condition=PUBLIC),
            models.Index(fields=["sort_uk", "partnership"], name="record_by_name_uk", condition=PUBLIC),
            models.Index(fields=["sort_en", "partnership"], name="record_by_name_en", condition=PUBLIC),
            models.Index(fields=["status", "-partnership"], name="record_by_status", condition=PUBLIC),
            # By the place of a country in the array, each in order (records.select).
            models.Index("countries__0", NEWEST, name="record_by_country", condition=PUBLIC),
            models.Index("countries__0", "status", NEWEST, name="record_by_country_status", condition=PUBLIC),
            models.Index(
                "countries__1",
                NEWEST,
                name="record_by_second_country",
                condition=PUBLIC & models.Q(countries__1__isnull=False),
            ),
            models.Index(
                fields=["-partnership"],
                include=["countries"],
                name="record_many_countries",
                condition=PUBLIC & models.Q(countries__2__isnull=False),
            ),
            models.Index(
                fields=["stale_on"], name="record_stale", condition=models.Q(stale_on__isnull=False)
            ),
            # Partial, or the planner would look up all public rows to combine them with a rare word's few.
            GinIndex(fields=["words"], name="record_words", fastupdate=False, condition=PUBLIC),
            _facets("record_facets", condition=PUBLIC),
        )
        triggers = (
            pgtrigger.Trigger(
                name="change_version",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=CHANGE_VERSION,
            ),
            *COUNTING,
            *TELLING_OF_RECORDS,
        )


class DeskRecord(RecordColumns):
    """A partnership with all its agreements, for its officials and the desks."""

    partnership = models.OneToOneField(
        Partnership,
        models.CASCADE,
        primary_key=True,
        related_name="desk_record",
        verbose_name=_("partnership"),
    )
    has_case = models.BooleanField(_("has a case with the Ministry"), default=False)

    class Meta:
        verbose_name = _("workspace record")
        verbose_name_plural = _("workspace records")
        indexes = (
            models.Index(fields=["updated_at", "partnership"], name="desk_record_changed"),
            models.Index(fields=["status", "-partnership"], name="desk_record_by_status"),
            GinIndex(fields=["words"], name="desk_record_words", fastupdate=False),
            _facets("desk_record_facets"),
        )
