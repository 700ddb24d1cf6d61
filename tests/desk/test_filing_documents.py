"""The step of the documents: what is attached, what is expected, and that a chosen file is not forgotten."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from demo.paper import pdf
from partnerships.models import Document
from tests.desk.filing_data import file_whole, step_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("content", [b"", b"MZ not a document"])
def test_a_file_that_cannot_be_used_is_refused(signed_in, official, community, municipality, content):
    client = signed_in(official)
    partnership = file_whole(client, community, municipality)
    upload = SimpleUploadedFile("draft.pdf", content)
    response = client.post(step_of(partnership, "documents"), {"kind": "draft_uk", "file": upload})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"file"}
    assert response.context["file_lost"]


def test_a_document_is_attached_and_no_longer_expected(signed_in, official, community, municipality):
    client = signed_in(official)
    partnership = file_whole(client, community, municipality)
    address = step_of(partnership, "documents")
    assert not client.get(address).context["documents_expected"][0][1]
    upload = SimpleUploadedFile("проєкт.pdf", pdf("Draft"))
    agreement = partnership.agreements.get()
    response = client.post(address, {"kind": "draft_uk", "file": upload, "agreement": agreement.pk})
    assert response["Location"] == address
    document = Document.objects.get()
    assert (document.original_name, document.kind, document.agreement) == (
        "проєкт.pdf",
        "draft_uk",
        agreement,
    )
    assert client.get(address).context["documents_expected"][0][1]


def test_going_on_takes_a_chosen_file_along(signed_in, official, community, municipality):
    client = signed_in(official)
    partnership = file_whole(client, community, municipality)
    address, check = step_of(partnership, "documents"), step_of(partnership, "check")
    assert client.post(address, {"action": "next", "kind": "draft_uk"})["Location"] == check
    upload = SimpleUploadedFile("проєкт.pdf", pdf("Draft"))
    response = client.post(address, {"action": "next", "kind": "draft_uk", "file": upload})
    assert response["Location"] == check
    assert Document.objects.count() == 1
