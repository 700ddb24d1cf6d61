"""Requests for another host, for none or for two: a plain refusal; the health of a process is told under any name."""

import pytest
from django.test import Client, override_settings

from common.languages import languages_of
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
HOSTS = ["evil.test", "", "a.example,b.example", "10.0.0.5:8000", "[::1", "x y", "registry.example:port"]


@pytest.fixture
def site():
    with override_settings(ALLOWED_HOSTS=["registry.example"], SECURE_SSL_REDIRECT=True):
        yield Client(headers={"X-Forwarded-Proto": "https"})


@pytest.mark.parametrize("host", HOSTS)
def test_other_host__is_refused_in_one_line_without_a_link(site, host, caplog):
    for path in ("/", "/en/partnerships/", "/admin/", "/no/such/page/"):
        answer = site.get(path, HTTP_HOST=host, SERVER_NAME="10.0.0.5")
        assert answer.status_code == 400
        assert answer["Content-Type"].startswith("text/plain")
        assert len(answer.content.decode().splitlines()) == 1
    assert [record for record in caplog.records if record.exc_info] == [], "nothing broke, so no trace"


@pytest.mark.parametrize("host", HOSTS)
def test_other_host__of_the_api_is_a_problem(site, host):
    for path in ("/api/v1/partnerships/", "/api/v1/check/", "/api/nothing"):
        answer = site.get(path, HTTP_HOST=host, SERVER_NAME="10.0.0.5")
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "unknown_host"


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health__is_told_under_any_host(site, host, path):
    answer = site.get(path, HTTP_HOST=host, SERVER_NAME="10.0.0.5")
    assert answer.status_code == 200
    assert answer.json()["status"] in {"ok", "degraded"}


@pytest.mark.parametrize(
    "path",
    ["/en//evil.test/", "//evil.test/", "/en/%2Fevil.test/", "/en/%5Cevil.test/", "/en///evil.test/",
     "/en//evil.test/%3Fq=1", "/en/\\evil.test/"],
)  # fmt: skip
def test_path_with_two_slashes__leads_nowhere_else(rf, client, path):
    request = rf.get("/", PATH_INFO=path.replace("%2F", "/").replace("%5C", "\\").replace("%3F", "?"))
    for language in languages_of(request, "uk"):
        assert language.url.startswith("/")
        assert not language.url.startswith(("//", "/\\"))
        assert language.absolute_url.startswith("http://testserver/")
    answer = client.get("/", PATH_INFO=path.replace("%2F", "/").replace("%5C", "\\"), follow=True)
    assert answer.status_code == 404
    for attribute in ('href="//', 'href="/\\', 'href="http://evil', 'action="//'):
        assert attribute not in answer.content.decode()


@pytest.mark.parametrize("path", ["//evil.test", "/en//evil.test", "//evil.test/%2e%2e"])
def test_redirects__stay_on_the_site(client, path):
    answer = client.get("/", PATH_INFO=path)
    assert not answer.get("Location", "/").startswith(("//", "http://evil"))


def test_sign_in__leads_to_no_other_site():
    person = make_user()
    for target in ("//evil.test/", "https://evil.test/", "/\\evil.test/", "\\\\evil.test"):
        form = {"login": person.email, "password": PASSWORD, "next": target}
        answer = Client().post("/account/login/", form)
        assert answer.status_code == 302
        assert "evil.test" not in answer["Location"]
