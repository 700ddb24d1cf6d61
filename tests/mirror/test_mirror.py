"""A copy follows another registry over HTTP and proves that it is equal."""

from io import StringIO

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from common.life_cycle import Reason
from mirror.models import MirroredDocument, MirroredRegistry
from partnerships.models import NumberCounter, Partnership
from partnerships.services import take_step
from registration.models import LegalAct
from registration.register_chain import CHAIN_SERIES, chain_problems
from registration.services import correct_entry
from registration.services import take_step as take_case_step
from tests.factories import (
    IN_WORDS,
    make_case,
    make_entry,
    make_partnership,
    make_user,
    partnership_step_fields,
)

pytestmark = pytest.mark.django_db(transaction=True)


def mirror(url, *options):
    out = StringIO()
    call_command("mirror", url, *options, stdout=out, verbosity=0)
    return out.getvalue()


def keys(resource):
    return set(MirroredDocument.objects.filter(resource=resource).values_list("key", flat=True))


def test_copy__follows_and_is_proved_equal(live_server):
    one, entry = make_partnership("approved"), make_entry()
    told = mirror(live_server.url, "--verify")
    assert keys("partnerships") == {str(one.pk), str(entry.agreement.partnership_id)}
    assert keys("register") == {str(entry.sequence)}
    assert f"legal acts: 1, the chain holds, last hash {entry.act.act_hash}" in told
    assert told.count("equal, SHA-256") == 2
    cursor = MirroredRegistry.objects.get().cursor
    assert "0 changes" in mirror(live_server.url)
    assert MirroredRegistry.objects.get().cursor == cursor


def test_copy__takes_over_what_changes_and_forgets_what_is_no_longer_public(live_server):
    one, two = make_partnership("approved"), make_partnership("approved")
    mirror(live_server.url)
    ending = {"reason": IN_WORDS, **partnership_step_fields("end")}
    take_step(one.pk, "end", actor=one.responsible, expected_version=one.version, **ending)
    from partnerships.services.merging import merge_partnerships

    parties = two.parties
    double = make_partnership(
        "approved",
        community=parties.get(side="ukrainian").community,
        municipality=parties.get(side="foreign").municipality,
    )
    merge_partnerships(two.pk, double.pk, actor=make_user("association"), expected_version=None)
    assert mirror(live_server.url, "--verify").count("equal") == 2
    assert keys("partnerships") == {str(one.pk), str(double.pk)}
    assert MirroredDocument.objects.get(key=str(one.pk)).document["status"] == "ended"


def test_copy_that_was_touched__is_found_out_and_made_anew(live_server):
    one, two = make_partnership("approved"), make_partnership("approved")
    mirror(live_server.url)
    row = MirroredDocument.objects.get(key=str(one.pk))
    row.document["code"] = "X"
    row.save()
    MirroredDocument.objects.filter(key=str(two.pk)).delete()
    with pytest.raises(CommandError, match="differs"):
        mirror(live_server.url, "--verify")
    assert mirror(live_server.url, "--anew", "--verify").count("equal") == 2


def test_correct__mirrors_are_told_of_the_entry(live_server):
    """A mirror that follows the feed ends with the corrected values, and with one document of the entry."""
    entry, clerk = make_entry(), make_user("ministry")
    mirror(live_server.url)
    for field, value in (("number", "2026-0500"), ("title_uk", "Угода про дружбу")):
        correct_entry(entry.pk, actor=clerk, field=field, value=value, text="Описка.")
    told = mirror(live_server.url, "--verify")
    assert told.count("equal, SHA-256") == 2
    document = MirroredDocument.objects.get(resource="register").document
    assert (document["number"], document["title_uk"]) == ("2026-0500", "Угода про дружбу")
    assert document["corrected_on"] == timezone.localdate().isoformat()
    assert [one["field"] for one in document["corrections"]] == ["number", "title_uk"]
    assert document["content"]["number"] == entry.number
    record = MirroredDocument.objects.get(resource="partnerships").document
    assert record["agreements"][0]["registration"]["number"] == "2026-0500"


def cut_off(*acts):
    """Delete the last acts with every trace in the registry: history and counter are set back, too."""
    places = [act.pk for act in acts]
    with pgtrigger.ignore():
        LegalAct.objects.filter(pk__in=places).delete()
        LegalAct.pgh_event_model.objects.filter(sequence__in=places).delete()
        NumberCounter.objects.filter(series=CHAIN_SERIES).update(last=min(places) - 1)


def annulled():
    """An act of which nothing else in public tells: the clearance of a draft is annulled."""
    case = make_case("cleared")
    clerk, reason = case.assigned_to, Reason(text="Помилка.")
    take_case_step(case.pk, "annul-clearance", actor=clerk, expected_version=None, reason=reason)
    return LegalAct.objects.latest("sequence")


def test_verify__last_act_deleted_and_the_counter_set_back__is_noticed(live_server):
    make_entry()
    last = annulled()
    mirror(live_server.url, "--verify")
    cut_off(last)
    assert list(chain_problems()) == [], "the registry itself cannot know"
    with pytest.raises(CommandError, match="act 2 was seen before and is missing"):
        mirror(live_server.url, "--verify")
    with pytest.raises(CommandError, match="act 2 was seen before and is missing"):
        mirror(live_server.url, "--anew", "--verify")


def test_verify__last_act_put_in_the_place_of_another__is_noticed(live_server):
    make_entry()
    last = annulled()
    mirror(live_server.url, "--verify")
    cut_off(last)
    annulled()
    with pytest.raises(CommandError, match="act 2 is another one than was seen before"):
        mirror(live_server.url, "--verify")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            'UPDATE registration_legalact SET content = content || \'{"number": "7"}\' WHERE sequence = 1',
            "act 1: its",
        ),
        ("UPDATE registration_legalact SET previous_hash = 'x' WHERE sequence = 2", "act 2: the link"),
        (
            "UPDATE registration_legalact SET act_hash = repeat('0', 64) WHERE sequence = 2",
            "act 2 is another",
        ),
        ("DELETE FROM registration_legalact WHERE sequence = 2", "act 2 is missing"),
    ],
)
def test_verify__act_changed_or_cut_out_of_the_middle__is_noticed(live_server, sql, said):
    make_entry()
    annulled()
    make_entry()
    mirror(live_server.url, "--verify")
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(CommandError, match=said):
        mirror(live_server.url, "--verify")


def test_many_changes__come_page_by_page(live_server, monkeypatch):
    monkeypatch.setattr("mirror.reading.PAGE", 2)
    for _number in range(5):
        make_partnership("approved")
    mirror(live_server.url)
    assert len(keys("partnerships")) == Partnership.objects.count() == 5


@pytest.mark.parametrize("url", ["registry.example", "ftp://registry.example", "file:///etc/passwd", ""])
def test_address_that_is_none__is_refused(url):
    with pytest.raises(CommandError, match="Give the address"):
        mirror(url)


def test_another_site__is_not_taken_for_a_registry(live_server):
    with pytest.raises(CommandError):
        mirror(f"{live_server.url}/desk")
    with pytest.raises(CommandError):
        mirror("http://127.0.0.1:9")
    assert not MirroredDocument.objects.exists()
