"""Examples of what is written, for the OpenAPI document; the tests send each of them."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer

from partnerships.api.bulk_views import BulkInput
from partnerships.api.inputs import (
    ActivityWrite,
    AgreementWrite,
    CommentWrite,
    PartnershipPatch,
    PartnershipWrite,
)
from partnerships.api.upload_views import AnnounceInput

AGREEMENT = {
    "document_type": "memorandum",
    "title_uk": "Меморандум про співпрацю",
    "title_en": "Memorandum of cooperation",
    "kinds": ["interterritorial"],
    "spheres": ["health", "education"],
    "term": {"kind": "years", "years": 5},
}
FILING = {
    "community_parties": [{"katottg": "UA32060050000030591", "body_kind": "council"}],
    "foreign_parties": [{"municipality": 17, "body_kind": "council"}],
    "started": {"date": "2022-06-01", "precision": "month"},
    "summary_uk": "Обмін досвідом лікарень і шкіл.",
    "agreement": AGREEMENT,
}
EXAMPLES = {
    PartnershipWrite: FILING,
    PartnershipPatch: {"summary_uk": "Обмін досвідом лікарень, шкіл і бібліотек."},
    BulkInput: {"partnerships": [FILING], "all_or_nothing": False},
    AgreementWrite: AGREEMENT,
    ActivityWrite: {
        "type": "aid",
        "happened": {"date": "2023-10-01", "precision": "month"},
        "title_uk": "Шкільний автобус",
        "value": "390000.00",
        "currency": "UAH",
        "people": 40,
        "spheres": ["education"],
    },
    CommentWrite: {"text": "Коли буде відповідь?"},
    AnnounceInput: {
        "name": "проєкт-угоди.pdf",
        "size": 48211,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "kind": "draft_uk",
    },
}
for serializer, value in EXAMPLES.items():
    extend_schema_serializer(examples=[OpenApiExample("usual", value=value, request_only=True)])(serializer)
