"""The version of all records together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Within a deferred trigger: whoever writes holds the row from there to the end of the commit, so the order of
# versions is the order of commits.
NEW_VERSION = """
INSERT INTO partnerships_recordversion (id, version) VALUES (1, pg_current_xact_id()::text::bigint)
ON CONFLICT (id) DO UPDATE SET version = excluded.version
WHERE partnerships_recordversion.version <> excluded.version;
"""


class RecordVersion(models.Model):
    """One row: the number of the transaction that last changed a record. Never the same twice.

    A page made under a version may be given out again while the version stands.
    """

    version = models.BigIntegerField(_("version"))

    class Meta:
        verbose_name = _("record version")
        verbose_name_plural = _("record versions")

    def __str__(self) -> str:
        return str(self.version)
