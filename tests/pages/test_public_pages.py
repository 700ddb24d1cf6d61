"""The public pages, as anybody sees them."""

import re

import pytest

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/partnerships/",
    "/map/",
    "/communities/",
    "/check/",
    "/register/",
    "/register/integrity/",
    "/about/",
]


@pytest.fixture
def pages(world):
    """Every public page that the records have."""
    return [
        *PAGES,
        f"/partnerships/{world.registered.code}/",
        f"/partnerships/{world.approved.code}/",
        f"/communities/{world.brovary.katottg}/",
        f"/check/?q={world.entry.number}",
        "/check/?community=Бровари&municipality=Єна",
        "/partnerships/?q=nothing-is-called-so",
        "/partnerships/?country=XX",
        "/communities/?q=Бровари",
        "/register/?q=Jena",
    ]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_public_page_opens_on_an_empty_registry(client, path, prefix):
    assert client.get(prefix + path).status_code == 200


def test_home_counts_what_is_there(client, world):
    body = client.get("/en/").content.decode()
    numbers = re.findall(r"<strong>([\d,]+)", body)
    assert numbers == ["2", "2", "1", "2"]  # checked, registered, countries, hromadas with a partner
    assert "of 2</span>" in body
    assert world.entry.number in body


def test_partnership_page_shows_parties_facts_and_activities(client, world):
    body = client.get(f"/en/partnerships/{world.registered.code}/").content.decode()
    for text in (
        "Brovary", "Jena", "Germany", "Checked by the Association", "Cleared by the Ministry",
        "Order No. 879 of 19 May 2025", f"No. {world.entry.number} of", "In force today",
        "5 years, until 2 June 2030", "November 2022", "3,900,000\N{NO-BREAK SPACE}UAH", "1,200 people took part",
    ):  # fmt: skip
        assert text in body


def test_partnership_page_writes_numbers_as_ukrainians_do(client, world):
    body = client.get(f"/partnerships/{world.registered.code}/").content.decode()
    assert "3\xa0900\xa0000\xa0грн" in body
    assert "листопад 2022\N{NO-BREAK SPACE}р." in body


def test_checked_partnership_without_registration_says_so(client, world):
    body = client.get(f"/en/partnerships/{world.approved.code}/").content.decode()
    assert "Checked by the Association" in body
    assert "Not cleared by the Ministry" in body
    assert "Not registered" in body
    assert "Not signed yet" in body


def test_transferred_entry_is_registered_without_an_order(client, world):
    code = world.transferred.agreement.partnership.code
    body = client.get(f"/en/partnerships/{code}/").content.decode()
    assert "Transferred from the previous register" in body
    assert "Transferred entries have no order" in body
    assert "August 2009" in body


@pytest.mark.parametrize("which", ["draft", "submitted"])
def test_what_is_not_public_does_not_exist(client, world, which):
    hidden = getattr(world, which)
    response = client.get(f"/en/partnerships/{hidden.code}/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert hidden.code not in client.get("/partnerships/").content.decode()


def test_officials_are_led_from_a_hidden_partnership_to_their_desk(client, world):
    client.force_login(world.official)
    response = client.get(f"/partnerships/{world.draft.code}/")
    assert response.status_code == 302
    assert response["Location"] == f"/desk/partnerships/{world.draft.code}/"


def test_desk_link_is_shown_only_to_those_who_may_see_more(client, world):
    path, link = f"/en/partnerships/{world.approved.code}/", f"/en/desk/partnerships/{world.approved.code}/"
    assert link not in client.get(path).content.decode()
    client.force_login(world.stranger)
    assert link not in client.get(path).content.decode()
    client.force_login(world.official)
    assert link in client.get(path).content.decode()


def test_no_public_page_names_a_person(client, world, pages):
    for prefix in ("", "/en"):
        for path in pages:
            body = client.get(prefix + path).content.decode()
            assert "Пелагея" not in body, path
            assert "people.example" not in body, path
            assert "02-15/118" not in body, path  # the letter of request


def test_every_page_links_to_itself_in_the_other_language(client, world, pages):
    for path in pages:
        bare, _, query = path.partition("?")
        response = client.get(path)
        body = response.content.decode()
        links = dict(
            re.findall(r'<link rel="alternate" hreflang="(\w+)" href="http://testserver([^"]*)"', body)
        )
        assert links["en"].startswith(f"/en{bare}"), path
        assert links["uk"].startswith(bare), path
        assert bool(query) == ("?" in links["en"])
        followed = client.get(links["en"].replace("&amp;", "&"))
        assert followed.status_code == response.status_code
        assert '<html lang="en">' in followed.content.decode()


def test_language_switch_cannot_be_misled_by_the_query(client):
    body = client.get('/partnerships/?q="><script>alert(1)</script>&next=//evil.example').content.decode()
    assert "<script>alert" not in body


def test_search_needs_every_word_and_knows_every_spelling(client, world):
    def found(query: str) -> set[str]:
        body = client.get("/partnerships/", {"q": query}).content.decode()
        return set(re.findall(r"PB-\d+-\d+", body))

    registered, approved = world.registered.code, world.approved.code
    assert found("Бровари") == found("Brovary") == {registered, approved}
    assert found("brovary jena") == found("єна бровари") == {registered}
    assert found(world.entry.number) == {registered}
    assert found(approved.lower()) == {approved}
    assert found("jena erlangen") == set()
    assert found("ТК-117") == {world.transferred.agreement.partnership.code}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=registered", {"registered", "transferred"}),
        ("status=cleared", {"registered"}),
        ("status=checked", {"registered", "approved"}),
        ("status=not_registered", {"approved"}),
        ("status=ended", set()),
        ("country=DE&sort=community", {"registered", "approved", "transferred"}),
        ("oblast=UA32000000000030281", {"registered", "approved", "transferred"}),
    ],
)
def test_filters(client, world, query, expected):
    names = {
        world.registered.code: "registered",
        world.approved.code: "approved",
        world.transferred.agreement.partnership.code: "transferred",
    }
    body = client.get(f"/partnerships/?{query}").content.decode()
    assert {names.get(code, code) for code in re.findall(r"PB-\d+-\d+", body)} == expected


@pytest.mark.parametrize(
    "path",
    [
        "/partnerships/?country=XX",
        "/partnerships/?status=typo",
        "/communities/?oblast=1",
        "/register/?country=XX",
    ],
)
def test_a_wrong_filter_is_named_and_lists_nothing(client, world, path):
    response = client.get("/en" + path)
    assert response.status_code == 400
    body = response.content.decode()
    assert "There is a problem" in body
    assert "PB-" not in body


def test_empty_result_helps(client, world):
    body = client.get("/en/partnerships/?q=abracadabra").content.decode()
    assert "No results for all of these filters" in body
    assert "/en/communities/?q=abracadabra" in body


def test_community_page_shows_its_partners(client, world):
    body = client.get(f"/en/communities/{world.brovary.katottg.lower()}/").content.decode()
    assert "109,806" in body
    assert world.registered.code in body
    assert world.draft.code not in body


def test_communities_with_and_without_partners(client, world):
    with_partners = client.get("/communities/?partners=with").content.decode()
    without = client.get("/communities/?partners=without").content.decode()
    assert world.brovary.katottg in with_partners
    assert world.brovary.katottg not in without


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "1e9"])
def test_page_numbers_that_make_no_sense(client, world, page):
    assert client.get(f"/partnerships/?page={page}").status_code == 200
