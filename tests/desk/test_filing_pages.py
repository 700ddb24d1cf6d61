"""What the pages of a filing say and do at the edges: Enter without a script, a second tab, the last look."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from demo.paper import pdf
from partnerships.desk_forms.agreement import AgreementForm
from partnerships.desk_forms.filing import PartnershipForm
from partnerships.desk_forms.parties import PartyForm
from partnerships.models import Partnership
from tests.desk.filing_data import content_data, file_whole, parties_data, step_of

pytestmark = pytest.mark.django_db


class TestEnterWithoutScript:
    """The first button of the form is the one that Enter presses in any line."""

    def test_first_button__is_the_one_of_enter(self, signed_in, official):
        page = signed_in(official).get("/desk/file/").content.decode()
        buttons = [part.split(">")[0] for part in page.split("<button")[1:]]
        of_form = [button for button in buttons if 'name="action"' in button]
        assert 'value="enter"' in of_form[0]
        assert 'form="filing"' in of_form[0]

    def test_words_in_the_search_box__are_searched_and_stay(
        self, signed_in, official, community, municipality
    ):
        data = parties_data(community, action="enter", foreign_query=municipality.name)
        response = signed_in(official).post("/desk/file/", data)
        assert response.status_code == 200
        page = response.content.decode()
        assert f'value="{municipality.name}"' in page
        assert 'name="foreign_found"' in page
        assert not Partnership.objects.exists()

    def test_ticked_partner__is_added(self, signed_in, official, community, municipality):
        found = f"municipality:{municipality.pk}"
        data = parties_data(community, action="enter", foreign_query="x", foreign_found=[found])
        response = signed_in(official).post("/desk/file/", data)
        assert f'value="{found}"' in response.content.decode()

    def test_empty_search_box__saves_and_goes_on(self, signed_in, official, community, municipality):
        data = parties_data(community, municipality, action="enter", foreign_query=" ")
        response = signed_in(official).post("/desk/file/", data)
        assert response["Location"].endswith("/agreement/")


class TestSecondTab:
    """Messages say what was really done."""

    def closed(self, client, community, municipality):
        partnership = file_whole(client, community, municipality)
        Partnership.objects.filter(pk=partnership.pk).update(status="submitted")
        return partnership

    def test_step_of_a_submitted_record__says_that_nothing_was_saved(
        self, signed_in, official, community, municipality
    ):
        client = signed_in(official)
        partnership = self.closed(client, community, municipality)
        data = content_data(version=partnership.version, summary_uk="Інше")
        response = client.post(step_of(partnership, "agreement"), data)
        assert response.status_code == 403
        page = response.content.decode()
        assert "нічого не збережено" in page
        assert "Усе інше збережено" not in page
        assert "Інше" in page
        partnership.refresh_from_db()
        assert partnership.summary_uk != "Інше"

    def test_background__is_told_the_reason(self, signed_in, official, community, municipality):
        client = signed_in(official)
        partnership = self.closed(client, community, municipality)
        response = client.post(
            step_of(partnership, "agreement"), content_data(version=partnership.version, action="keep")
        )
        assert (response.status_code, response.json()["saved"]) == (403, False)
        assert response.json()["detail"]

    def test_submitting_twice__sends_nothing_and_says_so(self, signed_in, official, community, municipality):
        client = signed_in(official)
        partnership = self.closed(client, community, municipality)
        response = client.post(step_of(partnership, "submit"), {"version": partnership.version}, follow=True)
        assert "Удруге нічого не надсилали" in response.content.decode()

    def test_words_with_a_mistake__the_rest_is_said_to_be_saved_only_when_it_was(
        self, signed_in, official, community, municipality
    ):
        client = signed_in(official)
        partnership = file_whole(client, community, municipality)
        wrong = content_data(version=partnership.version, term_years="сто")
        saved = client.post(step_of(partnership, "agreement"), wrong).content.decode()
        assert "Усе інше збережено" in saved
        kept = client.get(step_of(partnership, "agreement")).content.decode()
        assert "Усе інше збережено" not in kept


def test_the_same_parties__are_told_in_the_first_step_before_there_is_a_draft(
    signed_in, official, community, municipality
):
    client = signed_in(official)
    first = file_whole(client, community, municipality)
    found = f"municipality:{municipality.pk}"
    data = parties_data(community, action="add-foreign", foreign_found=[found])
    assert first.code in client.post("/desk/file/", data).content.decode()
    gone_on = client.post("/desk/file/", parties_data(community, municipality), follow=True)
    assert first.code in gone_on.content.decode()


class TestCheckPage:
    def test_every_field_of_the_forms_is_shown_with_its_value_and_a_way_to_change_it(
        self, signed_in, official, community, municipality
    ):
        client = signed_in(official)
        partnership = file_whole(client, community, municipality)
        response = client.get(step_of(partnership, "check"))
        page = response.content.decode()
        fields = [entry for part in response.context["parts"] for entry in part.fields]
        labels = {entry.label for entry in fields}
        for form in (PartnershipForm(), AgreementForm()):
            assert {str(field.label) for field in form.fields.values()} <= labels
        body = {"body_kind", "body_name_uk", "body_name_original"}
        assert {str(PartyForm.base_fields[name].label) for name in body} <= labels
        for value in ("Memorandum of cooperation", "12-5/8", "20 березня 2025", "Stadtrat", "листопад 2022"):
            assert value in page
        for entry in fields:
            assert entry.url.startswith("/desk/partnerships/")
            assert f'href="{entry.url}"' in page

    def test_way_to_change__leads_to_the_field_itself(self, signed_in, official, community, municipality):
        client = signed_in(official)
        partnership = file_whole(client, community, municipality)
        for part in client.get(step_of(partnership, "check")).context["parts"]:
            for entry in part.fields:
                path, _hash, anchor = entry.url.partition("#")
                if anchor:
                    assert f'id="{anchor}"' in client.get(path).content.decode(), entry


@pytest.mark.parametrize("page", ["desk_filing", "desk_document_upload"])
def test_the_same_file_twice_is_noticed(signed_in, official, community, municipality, page):
    client = signed_in(official)
    partnership = file_whole(client, community, municipality)
    where = [partnership.code, "documents"] if page == "desk_filing" else [partnership.code]
    for name in ("перший.pdf", "другий.pdf"):
        data = {"kind": "other", "file": SimpleUploadedFile(name, pdf("x"))}
        answer = client.post(reverse(page, args=where), data, follow=True)
        told = "Такий самий файл уже долучено: перший.pdf" in answer.content.decode()
        assert told == (name == "другий.pdf")
