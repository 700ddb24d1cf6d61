"""Giving a record to oneself, to a colleague, or back to the queue."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.readable import readable
from partnerships.timeline import timeline_for
from tests.admin.conftest import DESKS
from tests.factories import make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db
KINDS = pytest.mark.parametrize("kind", ["case", "partnership"])


def made(kind):
    if kind == "case":
        return make_case("filed"), Role.MINISTRY, "assigned_to"
    return make_partnership("submitted"), Role.ASSOCIATION, "reviewer"


def address(record, page="assign"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def holder_of(record, holder):
    record.refresh_from_db()
    return getattr(record, holder)


@KINDS
def test_taken_given_to_a_colleague_and_put_back(people, kind):
    record, role, holder = made(kind)
    me, colleague = people.user(role), make_user(role)
    client = people.client(role)
    for person in (me, colleague, None):
        record.refresh_from_db()
        body = {"person": person.pk if person else "", "version": record.version}
        assert client.post(address(record), body).status_code == 302
        assert holder_of(record, holder) == person
    partnership = record if kind == "partnership" else record.agreement.partnership
    verbs = [entry.verb for entry in timeline_for(me, partnership)]
    assert verbs.count("assign") == 3
    assert [str(entry.label) for entry in readable(timeline_for(me, partnership))].count("assign") == 0


@KINDS
def test_page__offers_it_to_the_own_desk_only(people, kind):
    record, role, _holder = made(kind)
    for other in DESKS:
        page = people.client(other).get(address(record, "change"))
        if page.status_code == 200:
            assert (address(record) in page.content.decode()) is (other == role), other


@KINDS
def test_other_roles__give_it_to_nobody(people, kind):
    record, role, holder = made(kind)
    for other in ("official", *DESKS):
        if other == role:
            continue
        body = {"person": people.user(role).pk, "version": record.version}
        assert people.client(other).post(address(record), body).status_code in {302, 403, 404}
        assert holder_of(record, holder) is None


@KINDS
def test_get__changes_nothing(people, kind):
    record, role, holder = made(kind)
    assert people.client(role).get(address(record)).status_code == 405
    assert holder_of(record, holder) is None


@KINDS
def test_taken_by_somebody_else_meanwhile__is_not_overwritten(people, kind):
    record, role, holder = made(kind)
    client, colleague = people.client(role), make_user(role)
    body = {"person": colleague.pk, "version": record.version}
    client.post(address(record), body)
    late = client.post(address(record), {"person": people.user(role).pk, "version": body["version"]})
    assert late.status_code == 412
    assert holder_of(record, holder) == colleague
    assert f'name="version" value="{record.version}"' in late.content.decode()


@KINDS
def test_somebody_of_another_desk__cannot_have_it(people, kind):
    record, role, holder = made(kind)
    body = {"person": make_user(Role.AUDITOR).pk, "version": record.version}
    assert people.client(role).post(address(record), body).status_code == 400
    assert holder_of(record, holder) is None


@KINDS
def test_closed__is_given_to_nobody_and_not_offered(people, kind):
    record = make_case("refused") if kind == "case" else make_partnership("rejected")
    _open, role, holder = made(kind)
    client, before = people.client(role), holder_of(record, holder)
    assert address(record) not in client.get(address(record, "change")).content.decode()
    body = {"person": people.user(role).pk, "version": record.version}
    assert client.post(address(record), body).status_code == 409
    assert holder_of(record, holder) == before


@KINDS
def test_wrong_input_of_another_role__is_refused_before_anything_is_said(people, kind):
    record, _role, _holder = made(kind)
    page = people.client(Role.AUDITOR).post(address(record), {"person": "nobody"})
    assert page.status_code == 403
    assert "desk-assign" not in page.content.decode()
