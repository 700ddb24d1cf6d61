"""What is not public leaves no trace in anything public: no name, no choice, no count, no other status."""

import datetime as dt
import re

import pytest
from django.test import Client

from common.partial_dates import DatePrecision, PartialDate
from communities.merging import merge_municipalities
from communities.models import ForeignMunicipality
from partnerships.services import add_agreement
from registration.services import file_case
from tests.api.client import BASE
from tests.communities.factories import make_community, make_municipality, make_oblast, make_place
from tests.factories import agreement_input, first_agreement, make_partnership, make_user
from tests.pages.addresses import all_addresses

pytestmark = pytest.mark.django_db
# Of the draft alone: its country, its territory, words of its texts, its sphere. Nobody else has them.
TRACES = re.compile(
    r"Індія|India\b|Кочінапур|Kochinapur|Ернакулам|Ernakulam|Чайнокрай|Teaborder|Водоросл|Aerospace-Weaving|"
    r"\bIN\b|country=IN|Енергетика|>Energy<"
)
WORDS = (
    "Кочінапур",
    "Kochinapur",
    "Кочинапур",
    "Kochinapr",
    "Чайнокрай",
    "Aerospace-Weaving",
    "Індія",
    "India",
    "IN",
)


@pytest.fixture
def hidden(world):
    """A draft that begins in the gazetteer and one with a territory that was typed in, filed with the Ministry."""
    place = make_place(name="Ernakulam", name_uk="Ернакулам", country="IN", population=500_000)
    typed = make_municipality(
        name="Kochinapur", name_uk="Кочінапур", name_en="Kochinapur", country="IN", region="Teaborder"
    )
    texts = {
        "summary_uk": "Водорослі та Чайнокрай.",
        "summary_en": "Aerospace-Weaving.",
        "agreement": agreement_input(title_en="On Aerospace-Weaving", spheres=("energy",)),
    }
    draft = make_partnership(community=world.brovary, official=world.official, municipality=typed, **texts)
    client = Client()
    client.force_login(world.official)
    made = client.post(f"{BASE}municipalities/", {"geonames_id": place.pk}, content_type="application/json")
    assert made.status_code == 201
    submitted = make_partnership(
        "submitted", community=world.brovary, official=world.official, municipality=typed, **texts
    )
    case = file_case(
        first_agreement(submitted).pk,
        actor=world.official,
        letter_number="77/вих",
        letter_date=submitted.created_at.date(),
    )
    return {"draft": draft, "submitted": submitted, "case": case, "typed": typed, "taken": made.json()["id"]}


def seen_at(client, path, asked=""):
    """Status and text of a page; what the reader has typed may stand there again."""
    answer = client.get(path, headers={"Accept-Language": "en"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode(errors="replace")
    return answer.status_code, re.sub(rf"\b{re.escape(asked)}\b", "", text) if asked else text


def test_public_addresses__show_nothing_of_a_draft(client, world, hidden):
    lists = ["municipalities/", "partnerships/", "register/", "communities/", "changes/", "stats/?by=country",
             "stats/?by=sphere", "facets/", "map/", "exports/partnerships.csv", "exports/register.csv",
             "exports/partnerships.jsonl", "exports/partnerships.geojson"]  # fmt: skip
    paths = [BASE + path for path in lists]
    for address in all_addresses():
        if address.is_open or address.is_api:
            path = address.path(world)
            paths += [path, f"/en{path}"] if not address.is_api else [path]
    found = {}
    for path in dict.fromkeys(paths):
        status, text = seen_at(client, path)
        # The gazetteer holds all places of the world, the documentation all spheres.
        if (traces := TRACES.findall(text)) and not re.search(r"/(places|schema)/", path):
            found[path, status] = set(traces)
    assert found == {}


@pytest.mark.parametrize("word", WORDS)
def test_public_searches__find_nothing_of_a_draft(client, hidden, word):
    searched = ["/partnerships/?q={}", "/register/?q={}", "/communities/?q={}", "/check/?q={}", "/map/?q={}",
                "/check/?community=Бровари&municipality={}", f"{BASE}municipalities/?search={{}}",
                f"{BASE}partnerships/?search={{}}", f"{BASE}register/?search={{}}", f"{BASE}check/?q={{}}",
                f"{BASE}municipalities/?country=IN"]  # fmt: skip
    for path in searched:
        status, text = seen_at(client, path.format(word), asked=word)
        assert status == 200, path
        assert not TRACES.findall(text), path


def test_territory_of_a_draft__is_no_address_of_the_public(client, hidden):
    nobody = ForeignMunicipality.objects.order_by("-pk").first().pk + 1
    answers = [
        seen_at(client, f"{BASE}municipalities/{pk}/") for pk in (hidden["typed"].pk, hidden["taken"], nobody)
    ]
    assert len(set(answers)) == 1
    assert answers[0][0] == 404


def test_merged_territory_of_a_draft__does_not_lead_to_the_other(client, hidden):
    merge_municipalities(hidden["taken"], hidden["typed"].pk, actor=make_user("association"))
    assert client.get(f"{BASE}municipalities/{hidden['taken']}/").status_code == 404


def test_territory_of_a_draft__is_found_by_those_who_are_signed_in(world, hidden):
    client = Client()
    client.force_login(world.stranger)
    rows = client.get(f"{BASE}municipalities/?search=Kochinapur").json()["results"]
    assert [row["id"] for row in rows] == [hidden["typed"].pk]
    assert client.get(f"{BASE}municipalities/{hidden['typed'].pk}/").status_code == 200
    picked = client.get("/pickers/municipalities/?q=Ernakulam").json()["results"]
    assert [row["id"] for row in picked] == [hidden["taken"]]


@pytest.mark.parametrize("person", ["public", "stranger"])
def test_hidden_records__answer_as_if_they_were_not_there(world, hidden, person):
    """403 beside 404 would say that there is something: every address and method gives the same answer."""
    client = Client()
    if person == "stranger":
        client.force_login(world.stranger)
    client.raise_request_exception = False
    keys = {"partnerships": hidden["draft"].pk, "registrations": hidden["case"].pk}
    different = {}
    for address in all_addresses():
        for resource, key in keys.items():
            if f"{resource}/<int:pk>" not in address.route:
                continue
            path = address.path(world)
            there, nowhere = (
                re.sub(rf"{resource}/\d+", f"{resource}/{number}", path) for number in (key, 2_000_000_000)
            )
            for method in ("get", "post", "patch", "delete"):
                send = getattr(client, method)
                statuses = [
                    send(one, headers={"If-Match": '"1"'}, **_body(method)).status_code
                    for one in (there, nowhere)
                ]
                if statuses[0] != statuses[1]:
                    different[method, path] = statuses
    assert different == {}


def _body(method):
    return {} if method in {"get", "delete"} else {"data": {}, "content_type": "application/json"}


def test_hidden_codes__answer_like_codes_that_nobody_has(client, world, hidden):
    client.force_login(world.stranger)
    for address in all_addresses():
        if "<code>" in address.route or "<str:code>" in address.route:
            path = address.path(world)
            pair = [
                path.replace(world.approved.code, code) for code in (hidden["draft"].code, "PB-1999-9999")
            ]
            assert client.get(pair[0]).status_code == client.get(pair[1]).status_code, path


UNIQUE = {"transnational", "solidarity_agreement", "energy", "region", "IN"}
CHOICES = ("facets/", *(f"stats/?by={by}" for by in ("country", "sphere", "kind", "document_type", "year", "status",
                                                    "oblast", "registration_status")))  # fmt: skip


def choices_offered(client):
    """Every value that public statistics, facets, the map and the forms of the pages offer."""
    offered = {}
    for path in CHOICES:
        answer = client.get(BASE + path)
        if answer.status_code == 200:
            offered[path] = set(re.findall(r'"(?:key|value)": ?"([^"]*)"', answer.content.decode()))
    for path in ("/partnerships/", "/register/", "/communities/", "/map/"):
        body = client.get(path).content.decode()
        offered[path] = set(re.findall(r'<option value="([^"]+)"', body)) | set(
            re.findall(r"[?&;](?:country|sphere|kind|document_type|level|year|oblast)=([^&\"]+)", body)
        )
    return offered


def test_choices_of_the_public__come_from_what_is_public(client, world):
    """A draft alone in its oblast, country, level, sphere, kind, type and years is offered nowhere."""
    before = choices_offered(client)
    assert len(before) >= 10
    assert "health" in set().union(*before.values())
    odesa = make_community(oblast=make_oblast("UA51000000000030770", "Одеська"))
    region = make_municipality(name="Kerala", name_uk="Керала", country="IN", level="region")
    agreement = agreement_input(
        document_type="solidarity_agreement", kinds=("transnational",), spheres=("energy",)
    )
    for status in ("draft", "submitted"):
        draft = make_partnership(
            status, community=odesa, municipality=region, agreement=agreement,
            started=PartialDate(dt.date(1951, 1, 1), DatePrecision.YEAR),
        )  # fmt: skip
    case = file_case(
        first_agreement(draft).pk,
        actor=draft.responsible,
        letter_number="1",
        letter_date=dt.date(2025, 4, 14),
    )
    assert case.pk
    after = choices_offered(client)
    # All oblasts are offered for the list of communities, which is not made of filings.
    after["/communities/"] -= {"UA51000000000030770"}
    new = {path: after[path] - values for path, values in before.items() if after[path] - values}
    assert new == {}


def test_agreement_of_a_public_partnership_that_is_not_public_itself__offers_nothing(client, world):
    before = choices_offered(client)
    partnership = world.transferred.agreement.partnership
    data = agreement_input(
        document_type="solidarity_agreement", kinds=("transnational",), spheres=("energy",)
    )
    official = make_user(communities=[partnership.parties.filter(side="ukrainian").get().community])
    add_agreement(partnership.pk, actor=official, data=data)
    assert "Енергетика" not in client.get(f"/partnerships/{partnership.code}/").content.decode()
    after = choices_offered(client)
    new = set().union(*(after[path] - values for path, values in before.items()))
    assert new & UNIQUE == set()
