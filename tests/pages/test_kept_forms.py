"""A form that comes too late is shown again to the same person, filled in, and sent by a new click."""

import re
from html import escape

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.kept_forms import BLOB_FIELD, MOST_TYPED, OWNER_FIELD, KeptForm, owner_mark
from accounts.roles import Role
from common.html_forms import filled_in
from partnerships.models import Comment
from tests.factories import PASSWORD, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db
OWN = {"Origin": "http://testserver"}
TEXT = 'Лист від 5 березня: «чекаємо» <b>& "решту"\nДругий рядок'


@pytest.fixture
def browser():
    """A browser that checks the tokens of forms as a real one does."""
    return Client(enforce_csrf_checks=True)


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    return found[1] if found else None


def token_of(page):
    return {name: hidden(page, name) for name in ("csrfmiddlewaretoken", OWNER_FIELD) if hidden(page, name)}


@pytest.fixture
def page_path(world):
    return f"/desk/partnerships/{world.submitted.code}/comments/add/"


def open_form(browser, person, path):
    browser.force_login(person)
    page = browser.get(path)
    assert page.status_code == 200
    return page


def send(browser, path, page, *, headers=OWN, **typed):
    return browser.post(
        path, {**token_of(page), **typed}, headers={**headers, "Referer": f"http://testserver{path}"}
    )


def end_session(browser):
    del browser.cookies[settings.SESSION_COOKIE_NAME]


def sign_in(browser, page, person, **more):
    form = {
        **token_of(page),
        "login": person.email,
        "password": PASSWORD,
        "next": hidden(page, "next"),
        **more,
    }
    if blob := hidden(page, BLOB_FIELD):
        form[BLOB_FIELD] = blob
    return browser.post("/account/login/", form, headers=OWN)


def test_session_over__text_is_shown_again_after_the_sign_in_and_sent_by_a_new_click(
    browser, world, page_path
):
    page = open_form(browser, world.official, page_path)
    end_session(browser)
    sessions = Session.objects.count()
    late = send(browser, page_path, page, text=TEXT)
    assert late.status_code == 200
    assert "no-store" in late["Cache-Control"]
    assert Session.objects.count() == sessions, "nothing of somebody who is not signed in is stored"
    wrong = sign_in(browser, late, world.official, password="wrong")
    assert hidden(wrong, BLOB_FIELD), "a mistyped password loses nothing"

    answer = sign_in(browser, wrong, world.official)
    assert answer["Location"] == f"{page_path}#kept-form"
    assert not Comment.objects.filter(text__contains="березня").exists(), "nothing was done by itself"
    again = browser.get(page_path)
    shown = again.content.decode()
    assert 'id="kept-form"' in shown
    assert "&lt;b&gt;&amp; &quot;решту&quot;\nДругий рядок</textarea>" in shown
    assert hidden(again, "csrfmiddlewaretoken") != hidden(page, "csrfmiddlewaretoken")
    sent = send(browser, page_path, again, text=TEXT)
    assert sent.status_code == 302
    assert Comment.objects.filter(text__contains="березня").count() == 1
    assert 'id="kept-form"' not in browser.get(page_path).content.decode(), "it is shown once"


def test_token_lost__signed_in__the_form_comes_back_filled_in(browser, world, page_path):
    page = open_form(browser, world.official, page_path)
    browser.cookies.pop("csrftoken")
    answer = send(browser, page_path, page, text=TEXT)
    assert (answer.status_code, answer["Location"]) == (302, f"{page_path}#kept-form")
    assert "Другий рядок</textarea>" in browser.get(page_path).content.decode()
    assert not Comment.objects.filter(text__contains="березня").exists()


def test_all_cookies_lost__the_sign_in_page_carries_the_form(browser, world, page_path):
    page = open_form(browser, world.official, page_path)
    browser.cookies.clear()
    late = send(browser, page_path, page, text=TEXT)
    assert late.status_code == 200
    sign_in(browser, late, world.official)
    assert "Другий рядок</textarea>" in browser.get(page_path).content.decode()


def test_second_factor_between__the_form_is_still_there(browser, world, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    clerk = world.people["ministry"]
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(clerk, secret)
    assert Authenticator.objects.filter(user=clerk).exists()
    path = "/account/profile/"
    page = open_form(browser, clerk, path)
    end_session(browser)
    late = send(browser, path, page, name="Пелагея Нова", language="uk")
    answer = sign_in(browser, late, clerk)
    assert "two-factor" in answer["Location"]
    address = answer["Location"]
    for _time in range(2):  # a code may grow old on the way
        step = browser.get(address)
        code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
        answer = browser.post(
            address.split("?")[0], {**token_of(step), "code": code, "next": path}, headers=OWN
        )
        if answer.status_code == 302:
            break
    assert answer.status_code == 302
    assert 'value="Пелагея Нова"' in browser.get(path).content.decode()


def test_desks__a_comment_is_shown_again_on_its_record(browser, world):
    clerk = world.people["association"]
    path = f"/admin/partnerships/partnership/{world.submitted.pk}/change/"
    page = open_form(browser, clerk, path)
    action = re.search(r'action="([^"]+/comment/)"', page.content.decode())[1]
    end_session(browser)
    form = {**token_of(page), "text": TEXT, "visibility": "internal"}
    late = browser.post(action, form, headers={**OWN, "Referer": f"http://testserver{path}"})
    assert late.status_code == 200
    answer = sign_in(browser, late, clerk)
    assert answer["Location"] == f"{path}#kept-form"
    shown = browser.get(path).content.decode()
    assert 'id="kept-form"' in shown
    assert "Другий рядок</textarea>" in shown
    assert not Comment.objects.filter(text__contains="березня").exists()


def test_desks__form_on_the_answer_to_itself__is_shown_on_its_record(browser, world):
    clerk = world.people["association"]
    record = f"/admin/partnerships/partnership/{world.submitted.pk}/change/?_changelist_filters=queue%3Dmine"
    action = record.replace("/change/", "/comment/")
    page = open_form(browser, clerk, record)
    empty = {**token_of(page), "text": "", "visibility": "internal"}
    page = browser.post(action, empty, headers={**OWN, "Referer": f"http://testserver{record}"})
    assert page.status_code == 400
    end_session(browser)
    late = send(browser, action, page, text=TEXT, visibility="internal")
    assert sign_in(browser, late, clerk)["Location"] == f"{action}#kept-form"
    assert browser.get(action)["Location"] == f"{record}#kept-form"
    shown = browser.get(record).content.decode()
    form = next(part for part in shown.split("<form")[1:] if 'id="kept-form"' in part).split("</form>")[0]
    assert "Другий рядок</textarea>" in form
    assert "/comment/" in form.partition(">")[0]


def record_of(page):
    """A record at the desk whose page of that name is open, and the person who works on it."""
    if page in {"return", "reject"}:
        clerk = make_user(Role.ASSOCIATION)
        return make_partnership("submitted", association=clerk), clerk
    clerk = make_user(Role.MINISTRY)
    status = {"correct": "cleared", "terminate": "registered"}.get(page, "in_review")
    case = make_case(status, clerk=clerk)
    return (case.order if page == "correct" else case), clerk


TYPED_AT_DESKS = {
    "return": {"reason_codes": "unclear_term", "text": TEXT},
    "reject": {"reason_codes": "unclear_term", "text": TEXT},
    "refuse": {"reason_codes": "unclear_term", "text": TEXT},
    "clear": {"order_number": "879-к", "order_date": "2025-05-19", "signer": "Міністр"},
    "terminate": {"act_number": "12-т", "act_date": "2025-12-01"},
    "correct": {"order_number": "879-к", "text": TEXT},
    "clear-many": {"order_number": "879-к", "order_date": "2025-05-19", "signer": "Міністр"},
    "transfer": {
        "number": "12/2009", "community_rows": "2", "community_words": "Бровар", "community_words_2": "Буча",
        "title_uk": TEXT, "signed_month": "8", "signed_year": "2009", "kinds": "cross_border",
    },
}  # fmt: skip


def address_at_desks(page, record):
    if page == "clear-many":
        return "/admin/registration/registrationcase/clear-many/"
    if page == "transfer":
        return "/admin/transfer/"
    base = f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}"
    return f"{base}/correct/" if page == "correct" else f"{base}/steps/{page}/"


@pytest.mark.parametrize("query", ["", "?_changelist_filters=queue%3Dmine"])
@pytest.mark.parametrize("opened_by", ["get", "preview"])
@pytest.mark.parametrize("page", TYPED_AT_DESKS)
def test_desks__what_was_typed_stands_in_the_form_of_the_page(browser, page, opened_by, query):
    record, clerk = record_of(page)
    path, typed = address_at_desks(page, record) + query, dict(TYPED_AT_DESKS[page])
    if hasattr(record, "version"):
        typed["version"] = str(record.version)
    if page == "clear-many":
        typed["case"] = f"{record.pk}:{record.version}"
    opened = open_form(browser, clerk, path)
    if opened_by == "preview":  # the page with the letter is an answer to the form itself
        opened = send(browser, path, opened, **typed, preview="1")
    end_session(browser)
    late = send(browser, path, opened, **typed, preview="1")
    assert sign_in(browser, late, clerk)["Location"] == f"{path}#kept-form"
    shown = browser.get(path).content.decode()
    form = next(part for part in shown.split("<form")[1:] if 'id="kept-form"' in part).split("</form>")[0]
    assert "csrfmiddlewaretoken" in form
    for name, value in typed.items():
        assert re.search(rf'name="{name}"', form), name
        assert escape(value) in form, name
    assert "readonly" not in form
    record.refresh_from_db()
    assert record.status in {"submitted", "in_review", "registered"} if hasattr(record, "status") else True


def test_other_person_signs_in__sees_nothing_of_it(browser, world, page_path):
    page = open_form(browser, world.official, page_path)
    end_session(browser)
    late = send(browser, page_path, page, text=TEXT)
    colleague = make_user(communities=[world.brovary])
    sign_in(browser, late, colleague)
    assert "Другий рядок" not in browser.get(page_path).content.decode()
    browser.force_login(world.official)
    assert "Другий рядок" not in browser.get(page_path).content.decode(), "it is forgotten"


def test_other_person_is_signed_in_already__gets_a_refusal_without_the_text(browser, world, page_path):
    page = open_form(browser, world.official, page_path)
    browser.force_login(make_user(communities=[world.brovary]))
    browser.cookies.pop("csrftoken")
    answer = send(browser, page_path, page, text=TEXT)
    assert answer.status_code == 403
    assert "Другий рядок" not in answer.content.decode()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.test"}, {"Origin": "null"}, {"Origin": "http://testserver:8080"},
     {"Sec-Fetch-Site": "cross-site"}],
)  # fmt: skip
def test_other_site_sends_it__nothing_is_kept_and_nothing_shown(browser, world, page_path, headers):
    form = {OWNER_FIELD: owner_mark(world.official), "text": TEXT}
    for signed_in in (False, True):
        if signed_in:
            browser.force_login(world.official)
        answer = browser.post(page_path, form, headers=headers)
        assert answer.status_code in {302, 403}
        assert "Другий рядок" not in answer.content.decode()
        assert BLOB_FIELD not in answer.content.decode()
        assert "kept_form" not in browser.session


def test_mark_that_is_not_ours__keeps_nothing(browser, world, page_path):
    form = {OWNER_FIELD: f"{world.official.pk}:forged", "text": TEXT}
    answer = browser.post(page_path, form, headers={**OWN, "Referer": f"http://testserver{page_path}"})
    assert BLOB_FIELD not in answer.content.decode()
    page = browser.get("/account/login/")
    forged = {**token_of(page), "login": world.official.email, "password": PASSWORD, BLOB_FIELD: "forged"}
    browser.post("/account/login/", forged, headers=OWN)
    assert "kept_form" not in browser.session


def test_huge_form__is_shown_to_be_copied_but_not_carried(browser, world, page_path):
    page = open_form(browser, world.official, page_path)
    browser.cookies.clear()
    answer = send(browser, page_path, page, text="довго " * (MOST_TYPED // 5))
    assert answer.status_code == 403
    assert "довго довго" in answer.content.decode()
    assert BLOB_FIELD not in answer.content.decode()


def test_way_back__leads_to_no_other_site(browser, world, page_path):
    page = open_form(browser, world.official, page_path)
    for referer in ("https://evil.test/x", "http://testserver//evil.test/", "http://testserver@evil.test/"):
        end_session(browser)
        answer = browser.post(
            page_path, {**token_of(page), "text": TEXT}, headers={**OWN, "Referer": referer}
        )
        answer = sign_in(browser, answer, world.official)
        assert not re.match(r"//|https?:|/\\", answer["Location"]), answer["Location"]
        page = open_form(browser, world.official, page_path)


def test_script_in_the_background__gets_the_ordinary_answer(browser, world, page_path):
    page = open_form(browser, world.official, page_path)
    end_session(browser)
    answer = send(browser, page_path, page, headers={**OWN, "Sec-Fetch-Mode": "cors"}, text=TEXT)
    assert answer.status_code == 302


def test_password_and_file__are_not_kept_and_the_file_is_named(rf, world):
    form = {
        OWNER_FIELD: owner_mark(world.official), "text": "a", "password1": "hidden", "confirm": "x",
        "file": SimpleUploadedFile("угода.pdf", b"%PDF-"),
    }  # fmt: skip
    from accounts.kept_forms import sent_form

    kept = sent_form(rf.post("/desk/", form, headers=OWN))
    assert (kept.fields, kept.files) == ([("text", "a")], ["угода.pdf"])
    assert KeptForm.opened(kept.sealed()) == kept


def test_page_without_that_form_any_more__shows_the_text_and_a_button(browser, world, page_path):
    page = open_form(browser, world.official, page_path)
    browser.cookies.pop("csrftoken")
    path = "/desk/notices/"
    browser.post(
        page_path, {**token_of(page), "text": TEXT}, headers={**OWN, "Referer": f"http://testserver{path}"}
    )
    shown = browser.get(path).content.decode()
    assert "Другий рядок" in shown
    assert f'action="{page_path}"' in shown


PAGE = """<form method="post" action="/other/"><input name="a" value="1"></form>
<form method="post" action="/step/?x=1"><input type="hidden" name="version" value="8"><input name="a" value="">
<textarea name="t">old</textarea><select name="s"><option value="">-</option><option value="1" selected>1</option>
<option value="2">2</option></select><input type="checkbox" name="c" value="x" checked><input type="checkbox" name="c"
value="y"><input type="radio" name="r" value="1"><input name="many"><input name="many"><input type="file" name="f">
<button name="action" value="save">Save</button></form>"""


def test_filling_in__every_kind_of_field_and_what_has_none():
    typed = [
        ("version", "7"), ("a", 'q"<'), ("t", "</textarea><script>"), ("s", "2"), ("c", "y"), ("r", "1"),
        ("many", "one"), ("many", "two"), ("action", "save"), ("row-3", "додано"),
    ]  # fmt: skip
    html = filled_in(PAGE, page="/page/", path="/step/", typed=typed, notice="<p>!</p>", kept_out=())
    other, form = html.split("</form>", 1)
    assert other.endswith('<input name="a" value="1">'), "the other form stays as it is"
    for part in (
        '<p>!</p><input type="hidden" name="row-3" value="додано">', 'name="version" value="7"',
        'name="a" value="q&quot;&lt;"', "&lt;/textarea&gt;&lt;script&gt;</textarea>", '<option value="2" selected>',
        '<option value="1">', '<input type="checkbox" name="c" value="x">',
        '<input type="checkbox" name="c" value="y" checked>', '<input type="radio" name="r" value="1" checked>',
        '<input name="many" value="one"><input name="many" value="two">',
        '<button name="action" value="save">Save</button>',
    ):  # fmt: skip
        assert part in form, part
    assert "<script>" not in html
    assert filled_in(PAGE, page="/page/", path="/nowhere/", typed=typed, notice="", kept_out=()) is None
