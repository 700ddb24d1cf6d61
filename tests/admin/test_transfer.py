"""An agreement of the previous register is entered at the Ministry's desk; drafts show what was corrected."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from communities.models import Community, ForeignMunicipality
from demo.paper import pdf
from partnerships.models import Document
from registration.models import RegisterEntry
from registration.services import request_opinion
from registration.services import take_step as case_step
from tests.communities.factories import make_community, make_municipality
from tests.factories import make_case

pytestmark = pytest.mark.django_db
TRANSFER = "admin:transfer"


def typed(**changes):
    """What a clerk types who has found both parties of the fixture and chosen them."""
    brovary, jena = Community.objects.get(name_uk="Броварська"), ForeignMunicipality.objects.earliest("pk")
    return {
        "community": f"community:{brovary.katottg}",
        "foreign": f"municipality:{jena.pk}",
        "number": "12/2009",
        "registered_on": "2009-09-01",
        "community_words": "Броварська",
        "foreign_words": "Jena",
        "document_type": "agreement",
        "title_uk": "Угода про співпрацю",
        "signed_day": "",
        "signed_month": "8",
        "signed_year": "2009",
        **changes,
    }


@pytest.fixture
def parties(db):
    return (
        make_community(name_uk="Броварська", centre_name_uk="Бровари"),
        make_municipality(name="Jena", name_uk="Єна"),
    )


def test_agreement_of_the_previous_register__is_entered_with_its_number_and_vague_date(ministry, parties):
    answer = ministry.post(reverse(TRANSFER), typed())
    assert answer.status_code == 302, answer.context["form"].errors
    entry = RegisterEntry.objects.get()
    assert (entry.number, entry.origin) == ("12/2009", "transferred")
    partnership = entry.agreement.partnership
    assert [party.territory for party in partnership.parties.all()] == list(parties)
    assert entry.agreement.signed.precision == "month"


def test_several_of_one_name__one_is_chosen(ministry, parties):
    other = make_municipality(name="Jena", name_uk="Єна", region="Ohio")
    answer = ministry.post(reverse(TRANSFER), typed(foreign=""))
    form = answer.context["form"]
    assert (answer.status_code, "foreign" in form.errors) == (400, True)
    references = [value for value, _label in form.fields["foreign"].choices]
    assert f"municipality:{other.pk}" in references
    chosen = typed(foreign=f"municipality:{other.pk}")
    assert ministry.post(reverse(TRANSFER), chosen).status_code == 302
    assert RegisterEntry.objects.get().agreement.partnership.parties.get(side="foreign").municipality == other


def test_everything_that_an_entry_of_the_list_has__is_taken(ministry, parties):
    brovary, jena = parties
    second = make_community(name_uk="Зразковська", centre_name_uk="Зразківка")
    kehl = make_municipality(name="Kehl", name_uk="Кель", country="DE")
    body = typed(
        community_rows="2", community_words_2="Зразковська", community_2=f"community:{second.katottg}",
        community_body_kind_2="executive_committee", foreign_rows="3", foreign_words_2="",
        foreign_words_3="Kehl", foreign_3=f"municipality:{kehl.pk}", foreign_body_kind_3="other",
        foreign_body_name_uk_3="Рада округу", foreign_body_name_original_3="Kreistag",
        community_body_kind="council", community_body_name_uk="Броварська міська рада", foreign_body_kind="council",
        document_type="treaty", title_en="Treaty on cooperation", kinds=["cross_border", "interterritorial"],
        spheres=["culture", "tourism"], term_kind="years", term_years="5", signed_place="м. Кель",
        signed_online="yes", file=SimpleUploadedFile("угода.pdf", pdf("Treaty")),
    )  # fmt: skip
    answer = ministry.post(reverse(TRANSFER), body)
    assert answer.status_code == 302, answer.context["form"].errors
    agreement = RegisterEntry.objects.get().agreement
    rows = agreement.partnership.parties.values_list("community", "municipality", "body_kind", "body_name_uk")
    assert list(rows) == [
        (brovary.pk, None, "council", "Броварська міська рада"), (second.pk, None, "executive_committee", ""),
        (None, jena.pk, "council", ""), (None, kehl.pk, "other", "Рада округу"),
    ]  # fmt: skip
    assert agreement.partnership.parties.get(municipality=kehl).body_name_original == "Kreistag"
    assert agreement.partnership.status == "transferred"
    assert (agreement.document_type, agreement.title_en) == ("treaty", "Treaty on cooperation")
    assert (agreement.kinds, agreement.spheres) == (
        ["cross_border", "interterritorial"],
        ["culture", "tourism"],
    )
    assert (agreement.term_kind, agreement.term_years) == ("years", 5)
    assert (agreement.signed_place, agreement.signed_online) == ("м. Кель", True)
    assert agreement.documents.get().kind == "signed_scan"


def test_one_more_party__gets_a_row_and_nothing_typed_is_lost(ministry, parties):
    answer = ministry.post(reverse(TRANSFER), typed(title_uk="", action="add-foreign", community_rows="2"))
    form = answer.context["form"]
    assert (answer.status_code, dict(form.errors)) == (200, {})
    body = answer.content.decode()
    assert 'name="foreign_words_2"' in body
    assert 'name="community_words_2"' in body
    assert 'value="12/2009"' in body
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize(("side", "words"), [("community", "Броварська"), ("foreign", "Jena")])
def test_only_one_is_found__it_is_shown_and_chosen_by_the_clerk(ministry, parties, side, words):
    for action, status in (("find", 200), ("", 400)):
        answer = ministry.post(reverse(TRANSFER), typed(**{side: "", "action": action}))
        form = answer.context["form"]
        assert (answer.status_code, list(form.errors)) == (status, [] if action else [side])
        ((reference, _label),) = form.fields[side].choices
        assert f'value="{reference}"' in answer.content.decode()
        assert not form[side].value(), "nothing is chosen by itself"
    assert not RegisterEntry.objects.exists()


def test_find__names_the_words_that_find_nothing_and_no_field_that_is_empty(ministry, parties):
    body = typed(community="", community_words="Ніде такої", title_uk="", action="find")
    answer = ministry.post(reverse(TRANSFER), body)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["community_words"])


def test_only_similar_name__is_not_chosen_for_anybody(ministry, parties):
    make_community(name_uk="Самарівська", centre_name_uk="Самар", former_names=["Новомосковська"])
    answer = ministry.post(reverse(TRANSFER), typed(community_words="Новомосковська", community=""))
    assert (answer.status_code, "community" in answer.context["form"].errors) == (400, True)
    (reference, _label), *others = answer.context["form"].fields["community"].choices
    assert others == []
    assert (
        ministry.post(
            reverse(TRANSFER), typed(community_words="Новомосковська", community=reference)
        ).status_code
        == 302
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"term_kind": "years"}, "term_years"),
        ({"term_kind": "until"}, "term_until"),
        ({"term_kind": "until", "term_until": "2009-08-01"}, "term_until"),
        ({"foreign_rows": "2", "foreign_words_2": "Jena", "foreign_2": "again"}, "foreign_words_2"),
        ({"foreign_rows": "2", "foreign_words_2": "Ніде такого"}, "foreign_words_2"),
        ({"file": SimpleUploadedFile("угода.pdf", b"no document")}, "file"),
        ({"signed_place": "м. Кель, тел. 067 123 45 67"}, "signed_place"),
    ],
)
def test_what_does_not_fit__stands_beside_its_own_field(ministry, parties, changes, field):
    if changes.get("foreign_2") == "again":  # one party named twice
        changes = {**changes, "foreign_2": f"municipality:{parties[1].pk}"}
    answer = ministry.post(reverse(TRANSFER), typed(**changes))
    assert (answer.status_code, field in answer.context["form"].errors) == (400, True), answer.context[
        "form"
    ].errors
    assert not RegisterEntry.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": ""}, "number"),
        ({"community_words": "Ніде", "community": ""}, "community_words"),
        ({"foreign": "municipality:987654"}, "foreign"),
        ({"registered_on": "2999-01-01"}, "registered_on"),
        ({"signed_year": "2999"}, "signed"),
        ({"registered_on": "2001-01-01"}, "registered_on"),
        ({"title_uk": ""}, "title_uk"),
    ],
)
def test_wrong_input__is_named_beside_its_field_and_kept(ministry, parties, changes, field):
    answer = ministry.post(reverse(TRANSFER), typed(signed_place="Київ", **changes))
    assert answer.status_code == 400
    assert field in answer.context["form"].errors, answer.context["form"].errors
    assert "Київ" in answer.content.decode()
    assert not RegisterEntry.objects.exists()


def test_number_that_is_taken__is_refused(ministry, parties):
    ministry.post(reverse(TRANSFER), typed())
    answer = ministry.post(reverse(TRANSFER), typed(number="12-2009"))
    assert (answer.status_code, "number" in answer.context["form"].errors) == (400, True)


def test_refiled_draft__shows_what_was_corrected(ministry, people):
    from partnerships.services import update_agreement
    from tests.factories import agreement_input

    case = make_case("returned", clerk=people.user(Role.MINISTRY))
    agreement = case.agreement
    update_agreement(
        agreement.pk,
        actor=case.filed_by,
        expected_version=agreement.version,
        data=agreement_input(title_uk="Виправлена назва угоди"),
    )
    case_step(case.pk, "refile", actor=case.filed_by, expected_version=case.version)
    url = reverse("admin:registration_registrationcase_change", args=[case.pk])
    changes = [change for entry in ministry.get(url).context["since_return"] for change in entry.changes]
    assert "Виправлена назва угоди" in {change.after for change in changes}


def test_cases_that_wait_for_opinions__stand_in_a_queue_with_a_clock(ministry, people):
    clerk = people.user(Role.MINISTRY)
    waiting, _other = make_case("in_review", clerk=clerk), make_case("in_review", clerk=clerk)
    request_opinion(waiting.pk, actor=clerk, expected_version=waiting.version, authority="justice")
    rows = ministry.get(reverse("admin:registration_registrationcase_changelist"), {"queue": "opinions"})
    assert list(rows.context["cl"].result_list) == [waiting]
    record = ministry.get(reverse("admin:registration_registrationcase_change", args=[waiting.pk]))
    assert "desk-badge" in str(record.context["opinions"][0]["due"])
