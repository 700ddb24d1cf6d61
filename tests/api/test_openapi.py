"""The OpenAPI document: committed, complete, without warnings; Swagger UI without a CDN."""

import re
from io import StringIO

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

COMMITTED = settings.BASE_DIR / "docs" / "openapi.yaml"
HOW = "manage.py spectacular --lang en --file docs/openapi.yaml"


@pytest.fixture(scope="module")
def generated() -> str:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--lang", "en", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def document(generated) -> dict:
    return yaml.safe_load(generated)


def test_committed_document__is_what_the_code_says(generated):
    assert generated.strip() == COMMITTED.read_text(encoding="utf-8").strip(), f"write it anew: {HOW}"


def test_every_field__says_what_it_means(document):
    silent = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, described in schema.get("properties", {}).items()
        if not described.get("description")
    ]
    assert silent == []


def test_every_parameter_and_operation__says_what_it_means(document):
    silent = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not operation.get("description"):
                silent.append(f"{method} {path}")
            silent += [
                f"{method} {path} {parameter['name']}"
                for parameter in operation.get("parameters", [])
                if not parameter.get("description") and parameter["in"] != "path"
            ]
    assert silent == []


def test_addresses_of_the_contract__are_all_there(document):
    parts = "agreements activities documents comments events submit return approve reject withdraw end"
    steps = (
        "accept return refile refuse clear submit-signed register return-registration refuse-registration "
        "withdraw terminate opinions"
    )
    wanted = {
        *(
            f"/api/v1/{name}/"
            for name in ["communities", "municipalities", "places", "partnerships", "registrations"]
        ),
        *(f"/api/v1/{name}/" for name in ["register", "check", "stats"]),
        *(f"/api/v1/partnerships/{{id}}/{part}/" for part in parts.split()),
        *(f"/api/v1/registrations/{{id}}/{step}/" for step in steps.split()),
        "/api/v1/communities/{katottg}/",
        "/api/v1/municipalities/{id}/",
        "/api/v1/register/{number}/",
    }
    assert wanted - {path.replace("{pk}", "{id}") for path in document["paths"]} == set()


@pytest.mark.django_db
def test_served_document__is_public_and_english(client):
    response = client.get("/api/v1/schema/", headers={"Accept-Language": "uk"})
    assert response.status_code == 200
    served = yaml.safe_load(response.content)
    assert served["info"]["title"].startswith("Pobratym")
    assert not re.search("[а-яіїєґ]", str(without_examples(served)))


def without_examples(part):
    """The document's own words: examples are data, and those of a registry in Ukraine are in Ukrainian."""
    if isinstance(part, dict):
        return {name: without_examples(member) for name, member in part.items() if name != "examples"}
    return [without_examples(member) for member in part] if isinstance(part, list) else part


@pytest.mark.django_db
def test_swagger_ui__works_under_the_strict_policy(client):
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    html = page.content.decode()
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    assert not re.search(r"(?:src|href)=\"?(?:https?:)?//(?!testserver)", html)
    script = re.search(r'src="([^"]*\?script=)"', html)
    assert script
    assert client.get(script[1].replace("&amp;", "&")).status_code == 200
