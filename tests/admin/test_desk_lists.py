"""Around a list: queues, filters with counts, columns, saved filters, export of exactly the list, print."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from common.export_files import BOM
from desks.models import ChosenColumns, ListExport, SavedFilter
from partnerships.models import Partnership
from partnerships.services import take_step
from partnerships.services.helpers import set_helpers
from tests.admin.conftest import DESKS
from tests.communities.factories import make_country, make_municipality
from tests.factories import make_case, make_partnership

pytestmark = pytest.mark.django_db
PARTNERSHIPS = "admin:partnerships_partnership_changelist"
CASES = "admin:registration_registrationcase_changelist"


def url(page, *args, model="partnerships_partnership"):
    return reverse(f"admin:{model}_{page}", args=args)


def found(client, name=PARTNERSHIPS, **query):
    return {str(row) for row in client.get(reverse(name), query).context["cl"].result_list}


def age(partnership, days):
    moment = timezone.now() - dt.timedelta(days=days)
    Partnership.objects.filter(pk=partnership.pk).update(submitted_at=moment, first_submitted_at=moment)


@pytest.mark.parametrize(
    ("query", "text"), [({}, "Зараз тут нічого немає"), ({"queue": "resubmitted"}, "Нічого не підійшло")]
)
def test_empty_list__says_why_and_offers_nothing_that_nobody_can_do(association, query, text):
    page = association.get(reverse(PARTNERSHIPS), query).content.decode()
    assert text in page
    assert ("Скинути фільтри" in page) is bool(query)
    assert "/partnership/add/" not in page


# --- queues ---


def test_queues_of_the_association(association, people, settings):
    settings.ASSOCIATION_CHECK_DAYS = 14
    new, mine, old = (make_partnership("submitted") for _number in range(3))
    Partnership.objects.filter(pk=mine.pk).update(reviewer=people.user(Role.ASSOCIATION))
    age(old, 20)
    again = make_partnership("returned")
    take_step(again.pk, "submit", actor=again.responsible, expected_version=again.version)
    assert found(association, queue="waiting") == {new.code, mine.code, old.code, again.code}
    assert found(association, queue="new") == {new.code, mine.code, old.code}
    assert found(association, queue="resubmitted") == {again.code}
    assert found(association, queue="mine") == {mine.code}
    assert again.code not in found(association, queue="unassigned"), "it comes back to the same person"
    assert found(association, queue="overdue") == {old.code}
    assert found(association, queue="all", deadline="overdue") == {old.code}
    assert found(association, queue="all", deadline="soon") == set()
    age(new, 10)
    assert found(association, queue="all", deadline="soon") == {new.code}


def test_queues_of_the_ministry(ministry, people):
    clerk = people.user(Role.MINISTRY)
    filed, mine = make_case("filed"), make_case("in_review", clerk=clerk)
    again = make_case("returned", clerk=clerk)
    from registration.services import take_step as case_step

    case_step(again.pk, "refile", actor=again.filed_by, expected_version=again.version)
    assert found(ministry, CASES, queue="new") == {filed.number}
    assert found(ministry, CASES, queue="unassigned") == {filed.number}
    assert found(ministry, CASES, queue="resubmitted") == {again.number}
    assert found(ministry, CASES, queue="mine") == {mine.number, again.number}


# --- filters ---


def test_filters_find_by_sphere_kind_type_year_reviewer_helper(association, people):
    one = make_partnership("approved")
    make_partnership("approved", municipality=make_municipality(country=make_country("FR")))
    agreement = one.agreements.get()
    everything = {"queue": "all"}
    for name, value in (
        ("sphere", agreement.spheres[0]),
        ("kind", agreement.kinds[0]),
        ("type", agreement.document_type),
    ):
        assert one.code in found(association, **everything, **{name: value}), name
    assert found(association, **everything, year="1950") == set()
    assert one.code in found(association, **everything, reviewer=str(one.reviewer_id))
    assert one.code not in found(association, **everything, reviewer="nobody")
    set_helpers(one.pk, actor=people.user(Role.ASSOCIATION), helpers=["association"], expected_version=None)
    assert found(association, **everything, helper="association") == {one.code}
    assert found(association, **everything, helper="u_lead") == set()


def test_choices_say_how_many_rows_they_leave(association):
    for country in ("DE", "DE", "FR"):
        make_partnership("submitted", municipality=make_municipality(country=make_country(country)))
    specs = association.get(reverse(PARTNERSHIPS)).context["cl"].filter_specs
    labels = {
        value: str(label)
        for spec in specs
        if spec.parameter_name == "country"
        for value, label in spec.lookup_choices
    }
    assert (labels["DE"][-3:], labels["FR"][-3:]) == ("(2)", "(1)")
    chosen = association.get(reverse(PARTNERSHIPS), {"country": "DE"}).context["cl"].filter_specs
    status = next(spec for spec in chosen if spec.parameter_name == "status")
    assert "(2)" in str(dict(status.lookup_choices)["submitted"])


@pytest.mark.parametrize("name", [PARTNERSHIPS, CASES])
def test_list_with_all_filters__costs_the_same_with_one_and_with_twenty_rows(name, people):
    def fill(number):
        for _row in range(number):
            make_case("in_review") if name == CASES else make_partnership("submitted")

    client = people.client(Role.ADMINISTRATOR)
    fill(1)
    query = {"queue": "all", "q": ""}
    client.get(reverse(name), query)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(name), query)
    fill(19)
    client.get(reverse(name), query)
    with CaptureQueriesContext(connection) as twenty:
        client.get(reverse(name), query)
    assert len(one) == len(twenty)


def test_changed_since__takes_a_moment(association):
    partnership = make_partnership("submitted")
    before = (timezone.now() - dt.timedelta(hours=1)).isoformat()
    after = (timezone.now() + dt.timedelta(hours=1)).isoformat()
    assert found(association, queue="all", changed=before) == {partnership.code}
    assert found(association, queue="all", changed="1") == {partnership.code}
    assert found(association, queue="all", changed=after) == set()


# --- columns ---


def test_columns_are_chosen_by_each_person(association, people):
    make_partnership("submitted")
    assert "column-oblasts" not in association.get(reverse(PARTNERSHIPS)).content.decode()
    body = {"column": ["code", "oblasts", "nonsense"]}
    assert association.get(url("columns")).status_code == 405
    assert association.post(url("columns") + "?queue=all", body).url.endswith("?queue=all")
    assert ChosenColumns.objects.get().columns == ["code", "oblasts"]
    page = association.get(reverse(PARTNERSHIPS)).content.decode()
    assert "column-oblasts" in page
    assert "column-checked_by" not in page
    other = people.client(Role.AUDITOR).get(reverse(PARTNERSHIPS)).content.decode()
    assert "column-oblasts" not in other
    association.post(url("columns"), {})
    assert not ChosenColumns.objects.exists(), "nothing chosen means the usual ones"


# --- saved filters ---


def test_filter_is_saved_shown_used_and_forgotten(association, people):
    german = make_partnership("submitted", municipality=make_municipality(country=make_country("DE")))
    make_partnership("submitted", municipality=make_municipality(country=make_country("FR")))
    page = association.get(reverse(PARTNERSHIPS), {"country": "DE", "p": "1"}).context["tools"]
    assert page["query"] == "country=DE&queue=waiting", "the queue is said, the page is not"
    body = {"name": "  Німеччина ", "query": page["query"]}
    assert association.get(url("save_filter")).status_code == 405
    assert association.post(url("save_filter"), body).status_code == 302
    saved = association.get(reverse(PARTNERSHIPS)).context["tools"]["saved"]
    assert [row["name"] for row in saved] == ["Німеччина"]
    rows = association.get(reverse(PARTNERSHIPS) + saved[0]["url"]).context["cl"].result_list
    assert {str(row) for row in rows} == {german.code}
    association.post(url("save_filter"), {"name": "Німеччина", "query": "country=FR"})
    row = SavedFilter.objects.get()
    assert row.query == "country=FR", "the same name means the new filters"
    assert people.client(Role.AUDITOR).post(url("forget_filter", row.pk)).status_code == 302
    assert SavedFilter.objects.exists(), "another person's filter stays"
    assert association.get(url("forget_filter", row.pk)).status_code == 405
    association.post(url("forget_filter", row.pk))
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "query": "a=b"},
        {"name": "x" * 81, "query": "a=b"},
        {"name": "x", "query": "q=" + "a" * 3000},
    ],
)
def test_filter_that_cannot_be_saved__is_refused_with_a_reason(association, body):
    answer = association.post(url("save_filter"), body, follow=True)
    assert [str(message) for message in answer.context["messages"]]
    assert not SavedFilter.objects.exists()


# --- export and print ---


def rows_of(answer):
    """As Excel opens it where people write Ukrainian: with a mark, and semicolons between the cells."""
    content = b"".join(answer.streaming_content)
    assert content.startswith(BOM)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_is_exactly_the_filtered_list_and_is_written_down(association, people, kind):
    german = make_partnership("submitted", municipality=make_municipality(country=make_country("DE")))
    make_partnership("submitted", municipality=make_municipality(country=make_country("FR")))
    address = url("export", kind) + "?country=DE"
    assert association.get(address).status_code == 405
    assert not ListExport.objects.exists()
    answer = association.post(address)
    if kind == "csv":
        rows = rows_of(answer)
    else:
        content = b"".join(answer.streaming_content)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in rows[1:-1]] == [german.code]
    assert rows[-1][:2] in (["#complete", "1"], ["#complete", 1])
    log = ListExport.objects.get()
    assert (log.user, log.rows, log.format, log.query) == (
        people.user(Role.ASSOCIATION),
        1,
        kind,
        "country=DE",
    )


def test_export_has_all_pages_and_cells_that_no_spreadsheet_runs(association, settings):
    for _number in range(60):
        make_partnership("submitted")
    Partnership.objects.all()[:1].get().responsible.__class__.objects.update(name="=cmd()")
    rows = rows_of(association.post(url("export", "csv")))
    assert len(rows) == 62
    assert not any(cell.startswith("=") for row in rows for cell in row)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export__has_the_columns_that_the_person_has_chosen(association, kind):
    made = make_partnership("submitted")
    association.post(url("columns"), {"column": ["code", "submitted", "helped_by"]})
    answer = association.post(url("export", kind))
    if kind == "csv":
        header, row, _mark = rows_of(answer)
        assert row[1] == date_format(timezone.localtime(made.submitted_at), "SHORT_DATE_FORMAT")
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        header, row, _mark = sheet.iter_rows(values_only=True)
        assert row[1] == dt.datetime.combine(timezone.localdate(made.submitted_at), dt.time())
    assert len(header) == 3
    assert row[0] == made.code


def test_export__of_twenty_rows_costs_what_one_costs(association):
    def cost():
        rows_of(association.post(url("export", "csv")))  # what is read once in a while: shared names of units
        with CaptureQueriesContext(connection) as queries:
            rows_of(association.post(url("export", "csv")))
        return len(queries)

    make_partnership("submitted")
    one = cost()
    for _number in range(19):
        make_partnership("submitted")
    assert cost() == one


def test_export_of_an_unknown_kind_or_list__is_not_found(association):
    assert association.post(url("export", "exe")).status_code == 404


@pytest.mark.parametrize("role", ["official", *DESKS])
@pytest.mark.parametrize(
    "model", ["partnerships_partnership", "registration_registrationcase", "registration_registerentry",
              "communities_community"],
)  # fmt: skip
def test_tools_are_for_those_who_see_the_list(role, model, people):
    client = people.client(role)
    may = client.get(url("changelist", model=model)).status_code
    for page, args in (("export", ["csv"]), ("columns", []), ("save_filter", []), ("forget_filter", [1])):
        answer = client.post(url(page, *args, model=model), {"name": "x", "query": "q=y"})
        assert (answer.status_code in {200, 302}) is (may == 200), page
    assert client.get(url("print", model=model)).status_code == may


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_print_view_has_the_rows_without_the_frame(association, prefix):
    partnership = make_partnership("submitted")
    page = association.get(prefix + url("print") + "?queue=waiting").content.decode()
    assert partnership.code in page
    assert "nav-sidebar" not in page
    assert f'<html lang="{prefix[1:] or "uk"}"' in page


# --- neighbours ---


def test_record_leads_to_its_neighbours_in_the_list_it_was_opened_from(association):
    rows = [
        make_partnership("submitted") for _number in range(3)
    ]  # the queue shows the longest waiting first
    make_partnership("returned")
    middle = url("change", rows[1].pk)
    beside = association.get(middle, {"_changelist_filters": "queue=waiting"}).context["neighbours"]
    assert (beside.place, beside.count) == (2, 3)
    assert url("change", rows[0].pk) in beside.previous
    assert url("change", rows[2].pk) in beside.next
    assert "_changelist_filters=queue%3Dwaiting" in beside.next
    assert beside.list_url.endswith("?queue=waiting")


def test_record_that_has_left_the_queue__leads_to_the_first_of_it(association):
    waiting, returned = make_partnership("submitted"), make_partnership("returned")
    query = {"_changelist_filters": "queue=waiting"}
    beside = association.get(url("change", returned.pk), query).context["neighbours"]
    assert (beside.place, beside.previous) == (None, "")
    assert url("change", waiting.pk) in beside.next


def test_list_is_remembered_through_a_decision(association):
    partnership = make_partnership("submitted")
    address = url("change", partnership.pk) + "?_changelist_filters=queue%3Dwaiting"
    buttons = association.get(address).context["buttons"]
    approve = next(button["url"] for button in buttons if "/approve/" in button["url"])
    answer = association.post(approve, {"version": partnership.version})
    assert "_changelist_filters=queue%3Dwaiting" in answer.url


@pytest.mark.parametrize("filters", ["nonsense=1", "queue=%00", "year=abc", "p=-5", "o=99"])
def test_record_opened_from_a_list_that_makes_no_sense__is_shown(association, filters):
    partnership = make_partnership("submitted")
    answer = association.get(url("change", partnership.pk), {"_changelist_filters": filters})
    assert answer.status_code == 200


def test_helpers_are_said_by_the_association_and_kept_in_the_history(association, people):
    partnership = make_partnership("approved")
    address = url("helpers", partnership.pk)
    body = {"helpers": ["u_lead", "association"], "version": partnership.version}
    assert association.get(address).status_code == 405
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        assert people.client(role).post(address, body).status_code == 403
    assert association.post(address, {**body, "helpers": ["nobody"]}).status_code == 400
    assert association.post(address, body).status_code == 302
    partnership.refresh_from_db()
    assert partnership.helpers == ["association", "u_lead"]
    assert association.post(address, body).status_code == 412, "changed meanwhile"
