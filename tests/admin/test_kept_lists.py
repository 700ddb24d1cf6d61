"""Queue, filters and place in the list stay after whatever is done with a record; a misspelt filter is an error."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.paper import pdf
from partnerships.models import Partnership
from registration.models import MinistryOrder
from registration.services import request_opinion
from tests.factories import make_case, make_partnership

pytestmark = pytest.mark.django_db
FROM = "_changelist_filters=queue%3Dmine%26p%3D2"


def url(model, page, *args):
    return reverse(f"admin:{model}_{page}", args=args)


def action_on(page, fragment):
    """The address to which a form of the page is sent."""
    text = page.content.decode()
    found = [part.split('"')[0] for part in text.split('action="')[1:]]
    return next(address for address in found if fragment in address).replace("&amp;", "&")


class TestAssociation:
    model = "partnerships_partnership"

    @pytest.mark.parametrize(
        ("fragment", "body"),
        [
            ("/assign/", {"person": ""}),
            ("/comment/", {"text": "Перевірте назву.", "visibility": "official"}),
            ("/helpers/", {"helpers": ["association"]}),
        ],
    )
    def test_after_an_action__the_list_is_the_same(self, association, fragment, body):
        partnership = make_partnership("approved" if fragment == "/helpers/" else "submitted")
        page = association.get(f"{url(self.model, 'change', partnership.pk)}?{FROM}")
        answer = association.post(action_on(page, fragment), {**body, "version": partnership.version})
        assert answer.status_code == 302
        assert FROM in answer.url
        assert "queue=mine&amp;p=2" in association.get(answer.url.split("#")[0]).content.decode()

    def test_after_a_refusal__too(self, people):
        partnership = make_partnership("submitted")
        address = f"{url(self.model, 'assign', partnership.pk)}?{FROM}"
        answer = people.client(Role.AUDITOR).post(address, {"version": partnership.version})
        assert answer.status_code == 403
        assert FROM in answer.content.decode()

    def test_queue__shows_the_longest_waiting_first(self, association):
        rows = [make_partnership("submitted") for _ in range(3)]
        for days, row in zip((5, 20, 1), rows, strict=True):
            moment = timezone.now() - dt.timedelta(days=days)
            Partnership.objects.filter(pk=row.pk).update(submitted_at=moment)
        wanted = [rows[1].pk, rows[0].pk, rows[2].pk]
        for query in ("", "?queue=waiting", "?queue=unassigned"):
            answer = association.get(url(self.model, "changelist") + query)
            assert [row.pk for row in answer.context["cl"].result_list] == wanted
        everything = association.get(url(self.model, "changelist") + "?queue=all")
        assert [row.pk for row in everything.context["cl"].result_list] == [row.pk for row in rows[::-1]]


class TestMinistry:
    model = "registration_registrationcase"

    def test_after_an_opinion__the_list_is_the_same(self, ministry, people):
        case = make_case("in_review", clerk=people.user(Role.MINISTRY))
        page = ministry.get(f"{url(self.model, 'change', case.pk)}?{FROM}")
        today = timezone.localdate().isoformat()
        body = {"version": case.version, "authority": "justice", "requested_on": today}
        asked = ministry.post(action_on(page, "/opinions/"), body)
        assert (asked.status_code, FROM in asked.url) == (302, True)

    def test_after_an_answer_is_recorded__too(self, ministry, people):
        clerk = people.user(Role.MINISTRY)
        case = make_case("in_review", clerk=clerk)
        opinion = request_opinion(case.pk, actor=clerk, expected_version=case.version, authority="justice")
        page = ministry.get(f"{url(self.model, 'change', case.pk)}?{FROM}")
        assert FROM in action_on(page, f"/opinions/{opinion.pk}/")

    def test_after_a_file_of_an_order__too(self, ministry, people):
        make_case("cleared", clerk=people.user(Role.MINISTRY))
        order = MinistryOrder.objects.get()
        page = ministry.get(f"{url('registration_ministryorder', 'change', order.pk)}?{FROM}")
        answer = ministry.post(action_on(page, "/files/"), {"file": SimpleUploadedFile("a.pdf", pdf("x"))})
        assert (answer.status_code, FROM in answer.url) == (302, True)


@pytest.mark.parametrize(
    ("role", "model", "query", "known"),
    [
        (Role.ASSOCIATION, "partnerships_partnership", "queue=waitng", "waiting"),
        (Role.ASSOCIATION, "partnerships_partnership", "status=submited", "submitted"),
        (Role.ASSOCIATION, "partnerships_partnership", "deadline=tomorrow", "overdue"),
        (Role.ASSOCIATION, "partnerships_partnership", "reviewer=999999", "nobody"),
        (Role.ASSOCIATION, "partnerships_partnership", "country=XX", "DE"),
        (Role.ASSOCIATION, "partnerships_partnership", "oblast=UA1", "UA"),
        (Role.ASSOCIATION, "partnerships_partnership", "sphere=sports", "sport"),
        (Role.ASSOCIATION, "partnerships_partnership", "year=abc", "2025"),
        (Role.ASSOCIATION, "partnerships_partnership", "changed=yesterday", "30"),
        (Role.MINISTRY, "registration_registrationcase", "queue=waitng", "waiting"),
        (Role.MINISTRY, "registration_registrationcase", "clerk=x", "nobody"),
        (Role.ASSOCIATION, "communities_community", "partners=many", "none"),
        (Role.ASSOCIATION, "communities_foreignmunicipality", "country=XX", "DE"),
    ],
)
def test_unknown_value_of_a_filter__is_an_error_that_names_the_known_ones(people, role, model, query, known):
    make_partnership("submitted")
    answer = people.client(role).get(f"{url(model, 'changelist')}?{query}")
    assert answer.status_code == 400
    assert known in answer.content.decode()


@pytest.mark.parametrize("query", ["queue=", "queue=all", "status=", "changed=7", "year=2025", "country="])
def test_known_or_empty_value_of_a_filter__is_none(association, query):
    answer = association.get(f"{url('partnerships_partnership', 'changelist')}?{query}")
    assert answer.status_code == 200
