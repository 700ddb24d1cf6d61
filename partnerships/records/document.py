"""The public JSON document of a partnership, byte for byte as the API serves it to everybody."""

from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser
from rest_framework.renderers import JSONRenderer

from partnerships.models import Partnership

EVERYBODY = SimpleNamespace(user=AnonymousUser())


def public_document(partnership: Partnership) -> str:
    """Return the document; ``partnership`` was fetched with ``with_everything``."""
    from partnerships.api.serializers import PartnershipSerializer  # the one list of public fields

    shown = PartnershipSerializer(partnership, context={"request": EVERYBODY})
    rendered: bytes = JSONRenderer().render(shown.data)
    return rendered.decode()
