"""Pages of the desks without a model: who may open them, what they answer; and that reading changes nothing."""

import re

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from common.admin.desk_pages import desk_pages
from demo.paper import pdf
from desks.models import Visit
from desks.visits import seen_until
from partnerships.coverage import coverage_by_oblast
from partnerships.services import add_comment, attach_document, take_step
from registration.models import OrderFile
from tests.admin.conftest import DESKS, EVERYBODY
from tests.communities.factories import make_community
from tests.factories import make_case, make_entry, make_partnership, make_user

pytestmark = pytest.mark.django_db
A, M, U, X = DESKS
MAY_OPEN = {
    "status_check": {A, M, U, X},
    "coverage": {A, U, X},
    "changes_seen": {A, M, U, X},
    "settings": {U, X},
    "account_history": {U, X},
    "jobs": {X},
    "retry_jobs": {X},
    "transfer": {M},
}
AFTER_POST = {"changes_seen": {302}, "retry_jobs": {302}, "transfer": {400}}
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


def test_every_page_is_in_the_table():
    assert {page.name for page in desk_pages()} == set(MAY_OPEN)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("name", sorted(MAY_OPEN))
def test_page_is_open_to_its_roles_only(role, name, people):
    client = people.client(role)
    got, posted = client.get(reverse(f"admin:{name}")), client.post(reverse(f"admin:{name}"), {})
    if role == "anonymous":
        assert (got.status_code, posted.status_code) == (302, 302)
    elif role in MAY_OPEN[name]:
        assert got.status_code in {200, 302}
        assert posted.status_code in AFTER_POST.get(name, {405})
    else:
        assert (got.status_code, posted.status_code) == (403, 403)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_have_both_languages(people, prefix):
    make_partnership("approved")
    client = people.client(X)
    for name in MAY_OPEN:
        answer = client.get(prefix + reverse(f"admin:{name}"))
        if answer.status_code == 200:
            assert f'<html lang="{prefix[1:] or "uk"}"' in answer.content.decode(), name


def all_addresses(world):
    """Each address of the desks with a real record in it."""
    found = []
    for resolver in admin.site.get_urls():
        for pattern in getattr(resolver, "url_patterns", [resolver]):
            name = getattr(pattern, "name", None)
            if not name:
                continue
            model = next((key for key in world if f"_{key}_" in name), None)
            arguments = {
                "pk": world[model].pk if model else 1,
                "object_id": world[model].pk if model else 1,
                "kept_pk": world[model].pk if model else 1,
                "opinion_pk": world["opinion"].pk,
                "file_pk": 1,
                "step": "approve",
                "kind": "csv",
            }
            wanted = {key: arguments[key] for key in pattern.pattern.regex.groupindex if key in arguments}
            if set(wanted) == set(pattern.pattern.regex.groupindex):
                found.append(reverse(f"admin:{name}", kwargs=wanted))
    return sorted(set(found))


@pytest.mark.parametrize("role", DESKS)
def test_reading_any_address_changes_nothing(role, people, world):
    client, addresses = people.client(role), all_addresses(world)
    assert len(addresses) > 100
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code < 500, address
        written = [query["sql"] for query in queries.captured_queries if WRITES.match(query["sql"])]
        assert written == [], address


@pytest.mark.parametrize("role", ["anonymous", "official"])
def test_nobody_else_gets_anything(role, people, world):
    client = people.client(role)
    for address in all_addresses(world):
        for answer in (client.get(address), client.post(address, {})):
            assert answer.status_code in {302, 403, 404, 405}, address
            if answer.status_code == 302:
                assert "login" in answer.url or address.endswith(("/login/", "/logout/", "/password_change/"))


# --- status check ---


@pytest.mark.parametrize(
    "asked", ["{number}", "{code}", "{case}", "Чи зареєстрована угода Броварської з Єною?"]
)
def test_status_check__finds_by_number_names_and_sentence(people, asked):
    from tests.communities.factories import make_municipality

    entry = make_entry(
        community=make_community(name_uk="Броварська", centre_name_uk="Бровари"),
        municipality=make_municipality(name="Jena", name_uk="Єна"),
    )
    asked = asked.format(number=entry.number, code=entry.agreement.partnership.code, case=entry.case.number)
    for role in DESKS:
        answer = people.client(role).get(reverse("admin:status_check"), {"q": asked}).context["answer"]
        assert [fact.agreement for fact in answer.facts] == [entry.agreement], (role, asked)
        assert answer.facts[0].registered


def test_status_check__knows_drafts_at_the_desks_and_only_there(people, client):
    code = make_partnership("submitted").code
    [fact] = people.client(A).get(reverse("admin:status_check"), {"q": code}).context["answer"].facts
    assert (fact.cleared, fact.registered) == (False, False)
    assert client.get("/api/v1/check/", {"q": code}).json()["results"] == []


def test_status_check__by_a_day(people):
    entry = make_entry()
    ask = {"q": entry.number, "on": "1990-01-01"}
    answer = people.client(M).get(reverse("admin:status_check"), ask).context["answer"]
    assert not answer.facts[0].in_force
    bad = people.client(M).get(reverse("admin:status_check"), {"q": entry.number, "on": "учора"})
    assert bad.status_code == 400
    assert "on" in bad.context["form"].errors


# --- coverage ---


def test_coverage__counts_by_oblast_and_leads_to_the_communities(association):
    partnership = make_partnership("approved")
    oblast = partnership.parties.get(side="ukrainian").community.oblast
    lonely = make_community(oblast=oblast)
    rejected = make_partnership("rejected", community=make_community(oblast=oblast))
    row = next(row for row in coverage_by_oblast() if row.oblast == oblast)
    assert (row.total, row.without, row.percent) == (3, 2, 33)
    page = association.get(reverse("admin:coverage"))
    address = next(url for found, url in page.context["rows"] if found.oblast == oblast)
    listed = association.get(address).context["cl"].result_list
    assert {row.pk for row in listed} == {lonely.pk, rejected.parties.get(side="ukrainian").community_id}


def test_coverage__costs_the_same_with_more_communities(association):
    make_partnership("approved")
    association.get(reverse("admin:coverage"))
    with CaptureQueriesContext(connection) as few:
        association.get(reverse("admin:coverage"))
    for _number in range(20):
        make_community()
    with CaptureQueriesContext(connection) as many:
        association.get(reverse("admin:coverage"))
    assert len(few) == len(many)


# --- start page ---


def test_start_page__shows_what_others_have_changed__until_it_is_seen(association, people):
    me, colleague = people.user(A), make_user(A)
    mine, theirs = make_partnership("submitted"), make_partnership("submitted")
    take_step(mine.pk, "approve", actor=me, expected_version=mine.version)
    take_step(theirs.pk, "approve", actor=colleague, expected_version=theirs.version)
    page = association.get(reverse("admin:index"))
    assert [row["record"] for row in page.context["changed"]] == [theirs]
    assert page.context["changed"][0]["who"] == str(colleague)
    body = {"until": timezone.now().isoformat()}
    assert association.post(reverse("admin:changes_seen"), body).status_code == 302
    assert association.get(reverse("admin:index")).context["changed"] == []


@pytest.mark.parametrize("until", ["", "tomorrow", "2999-01-01T00:00:00+00:00", "2026-01-01"])
def test_seen__takes_no_nonsense_and_no_future(association, people, until):
    association.post(reverse("admin:changes_seen"), {"until": until})
    assert seen_until(people.user(A)) <= timezone.now()


def test_sign_in__makes_new_what_happened_since_the_last_one(people):
    user = people.user(M)
    people.client(M)
    first = Visit.objects.get(user=user)
    people.client(M)
    second = Visit.objects.get(user=user)
    assert second.seen_until == first.signed_in_at > first.seen_until


# --- jobs, files of orders ---


def test_failed_job__is_shown_and_tried_again(people):
    partnership = make_partnership("submitted")
    people.user(A)
    add_comment(partnership.pk, actor=partnership.responsible, text="?")
    job = ProcrastinateJob.objects.order_by("pk").last()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed', attempts = 7 WHERE id = %s", [job.pk]
        )
    client = people.client(X)
    page = client.get(reverse("admin:jobs"))
    assert [row.pk for row in page.context["failed"]] == [job.pk]
    client.post(reverse("admin:retry_jobs"), {"job": "nonsense"})
    assert ProcrastinateJob.objects.get(pk=job.pk).status == "failed"
    client.post(reverse("admin:retry_jobs"), {"job": str(job.pk)})
    assert ProcrastinateJob.objects.get(pk=job.pk).status == "todo"


def test_the_same_file_of_two_orders__is_noticed(people):
    orders = [
        make_case("cleared", step_fields={"clear": {"order_number": number}}).order for number in ("1", "2")
    ]
    for order in orders:
        attach = reverse("admin:registration_ministryorder_attach", args=[order.pk])
        answer = people.client(M).post(
            attach, {"file": SimpleUploadedFile("наказ.pdf", pdf("x"))}, follow=True
        )
        told = "Такий самий файл уже долучено: наказ.pdf" in answer.content.decode()
        assert told == (order == orders[1])


def test_order_file__is_attached_by_clerks_and_read_by_readers(people):
    order = make_case("cleared").order
    attach = reverse("admin:registration_ministryorder_attach", args=[order.pk])

    def file(content=None):
        return {"file": SimpleUploadedFile("наказ.pdf", content or pdf("Наказ"))}

    assert people.client(M).get(attach).status_code == 405
    for role in (A, U, X):
        assert people.client(role).post(attach, file()).status_code == 403
    assert people.client(M).post(attach, file(b"MZ no order")).status_code == 400
    assert people.client(M).post(attach, {}).status_code == 400
    assert people.client(M).post(attach, file()).status_code == 302
    stored = OrderFile.objects.get()
    read = reverse("admin:registration_ministryorder_file", args=[order.pk, stored.pk])
    answer = people.client(U).get(read)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    assert people.client(A).get(read).status_code == 403
    other = make_case("cleared", step_fields={"clear": {"order_number": "2"}}).order
    wrong = reverse("admin:registration_ministryorder_file", args=[other.pk, stored.pk])
    assert people.client(M).get(wrong).status_code == 404


# --- previews ---


def test_letter_of_a_decision__is_shown_before_it_is_taken(association):
    partnership = make_partnership("submitted")
    address = reverse("admin:partnerships_partnership_step", args=[partnership.pk, "return"])
    [preview] = association.get(address).context["previews"]
    assert (preview.language, preview.recipients) == ("uk", [partnership.responsible.name])
    body = {"version": partnership.version, "text": "Додайте рішення ради.", "preview": "1"}
    [preview] = association.post(address, body).context["previews"]
    assert "Додайте рішення ради." in preview.text
    partnership.refresh_from_db()
    assert partnership.status == "submitted", "looking at the letter decides nothing"
    association.post(address, {"version": partnership.version, "text": "Додайте рішення ради."})
    sent = partnership.notices.get(recipient=partnership.responsible, kind="returned")
    assert sent.facts["text"] == "Додайте рішення ради."


def test_letter_of_a_decision__is_in_the_language_of_each_reader(ministry):
    case = make_case("in_review")
    partnership = case.agreement.partnership
    community = partnership.parties.get(side="ukrainian").community
    make_user(communities=[community], language="en", name="Reader")
    address = reverse("admin:registration_registrationcase_step", args=[case.pk, "clear"])
    body = {"version": case.version, "order_number": "879", "order_date": "2025-05-19", "preview": "1"}
    previews = {preview.language: preview for preview in ministry.post(address, body).context["previews"]}
    assert set(previews) == {"uk", "en"}
    assert "879" in previews["en"].text
    assert "The Ministry has cleared the draft" in previews["en"].subject
    case.refresh_from_db()
    assert case.status == "in_review"


def test_document__is_drawn_for_those_who_may_read_it(association, people, client):
    partnership = make_partnership("submitted")
    upload = SimpleUploadedFile("draft.pdf", pdf("Проєкт"))
    document = attach_document(partnership.pk, actor=partnership.responsible, upload=upload, kind="draft_uk")
    picture = reverse("desk_document_preview_page", args=[document.pk, 1])
    answer = association.get(picture)
    assert (answer["Content-Type"], answer.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert "no-store" in answer["Cache-Control"]
    assert association.get(reverse("desk_document_preview_page", args=[document.pk, 99])).status_code == 404
    page = reverse("desk_document_preview", args=[document.pk])
    assert picture in association.get(page).content.decode()
    assert association.get(page, {"page": "99"}).status_code == 404
    assert (
        picture
        in association.get(
            reverse("admin:partnerships_partnership_change", args=[partnership.pk])
        ).content.decode()
    )
    assert client.get(picture).status_code == 302
    client.force_login(partnership.responsible)
    assert page in client.get(f"/desk/partnerships/{partnership.code}/").content.decode()
    stranger = people.client("official")
    assert stranger.get(picture).status_code == 404
