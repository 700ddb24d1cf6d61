"""Names from abroad on the pages: in the language of the page, else as they stand, with their language."""

import pytest
from django.utils import translation

from accounts.roles import Role
from communities.foreign_names import language_of_original, original_shown, region_in_language, region_shown
from tests.communities.factories import make_brovary, make_municipality, make_place
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "country", "region", "shown"),
    [
        ("uk", "DE", "Baden-Württemberg", "Баден-Вюртемберг"),
        ("uk", "DE", "Thuringia", "Тюрингія"),
        ("uk", "FR", "Hauts-de-France", "О-де-Франс"),
        ("uk", "JP", "Hiroshima", '<span lang="en">Hiroshima</span>'),
        ("uk", "PL", "Podhale", '<span lang="pl">Podhale</span>'),
        ("uk", "PL", "Підгалля", "Підгалля"),
        ("uk", "CH", "Oberland", "Oberland"),
        ("en", "DE", "Thuringia", "Thuringia"),
        ("uk", "DE", "", ""),
    ],
)
def test_region__is_shown_in_the_language_of_the_page_or_with_its_own(language, country, region, shown):
    with translation.override(language):
        assert region_shown(country, region) == shown


def test_region_of_a_paper__is_left_out_rather_than_english():
    with translation.override("uk"):
        assert region_in_language("JP", "Hiroshima") == ""
        assert region_in_language("DE", "Thuringia") == "Тюрингія"


@pytest.mark.parametrize(
    ("country", "text", "language"),
    [
        ("DE", "Jena", "de"), ("BG", "Пловдив", "bg"), ("BG", "Plovdiv", ""), ("CN", "Hengyang", ""),
        ("CN", "衡阳", "zh"), ("CH", "Bern", ""), ("PL", "Єна", ""),
    ],
)  # fmt: skip
def test_original_name__has_a_language_only_where_it_is_certain(country, text, language):
    assert language_of_original(country, text) == language
    said = f' lang="{language}"' if language else ""
    assert original_shown(country, text) == f'<span{said} translate="no">{text}</span>'


@pytest.mark.parametrize("person", ["official", "association"])
def test_pages_in_ukrainian__name_regions_in_ukrainian_and_mark_originals(client, person):
    brovary = make_brovary()
    official = make_user(communities=[brovary])
    jena = make_municipality(name="Jena", name_uk="Єна", region="Thuringia")
    partnership = make_partnership("approved", official=official, community=brovary, municipality=jena)
    client.force_login(official if person == "official" else make_user(Role.ASSOCIATION))
    desk = "/desk/partnerships" if person == "official" else "/admin/partnerships/partnership"
    key = partnership.code if person == "official" else f"{partnership.pk}/change"
    for path in (f"/partnerships/{partnership.code}/", f"{desk}/{key}/"):
        body = client.get(path, follow=True).content.decode()
        assert "Тюрингія" in body, path
        assert "Thuringia" not in body, path
    assert (
        '<span lang="de" translate="no">Jena</span>'
        in client.get(f"/partnerships/{partnership.code}/").content.decode()
    )


def test_picker__names_regions_in_the_language_of_the_page(client):
    client.force_login(make_user())
    make_place(name="Jenaburg", region="Thuringia")
    make_place(name="Jenaburgo", country="JP", region="Hiroshima")
    for prefix, german in (("", "Тюрингія"), ("/en", "Thuringia")):
        rows = client.get(f"{prefix}/pickers/municipalities/?q=Jenaburg").json()["results"]
        shown = {row["country"]: (row["region"], row["region_language"]) for row in rows}
        assert shown == {"DE": (german, ""), "JP": ("Hiroshima", "" if prefix else "en")}
        assert {row["original_language"] for row in rows} == {"de", "ja"} - {"ja"} | {""}
