"""Every address of the admin × every role. The table is written by hand; the addresses come from the site.

A letter per role that may: v view, a add, c change, d delete. Whoever is not named may nothing.
"""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from tests.admin.conftest import DESKS, EVERYBODY

A, M, U, X = "association", "ministry", "auditor", "administrator"
MAY = {
    "partnership": {A: "v", M: "v", U: "v", X: "v"},
    "registrationcase": {M: "v", U: "v", X: "v"},
    "ministryorder": {M: "v", U: "v", X: "v"},
    "outsidelist": {A: "v", U: "v", X: "v"},
    "outsideclaim": {A: "v", U: "v", X: "v"},
    "registerentry": {M: "v", U: "v", X: "v"},
    "invitation": {A: "va", U: "v", X: "va"},
    "membership": {A: "vc", U: "v", X: "vac"},
    "user": {U: "v", X: "vac"},
    "apitoken": {U: "v", X: "v"},
    "community": {A: "v", M: "v", U: "v", X: "v"},
    "foreignmunicipality": {A: "vc", M: "v", U: "v", X: "v"},
    "country": {A: "v", M: "v", U: "v", X: "v"},
    "place": {A: "v", M: "v", U: "v", X: "v"},
    "referenceload": {U: "v", X: "v"},
    "municipalitymerge": {A: "v", U: "v", X: "v"},
    "partnershipmerge": {A: "v", U: "v", X: "v"},
    "listexport": {U: "v", X: "v"},
    "webhook": {U: "v", X: "vac"},
    "webhookdelivery": {U: "v", X: "v"},
}
PAGES = {"changelist": "v", "add": "a", "change": "v", "history": "v", "delete": "d"}
WORKFLOW = {"partnership", "registrationcase", "ministryorder", "registerentry"}


def address(model, page, pk=None):
    app = {page._meta.model_name: page._meta.app_label for page in admin.site._registry}[model]
    return reverse(f"admin:{app}_{model}_{page}", args=[pk] if pk is not None else [])


def visible_record(model, world, role):
    """The Ministry sees a partnership only with a case."""
    if model == "partnership" and role == M:
        return world["registrationcase"].agreement.partnership
    return world[model]


def expected(model, page, role):
    if role == "anonymous":
        return 302
    return 200 if PAGES[page] in MAY[model].get(role, "") else 403


def test_nothing_is_in_the_admin_that_the_table_does_not_name():
    assert {model._meta.model_name for model in admin.site._registry} == set(MAY)


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_page_of_every_model_answers_as_the_table_says(role, people, world):
    client, wrong = people.client(role), []
    for model in MAY:
        for page in PAGES:
            pk = None if page in {"changelist", "add"} else visible_record(model, world, role).pk
            answer = client.get(address(model, page, pk))
            if (model, page, answer.status_code) == ("user", "history", 302) and role != "anonymous":
                # It stands on a page of its own.
                assert answer.url == f"{reverse('admin:account_history')}?person={pk}"
                answer = client.get(answer.url)
            if answer.status_code != expected(model, page, role):
                wrong.append((model, page, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", ["official", *DESKS])
def test_posting_needs_the_right_of_its_own_page(role, people, world):
    """An empty form is refused with 200 or 400 where posting is allowed, with 403 or 405 where not."""
    client, wrong = people.client(role), []
    for model in MAY:
        for page, letter in {"add": "a", "change": "c", "delete": "d"}.items():
            pk = None if page == "add" else visible_record(model, world, role).pk
            allowed = letter in MAY[model].get(role, "")
            got = client.post(address(model, page, pk), {}).status_code
            if got not in ({200, 302, 400} if allowed else {403, 405}):
                wrong.append((model, page, got))
    assert wrong == []


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_site_itself_is_for_the_desks_only(role, people):
    answer = people.client(role).get(reverse("admin:index"))
    assert answer.status_code == (200 if role in DESKS else 302 if role == "anonymous" else 403)


def test_anonymous_people_are_led_to_the_sign_in_of_the_site(client, db):
    first = client.get(reverse("admin:index"))
    answer = client.get(first.url)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize(
    ("app", "model", "column", "chosen"),
    [
        ("accounts", "invitation", "community", "community"),
        ("accounts", "membership", "community", "community"),
        ("accounts", "membership", "user", "user"),
        ("partnerships", "partnership", "reviewer", "user"),
    ],
)
def test_autocomplete_shows_only_what_the_role_may_view(role, app, model, column, chosen, people, world):
    query = {"app_label": app, "model_name": model, "field_name": column, "term": "а"}
    answer = people.client(role).get(reverse("admin:autocomplete"), query)
    if role == "anonymous":
        assert answer.status_code == 302
    else:
        assert answer.status_code == (200 if "v" in MAY[chosen].get(role, "") else 403)


@pytest.mark.parametrize("page", ["change", "history", "delete", "step", "comment"])
def test_a_record_that_the_ministry_may_not_see_does_not_exist(page, ministry, world):
    arguments = [world["partnership"].pk, *(["approve"] if page == "step" else [])]
    url = reverse(f"admin:partnerships_partnership_{page}", args=arguments)
    assert ministry.get(url).status_code == (403 if page == "delete" else 404)
    assert ministry.post(url, {}).status_code == (403 if page == "delete" else 404)


@pytest.mark.parametrize("model", sorted(MAY))
def test_a_record_that_does_not_exist_is_not_found(model, people, db):
    pk = {"country": "QQ"}.get(model, "987654")
    for page in ("change", "history"):
        assert people.client(X).get(address(model, page, pk)).status_code == 404


def test_addresses_that_ask_about_any_object_are_closed(people):
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
    assert people.client(X).get("/admin/r/1/1/").status_code == 404


@pytest.mark.parametrize("model", sorted(WORKFLOW))
def test_workflow_records_have_no_form_and_no_status_to_choose(model, people, world):
    page = people.client(X).get(address(model, "change", world[model].pk)).content.decode()
    assert 'name="status"' not in page
    assert "_save" not in page
