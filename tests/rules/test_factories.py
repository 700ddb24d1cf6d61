"""The factories reach every status of both life cycles through the services."""

import pytest

from partnerships.choices import PartnershipStatus
from registration.choices import CaseStatus, EntryOrigin
from registration.register_chain import chain_problems
from tests.factories import make_case, make_entry, make_partnership, make_transferred_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", PartnershipStatus.values)
def test_make_partnership__every_status(status):
    assert make_partnership(status).status == status


@pytest.mark.parametrize("status", CaseStatus.values)
def test_make_case__every_status(status):
    assert make_case(status).status == status


def test_make_entry__and_a_transferred_one__form_one_chain():
    entries = [make_entry(), make_transferred_entry(), make_entry()]
    assert [entry.origin for entry in entries] == [
        EntryOrigin.REGISTERED,
        EntryOrigin.TRANSFERRED,
        EntryOrigin.REGISTERED,
    ]
    assert entries[2].act.previous_hash == entries[1].act.act_hash
    assert list(chain_problems()) == []
