"""Namesakes carry their oblast, and their code where that is not enough, wherever one of several is chosen."""

import re
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from accounts.services.invitations import invite
from notices.models import Notice
from notices.texts import words_of
from partnerships.texts.facts import facts_of
from tests.communities.factories import make_community, make_oblast
from tests.factories import make_case, make_partnership, make_transferred_entry, make_user
from tests.queued import do_jobs

pytestmark = pytest.mark.django_db
NAME = "Миколаївська міська територіальна громада"


@pytest.fixture
def namesakes():
    """Two in one oblast, one in another."""
    translation.activate("uk")  # a request leaves its language behind
    caches["process"].clear()
    sumy = make_oblast("UA59000000000057109", "Сумська")
    mykolaiv = make_oblast("UA48000000000039575", "Миколаївська")
    yield [
        make_community(
            name_uk="Миколаївська", full_name_uk=NAME, oblast=oblast, name_en="M", full_name_en="Mykolaivska"
        )
        for oblast in (sumy, sumy, mykolaiv)
    ]
    caches["process"].clear()


def expected(units):
    first, second, _elsewhere = units
    return {
        f"{NAME}, Сумська область, {first.katottg}", f"{NAME}, Сумська область, {second.katottg}",
        f"{NAME}, Миколаївська область",
    }  # fmt: skip


def test_invitation_of_the_desks__suggests_namesakes_apart(client, namesakes):
    client.force_login(make_user("administrator"))
    query = {
        "term": "Миколаївська",
        "app_label": "accounts",
        "model_name": "invitation",
        "field_name": "community",
    }
    answer = client.get(reverse("admin:autocomplete"), query)
    assert {row["text"] for row in answer.json()["results"]} >= expected(namesakes)


def test_invitation_by_an_official__offers_namesakes_apart(client, namesakes):
    client.force_login(make_user(communities=namesakes))
    body = client.get(reverse("people")).content.decode()
    for name in expected(namesakes):
        assert name in body


def test_filters_and_keys__offer_namesakes_apart(client, namesakes):
    client.force_login(make_user(communities=namesakes))
    for address in (reverse("desk"), reverse("profile")):
        body = client.get(address).content.decode()
        for name in expected(namesakes):
            assert name in body, address


TOWN = "Миколаївка"


@pytest.fixture
def towns(namesakes):
    """The namesakes with their town, each with a partnership at every desk; who may open what."""
    for unit in namesakes:
        unit.centre_name_uk, unit.centre_name_en = TOWN, "Mykolaivka"
        unit.save()
    official = make_user(communities=namesakes)
    desks = {role: make_user(role) for role in (Role.ASSOCIATION, Role.MINISTRY)}
    made = [
        make_partnership(status, community=unit, official=official, association=desks[Role.ASSOCIATION])
        for status, unit in zip(("submitted", "approved", "submitted"), namesakes, strict=True)
    ]
    case = make_case("in_review", partnership=made[1], clerk=desks[Role.MINISTRY])
    entries = [make_transferred_entry(community=unit, clerk=desks[Role.MINISTRY]) for unit in namesakes]
    return SimpleNamespace(
        units=namesakes, made=made, case=case, entries=entries, people={**desks, "official": official}
    )


def bare_names(html):
    """Where a namesake is named and neither its oblast nor its code follows."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))
    names = re.finditer(rf"{NAME}|{TOWN}(?![а-яіїєґ])", text)
    shown = (text[name.end() : name.end() + 60] for name in names)
    return [
        after
        for after in shown
        if not re.match(r"[,( ·]*(UA59|UA32|UA48|UA\d{17}|Сумська|Миколаївська обл)", after)
    ]


PAGES = {
    "official": [
        "/desk/", "/desk/partnerships/{code}/", "/desk/partnerships/{code}/steps/withdraw/", "/desk/notices/",
        "/desk/partnerships/{code}/responsible/", "/account/profile/", "/desk/people/",
    ],
    Role.ASSOCIATION: [
        "/admin/", "/admin/partnerships/partnership/", "/admin/partnerships/partnership/print/",
        "/admin/partnerships/partnership/{pk}/change/", "/admin/partnerships/partnership/{pk}/merge/{other}/",
        "/admin/partnerships/partnership/{pk}/steps/approve/", "/admin/partnerships/partnership/{pk}/steps/return/",
        "/admin/accounts/membership/", "/desk/notices/",
    ],
    Role.MINISTRY: [
        "/admin/", "/admin/registration/registrationcase/", "/admin/registration/registrationcase/{case}/change/",
        "/admin/registration/registrationcase/{case}/steps/clear/", "/admin/registration/registerentry/",
        "/admin/registration/registrationcase/clear-many/", "/admin/status-check/?q={name}",
        "/admin/registration/registerentry/{entry}/change/", "/desk/notices/",
    ],
    "public": [
        "/", "/partnerships/", "/register/", "/check/?q={name}", "/partnerships/{public}/", "/communities/?q={name}",
        "/partnerships/?community={katottg}", "/map/",
    ],
}  # fmt: skip


@pytest.mark.parametrize("person", PAGES)
def test_every_page__tells_namesakes_apart(client, towns, person):
    if person != "public":
        client.force_login(towns.people[person])
    found, opened = {}, []
    for page in PAGES[person]:
        path = page.format(
            code=towns.made[0].code, pk=towns.made[0].pk, other=towns.made[2].pk, case=towns.case.pk,
            public=towns.made[1].code, entry=towns.entries[0].pk, name=TOWN, katottg=towns.units[0].katottg,
        )  # fmt: skip
        answer = client.get(path, follow=True)
        opened.append((answer.status_code, path))
        body = re.sub(r"(?s)<title>.*?</title>", "", answer.content.decode())
        if TOWN in body or NAME in body:
            found[path] = bare_names(body)
    assert {path: names for path, names in found.items() if names} == {}
    assert not [path for status, path in opened if status != 200]
    assert len(found) > len(PAGES[person]) // 2


def test_letters_and_papers__tell_namesakes_apart(towns, mailoutbox):
    first = towns.units[0]
    place = f"Сумська область, {first.katottg}"
    with translation.override("uk"):
        assert words_of(Notice(partnership=towns.made[0], kind="approved")).parties.startswith(
            f"{TOWN} ({place})"
        )
        assert f"{NAME}, {place}, Україна" in facts_of(towns.made[0], None, "uk").parties[0]
    actor = towns.people[Role.ASSOCIATION]
    invite(actor=actor, email="new@example.test", community=first)
    do_jobs("%invitation%")
    assert f"{NAME}, {place}" in mailoutbox[-1].body
