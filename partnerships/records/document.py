"""The public JSON document of a partnership, byte for byte as the API serves it to everybody."""

from functools import cache
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from rest_framework.renderers import JSONRenderer

from partnerships.models import Partnership

EVERYBODY = SimpleNamespace(user=AnonymousUser())


def public_document(partnership: Partnership) -> str:
    """Return the document; ``partnership`` was fetched with ``with_everything``."""
    rendered: bytes = JSONRenderer().render(_serializer().to_representation(partnership))
    return rendered.decode()


@cache
def _serializer() -> Any:
    """One for all documents: copying its fields for each would take as long as reading them."""
    from partnerships.api.serializers import PartnershipSerializer  # the one list of public fields

    return PartnershipSerializer(context={"request": EVERYBODY})
