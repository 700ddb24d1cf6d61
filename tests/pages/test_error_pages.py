"""What people read when something went wrong."""

import pytest
from django.test import Client, RequestFactory

from common.views import errors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("prefix", "language"), [("", "uk"), ("/en", "en")])
def test_not_found_speaks_the_language_of_the_address(client, prefix, language):
    response = client.get(f"{prefix}/no/such/page/")
    assert response.status_code == 404
    assert f'<html lang="{language}">' in response.content.decode()


def test_not_found_of_the_api_is_a_problem(client):
    response = client.get("/api/no-such-version/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_form_without_token_is_explained(world):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/en/account/login/", {"login": "a@b.example", "password": "x"})
    assert response.status_code == 403
    assert "The form was not sent" in response.content.decode()


@pytest.mark.parametrize("view", [errors.server_error, errors.bad_request])
def test_worst_pages_read_nothing_from_the_database(view, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = view(RequestFactory().get("/"))
    assert response.status_code in {400, 500}


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_program_gets_a_problem_and_no_page(status):
    view = {
        400: errors.bad_request, 403: errors.permission_denied, 404: errors.not_found, 500: errors.server_error,
    }[status]  # fmt: skip
    response = view(RequestFactory().get("/api/v1/x/"))
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


def test_mistake_of_ours_gives_the_page(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("registration.views.public.numbers", broken)
    client.raise_request_exception = False
    response = client.get("/en/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
