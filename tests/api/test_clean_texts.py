"""Every text passes one cleaning, whatever door it comes through; and no answer breaks over what is stored."""

import io
import json

import docx
import openpyxl
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from accounts.models import User
from common.cleaning import clean_line, clean_lines
from partnerships.models import Agreement, Comment, Partnership
from partnerships.records.refresh import refresh_records
from tests.api.client import Api
from tests.factories import first_agreement, make_entry, make_partnership, make_user

pytestmark = pytest.mark.django_db
DIRTY = " Угода\u00a0 про спів\u00adпрацю\x00 у сфері осві\u0002\r\nти \u200bі\u2060 куль\ufffeтури\u202e "
CLEAN = "Угода про співпрацю у сфері освіти і культури"
INVISIBLE = "\u200b\u2060 \u00ad\x00\x07"


def filed(partnership, **agreement):
    body = {
        "community_parties": [
            {
                "katottg": partnership.parties.exclude(community=None).get().community.katottg,
                "body_name_uk": DIRTY,
            }
        ],
        "foreign_parties": [
            {"municipality": partnership.parties.exclude(municipality=None).get().municipality_id}
        ],
        "summary_uk": f"{DIRTY}\n\nДругий\r\nрядок",
        "agreement": {"document_type": "memorandum", "title_uk": DIRTY, **agreement},
    }
    return Api(partnership.responsible).post("partnerships/", body)


def test_api__texts_of_a_filing__are_stored_clean():
    answer = filed(make_partnership(), title_en=DIRTY, council_decision_number="17\u200b/\u00a0 22")
    assert answer.status_code == 201, answer.content
    made = Partnership.objects.get(pk=answer.json()["id"])
    agreement = first_agreement(made)
    assert (agreement.title_uk, agreement.title_en) == (CLEAN, CLEAN)
    assert agreement.council_decision_number.replace(" ", "") == "17/22"
    assert made.summary_uk.endswith("культури \n\nДругий\nрядок")
    assert made.parties.exclude(community=None).get().body_name_uk == CLEAN


def test_api__text_of_signs_that_nobody_sees__is_no_text():
    answer = filed(make_partnership(), title_uk=INVISIBLE)
    assert answer.status_code == 400
    assert {problem["field"] for problem in answer.json()["errors"]} == {"agreement.title_uk"}


def test_api__remark__keeps_its_lines():
    partnership = make_partnership("submitted")
    api = Api(make_user("association"))
    answer = api.post(f"partnerships/{partnership.pk}/comments/", {"text": "Перше.\r\n\tДру\u00adге.\u0000"})
    assert answer.status_code == 201, answer.content
    assert Comment.objects.get().text == "Перше.\n\tДруге."


def test_api__query__finds_in_spite_of_signs_that_nobody_sees():
    partnership = make_partnership("approved", summary_uk="Співробітництво шкіл.")
    for text in ("Співро\u00adбітництво", "Співро\u200bбітництво", "спі\u0002вробітництво"):
        found = Api().get("partnerships/", {"search": text}).json()["results"]
        assert [row["id"] for row in found] == [partnership.pk], text


def test_page__profile__is_stored_clean(client):
    person = make_user(name="Х")
    client.force_login(person)
    assert (
        client.post(
            reverse("profile"), {"name": "Марія\u200b \u00a0Ко\u00adваль\x00", "language": "uk"}
        ).status_code
        == 302
    )
    assert User.objects.get(pk=person.pk).name == "Марія Коваль"


def test_admin__form_of_a_model__is_stored_clean(client):
    partnership = make_partnership()
    municipality = partnership.parties.exclude(municipality=None).get().municipality
    client.force_login(make_user("association"))
    form = {
        "name": "Је\u00adна\u200b", "name_uk": " Є\x00на  на\u00a0Заале", "name_en": "Jena\ufeff", "region": "",
        "level": municipality.level, "lat": "", "lon": "", "wikidata_id": "", "version": municipality.version,
    }  # fmt: skip
    address = reverse("admin:communities_foreignmunicipality_change", args=[municipality.pk])
    assert client.post(address, form).status_code == 302
    municipality.refresh_from_db()
    assert (municipality.name, municipality.name_uk, municipality.name_en) == ("Јена", "Єна на Заале", "Jena")


def test_password__is_left_as_it_was_typed(client):
    person = make_user()
    person.set_password("two  spaces\u00a0and \u00adone more")
    person.save()
    form = {"login": person.email, "password": "two  spaces\u00a0and \u00adone more"}
    assert client.post("/account/login/", form).status_code == 302


@pytest.fixture
def stored(db):
    """An entry of the register, for texts that were written before anything was cleaned."""
    return make_entry()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)
)
def test_outputs__of_any_text_that_the_database_holds__can_be_opened(client, stored, text):
    agreement = stored.agreement
    text = f"Я{text}\x02\x0b\x1f\ufffe\uffff\x85"
    Agreement.objects.filter(pk=agreement.pk).update(title_uk=text, title_en=text)
    Partnership.objects.filter(pk=agreement.partnership_id).update(summary_uk=text)
    refresh_records([agreement.partnership_id])
    client.force_login(agreement.partnership.responsible)
    for ending, read in {"docx": docx.Document, "pdf": PdfReader}.items():
        path = reverse("desk_text_file", args=[agreement.partnership.code, "agreement", "uk", ending])
        assert read(io.BytesIO(client.get(path).content))
    assert PdfReader(io.BytesIO(client.get(f"/register/{stored.sequence}/extract-uk.pdf").content))
    for path in (
        "partnerships/",
        "register/",
        f"register/{stored.number}/",
        "changes/",
        f"check/?number={stored.number}",
    ):
        json.loads(Api().get(path).content)
    for name in ("partnerships", "register"):
        assert b"".join(client.get(f"/api/v1/exports/{name}.csv").streaming_content).decode()
        sheet = b"".join(client.get(f"/api/v1/exports/{name}.xlsx").streaming_content)
        assert openpyxl.load_workbook(io.BytesIO(sheet))
    for path in (f"/partnerships/{agreement.partnership.code}/", "/register/", "/partnerships/", "/map/"):
        assert client.get(path).status_code == 200


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None), max_size=60))
def test_api__any_text__is_stored_clean_or_refused(stored, text):
    draft = Partnership.objects.filter(status="draft").first() or make_partnership()
    api = Api(draft.responsible)
    answer = api.patch(
        f"partnerships/{draft.pk}/",
        {"summary_uk": text, "agreement": {"title_uk": f"Я {text}"}},
        version=draft.version,
    )
    assert answer.status_code in {200, 400}, answer.content
    draft.refresh_from_db()
    if answer.status_code == 200:
        assert draft.summary_uk == clean_lines(text)
        assert first_agreement(draft).title_uk == clean_line(f"Я {text}")
