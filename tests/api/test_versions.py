"""If-Match and ETag."""

import pytest

from tests.api.client import Api
from tests.factories import make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db


def test_etag__of_what_was_read__opens_the_write():
    partnership = make_partnership()
    api = Api(partnership.responsible)
    address = f"partnerships/{partnership.pk}/"
    tag = api.get(address)["ETag"]
    changed = api.patch(address, {"summary_en": "New."}, If_Match=tag)
    assert changed.status_code == 200
    assert changed["ETag"] == '"2"'
    assert api.patch(address, {"summary_en": "Newer."}, If_Match=tag).status_code == 412


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ('"1"', 200),
        ('"7", "1"', 200),
        ('W/"1"', 200),
        ('W/"7", W/"1"', 200),
        ('"x", W/"1"', 200),
        ('W/"2"', 412),
        ('"1-gzip"', 200),
        ('W/"1-br"', 200),
        ('"1-other"', 412),
        ('w/"1"', 400),
        ('"abc"', 412),
        ('"99999999999999999999"', 412),
        ("1", 400),
        ('"1', 400),
        ("null", 400),
    ],
)
def test_if_match__is_compared_strictly(header, status):
    partnership = make_partnership()
    api = Api(partnership.responsible)
    response = api.post(f"partnerships/{partnership.pk}/submit/", If_Match=header)
    assert response.status_code == status, response.json()


def test_checks__come_in_the_order_version_status_policy_completeness():
    case = make_case("in_review")
    clerk, stranger = Api(make_user("ministry")), Api(make_user("association"))
    address = f"registrations/{case.pk}/"
    assert stranger.post(f"{address}clear/").status_code == 404
    assert clerk.post(f"{address}clear/").status_code == 428
    assert clerk.post(f"{address}register/", {"x": 1}, version=99).status_code == 412
    assert clerk.post(f"{address}register/", {"x": 1}, version=case.version).status_code == 409
    official = Api(case.filed_by)
    assert official.post(f"{address}clear/", {"x": 1}, version=case.version).status_code == 403
    assert clerk.post(f"{address}clear/", {"x": 1}, version=case.version).status_code == 400


def test_agreement__has_a_version_of_its_own():
    partnership = make_partnership()
    api = Api(partnership.responsible)
    agreement = partnership.agreements.get()
    address = f"partnerships/{partnership.pk}/agreements/{agreement.pk}/"
    read = api.get(address)
    changed = api.patch(address, {"title_en": "New title"}, If_Match=read["ETag"])
    assert changed.status_code == 200, changed.json()
    assert changed.json()["title_en"] == "New title"
    assert changed.json()["title_uk"] == agreement.title_uk
    assert changed["ETag"] == f'"{agreement.version + 1}"'
    assert api.patch(address, {"title_en": "Other"}, If_Match=read["ETag"]).status_code == 412
