"""A client that a generator makes from the OpenAPI document files a partnership and submits it."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from accounts.services.tokens import create_token
from partnerships.models import Partnership
from tests.communities.factories import make_brovary, make_municipality
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.yaml"
PACKAGE = "generated_client"


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("client")
    config = folder / "config.yml"
    config.write_text("post_hooks: []\n")
    program = str(Path(sys.executable).with_name("openapi-python-client"))
    subprocess.run(
        [program, "generate", "--path", DOCUMENT, "--meta", "none", "--config", config,
         "--output-path", folder / PACKAGE],
        check=True,
        capture_output=True,
    )  # fmt: skip
    sys.path.insert(0, str(folder))
    yield lambda name: importlib.import_module(f"{PACKAGE}.{name}")
    sys.path.remove(str(folder))


def test_generated_client__files_a_partnership_and_submits_it(generated, live_server):
    brovary = make_brovary()
    official = make_user(communities=[brovary])
    municipality = make_municipality()
    _token, key = create_token(user=official, name="generated")
    client = generated("client").AuthenticatedClient(base_url=live_server.url, token=key, prefix="Token")
    filing = generated("models.partnership_write_request").PartnershipWriteRequest.from_dict(
        {
            "community_parties": [{"katottg": brovary.katottg, "body_kind": "council"}],
            "foreign_parties": [{"municipality": municipality.pk, "body_kind": "council"}],
            "agreement": {
                "document_type": "memorandum",
                "title_uk": "Меморандум про співпрацю",
                "kinds": ["interterritorial"],
                "spheres": ["health"],
                "term": {"kind": "years", "years": 5},
            },
        }
    )
    create = generated("api.partnerships.partnerships_create")
    made = create.sync_detailed(client=client, body=filing, idempotency_key="generated-1")
    again = create.sync_detailed(client=client, body=filing, idempotency_key="generated-1")
    assert (made.status_code, made.parsed.id) == (201, again.parsed.id)
    read = generated("api.partnerships.partnerships_read").sync_detailed(made.parsed.id, client=client)
    step = generated("models.partnership_step_input_request").PartnershipStepInputRequest()
    submitted = generated("api.partnerships.partnerships_submit_create").sync_detailed(
        made.parsed.id, client=client, body=step, if_match=read.headers["ETag"]
    )
    assert submitted.parsed.status == "submitted"
    assert Partnership.objects.get().status == "submitted"
