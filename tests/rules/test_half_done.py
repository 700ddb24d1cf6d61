"""Whatever does two things does both or neither: no step without its file, no file without its row."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from accounts.models import IdempotentAnswer
from accounts.roles import Role
from common.errors import NotAllowed, RuleViolated
from common.stored_files import StorageFull, WholeFileStorage, atomic_with_files, store
from communities.models import ForeignMunicipality
from config.settings import base
from demo.paper import pdf
from partnerships.inputs import ActivityInput
from partnerships.models import Activity, Agreement, Document, Partnership, Upload
from partnerships.services import add_activity, attach_document, update_activity
from partnerships.services.uploads import Announced, announce_upload, receive
from registration.models import MinistryOrder, OrderFile, RegistrationCase
from registration.services import file_case, take_step
from registration.services.order_files import attach_order_file
from tests.api.client import Api
from tests.desk.filing_data import parties_data
from tests.factories import (
    LETTER_DATE,
    ORDER_DATE,
    SIGNED,
    case_step_fields,
    first_agreement,
    make_case,
    make_partnership,
    make_user,
    scan,
)

pytestmark = pytest.mark.django_db
WRITTEN = (
    Partnership, Agreement, RegistrationCase, Document, Activity, MinistryOrder, OrderFile, Upload, IdempotentAnswer,
)  # fmt: skip
Act = Callable[[], Any]
CONTENT = pdf("In one part")


class Boom(Exception):
    """Something that nobody foresees."""


def case_act(status: str, step: str, **fields: Any) -> Act:
    case = make_case(status)
    official = Role.OFFICIAL in {"clear": (), "submit-signed": (Role.OFFICIAL,)}.get(step, (Role.OFFICIAL,))
    actor = case.filed_by if official else case.assigned_to
    given = {**case_step_fields(step), "upload": scan(), **fields}
    return partial(take_step, case.pk, step, actor=actor, expected_version=case.version, **given)


def letter() -> Act:
    partnership = make_partnership("approved")
    return partial(
        file_case,
        first_agreement(partnership).pk,
        actor=partnership.responsible,
        letter_number="1",
        letter_date=LETTER_DATE,
        upload=scan("letter.pdf"),
    )


def document() -> Act:
    partnership = make_partnership()
    return partial(
        attach_document, partnership.pk, actor=partnership.responsible, upload=scan(), kind="other"
    )


def visit(**fields: Any) -> ActivityInput:
    return ActivityInput("visit", SIGNED, "Візит делегації", **fields)


def new_activity() -> Act:
    partnership = make_partnership("approved")
    return partial(
        add_activity, partnership.pk, actor=partnership.responsible, data=visit(), upload=scan("photo.pdf")
    )


def changed_activity() -> Act:
    partnership = make_partnership("approved")
    activity = add_activity(partnership.pk, actor=partnership.responsible, data=visit())
    return partial(
        update_activity,
        activity.pk,
        actor=partnership.responsible,
        expected_version=activity.version,
        data=visit(people=5),
        upload=scan("photo.pdf"),
    )


def order_file() -> Act:
    order = MinistryOrder.objects.create(number="879", date=ORDER_DATE)
    return partial(attach_order_file, order.pk, actor=make_user(Role.MINISTRY), upload=scan("order.pdf"))


def last_part() -> Act:
    partnership = make_partnership()
    digest = hashlib.sha256(CONTENT).hexdigest()
    upload = announce_upload(
        partnership.pk,
        actor=partnership.responsible,
        data=Announced("a.pdf", len(CONTENT), digest, "other"),
    )
    receive(upload.pk, actor=partnership.responsible, offset=0, parts=[CONTENT[:-1]])
    return partial(
        receive, upload.pk, actor=partnership.responsible, offset=len(CONTENT) - 1, parts=[CONTENT[-1:]]
    )


ACTS: dict[str, Callable[[], Act]] = {
    "letter of request": letter,
    "clearance with the order": partial(case_act, "in_review", "clear"),
    "signing with the scan": partial(case_act, "cleared", "submit-signed"),
    "termination with the act": partial(case_act, "registered", "terminate"),
    "document": document,
    "activity with a picture": new_activity,
    "corrected activity with a picture": changed_activity,
    "order file": order_file,
}


@pytest.fixture(autouse=True)
def _files_on_disk(settings: Any, tmp_path: Path) -> None:
    """Store files as a running registry does, instead of in memory."""
    settings.MEDIA_ROOT = tmp_path / "on-disk"
    settings.STORAGES = {**settings.STORAGES, "default": base.STORAGES["default"]}


def rows() -> dict[type[models.Model], list[dict[str, Any]]]:
    return {model: list(model._default_manager.order_by("pk").values()) for model in WRITTEN}


def files() -> list[Path]:
    return sorted(path for path in Path(default_storage.location).rglob("*") if path.is_file())  # type: ignore[attr-defined]


def full_disk(*args: Any, **kwargs: Any) -> str:
    raise OSError(28, "No space left on device")


def boom(*args: Any, **kwargs: Any) -> None:
    raise Boom


def then_fail(act: Act, *, leaving_files_unlike: list[Path]) -> None:
    """Do it within a transaction that fails afterwards, when the file is there already."""
    with atomic_with_files():
        act()
        assert files() != leaving_files_unlike
        raise Boom


@pytest.mark.parametrize("name", ACTS)
def test_disk_is_full__nothing_was_done(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    act = ACTS[name]()
    before = rows(), files()
    with monkeypatch.context() as patched:
        patched.setattr(WholeFileStorage, "_write_part", full_disk)
        with pytest.raises(StorageFull):
            act()
    assert (rows(), files()) == before
    act()
    assert rows() != before[0], "the same again, with space left, is done"


@pytest.mark.parametrize("name", ACTS)
def test_row_of_the_file_fails__no_file_is_left_behind(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    act = ACTS[name]()
    before = rows(), files()
    with monkeypatch.context() as patched:
        for model in (Document, OrderFile):
            patched.setattr(model, "save", boom)
        with pytest.raises(Boom):
            act()
    assert (rows(), files()) == before


@pytest.mark.parametrize("name", ACTS)
def test_whatever_fails_after_the_file__takes_it_back(name: str) -> None:
    act = ACTS[name]()
    before = rows(), files()
    with pytest.raises(Boom):
        then_fail(act, leaving_files_unlike=before[1])
    assert (rows(), files()) == before


@pytest.mark.parametrize("name", ["signing with the scan", "termination with the act"])
def test_file_that_cannot_be_used__refuses_the_step(name: str) -> None:
    status, step = ("cleared", "submit-signed") if "scan" in name else ("registered", "terminate")
    act = case_act(status, step, upload=SimpleUploadedFile("scan.pdf", b"MZ"))
    before = rows(), files()
    with pytest.raises(RuleViolated) as refused:
        act()
    assert {problem.field for problem in refused.value.problems} == {"file"}
    assert (rows(), files()) == before


def test_last_part_of_an_upload__row_fails__the_bytes_stay_and_the_client_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    act = last_part()
    with monkeypatch.context() as patched:
        patched.setattr(Document, "save", boom)
        with pytest.raises(Boom):
            act()
    assert not Document.objects.exists()
    upload = Upload.objects.get()
    assert upload.received == len(CONTENT)
    receive(upload.pk, actor=upload.owner, offset=upload.received, parts=[])
    assert Document.objects.get().file.read() == CONTENT


def test_api__answer_that_cannot_be_kept__takes_the_document_back(monkeypatch: pytest.MonkeyPatch) -> None:
    partnership = make_partnership()
    before = rows(), files()
    monkeypatch.setattr(IdempotentAnswer, "save_base", boom)
    api = Api(partnership.responsible)
    api.raise_request_exception = False
    body = {"file": scan(), "kind": "other"}
    answer = api.upload(f"partnerships/{partnership.pk}/documents/", body, **{"Idempotency-Key": "k"})
    assert answer.status_code == 500
    assert (rows(), files()) == before


def test_nested__inner_failure_takes_back_its_own_file_only() -> None:
    partnership = make_partnership()
    actor = partnership.responsible
    with atomic_with_files():
        kept = attach_document(partnership.pk, actor=actor, upload=scan("kept.pdf"), kind="other")
        lost = partial(attach_document, partnership.pk, actor=actor, upload=scan("lost.pdf"), kind="other")
        with pytest.raises(Boom):
            then_fail(lost, leaving_files_unlike=files())
    assert [one.original_name for one in Document.objects.all()] == ["kept.pdf"]
    assert files() == [Path(kept.file.path)]


def test_store__outside_of_a_transaction_with_files__is_an_error() -> None:
    with pytest.raises(RuntimeError):
        store(Document(sha256="ab" * 32).file, scan())


def test_refused_filing__leaves_no_municipality_behind(client: Any) -> None:
    """What is typed in freely is made with the draft or not at all."""
    partnership = make_partnership()
    client.force_login(partnership.responsible)
    other = make_partnership().parties.get(side="ukrainian").community
    known = ForeignMunicipality.objects.count()
    body = parties_data(other) | {
        "foreign_rows": ["0"],
        "foreign-0-new_name": "Neustadt",
        "foreign-0-new_country": "DE",
        "foreign-0-body_kind": "council",
    }
    assert client.post("/desk/file/", body).status_code == 422
    assert ForeignMunicipality.objects.count() == known


def test_role_that_may_not__stores_no_file() -> None:
    partnership, before = make_partnership(), files()
    with pytest.raises(NotAllowed):
        attach_document(partnership.pk, actor=make_user(Role.MINISTRY), upload=scan(), kind="other")
    assert files() == before
