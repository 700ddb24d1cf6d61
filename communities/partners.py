"""Whether a community has a partner. Partnerships belong to a later app, which is asked for by its name."""

from django.apps import apps
from django.db.models import Exists, OuterRef

NOT_COUNTED = ("draft", "rejected", "withdrawn")


def has_partner() -> Exists:
    """Whether the community of the outer row is a party to a partnership that counts.

    Drafts, rejected, withdrawn and merged ones do not.
    """
    party = apps.get_model("partnerships", "Party")
    parties = party.objects.filter(community=OuterRef("pk"), partnership__merged_into=None)
    return Exists(parties.exclude(partnership__status__in=NOT_COUNTED))
