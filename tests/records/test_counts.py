"""Sums of what each change adds are the counts of what is there."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from partnerships.models import Partnership, Record, RecordCount, RecordVersion
from partnerships.records import sums as kept
from partnerships.records.counts import FACETS, _counted, facet_counts
from partnerships.records.facets import COUNTRY_OF, SUMMED
from partnerships.records.points import partner_counts
from partnerships.records.refresh import refresh_records
from partnerships.records.sums import compact_counts, rebuild_counts, sum_of, sums, wrong_counts
from partnerships.records.where import Where
from tests.communities.factories import make_brovary, make_municipality
from tests.factories import agreement_input, make_case, make_partnership

pytestmark = pytest.mark.django_db

ALL = Where(["TRUE"])  # a filter that all meet: counted anew


@pytest.fixture
def some(db):
    """Three public ones, one of them registered, and a draft."""
    brovary = make_brovary()
    make_case("registered", partnership=make_partnership("approved", community=brovary))
    make_partnership(
        "ended",
        community=brovary,
        municipality=make_municipality(country="PL"),
        agreement=agreement_input(document_type="treaty", spheres=("sport",), kinds=("cross_border",)),
    )
    make_partnership("approved", municipality=make_municipality(country="PL"))
    make_partnership("draft", community=brovary, municipality=make_municipality(country="FR"))


def rows_of(facet, value):
    return list(RecordCount.objects.filter(facet=facet, value=value).values_list("delta", flat=True))


def test_sums__are_the_counts_of_all_public_records(some):
    assert wrong_counts() == []
    assert facet_counts({}).counts == _counted(list(FACETS), ALL)[1]
    assert facet_counts({}).total == 3
    assert partner_counts("communities", Where()) == partner_counts("communities", ALL)
    assert partner_counts("municipalities", Where()) == partner_counts("municipalities", ALL)
    assert len(partner_counts("municipalities", Where())) == 3


def test_facets__of_a_list_filtered_by_one__count_the_choices_beside_it(some):
    found = facet_counts({"country": ["DE"]})
    assert (found.total, found.counts["country"]) == (1, {"DE": 1, "PL": 2})
    assert found.counts["status"] == {"approved": 1}


def test_counts__of_everything__do_not_read_the_records(some, django_assert_num_queries):
    with django_assert_num_queries(2) as asked:
        facet_counts({})
        partner_counts("communities", Where())
    assert all("FROM partnerships_record " not in query["sql"] for query in asked.captured_queries)


def test_a_change__is_appended_and_nothing_else_is_touched(some):
    before = dict(RecordCount.objects.values_list("pk", "delta"))
    make_partnership("approved", municipality=make_municipality(country="PL"))
    after = dict(RecordCount.objects.values_list("pk", "delta"))
    assert before.items() <= after.items()
    assert sum_of("country", "PL") == 3
    assert set(SUMMED) <= set(RecordCount.objects.values_list("facet", flat=True))


def test_a_record__written_as_it_was__leaves_no_trace(some):
    before = RecordCount.objects.count()
    refresh_records(Partnership.objects.values_list("pk", flat=True))
    assert RecordCount.objects.count() == before


def test_a_record__that_is_not_public_any_more__counts_nowhere(some):
    assert sums(["country"]) == {"country": {"DE": 1, "PL": 2}}
    Record.objects.filter(countries=["PL"]).update(is_public=False)
    assert sums(["", "country"]) == {"": {"": 1}, "country": {"DE": 1}}
    Record.objects.all().delete()
    assert sums(list(SUMMED)) == {facet: {} for facet in SUMMED}
    assert wrong_counts() == []


def test_truncated_records__count_nowhere(some):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE partnerships_record")
    assert not RecordCount.objects.exists()


def test_compaction__leaves_one_row_for_each_value__and_the_sums(some):
    before = sums(list(SUMMED))
    assert rows_of("country", "PL") == [1, 1]
    compact_counts()
    assert sums(list(SUMMED)) == before
    assert rows_of("country", "PL") == [2]
    keys = list(RecordCount.objects.values_list("facet", "value"))
    assert len(keys) == len(set(keys))


def test_compaction__of_what_is_gone__leaves_nothing(some):
    Record.objects.all().delete()
    assert RecordCount.objects.exists()
    compact_counts()
    assert not RecordCount.objects.exists()


def test_compaction__happens_once_in_many_writes(some, monkeypatch):
    monkeypatch.setattr(kept, "COMPACT_EVERY", 1)
    refresh_records([Record.objects.values_list("pk", flat=True)[0]])
    assert rows_of("country", "PL") == [2]


def test_check_records__names_wrong_counts_and_repairs_them(some):
    RecordCount.objects.filter(facet="country", value="PL").delete()
    RecordCount.objects.create(facet=f"{COUNTRY_OF}UA00", value="XX", delta=7)
    with pytest.raises(
        CommandError, match="2 counts differ: country PL: 0 instead of 2, country of UA00 XX: 7"
    ):
        call_command("check_records", verbosity=0)
    RecordVersion.objects.update_or_create(pk=1, defaults={"version": 1})
    call_command("check_records", "--repair", verbosity=0)
    assert RecordVersion.objects.get().version > 1, "pages with the wrong counts are not given out again"
    assert wrong_counts() == []
    assert rows_of("country", "PL") == [2]
    call_command("check_records", verbosity=0)


def test_check_records__with_wrong_records__repairs_their_counts_too(some):
    Record.objects.filter(countries=["PL"]).update(countries=["XX"])
    assert sums(["country"])["country"] == {"DE": 1, "XX": 2}
    call_command("check_records", "--repair", verbosity=0)
    assert sums(["country"])["country"] == {"DE": 1, "PL": 2}


def test_rebuilt_counts__of_records_written_without_triggers__are_true(some):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Record.objects.filter(countries=["PL"]).update(countries=["XX"])
        cursor.execute("SET session_replication_role = DEFAULT")
    wrong = wrong_counts()
    assert len(wrong) == 2 * 3  # the country of all, of Brovary, of the other community
    assert rebuild_counts() == wrong
    assert wrong_counts() == []
