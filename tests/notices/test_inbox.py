"""The inbox and the settings on the pages."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from notices.choices import Delivery, NoticeKind
from notices.models import Notice, NoticeSettings
from notices.selectors import still_open_for
from notices.services import notify
from partnerships.models import Partnership
from partnerships.services import add_comment
from tests.factories import make_case, make_partnership, make_user
from tests.notices.conftest import end_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(people):
    return make_partnership(**people.place)


@pytest.fixture
def write(people, partnership):
    def write_to(user, number=1, kind=NoticeKind.APPROVED):
        start = Notice.objects.count()
        for key in range(start, start + number):
            notify(kind, partnership, key=f"test:{key}", facts={}, recipients=[user])
        return Notice.objects.filter(recipient=user).latest("pk")

    return write_to


@pytest.fixture
def as_official(client, people):
    client.force_login(people.official)
    return client


def test_inbox__newest_first__with_words_and_the_way_to_the_record(as_official, people, partnership, write):
    write(people.official, kind=NoticeKind.APPROVED)
    write(people.official, kind=NoticeKind.RETURNED)
    text = as_official.get("/desk/notices/").content.decode()
    assert text.index("повернула запис на доопрацювання") < text.index("Асоціація перевірила запис")
    assert f'href="/desk/partnerships/{partnership.code}/"' in text
    assert "The Association has checked the record" in as_official.get("/en/desk/notices/").content.decode()


def test_inbox__number_of_unread_is_in_the_navigation_of_every_page(as_official, people, write):
    write(people.official, 3)
    for address in ("/", "/desk/", "/desk/notices/", "/account/profile/"):
        assert '<span class="nav-count">3<' in as_official.get(address).content.decode(), address
    Notice.objects.update(read_at=timezone.now())
    assert "nav-count" not in as_official.get("/desk/").content.decode()


def test_inbox__without_notices__says_so(as_official):
    assert "Сповіщень ще немає" in as_official.get("/desk/notices/").content.decode()


def test_inbox__needs_a_sign_in(client, write, people):
    notice = write(people.official)
    for address in ("/desk/notices/", "/desk/notices/settings/"):
        assert client.get(address).status_code == 302
    assert client.post(f"/desk/notices/{notice.pk}/read/").status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is None


def test_mark_as_read__stays_on_the_list__open_leads_to_the_record(as_official, people, partnership, write):
    first, second = write(people.official), write(people.official)
    answer = as_official.post(f"/desk/notices/{first.pk}/read/", {"page": "2"})
    assert answer["Location"] == "/desk/notices/?page=2"
    answer = as_official.post(f"/en/desk/notices/{second.pk}/read/", {"open": "1"})
    assert answer["Location"] == f"/en/desk/partnerships/{partnership.code}/"
    assert not Notice.objects.filter(recipient=people.official, read_at=None).exists()


def test_mark_as_read__a_second_time__keeps_the_first_moment(as_official, people, write):
    notice = write(people.official)
    as_official.post(f"/desk/notices/{notice.pk}/read/")
    notice.refresh_from_db()
    moment = notice.read_at
    as_official.post(f"/desk/notices/{notice.pk}/read/")
    notice.refresh_from_db()
    assert notice.read_at == moment


def test_notices_of_others__do_not_exist(as_official, people, write):
    notice = write(people.colleague)
    assert as_official.post(f"/desk/notices/{notice.pk}/read/").status_code == 404
    assert "notice-row" not in as_official.get("/desk/notices/").content.decode()
    as_official.post("/desk/notices/read/", {"until": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_ended_membership__closes_what_was_told_during_it(as_official, people, write):
    notice = write(people.official)
    end_membership(people.official)
    page = as_official.get("/desk/notices/").content.decode()
    assert "notice-row" not in page
    assert "nav-count" not in page
    assert as_official.post(f"/desk/notices/{notice.pk}/read/").status_code == 404


def test_former_role__closes_what_was_told_in_it(client, people, write):
    write(people.official)
    people.official.role = "association"
    people.official.save()
    client.force_login(people.official)
    assert "notice-row" not in client.get("/desk/notices/").content.decode()


def test_mark_all__only_what_was_on_the_page(as_official, people, write):
    shown = write(people.official, 2)
    later = write(people.official)
    as_official.post("/desk/notices/read/", {"until": shown.pk})
    assert list(Notice.objects.filter(read_at=None)) == [later]


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 40, "²"])
def test_mark_all__senseless_number__marks_nothing(as_official, people, write, until):
    write(people.official)
    assert as_official.post("/desk/notices/read/", {"until": until}).status_code == 302
    assert Notice.objects.filter(read_at=None).count() == 1


@pytest.mark.parametrize("page", ["0", "x", "999999999999999999999"])
def test_inbox__senseless_page__is_the_nearest_one(as_official, people, write, page):
    write(people.official)
    assert as_official.get("/desk/notices/", {"page": page}).status_code == 200


def test_inbox__get_marks_nothing(as_official, people, write):
    notice = write(people.official)
    as_official.get("/desk/notices/")
    assert as_official.get(f"/desk/notices/{notice.pk}/read/").status_code == 405
    notice.refresh_from_db()
    assert notice.read_at is None


def test_inbox__queries_do_not_grow(as_official, people, write, django_assert_max_num_queries):
    counts = []
    for number in (1, 19):
        write(people.official, number)
        as_official.get("/desk/notices/")  # what is read once in a while: shared names of units
        with django_assert_max_num_queries(30) as captured:
            as_official.get("/desk/notices/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_text_of_a_comment__is_text_not_markup(as_official, people, partnership):
    notify(
        NoticeKind.COMMENT,
        partnership,
        key="c",
        facts={"role": "association", "text": "<b>Увага</b>"},
        recipients=[people.official],
    )
    assert "&lt;b&gt;Увага&lt;/b&gt;" in as_official.get("/desk/notices/").content.decode()


@pytest.mark.parametrize("desk", ["association", "clerk"])
def test_people_of_a_desk__have_an_inbox__that_leads_to_their_own_pages(client, people, desk):
    case = make_case("in_review", clerk=people.clerk, association=people.association, **people.place)
    partnership = case.agreement.partnership
    add_comment(partnership.pk, actor=people.official, text="Коли буде відповідь?")
    client.force_login(getattr(people, desk))
    page = client.get("/desk/notices/").content.decode()
    assert "Коли буде відповідь?" in page
    address = reverse("admin:partnerships_partnership_change", args=[partnership.pk])
    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("role", Role.values)
def test_every_notice_of_the_inbox__is_of_a_partnership_that_one_sees(people, write, role):
    """The inbox asks shorter than the pages do; it must never show more."""
    make_case("in_review", clerk=people.clerk, association=people.association, **people.place)
    person = make_user(role, communities=[people.community] if role == Role.OFFICIAL else [])
    for number, partnership in enumerate(Partnership.objects.all()):
        notify(NoticeKind.COMMENT, partnership, key=f"k{number}", facts={}, recipients=[person])
    shown = set(still_open_for(person).values_list("partnership", flat=True))
    assert shown
    assert shown <= set(Partnership.objects.visible_to(person).values_list("pk", flat=True))


# --- settings ---


def test_settings__stand_on_the_profile__with_what_counts_now(as_official, people):
    NoticeSettings.objects.create(user=people.official, delivery=Delivery.DAILY, muted=[NoticeKind.COMMENT])
    page = as_official.get("/account/profile/").content.decode()
    assert 'value="daily" id="id_delivery_1" checked' in page
    chosen = re.findall(r'name="kinds" value="(\w+)" id="\w+" checked', page)
    assert set(chosen) == set(NoticeKind.values) - {NoticeKind.COMMENT}


def test_settings__are_saved(as_official, people):
    answer = as_official.post(
        "/desk/notices/settings/", {"delivery": "daily", "kinds": ["comment", "cleared"]}
    )
    assert answer["Location"] == reverse("profile") + "#notices"
    row = NoticeSettings.objects.get(user=people.official)
    assert row.delivery == Delivery.DAILY
    assert set(row.muted) == set(NoticeKind.values) - {"comment", "cleared"}


def test_settings__no_event_chosen__mutes_all(as_official, people):
    as_official.post("/desk/notices/settings/", {"delivery": "at_once"})
    assert set(NoticeSettings.objects.get().muted) == set(NoticeKind.values)


@pytest.mark.parametrize(
    "data", [{}, {"delivery": "hourly"}, {"delivery": "daily", "kinds": ["weather"]}, {"delivery": "\x00"}]
)
def test_settings__senseless_answers__are_refused_beside_the_field(as_official, data):
    answer = as_official.post("/desk/notices/settings/", data)
    assert answer.status_code == 400
    assert "field-error" in answer.content.decode()
    assert not NoticeSettings.objects.exists()


def test_settings__of_somebody_else__stay(as_official):
    other = NoticeSettings.objects.create(user=make_user(), delivery=Delivery.NONE)
    as_official.post("/desk/notices/settings/", {"delivery": "daily", "user": other.user_id})
    other.refresh_from_db()
    assert other.delivery == Delivery.NONE
