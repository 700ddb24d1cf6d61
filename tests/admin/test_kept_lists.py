"""Queue, filters and place in the list stay after whatever is done with a record; a misspelt filter is an error."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.paper import pdf
from partnerships.models import Partnership, PartnershipMerge
from registration.models import MinistryOrder
from registration.services import request_opinion
from tests.communities.factories import make_community, make_country, make_municipality
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

    def test_after_a_merger__too(self, association):
        place = {"community": make_community(), "municipality": make_municipality()}
        gone, kept = (make_partnership("submitted", **place) for _number in range(2))
        address = f"{url(self.model, 'merge', gone.pk, kept.pk)}?{FROM}"
        assert address in association.get(f"{url(self.model, 'change', gone.pk)}?{FROM}").content.decode()
        answer = association.post(address, {"version": gone.version, "understood": "on"})
        assert answer.url == f"{url(self.model, 'change', kept.pk)}?{FROM}"
        merge = url("partnerships_partnershipmerge", "change", PartnershipMerge.objects.get().pk)
        assert f'<a href="{merge}">' in association.get(answer.url).content.decode(), "to be undone there"

    def test_after_a_merger_of_municipalities__too(self, association):
        model, country = "communities_foreignmunicipality", make_country("DE")
        gone, kept = (make_municipality(name=name, country=country) for name in ("Jena", "Jena an der Saale"))
        page = association.get(f"{url(model, 'change', gone.pk)}?{FROM}").content.decode()
        address = f"{url(model, 'merge', gone.pk)}?{FROM}"
        assert address in page
        choice = association.get(f"{address}&q=Jena").content.decode()
        assert f"?into={kept.pk}&amp;{FROM}" in choice
        answer = association.post(address, {"into": kept.pk, "understood": "on"})
        assert answer.url == f"{url(model, 'change', kept.pk)}?{FROM}"

    def test_after_the_end_of_a_membership__too(self, association, world):
        model, membership = "accounts_membership", world["membership"]
        address = f"{url(model, 'end', membership.pk)}?{FROM}"
        assert address in association.get(f"{url(model, 'change', membership.pk)}?{FROM}").content.decode()
        assert f"/change/?{FROM}" in association.get(address).content.decode()
        answer = association.post(address, {"when": "now"})
        assert (answer.status_code, FROM in answer.url) == (302, True)

    def test_after_an_invitation__too(self, association):
        body = {"email": "new@test.example", "community": make_community().pk, "language": "uk"}
        answer = association.post(f"{url('accounts_invitation', 'add')}?{FROM}", body)
        assert answer.url == url("accounts_invitation", "changelist") + "?queue=mine&p=2"

    def test_page_that_is_gone__shows_the_last_one_and_keeps_the_filters(self, association):
        partnership = make_partnership("submitted")
        answer = association.get(url(self.model, "changelist") + "?queue=waiting&p=2")
        assert [row.pk for row in answer.context["cl"].result_list] == [partnership.pk]

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

    def test_after_clearing_many_by_one_order__the_list_is_the_same(self, ministry, people):
        case = make_case("in_review", clerk=people.user(Role.MINISTRY))
        listed = ministry.get(url(self.model, "changelist") + "?queue=mine").content.decode()
        address = next(part.split('"')[0] for part in listed.split('href="')[1:] if "/clear-many/" in part)
        address = address.replace("&amp;", "&")
        assert address.endswith("?_changelist_filters=queue%3Dmine")
        page = ministry.get(address).content.decode()
        assert page.count("?queue=mine") == 1, "the way back"
        assert 'name="_changelist_filters" value="queue=mine"' in page, "the search for a draft keeps it"
        body = {
            "case": f"{case.pk}:{case.version}", "order_number": "1538", "order_date": "2025-09-01",
            "understood": "on", "confirm": ["no_opinion_asked", "held_by_another"],
        }  # fmt: skip
        answer = ministry.post(address, body)
        assert answer.status_code == 302
        assert answer.url == url(self.model, "changelist") + "?queue=mine"

    def test_after_a_correction_of_an_order__too(self, ministry, people):
        make_case("cleared", clerk=people.user(Role.MINISTRY))
        order = MinistryOrder.objects.get()
        page = ministry.get(f"{url('registration_ministryorder', 'change', order.pk)}?{FROM}")
        address = url("registration_ministryorder", "correct", order.pk) + f"?{FROM}"
        assert address in page.content.decode()
        body = {
            "version": order.version, "order_number": "880", "order_date": order.date.isoformat(), "text": "описка",
            "understood": "on",
        }  # fmt: skip
        answer = ministry.post(address, body)
        assert (answer.status_code, FROM in answer.url) == (302, True)

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
        (Role.ASSOCIATION, "registration_outsideclaim", "state=closed", "open"),
        (Role.ASSOCIATION, "partnerships_partnership", "queu=waiting", "queue"),
        (Role.ASSOCIATION, "partnerships_partnership", "statuss=submitted", "status"),
        (Role.ASSOCIATION, "partnerships_partnership", "reviewer__password__startswith=a", "reviewer"),
        (Role.ASSOCIATION, "partnerships_partnership", "id=abc", "queue"),
        (Role.MINISTRY, "registration_registrationcase", "queu=waiting", "queue"),
        (Role.AUDITOR, "accounts_user", "rol=official", "role"),
        (Role.AUDITOR, "webhooks_webhookdelivery", "webhook__id__exact=1", "webhook"),
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
