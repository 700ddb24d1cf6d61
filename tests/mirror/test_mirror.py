"""A copy follows another registry over HTTP and proves that it is equal."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mirror.models import MirroredDocument, MirroredRegistry
from partnerships.models import Partnership
from partnerships.services import take_step
from tests.factories import IN_WORDS, make_entry, make_partnership, make_user, partnership_step_fields

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
    assert keys("register") == {entry.number}
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
