"""Every role × every address × own and other community."""

import pytest
from django.urls import get_resolver

from partnerships.inputs import ActivityInput
from partnerships.services import add_activity
from registration.services import request_opinion
from tests.api.client import Api
from tests.communities.factories import make_brovary, make_community
from tests.factories import SIGNED, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "own official", "other official", "association", "ministry", "auditor", "administrator")
A, OWN, OTHER, ASSOCIATION, MINISTRY, AUDITOR, ADMINISTRATOR = range(7)
VERSION = {"If-Match": "VERSION"}


def all_but_anonymous(status: int, anonymous: int = 401) -> tuple[int, ...]:
    return (anonymous, *[status] * 6)


def row(anonymous, own, other, association, ministry, auditor, administrator):
    return (anonymous, own, other, association, ministry, auditor, administrator)


PUBLIC = (200,) * 7
# What each role is answered, in the order of ROLES. Bodies are empty: 400 means "was let through".
ADDRESSES = {
    "GET communities/": PUBLIC,
    "GET communities/UA32060050000030591/": PUBLIC,
    "GET municipalities/": PUBLIC,
    "GET municipalities/{municipality}/": PUBLIC,
    "GET places/": PUBLIC,
    "GET stats/?by=status": PUBLIC,
    "GET facets/": PUBLIC,
    "GET map/": PUBLIC,
    "GET exports/partnerships.csv": PUBLIC,
    "GET exports/register.csv": PUBLIC,
    "GET changes/": PUBLIC,
    "GET exports/communities.csv": PUBLIC,
    "GET register/": PUBLIC,
    "GET register/{number}/": PUBLIC,
    "GET legal-acts/": PUBLIC,
    "GET check/?number={number}": PUBLIC,
    "GET schema/": PUBLIC,
    "GET docs/": PUBLIC,
    "GET partnerships/": PUBLIC,
    "GET partnerships/{public}/": PUBLIC,
    "GET partnerships/{public}/agreements/": PUBLIC,
    "GET partnerships/{public}/agreements/{public_agreement}/": PUBLIC,
    "GET partnerships/{public}/activities/": PUBLIC,
    "GET partnerships/{public}/activities/{activity}/": PUBLIC,
    "PATCH partnerships/{public}/activities/{activity}/": row(401, 400, 403, 403, 403, 403, 403),
    "DELETE partnerships/{public}/activities/{activity}/": row(401, 412, 403, 403, 403, 403, 403),
    "GET partnerships/{public}/documents/": PUBLIC,
    "GET partnerships/{public}/documents/0/content/": (404,) * 7,
    "GET partnerships/{public}/comments/": row(401, 200, 403, 200, 200, 200, 200),
    "GET partnerships/{public}/checklist/": row(401, 200, 403, 200, 200, 200, 200),
    "GET partnerships/{draft}/checklist/": row(401, 200, 404, 200, 404, 200, 200),
    "GET partnerships/{public}/events/": row(401, 200, 403, 200, 200, 200, 200),
    "GET partnerships/{draft}/": row(404, 200, 404, 200, 404, 200, 200),
    "GET partnerships/{draft}/agreements/": row(404, 200, 404, 200, 404, 200, 200),
    "GET partnerships/{draft}/agreements/{draft_agreement}/": row(404, 200, 404, 200, 404, 200, 200),
    "GET partnerships/{draft}/activities/": row(404, 200, 404, 200, 404, 200, 200),
    "GET partnerships/{draft}/documents/": row(404, 200, 404, 200, 404, 200, 200),
    "GET partnerships/{draft}/comments/": row(401, 200, 404, 200, 404, 200, 200),
    "GET partnerships/{draft}/events/": row(401, 200, 404, 200, 404, 200, 200),
    "POST partnerships/bulk/": row(401, 400, 400, 403, 403, 403, 403),
    "POST partnerships/{public}/documents/announce/": row(401, 400, 403, 403, 403, 403, 403),
    "GET uploads/00000000-0000-4000-8000-000000000000/": all_but_anonymous(404),
    "PATCH uploads/00000000-0000-4000-8000-000000000000/": all_but_anonymous(400),
    "GET registrations/": all_but_anonymous(200),
    "GET registrations/{case}/": row(401, 200, 404, 404, 200, 200, 200),
    "GET registrations/{case}/opinions/": row(401, 200, 404, 404, 200, 200, 200),
    "GET registrations/{case}/opinions/{opinion}/": row(401, 200, 404, 404, 200, 200, 200),
    "POST municipalities/": row(401, 400, 400, 400, 400, 403, 403),
    "POST partnerships/": row(401, 400, 400, 403, 403, 403, 403),
    "POST partnerships/{public}/agreements/": row(401, 400, 403, 403, 403, 403, 403),
    "POST partnerships/{public}/activities/": row(401, 400, 403, 403, 403, 403, 403),
    "POST partnerships/{public}/documents/": row(401, 400, 403, 403, 403, 403, 403),
    "POST partnerships/{public}/comments/": row(401, 400, 403, 400, 400, 403, 403),
    "POST registrations/": row(401, 400, 400, 403, 403, 403, 403),
    "POST registrations/{case}/opinions/": row(401, 403, 404, 404, 400, 403, 403),
    "PATCH registrations/{case}/opinions/{opinion}/": row(401, 403, 404, 404, 400, 403, 403),
    "PATCH partnerships/{public}/": row(401, 403, 403, 403, 403, 403, 403),
    "PATCH partnerships/{draft}/": row(401, 400, 404, 403, 404, 403, 403),
    "PATCH partnerships/{draft}/agreements/{draft_agreement}/": row(401, 400, 404, 403, 404, 403, 403),
    "PATCH partnerships/{public}/agreements/{public_agreement}/": row(401, 403, 403, 403, 403, 403, 403),
    "POST partnerships/{draft}/submit/": row(401, 400, 404, 403, 404, 403, 403),
    "POST partnerships/{draft}/withdraw/": row(401, 400, 404, 403, 404, 403, 403),
    "POST partnerships/{submitted}/return/": row(401, 403, 404, 400, 404, 403, 403),
    "POST partnerships/{submitted}/approve/": row(401, 403, 404, 400, 404, 403, 403),
    "POST partnerships/{submitted}/reject/": row(401, 403, 404, 400, 404, 403, 403),
    "POST partnerships/{public}/take-back/": row(401, 403, 403, 403, 403, 403, 403),
    "DELETE partnerships/{public}/": row(401, 412, 403, 403, 403, 403, 403),
    "POST partnerships/{public}/end/": row(401, 400, 403, 400, 403, 403, 403),
    "POST registrations/{filed}/accept/": row(401, 403, 404, 404, 400, 403, 403),
    "POST registrations/{returned}/refile/": row(401, 400, 404, 404, 403, 403, 403),
    "POST registrations/{case}/return/": row(401, 403, 404, 404, 400, 403, 403),
    "POST registrations/{case}/refuse/": row(401, 403, 404, 404, 400, 403, 403),
    "POST registrations/{case}/clear/": row(401, 403, 404, 404, 400, 403, 403),
    "POST registrations/{case}/withdraw/": row(401, 400, 404, 404, 403, 403, 403),
    "POST registrations/{cleared}/submit-signed/": row(401, 400, 404, 404, 403, 403, 403),
    "POST registrations/{signed}/register/": row(401, 403, 404, 404, 400, 403, 403),
    "POST registrations/{signed}/return-registration/": row(401, 403, 404, 404, 400, 403, 403),
    "POST registrations/{signed}/refuse-registration/": row(401, 403, 404, 404, 400, 403, 403),
    "POST registrations/{registered}/terminate/": row(401, 400, 404, 404, 400, 403, 403),
    "POST registrations/{cleared}/annul-clearance/": row(401, 403, 404, 404, 400, 403, 403),
    "POST register/{number}/correct/": row(401, 403, 403, 403, 400, 403, 403),
}
# A body that no address takes: whoever may write is told so, and nothing changes.
NOBODY_TAKES_THIS = {"no_such_field": True}


@pytest.fixture
def records(db):
    """One record in each status that the table names, all of one community."""
    brovary = make_brovary()
    official = make_user(communities=[brovary])

    def partnership(status):
        return make_partnership(status, official=official, community=brovary)

    cases = {
        "filed": make_case("filed", partnership=partnership("approved")),
        "returned": make_case("returned", partnership=partnership("approved")),
        "case": make_case("in_review", partnership=partnership("approved")),
        "cleared": make_case("cleared", partnership=partnership("approved")),
        "signed": make_case("registration_filed", partnership=partnership("approved")),
        "registered": make_case("registered", partnership=partnership("approved")),
    }
    draft, submitted, public = partnership("draft"), partnership("submitted"), partnership("approved")
    clerk = make_user("ministry")
    opinion = request_opinion(
        cases["case"].pk, actor=clerk, expected_version=cases["case"].version, authority="justice"
    )
    keys = {name: case.pk for name, case in cases.items()}
    return official, {
        **keys,
        "opinion": opinion.pk,
        "number": cases["registered"].entry.number,
        "draft": draft.pk,
        "draft_agreement": draft.agreements.get().pk,
        "submitted": submitted.pk,
        "public": public.pk,
        "activity": add_activity(public.pk, actor=official, data=ActivityInput("visit", SIGNED, "Візит")).pk,
        "public_agreement": public.agreements.get().pk,
        "municipality": public.parties.get(side="foreign").municipality_id,
    }


def version_header(api: Api, path: str) -> dict[str, str]:
    """The version of the thing that is written to, as this person reads it."""
    thing = path if api_method_is_patch(path) else path.rsplit("/", 2)[0] + "/"
    read = api.get(thing)
    return {"If-Match": read["ETag"]} if "ETag" in read else {"If-Match": '"1"'}


def api_method_is_patch(path: str) -> bool:
    return path.rstrip("/").rsplit("/", 1)[1].isdigit()


@pytest.fixture
def callers(records):
    official, _keys = records
    roles = ("association", "ministry", "auditor", "administrator")
    other = make_user(communities=[make_community()])
    return [Api(), Api(official), Api(other), *(Api(make_user(role)) for role in roles)]


def call(api: Api, method: str, path: str):
    if method == "GET":
        return api.get(path)
    headers = version_header(api, path) if path.count("/") > 1 else {}
    if method == "DELETE":  # of a version that nobody has read: 412 means "was let through"
        return api.delete(path, version=99)
    write = api.patch if method == "PATCH" else api.post
    if path.endswith("documents/"):
        return api.upload(path, {"no_such_field": "1"})
    return write(path, NOBODY_TAKES_THIS, **headers)


def test_matrix__every_role_at_every_address(records, callers):
    _official, keys = records
    unlike = {}
    for address, expected in ADDRESSES.items():
        method, path = address.format(**keys).split(" ", 1)
        found = tuple(call(api, method, path).status_code for api in callers)
        if found != expected:
            unlike[address] = {
                role: (was, should)
                for role, was, should in zip(ROLES, found, expected, strict=True)
                if was != should
            }
    assert unlike == {}


def test_matrix__names_every_address_and_method():
    """A new address without a line in the table fails here."""
    covered = set()
    for address in ADDRESSES:
        method, path = address.split(" ", 1)
        covered.add((method, _shape(path.split("?")[0])))
    known = set()
    for pattern in _patterns(get_resolver("config.api_urls").url_patterns):
        view = pattern.callback.view_class
        for method in ("get", "post", "patch", "put", "delete"):
            if hasattr(view, method) and pattern.name != "no_such_address":
                known.add((method.upper(), _shape(_route(pattern))))
    assert {item for item in known if "CaseStep" not in item} - covered == set()


def _patterns(patterns, prefix=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern.url_patterns, prefix)
        else:
            yield pattern


def _route(pattern) -> str:
    route = str(pattern.pattern).strip("^$")
    return "communities/X/" if route.startswith("communities/(") else route


def _shape(path: str) -> str:
    parts = path.strip("/").split("/")
    fixed = [part if part.replace("-", "").isalpha() and part.islower() else "X" for part in parts]
    return "/".join(fixed)


def test_dated_membership__ends_the_rights(records):
    official, keys = records
    api = Api(official)
    assert api.get(f"partnerships/{keys['draft']}/").status_code == 200
    membership = official.memberships.get()
    membership.valid_until = membership.valid_from
    membership.save()
    assert api.get(f"partnerships/{keys['draft']}/").status_code == 404
    assert api.post("partnerships/", {}).status_code == 403
