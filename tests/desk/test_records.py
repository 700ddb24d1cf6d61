"""Documents, activities and comments: added in any shape, read by those who may."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from demo import paper
from partnerships.choices import PartnershipStatus
from partnerships.models import Activity, Comment, Document
from partnerships.services import add_comment, attach_document
from tests.factories import first_agreement, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db
PDF = paper.pdf("Text")


@pytest.fixture
def partnership(official, community):
    return make_partnership(official=official, community=community)


def pdf(name="draft.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


class TestUpload:
    @pytest.fixture
    def address(self, partnership):
        return reverse("desk_document_upload", args=[partnership.code])

    def test_a_file_is_attached_to_the_agreement(self, signed_in, official, partnership, address):
        agreement = first_agreement(partnership)
        data = {"kind": "council_decision", "agreement": agreement.pk, "file": pdf()}
        assert signed_in(official).post(address, data).status_code == 302
        document = Document.objects.get()
        assert (document.agreement, document.kind) == (agreement, "council_decision")
        assert document.sha256 == hashlib.sha256(PDF).hexdigest()

    @pytest.mark.parametrize(
        ("upload", "field"),
        [
            (b"", "file"),
            (b"MZ\x90\x00 a program", "file"),
            (b"<html><script>alert(1)</script></html>", "file"),
            (None, "file"),
        ],
    )
    def test_a_file_that_cannot_be_used_is_refused_beside_its_field(
        self, signed_in, official, address, upload, field
    ):
        data = {"kind": "other"} | ({"file": pdf(content=upload)} if upload is not None else {})
        response = signed_in(official).post(address, data)
        assert response.status_code == 422
        assert set(response.context["form"].errors) == {field}
        assert '<option value="other" selected>' in response.content.decode()
        assert not Document.objects.exists()

    def test_a_file_that_is_too_large_is_refused(self, signed_in, official, address, settings):
        settings.DOCUMENT_MAX_BYTES = 10
        response = signed_in(official).post(address, {"kind": "other", "file": pdf()})
        assert set(response.context["form"].errors) == {"file"}

    def test_a_file_that_is_far_too_large_is_not_stored_and_nothing_typed_is_lost(
        self, signed_in, official, address, settings
    ):
        settings.DOCUMENT_MAX_BYTES = 200_000
        upload = pdf(content=PDF + bytes(6_000_000))
        data = {"kind": "draft_foreign", "language": "pl", "file": upload}
        response = signed_in(official).post(address, data)
        assert response.status_code == 422
        form = response.context["form"]
        assert (form["kind"].value(), form["language"].value()) == ("draft_foreign", "pl")
        assert "5,7" in str(form.errors["file"])
        assert list(response.wsgi_request.FILES["file"].chunks()) == []

    def test_a_script_is_told_where_to_go_and_the_message_waits_there(
        self, signed_in, official, partnership, address
    ):
        client = signed_in(official)
        response = client.post(address, {"kind": "other", "file": pdf()}, headers={"X-Upload": "1"})
        page = reverse("desk_partnership", args=[partnership.code])
        assert response.json() == {"next": page}
        assert "Документ" in str(client.get(page).context["messages"]._loaded_data[0])

    def test_earlier_versions_are_listed_with_who_and_when(self, signed_in, official, partnership, address):
        client = signed_in(official)
        for name in ("перша.pdf", "друга.pdf"):
            client.post(address, {"kind": "draft_foreign", "language": "pl", "file": pdf(name)})
        [versioned] = client.get(reverse("desk_partnership", args=[partnership.code])).context["documents"]
        assert versioned.current.original_name == "друга.pdf"
        [earlier] = versioned.earlier
        assert (earlier.original_name, earlier.uploaded_by) == ("перша.pdf", official)

    def test_the_partners_languages_come_first(self, signed_in, official, address):
        field = signed_in(official).get(address).context["form"].fields["language"]
        _blank, (_group, likely), _others = field.choices
        assert [code for code, _name in likely] == ["de", "uk", "en"]

    @pytest.mark.parametrize(
        "changes", [{"kind": "poem"}, {"kind": ""}, {"agreement": "999999"}, {"language": "xx"}]
    )
    def test_other_wrong_input_is_refused(self, signed_in, official, address, changes):
        data = {"kind": "other", "file": pdf()} | changes
        response = signed_in(official).post(address, data)
        assert set(response.context["form"].errors) == set(changes)
        assert response.context["file_lost"]

    def test_nothing_is_attached_to_a_closed_partnership(self, signed_in, official, community):
        closed = make_partnership(PartnershipStatus.REJECTED, official=official, community=community)
        address = reverse("desk_document_upload", args=[closed.code])
        client = signed_in(official)
        assert client.get(address).status_code == 403
        assert client.post(address, {"kind": "other", "file": pdf()}).status_code == 403
        assert not Document.objects.exists()


class TestDownload:
    @pytest.fixture
    def document(self, partnership, official):
        upload = pdf("Проєкт «угоди».pdf")
        return attach_document(partnership.pk, actor=official, upload=upload, kind="draft_uk")

    @pytest.fixture
    def address(self, document):
        return reverse("desk_document", args=[document.pk])

    @pytest.mark.parametrize("role", [Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR])
    def test_the_community_and_the_desks_get_it_as_a_file(self, signed_in, official, address, role):
        for user in (official, make_user(role)):
            response = signed_in(user).get(address)
            assert response.status_code == 200
            assert b"".join(response.streaming_content) == PDF
            assert response["Content-Disposition"].startswith("attachment")
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Content-Type"] == "application/pdf"
            assert "no-store" in response["Cache-Control"]

    def test_nobody_else_gets_it(self, client, signed_in, stranger, clerk, address):
        assert client.get(address).status_code == 302
        assert signed_in(stranger).get(address).status_code == 404
        assert signed_in(clerk).get(address).status_code == 404

    def test_documents_of_a_public_partnership_are_not_public(self, client, signed_in, stranger, clerk):
        case = make_case()
        agreement = case.agreement
        document = attach_document(
            agreement.partnership_id,
            actor=case.filed_by,
            upload=pdf(),
            kind="draft_uk",
            agreement_id=agreement.pk,
        )
        address = reverse("desk_document", args=[document.pk])
        assert client.get(address).status_code == 302
        assert signed_in(stranger).get(address).status_code == 403
        assert signed_in(clerk).get(address).status_code == 200

    def test_a_missing_document_is_not_found(self, signed_in, official):
        assert signed_in(official).get("/desk/documents/999999/").status_code == 404

    def test_the_page_shows_size_and_checksum(self, signed_in, official, partnership, document):
        page = signed_in(official).get(reverse("desk_partnership", args=[partnership.code])).content.decode()
        assert document.sha256 in page
        assert "Проєкт «угоди».pdf" in page


class TestActivity:
    DATA = {
        "type": "aid",
        "happened_month": "11",
        "happened_year": "2022",
        "title_uk": "Обладнання для лікарні",
        "value": "3 900 000,50",
        "currency": "uah",
        "people": "12",
        "spheres": ["health"],
    }

    @pytest.fixture
    def address(self, partnership):
        return reverse("desk_activity_add", args=[partnership.code])

    def test_it_is_added(self, signed_in, official, partnership, address):
        response = signed_in(official).post(address, self.DATA, follow=True)
        activity = Activity.objects.get()
        assert (str(activity.value), activity.currency, activity.people) == ("3900000.50", "UAH", 12)
        assert activity.happened_precision == "month"
        assert "Обладнання для лікарні" in response.content.decode()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"title_uk": " "}, "title_uk"),
            ({"type": "party"}, "type"),
            ({"happened_year": "", "happened_month": ""}, "happened"),
            ({"happened_year": "2999"}, "happened"),
            ({"happened_year": "1899"}, "happened"),
            ({"value": "багато"}, "value"),
            ({"value": "-5"}, "value"),
            ({"value": "NaN"}, "value"),
            ({"value": "1e400"}, "value"),
            ({"currency": ""}, "currency"),
            ({"currency": "U1"}, "currency"),
            ({"people": "-1"}, "people"),
            ({"people": "багато"}, "people"),
            ({"spheres": ["magic"]}, "spheres"),
        ],
    )
    def test_a_problem_stands_beside_its_field(self, signed_in, official, address, changes, field):
        response = signed_in(official).post(address, self.DATA | changes)
        assert response.status_code == 422
        assert set(response.context["form"].errors) == {field}
        page = response.content.decode()
        for name, value in (self.DATA | changes).items():
            if name in {"value", "people", "happened_year"} and value:
                assert f'value="{value}"' in page
        assert not Activity.objects.exists()

    def test_staff_add_none(self, signed_in, association, address):
        assert signed_in(association).post(address, self.DATA).status_code == 403
        assert not Activity.objects.exists()


class TestComments:
    @pytest.fixture
    def address(self, partnership):
        return reverse("desk_comment_add", args=[partnership.code])

    def test_the_community_and_the_association_talk(
        self, signed_in, official, association, partnership, address
    ):
        signed_in(association).post(address, {"text": "Чи є рішення ради?", "visibility": "official"})
        response = signed_in(official).post(address, {"text": "Так, додамо."}, follow=True)
        page = response.content.decode()
        assert "Чи є рішення ради?" in page
        assert "Так, додамо." in page

    def test_what_a_desk_writes_for_itself_stays_there(
        self, signed_in, official, association, partnership, address
    ):
        add_comment(partnership.pk, actor=association, text="Перевірити назву.", visibility="desk")
        record = reverse("desk_partnership", args=[partnership.code])
        assert "Перевірити назву." not in signed_in(official).get(record).content.decode()
        assert "Перевірити назву." in signed_in(association).get(record).content.decode()

    def test_an_officials_comment_is_never_hidden(self, signed_in, official, address):
        signed_in(official).post(address, {"text": "Питання", "visibility": "desk"})
        assert Comment.objects.get().visibility == "official"

    def test_an_empty_one_is_refused(self, signed_in, official, address):
        response = signed_in(official).post(address, {"text": "  "})
        assert response.status_code == 422
        assert set(response.context["form"].errors) == {"text"}

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
    def test_readers_write_none(self, signed_in, address, role):
        client = signed_in(make_user(role))
        assert client.get(address).status_code == 403
        assert client.post(address, {"text": "x"}).status_code == 403
        assert not Comment.objects.exists()

    def test_markup_is_shown_as_text(self, signed_in, official, partnership, address):
        response = signed_in(official).post(address, {"text": "<script>alert(1)</script>"}, follow=True)
        assert "<script>alert(1)" not in response.content.decode()
