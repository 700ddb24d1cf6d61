"""Drafts that nobody needs: deleted by their community, wholly, and only before they were ever submitted."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.errors import Conflict
from demo.paper import pdf
from partnerships.models import Agreement, DeskRecord, Document, FilingDraft, Partnership, Party, Record
from partnerships.services import add_comment, attach_document, delete_draft, take_step
from tests.api.client import Api
from tests.factories import first_agreement, make_partnership, make_transferred_entry, make_user

pytestmark = pytest.mark.django_db


def address(partnership):
    return reverse("desk_draft_delete", args=[partnership.code])


def draft_with_everything():
    partnership = make_partnership()
    actor = partnership.responsible
    upload = SimpleUploadedFile("a.pdf", pdf("x"))
    attach_document(
        partnership.pk,
        actor=actor,
        upload=upload,
        kind="draft_uk",
        agreement_id=first_agreement(partnership).pk,
    )
    add_comment(partnership.pk, actor=actor, text="Хто підпише?", visibility="official")
    return partnership


def test_draft__is_deleted_with_all_that_belongs_to_it(django_capture_on_commit_callbacks):
    partnership = draft_with_everything()
    path = Document.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(partnership.pk, actor=partnership.responsible, expected_version=partnership.version)
    for model in (Partnership, Party, Agreement, Document, Record, DeskRecord, FilingDraft):
        assert not model.objects.exists(), model
    assert not default_storage.exists(path)


def test_history__keeps_who_deleted_what():
    partnership = draft_with_everything()
    actor = partnership.responsible
    delete_draft(partnership.pk, actor=actor, expected_version=partnership.version)
    last = Partnership.pgh_event_model.objects.order_by("-pgh_id")[0]
    assert (last.pgh_label, last.code, last.pgh_context["verb"]) == (
        "delete",
        partnership.code,
        "delete_draft",
    )
    assert last.pgh_context["actor"] == actor.pk


@pytest.mark.parametrize("status", ["submitted", "returned", "approved", "rejected", "withdrawn", "ended"])
def test_record__that_was_submitted_once_stays(status):
    if status == "withdrawn":
        partnership = make_partnership("submitted")
        actor = partnership.responsible
        partnership = take_step(partnership.pk, "withdraw", actor=actor, expected_version=partnership.version)
    else:
        partnership = make_partnership(status)
    with pytest.raises(Conflict):
        delete_draft(partnership.pk, actor=partnership.responsible, expected_version=partnership.version)
    answer = Api(partnership.responsible).delete(
        f"partnerships/{partnership.pk}/", version=partnership.version
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert Partnership.objects.filter(pk=partnership.pk).exists()


def test_draft__that_was_withdrawn_before_it_was_submitted_can_go():
    partnership = make_partnership()
    actor = partnership.responsible
    partnership = take_step(partnership.pk, "withdraw", actor=actor, expected_version=partnership.version)
    delete_draft(partnership.pk, actor=actor, expected_version=partnership.version)
    assert not Partnership.objects.exists()


def test_transferred_record__is_no_draft():
    partnership = make_transferred_entry().agreement.partnership
    official = make_user(
        communities=[party.community for party in partnership.parties.all() if party.community]
    )
    with pytest.raises(Conflict):
        delete_draft(partnership.pk, actor=official, expected_version=partnership.version)


class TestApi:
    def test_delete__answers_204_and_the_record_is_gone(self):
        partnership = draft_with_everything()
        api = Api(partnership.responsible)
        path = f"partnerships/{partnership.pk}/"
        assert api.delete(path).status_code == 428
        assert api.delete(path, version=partnership.version + 1).status_code == 412
        assert api.delete(path, version=partnership.version).status_code == 204
        assert api.get(path).status_code == 404
        assert api.delete(path, version=partnership.version).status_code == 404

    def test_delete__is_for_its_officials_alone(self):
        partnership = draft_with_everything()
        path = f"partnerships/{partnership.pk}/"
        assert Api().delete(path, version=1).status_code in {401, 404}
        assert Api(make_user("association")).delete(path, version=1).status_code in {403, 404}
        assert Partnership.objects.exists()


class TestPage:
    def test_official__confirms_and_is_told(self, signed_in):
        partnership = draft_with_everything()
        client = signed_in(partnership.responsible)
        record = client.get(reverse("desk_partnership", args=[partnership.code])).content.decode()
        assert address(partnership) in record
        page = client.get(address(partnership))
        assert partnership.code in page.content.decode()
        assert Partnership.objects.exists()
        answer = client.post(address(partnership), {"version": partnership.version}, follow=True)
        assert f"Чернетку {partnership.code} вилучено." in answer.content.decode()
        assert not Partnership.objects.exists()

    def test_record_that_changed_meanwhile__is_looked_at_again(self, signed_in):
        partnership = draft_with_everything()
        client = signed_in(partnership.responsible)
        assert client.post(address(partnership), {"version": 99}).status_code == 412
        assert Partnership.objects.exists()

    def test_submitted_record__offers_no_deletion_and_refuses_it(self, signed_in):
        partnership = make_partnership("submitted")
        client = signed_in(partnership.responsible)
        record = client.get(reverse("desk_partnership", args=[partnership.code])).content.decode()
        assert address(partnership) not in record
        answer = client.post(address(partnership), {"version": partnership.version})
        assert answer.status_code == 409
        assert "вилучити його не можна" in answer.content.decode()
