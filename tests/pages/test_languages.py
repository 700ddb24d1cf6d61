"""Pages in two languages: their addresses, and texts in Ukrainian on English pages."""

import re
from html.parser import HTMLParser

import pytest

from common.languages import path_in
from common.marked_languages import mark_ukrainian
from communities.models import Community
from partnerships.models import Agreement, Partnership, Party
from tests.pages.addresses import all_addresses


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("/", "en", "/en/"),
        ("/en/", "uk", "/"),
        ("/en/", "en", "/en/"),
        ("/check/", "uk", "/check/"),
        ("/en/partnerships/PB-1/", "uk", "/partnerships/PB-1/"),
        ("/english/", "uk", "/english/"),
        ("/en/en/", "uk", "/en/"),
    ],
)
def test_path_in_another_language(path, code, expected):
    assert path_in(path, code) == expected


CYRILLIC = re.compile("[А-Яа-яІіЇїЄєҐґ]")


class Unmarked(HTMLParser):
    """Collects the texts in Ukrainian letters for which the page says another language."""

    def __init__(self, html):
        super().__init__()
        self.open, self.found = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in {"input", "link", "meta", "img", "br", "hr", "source", "path", "circle", "rect"}:
            self.open.append((tag, dict(attrs).get("lang")))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = {tag for tag, _language in self.open}
        language = next((code for _tag, code in reversed(self.open) if code), None)
        if CYRILLIC.search(data) and language == "en" and not tags & {"script", "style"}:
            self.found.append(data.strip())


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["public", "official", "association", "ministry"])
def test_english_pages__mark_every_ukrainian_text(client, world, everybody, person):
    Party.objects.update(body_name_uk="Вінницька міська рада")
    Agreement.objects.update(title_en="", signed_place="м. Ковель")
    Partnership.objects.update(summary_en="")
    Community.objects.filter(pk=world.brovary.pk).update(former_names=["Броварі"])
    if everybody[person]:
        client.force_login(everybody[person])
    found, marked = {}, 0
    for address in all_addresses():
        if address.is_api or "logout" in address.name:
            continue
        answer = client.get("/en" + address.path(world))
        if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            body = answer.content.decode()
            marked += body.count('lang="uk"')
            if texts := Unmarked(body).found:
                found[address.name] = texts
    assert found == {}
    assert marked > 20


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Signs: Вінницька рада (x)</p>", '<p>Signs: <span lang="uk">Вінницька рада</span> (x)</p>'),
        ("<p>Д&#x27;яченко О. О.</p>", '<p><span lang="uk">Д&#x27;яченко О. О</span>.</p>'),
        ('<p lang="bg">Пловдив <p>a</p> я</p>', '<p lang="bg">Пловдив <p>a</p> я</p>'),
        ("<option value=1>Єна</option>", '<option value=1 lang="uk">Єна</option>'),
        ("<title>Угода · Pobratym</title>", "<title>Угода · Pobratym</title>"),
        ('<a title="я > є">x</a><script>"я"</script><!-- я -->', None),
        ("<textarea>Лист</textarea>", '<textarea lang="uk">Лист</textarea>'),
    ],
)
def test_mark_ukrainian(html, expected):
    assert mark_ukrainian(html) == (expected or html)
