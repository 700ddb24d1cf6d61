"""A comma may belong to a number: «17, 18-МС» is one number for every filter that takes free text."""

import pytest

from accounts.roles import Role
from tests.api.client import BASE
from tests.communities.factories import make_brovary
from tests.factories import make_case, make_partnership, make_transferred_entry, make_user

pytestmark = pytest.mark.django_db
NUMBER, ORDER = "17, 18-МС", "879, 880"
ASKED = {"q": NUMBER, "number": NUMBER, "search": NUMBER, "order_number": ORDER}


@pytest.fixture
def found():
    """The record with commas in its numbers, and others that must not hide it."""
    brovary, clerk = make_brovary(), make_user(Role.MINISTRY)
    official, association = make_user(communities=[brovary]), make_user(Role.ASSOCIATION)
    people = {"official": official, "association": association, "community": brovary}
    fields = {"clear": {"order_number": ORDER}, "register": {"number": NUMBER}}
    case = make_case(
        "registered", partnership=make_partnership("approved", **people), clerk=clerk, step_fields=fields
    )
    make_case("registered", partnership=make_partnership("approved", **people), clerk=clerk,
              step_fields={"clear": {"order_number": "881"}})  # fmt: skip
    make_transferred_entry(number="ТК-17", clerk=clerk)
    return {"case": case, "official": official, Role.ASSOCIATION: association, Role.MINISTRY: clerk}


def text_of(answer):
    assert answer.status_code == 200
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize(
    "path",
    ["register/?number", "register/?search", "exports/register.jsonl?number", "check/?number", "partnerships/?search"],
)  # fmt: skip
def test_number_with_a_comma__is_found_by_programs(client, found, path):
    _path, _mark, name = path.partition("?")
    body = text_of(client.get(BASE + _path, {name: ASKED[name]}))
    assert NUMBER in body
    assert "ТК-17" not in body
    assert ORDER in body


@pytest.mark.parametrize("name", ["number", "order_number"])
def test_case_with_a_comma__is_found_by_programs(client, found, name):
    client.force_login(found[Role.MINISTRY])
    rows = client.get(f"{BASE}registrations/", {name: ASKED[name]}).json()["results"]
    assert [row["id"] for row in rows] == [found["case"].pk]


@pytest.mark.parametrize(
    ("person", "path", "asked"),
    [
        ("public", "/register/", NUMBER),
        ("public", "/check/", NUMBER),
        ("public", "/partnerships/", NUMBER),
        ("official", "/desk/", NUMBER),
        (Role.ASSOCIATION, "/admin/partnerships/partnership/", NUMBER),
        (Role.MINISTRY, "/admin/registration/registrationcase/?queue=all", NUMBER),
        (Role.MINISTRY, "/admin/registration/registerentry/", NUMBER),
        (Role.MINISTRY, "/admin/registration/ministryorder/", ORDER),
        (Role.MINISTRY, "/admin/status-check/", NUMBER),
    ],
)
def test_number_with_a_comma__is_found_on_pages(client, found, person, path, asked):
    if person != "public":
        client.force_login(found[person])
    body = text_of(client.get(path, {"q": asked, **({"queue": "all"} if "?" in path else {})}))
    code = found["case"].agreement.partnership.code
    shown = {"ministryorder": ORDER, "registrationcase": found["case"].number}
    wanted = next(
        (word for part, word in shown.items() if part in path), code if "entry" not in path else NUMBER
    )
    assert wanted in body
    assert "ТК-17" not in body
    assert ">881<" not in body
