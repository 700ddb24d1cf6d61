"""The cooperation log: added in a minute, corrected and removed with history, summed up."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit.readable import readable
from common.errors import NotVisible, RuleViolated, StaleVersion
from common.partial_dates import DatePrecision, PartialDate
from partnerships.activity_totals import totals_of
from partnerships.inputs import ActivityInput
from partnerships.models import Activity, Document
from partnerships.services import (
    add_activity,
    add_agreement,
    attach_document,
    delete_activity,
    update_activity,
)
from partnerships.timeline import timeline_for
from tests.api.client import Api
from tests.factories import agreement_input, make_partnership
from tests.files import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(official, community):
    return make_partnership("approved", official=official, community=community)


@pytest.fixture
def activity(partnership):
    return add_activity(partnership.pk, actor=partnership.responsible, data=said(title_uk="Автобус"))


def said(**fields):
    happened = PartialDate(dt.date(2023, 10, 1), DatePrecision.MONTH)
    return ActivityInput(**{"type": "aid", "happened": happened, "title_uk": "Візит", **fields})


def typed(**changes):
    day = {"happened_day": "", "happened_month": "10", "happened_year": "2023"}
    return {"type": "visit", "title_uk": "Візит делегації", **day, **changes}


def address(partnership):
    return f"/desk/partnerships/{partnership.code}/activities/add/"


def test_form__begins_with_today(signed_in, official, partnership):
    page = signed_in(official).get(address(partnership))
    assert page.context["form"].initial["happened"].date == timezone.localdate()


def test_added__with_value_month_and_photo(signed_in, official, partnership):
    photo = SimpleUploadedFile("зустріч.jpg", picture("JPEG"))
    body = typed(value="390 000,50", currency="UAH", people="12", spheres=["health"], file=photo)
    response = signed_in(official).post(address(partnership), body)
    assert response.status_code == 302
    made = Activity.objects.get()
    assert (made.value, made.currency, made.people) == (Decimal("390000.50"), "UAH", 12)
    assert made.happened == PartialDate(dt.date(2023, 10, 1), DatePrecision.MONTH)
    document = made.documents.get()
    assert (document.kind, document.partnership, document.is_public) == ("photo", partnership, False)
    page = signed_in(official).get(f"/desk/partnerships/{partnership.code}/").content.decode()
    assert document.original_name in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_uk": ""}, "title_uk"),
        ({"happened_year": "2999"}, "happened"),
        ({"happened_year": ""}, "happened"),
        ({"value": "багато"}, "value"),
        ({"value": "5"}, "currency"),
        ({"people": "-1"}, "people"),
        ({"currency": "ZZZ"}, "currency"),
        ({"type": "party"}, "type"),
    ],
)
def test_wrong_input__is_named_beside_its_field__and_kept(signed_in, official, partnership, changes, field):
    response = signed_in(official).post(address(partnership), typed(title_en="Kept", **changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Kept" in response.content.decode()
    assert not Activity.objects.exists()


def test_unusable_file__is_refused_before_anything_is_written(signed_in, official, partnership):
    program = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00 no picture")
    response = signed_in(official).post(address(partnership), typed(file=program))
    assert response.status_code == 422
    assert "file" in response.context["form"].errors
    assert not Activity.objects.exists()
    assert not Document.objects.exists()


def test_corrected__keeps_what_it_said_in_the_history(signed_in, official, partnership, activity):
    client, path = signed_in(official), f"/desk/activities/{activity.pk}/edit/"
    assert client.get(path).context["form"].initial["title_uk"] == "Автобус"
    response = client.post(path, typed(version=activity.version, title_uk="Шкільний автобус"))
    assert response.status_code == 302
    activity.refresh_from_db()
    assert (activity.title_uk, activity.version) == ("Шкільний автобус", 2)
    last = readable(timeline_for(official, partnership))[-1]
    assert ("Автобус", "Шкільний автобус") in {(change.before, change.after) for change in last.changes}


def test_corrected_meanwhile_by_somebody_else__nothing_is_overwritten(
    signed_in, official, partnership, activity
):
    update_activity(activity.pk, actor=official, expected_version=1, data=said(title_uk="Колега"))
    client, path = signed_in(official), f"/desk/activities/{activity.pk}/edit/"
    response = client.post(path, typed(version=1, title_uk="Моє"))
    assert response.status_code == 412
    assert "Моє" in response.content.decode()
    assert Activity.objects.get().title_uk == "Колега"
    assert client.post(path, typed(version=response.context["version"], title_uk="Моє")).status_code == 302


def test_removed__stays_in_the_history__and_its_file_with_the_partnership(
    signed_in, official, partnership, activity
):
    document = Document.objects.create(
        partnership=partnership, activity=activity, kind="photo", size=1, uploaded_by=official,
        original_name="a.jpg", sha256="0" * 64, detected_type="image/jpeg", file="documents/a",
    )  # fmt: skip
    client, path = signed_in(official), f"/desk/activities/{activity.pk}/remove/"
    assert client.get(path).status_code == 200
    assert Activity.objects.exists(), "asking removes nothing"
    assert client.post(path, {"version": 1}).status_code == 302
    assert not Activity.objects.exists()
    document.refresh_from_db()
    assert (document.activity_id, document.partnership_id) == (None, partnership.pk)
    last = readable(timeline_for(official, partnership))[-1]
    assert str(last.label) == "захід вилучено"
    assert "Автобус" in {change.before for change in last.changes}


def test_removing__what_somebody_has_corrected_meanwhile__asks_again(signed_in, official, activity):
    update_activity(activity.pk, actor=official, expected_version=1, data=said())
    response = signed_in(official).post(f"/desk/activities/{activity.pk}/remove/", {"version": 1})
    assert response.status_code == 412
    assert Activity.objects.exists()


@pytest.mark.parametrize("page", ["edit", "remove"])
def test_pages__are_for_the_own_community_only(signed_in, stranger, association, activity, page):
    for person in (stranger, association):
        assert signed_in(person).get(f"/desk/activities/{activity.pk}/{page}/").status_code == 403
    assert signed_in(stranger).get(f"/desk/activities/999999/{page}/").status_code == 404


def test_services__refuse_old_versions_and_what_is_not_there(official, activity):
    with pytest.raises(StaleVersion):
        update_activity(activity.pk, actor=official, expected_version=7, data=said())
    with pytest.raises(StaleVersion):
        delete_activity(activity.pk, actor=official, expected_version=7)
    with pytest.raises(NotVisible):
        delete_activity(999_999, actor=official, expected_version=None)


def test_totals__never_add_up_currencies():
    rows = [
        Activity(type="aid", happened_on=dt.date(2022, 11, 1), value=Decimal(3_900_000), currency="UAH"),
        Activity(type="aid", happened_on=dt.date(2023, 1, 1), value=Decimal(100), currency="EUR", people=3),
        Activity(type="visit", happened_on=dt.date(2023, 6, 1), people=4),
        Activity(type="aid", happened_on=dt.date(2023, 6, 1), value=Decimal("0.50"), currency="UAH"),
    ]
    totals = totals_of(rows)
    assert totals.values == [("UAH", Decimal("3900000.50")), ("EUR", Decimal(100))]
    assert (totals.count, totals.people) == (4, 7)
    assert totals.types[0] == ("Надання допомоги", 3)
    assert totals.years == [(2023, 3), (2022, 1)]


@pytest.mark.parametrize("path", ["/desk/partnerships/{code}/", "/partnerships/{code}/"])
def test_totals__stand_on_the_desk_and_on_the_public_page(signed_in, official, partnership, path):
    for value in ("1000000", "500000"):
        add_activity(partnership.pk, actor=official, data=said(value=value, currency="UAH"))
    page = signed_in(official).get(path.format(code=partnership.code)).content.decode()
    assert "1\xa0500\xa0000\xa0грн" in page


def test_api__corrects_and_removes_with_the_version_that_was_read(official, partnership, activity):
    api, path = Api(official), f"partnerships/{partnership.pk}/activities/{activity.pk}/"
    assert api.patch(path, {"people": 5}).status_code == 428
    changed = api.patch(path, {"people": 5}, version=1)
    assert changed.status_code == 200
    assert (changed.json()["people"], changed.json()["title_uk"], changed["ETag"]) == (5, "Автобус", '"2"')
    assert api.delete(path, version=1).status_code == 412
    assert api.delete(path, version=2).status_code == 204
    assert api.get(path).status_code == 404


def test_wrong_entry_with_a_wrong_file__both_are_named_and_nothing_is_written(
    signed_in, official, partnership
):
    program = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00 no picture")
    response = signed_in(official).post(address(partnership), typed(file=program, value="5"))
    assert response.status_code == 422
    assert {"file", "currency"} <= set(response.context["form"].errors)
    assert not Activity.objects.exists()


def test_file_that_cannot_be_kept__leaves_no_entry(official, partnership, monkeypatch):
    def full(*_args, **_fields):
        raise OSError

    monkeypatch.setattr("partnerships.services.documents.Document.save", full)
    photo = SimpleUploadedFile("зустріч.jpg", picture("JPEG"))
    with pytest.raises(OSError):  # noqa: PT011  # of a full disk, whatever it says
        add_activity(partnership.pk, actor=official, data=said(), upload=photo)
    assert not Activity.objects.exists()


def test_file_of_an_agreement__is_not_one_of_an_activity_too(official, partnership, activity):
    agreement = add_agreement(partnership.pk, actor=official, data=agreement_input())
    photo = SimpleUploadedFile("зустріч.jpg", picture("JPEG"))
    with pytest.raises(RuleViolated) as refused:
        attach_document(
            partnership.pk,
            actor=official,
            upload=photo,
            kind="photo",
            agreement_id=agreement.pk,
            activity_id=activity.pk,
        )
    assert [problem.field for problem in refused.value.problems] == ["activity"]


def test_the_same_file_twice__is_noticed(signed_in, official, partnership):
    client, content = signed_in(official), picture("PNG")
    for number in range(2):
        photo = SimpleUploadedFile("зустріч.png", content)
        answer = client.post(address(partnership), typed(file=photo), follow=True)
        assert ("Такий самий файл уже долучено" in answer.content.decode()) == bool(number)
    assert partnership.documents.count() == 2
