"""The guide's examples are run as they stand."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from accounts.services.tokens import create_token
from demo.paper import pdf
from partnerships.models import Document, Partnership
from tests.communities.factories import make_brovary, make_municipality
from tests.factories import make_entry, make_partnership, make_user

pytestmark = pytest.mark.django_db(transaction=True)
GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
SHELL = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def world(live_server, tmp_path, monkeypatch):
    brovary = make_brovary()
    official = make_user(communities=[brovary])
    make_entry(community=brovary)
    partnership = make_partnership(official=official, community=brovary)
    _token, key = create_token(user=official, name="guide")
    (tmp_path / "draft.pdf").write_bytes(pdf("Проєкт"))
    monkeypatch.chdir(tmp_path)
    return {
        "BASE": f"{live_server.url}/api/v1",
        "TOKEN": key,
        "KATOTTG": brovary.katottg,
        "MUNICIPALITY": make_municipality().pk,
        "PARTNERSHIP": partnership.pk,
    }


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")
def test_every_curl__is_answered_in_json_or_with_a_file(world, tmp_path):
    lines = [line for block in SHELL for line in block.splitlines() if line]
    assert len(lines) >= 9
    for line in lines:
        done = subprocess.run(
            ["sh", "-c", line], env={key: str(value) for key, value in world.items()}, capture_output=True,
            check=True, text=True,
        )  # fmt: skip
        if "-o " not in line:
            assert done.stdout.startswith(("{", "[")), (line, done.stdout)
            assert ('"status":400' in done.stdout) is ("colour" in line), (line, done.stdout)
    assert (
        (tmp_path / "register.csv").read_text(encoding="utf-8-sig").splitlines()[-1].startswith("#complete")
    )
    assert Document.objects.filter(partnership=world["PARTNERSHIP"]).count() == 1


def test_python__files_a_partnership_and_sends_a_file(world, capsys):
    names = dict(world)
    for block in PYTHON:
        exec(block, names)
    code, status = capsys.readouterr().out.split()[:2]
    assert status == "submitted"
    assert Partnership.objects.get(code=code).status == "submitted"
    assert Document.objects.filter(partnership=world["PARTNERSHIP"]).count() == 1
