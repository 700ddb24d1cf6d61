"""Names of people, phones and e-mails never appear in anonymous answers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.models import Document
from partnerships.services import add_agreement, add_comment, attach_document
from registration.services import record_opinion, request_opinion
from tests.api.client import Api
from tests.api.conftest import PDF
from tests.communities.factories import make_brovary
from tests.factories import agreement_input, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db

SECRETS = (
    "Таємнюк",
    "secret.person@example.org",
    "+380671234567",
    "Підписант Потаємний",
    "Зауваження-Тільки-Для-Своїх",
)
PERSON = {"name": "Таємнюк Оксана +380671234567", "email": "secret.person@example.org"}


@pytest.fixture
def everything(db):
    """A registered, a returned and a draft record full of names."""
    brovary = make_brovary()
    official = make_user(communities=[brovary], **PERSON)
    checker = make_user("association", name="Таємнюк Борис", email="b.secret.person@example.org")
    clerk = make_user("ministry", name="Таємнюк Віра", email="v.secret.person@example.org")
    partnership = make_partnership("approved", official=official, community=brovary, association=checker)
    case = make_case("in_review", partnership=partnership, clerk=clerk)
    opinion = request_opinion(case.pk, actor=clerk, expected_version=case.version, authority="justice")
    case.refresh_from_db()
    record_opinion(
        opinion.pk, actor=clerk, expected_version=case.version, given_on=opinion.requested_on,
        conclusion="remarks", text="Зауваження-Тільки-Для-Своїх",
    )  # fmt: skip
    api = Api(clerk)
    for name, body in {
        "clear": {
            "order_number": "879",
            "order_date": "2025-05-19",
            "signer": "Підписант Потаємний",
            "text": "Зауваження-Тільки-Для-Своїх",
        },
    }.items():
        version = api.get(f"registrations/{case.pk}/").json()["version"]
        assert api.post(f"registrations/{case.pk}/{name}/", body, version=version).status_code == 200
    add_comment(partnership.pk, actor=official, text="Зауваження-Тільки-Для-Своїх +380671234567")
    for name in ("Таємнюк.pdf", "Таємнюк-публічний.pdf"):
        upload = SimpleUploadedFile(name, PDF)
        attach_document(partnership.pk, actor=official, upload=upload, kind="draft_uk")
    Document.objects.filter(original_name__contains="публічний").update(is_public=True)
    returned = make_partnership("returned", official=official, community=brovary, association=checker)
    draft = make_partnership("draft", official=official, community=brovary)
    return partnership, returned, draft, case


def anonymous_paths(partnership, case):
    parts = ["", "agreements/", "activities/", "documents/", "comments/", "events/", "submit/"]
    document_keys = partnership.documents.values_list("pk", flat=True)
    agreement_keys = partnership.agreements.values_list("pk", flat=True)
    yield from (f"partnerships/{partnership.pk}/{part}" for part in parts)
    yield from (f"partnerships/{partnership.pk}/documents/{key}/content/" for key in document_keys)
    yield from (f"partnerships/{partnership.pk}/agreements/{key}/" for key in agreement_keys)
    yield from ("partnerships/", "register/", "municipalities/", "communities/", "registrations/")
    yield from (f"registrations/{case.pk}/", f"registrations/{case.pk}/opinions/")
    yield from (
        f"partnerships/?search={text}" for text in ("Таємнюк", "Підписант", "secret.person@example.org")
    )
    yield from (f"check/?q={partnership.code}", "check/?q=Бровари", "stats/?by=status", "schema/")


def test_anonymous_answers__hold_no_names_phones_or_e_mails(anybody, everything):
    *partnerships, case = everything
    asked = 0
    for partnership in partnerships:
        for path in anonymous_paths(partnership, case):
            response = anybody.get(path)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            seen = content.decode() + str(dict(response.headers))
            assert not [secret for secret in SECRETS if secret in seen and secret not in path], path
            asked += 1
    assert asked > 60


def test_search_for_a_person__finds_nothing(anybody, everything):
    for text in ("Таємнюк", "Підписант", "secret.person@example.org", "380671234567"):
        assert anybody.get("partnerships/", {"search": text}).json()["results"] == []


def test_other_official__sees_no_more_than_the_public(anybody, everything):
    partnership, returned, draft, case = everything
    stranger = Api(make_user())
    public = anybody.get(f"partnerships/{partnership.pk}/").json()
    assert stranger.get(f"partnerships/{partnership.pk}/").json() == public
    for path in ("comments/", "events/"):
        assert stranger.get(f"partnerships/{partnership.pk}/{path}").status_code == 403
    for hidden in (returned, draft):
        assert stranger.get(f"partnerships/{hidden.pk}/").status_code == 404
    assert stranger.get(f"registrations/{case.pk}/").status_code == 404


def test_own_official__sees_who_and_why(everything):
    _partnership, returned, _draft, case = everything
    own = Api(returned.responsible)
    filing = own.get(f"partnerships/{returned.pk}/").json()["filing"]
    assert filing["responsible_email"] == PERSON["email"]
    assert filing["reviewer"] == "Таємнюк Борис"
    assert filing["reason_text"]
    events = own.get(f"partnerships/{returned.pk}/events/").json()["results"]
    assert [event["verb"] for event in events] == ["create", "submit", "return"]
    changed = {row["field"]: (row["before"], row["after"]) for row in events[-1]["differences"]}
    assert changed["status"] == ("submitted", "returned")
    assert own.get(f"registrations/{case.pk}/").json()["order"]["signer"] == "Підписант Потаємний"


def test_documents__public_ones_for_all__others_for_readers_of_the_file(anybody, everything):
    partnership, *_rest = everything
    path = f"partnerships/{partnership.pk}/documents/"
    (public,) = anybody.get(path).json()["results"]
    assert public["name"] == f"document-{public['id']}"
    content = anybody.http.get(public["content"])
    assert b"".join(content.streaming_content) == PDF
    assert content["Content-Disposition"] == f'attachment; filename="document-{public["id"]}"'
    own = Api(partnership.responsible).get(path).json()["results"]
    closed = next(row for row in own if not row["is_public"])
    assert closed["name"] == "Таємнюк.pdf"
    answers = {
        who: caller.http.get(closed["content"], headers=caller.headers).status_code
        for who, caller in {
            "anybody": anybody,
            "stranger": Api(make_user()),
            "own": Api(partnership.responsible),
            "auditor": Api(make_user("auditor")),
        }.items()
    }
    assert answers == {"anybody": 401, "stranger": 403, "own": 200, "auditor": 200}


def test_further_agreement__is_a_draft_until_it_is_filed(anybody):
    partnership = make_partnership("approved")
    own = Api(partnership.responsible)
    body = {
        "document_type": "protocol",
        "title_uk": "Протокол до угоди",
        "kinds": ["transnational"],
        "spheres": ["sport"],
    }
    added = own.post(f"partnerships/{partnership.pk}/agreements/", body)
    assert added.status_code == 201, added.json()
    path = added["Location"].split("/api/v1/")[1]

    def public_agreements():
        return len(anybody.get(f"partnerships/{partnership.pk}/").json()["agreements"])

    assert public_agreements() == 1
    assert anybody.get(path).status_code == 404
    assert anybody.get("partnerships/", {"sphere": "sport"}).json()["results"] == []
    assert len(anybody.get("check/", {"number": partnership.code}).json()["results"]) == 1
    assert len(own.get(f"partnerships/{partnership.pk}/").json()["agreements"]) == 2
    letter = {"agreement": added.json()["id"], "letter_number": "5", "letter_date": "2025-05-05"}
    assert own.post("registrations/", letter).status_code == 201
    assert public_agreements() == 2
    assert anybody.get(path).status_code == 200


def test_returned_partnership_with_a_registered_agreement__shows_only_that_one(anybody):
    partnership = make_partnership("submitted", agreement=agreement_input())
    make_case("registered", partnership=partnership)
    checker = Api(make_user("association"))
    version = checker.get(f"partnerships/{partnership.pk}/").json()["version"]
    reason = {"reason_codes": ["incomplete"], "text": "Зауваження-Тільки-Для-Своїх"}
    assert checker.post(f"partnerships/{partnership.pk}/return/", reason, version=version).status_code == 200
    own = Api(partnership.responsible)
    body = {"document_type": "protocol", "title_uk": "Протокол"}
    assert own.post(f"partnerships/{partnership.pk}/agreements/", body).status_code == 201
    shown = anybody.get(f"partnerships/{partnership.pk}/")
    assert shown.json()["status"] == "returned"
    assert len(shown.json()["agreements"]) == 1
    assert "Зауваження" not in shown.content.decode()


def test_title_of_an_unfiled_agreement__is_found_by_its_own_officials_only(anybody, official, brovary):
    partnership = make_partnership("approved", official=official, community=brovary)
    add_agreement(partnership.pk, actor=official, data=agreement_input(title_uk="Таємна добавка"))
    assert anybody.get("partnerships/", {"search": "добавка"}).json()["results"] == []
    assert anybody.get("check/", {"q": "добавка"}).json()["results"] == []
    assert len(Api(official).get("partnerships/", {"search": "добавка"}).json()["results"]) == 1
