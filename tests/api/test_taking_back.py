"""Taking a step back through the API, and what the public and the mirrors see of it."""

import pytest

from partnerships.models import Partnership
from tests.api.client import Api
from tests.factories import make_entry, make_partnership


def act(api, partnership, name, body=None):
    version = Partnership.objects.get(pk=partnership.pk).version
    return api.post(f"partnerships/{partnership.pk}/{name}/", body, version=version)


def names(answer):
    return [step["name"] for step in answer.json()["available_transitions"]]


@pytest.mark.django_db
def test_take_back__is_offered_with_its_time__and_needs_the_last_version(association):
    partnership = make_partnership("submitted")
    api = Api(association)
    approved = act(api, partnership, "approve")
    assert "take-back" in names(approved)
    offered = next(step for step in approved.json()["available_transitions"] if step["name"] == "take-back")
    assert offered["until"].endswith("Z")
    assert offered["label_uk"] != offered["label_en"]
    address = f"partnerships/{partnership.pk}/take-back/"
    assert api.post(address).status_code == 428
    assert api.post(address, version=partnership.version).status_code == 412
    back = act(api, partnership, "take-back")
    assert (back.status_code, back.json()["status"]) == (200, "submitted")
    assert back["ETag"] == f'"{approved.json()["version"] + 1}"'
    assert "take-back" not in names(back)
    assert act(api, partnership, "take-back").json()["code"] == "invalid_transition"


@pytest.mark.django_db
def test_take_back__by_somebody_else__is_403__and_404_for_whoever_may_not_see_it(association, official):
    partnership = make_partnership("submitted")
    act(Api(association), partnership, "reject", {"text": "Сторона не є громадою."})
    assert act(Api(partnership.responsible), partnership, "take-back").status_code == 403
    assert act(Api(official), partnership, "take-back").status_code == 404
    assert act(Api(), partnership, "take-back").status_code in {401, 404}


@pytest.mark.django_db(transaction=True)
def test_check_taken_back__leaves_a_tombstone__and_the_public_sees_nothing_more(association, anybody):
    partnership = make_partnership("submitted")
    start = anybody.get("changes/").json()["cursor"]
    act(Api(association), partnership, "approve")
    assert anybody.get(f"partnerships/{partnership.pk}/").status_code == 200
    act(Api(association), partnership, "take-back")
    assert anybody.get(f"partnerships/{partnership.pk}/").status_code == 404
    told = anybody.get("changes/", {"since": start}).json()["results"]
    assert [(one["key"], one["action"]) for one in told][-1] == (str(partnership.pk), "delete")


@pytest.mark.django_db(transaction=True)
def test_end_taken_back__is_a_new_version_for_mirrors(anybody):
    partnership = make_entry().agreement.partnership
    api = Api(partnership.responsible)
    ending = {"ended_on": "2025-12-31", "text": "Партнер розпущений.", "confirm": ["agreement_in_force"]}
    ended = act(api, partnership, "end", ending)
    assert ended.status_code == 200, ended.json()
    start = anybody.get("changes/").json()["cursor"]
    act(api, partnership, "take-back")
    (told,) = anybody.get("changes/", {"since": start}).json()["results"]
    assert (told["action"], told["document"]["status"], told["document"]["ended_on"]) == (
        "upsert",
        "approved",
        None,
    )
    assert told["document"]["version"] == ended.json()["version"] + 1
