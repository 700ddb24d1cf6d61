"""The cooperation log and the comments."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from common.errors import NotAllowed, RuleViolated
from common.partial_dates import DatePrecision, PartialDate
from partnerships.inputs import ActivityInput
from partnerships.models import Activity, Comment, Partnership
from partnerships.services import add_activity, add_comment
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db

NOVEMBER = PartialDate(dt.date(2022, 11, 1), DatePrecision.MONTH)


def entry(**fields):
    return ActivityInput(
        **{"type": "aid", "happened": NOVEMBER, "title_uk": "Обладнання для лікарні", **fields}
    )


def refused(**fields):
    partnership = make_partnership()
    with pytest.raises(RuleViolated) as raised:
        add_activity(partnership.pk, actor=partnership.responsible, data=entry(**fields))
    assert not Activity.objects.exists()
    return {problem.field for problem in raised.value.problems}


def test_activity__is_kept_with_value_and_precision():
    partnership = make_partnership("approved")
    activity = add_activity(
        partnership.pk,
        actor=partnership.responsible,
        data=entry(value="3900000.50", currency="uah", people=5, spheres=("health", "health")),
    )
    stored = Activity.objects.get(pk=activity.pk)
    assert (stored.value, stored.currency, stored.spheres) == (Decimal("3900000.50"), "UAH", ["health"])
    assert stored.happened == NOVEMBER


def test_activity__marks_the_partnership_as_changed_but_keeps_its_version():
    partnership = make_partnership("approved")
    add_activity(partnership.pk, actor=partnership.responsible, data=entry())
    fresh = Partnership.objects.get()
    assert fresh.updated_at > partnership.updated_at
    assert fresh.version == partnership.version


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"type": "party"}, "type"),
        ({"title_uk": " "}, "title_uk"),
        ({"spheres": ("magic",)}, "spheres"),
        ({"value": "багато", "currency": "UAH"}, "value"),
        ({"value": "NaN", "currency": "UAH"}, "value"),
        ({"value": "-1", "currency": "UAH"}, "value"),
        ({"value": "1e20", "currency": "UAH"}, "value"),
        ({"value": "5"}, "currency"),
        ({"value": "5", "currency": "€"}, "currency"),
        ({"people": -1}, "people"),
    ],
    ids=str,
)
def test_activity__fails_with(fields, field):
    assert refused(**fields) == {field}


def test_activity__not_tomorrow():
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert refused(happened=PartialDate(tomorrow, DatePrecision.DAY)) == {"happened"}


@pytest.mark.parametrize("status", ["rejected", "withdrawn", "ended"])
def test_nothing_is_added_to_a_closed_partnership(status):
    partnership = make_partnership(status)
    with pytest.raises(NotAllowed):
        add_activity(partnership.pk, actor=partnership.responsible, data=entry())


@pytest.mark.parametrize(("text", "visibility"), [(" ", "official"), ("Так.", "everybody")])
def test_comment__fails_with(text, visibility):
    partnership = make_partnership()
    with pytest.raises(RuleViolated):
        add_comment(partnership.pk, actor=partnership.responsible, text=text, visibility=visibility)
    assert not Comment.objects.exists()
