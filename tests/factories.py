"""Records for tests, made the way people make them: through the services, one declared step after another.

``make_user``, ``make_partnership`` and ``make_case`` are enough for most tests; a partnership's official is
``partnership.responsible``, a case's is ``case.filed_by``.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from common.life_cycle import Reason, Transition
from common.partial_dates import DatePrecision, PartialDate
from communities.models import Community, ForeignMunicipality
from demo.paper import pdf
from partnerships.choices import DocumentKind, PartnershipStatus
from partnerships.inputs import AgreementInput, PartnershipInput, PartyInput, TermInput
from partnerships.models import Agreement, Document, Partnership
from partnerships.records import refresh
from partnerships.services import attach_document, file_partnership, set_responsible
from partnerships.services import take_step as partnership_step
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.choices import CaseStatus
from registration.models import RegisterEntry, RegistrationCase
from registration.services import file_case, transfer_entry
from registration.services import take_step as case_step
from registration.transitions import CASE_LIFE_CYCLE
from tests.communities.factories import make_community, make_municipality

PASSWORD = "pobratym-tests"
REASON = Reason(codes=("other",), text="Зазначте назву сторони так, як у Кодифікаторі.")
LETTER_DATE = dt.date(2025, 4, 14)
ORDER_DATE = dt.date(2025, 5, 19)
SIGNED = PartialDate(dt.date(2025, 6, 2), DatePrecision.DAY)

IN_WORDS = Reason(text="Партнер розпущений.")

_counter = itertools.count(1)


class _Everything(tuple[str, ...]):
    """Confirms whatever is asked."""

    __slots__ = ()

    def __contains__(self, code: object) -> bool:
        return True


EVERYTHING = _Everything()


def make_user(
    role: str = Role.OFFICIAL,
    *,
    communities: tuple[Community, ...] | list[Community] = (),
    email: str = "",
    **fields: Any,
) -> User:
    """Make a person; officials act for ``communities`` from a year ago on, without an end."""
    number = next(_counter)
    user = User.objects.create_user(
        email or f"{role}{number}@test.example", PASSWORD, role=role, **{"name": f"Особа {number}", **fields}
    )
    for community in communities:
        Membership.objects.create(
            user=user, community=community, valid_from=timezone.localdate() - dt.timedelta(days=365)
        )
    return user


def agreement_input(**fields: Any) -> AgreementInput:
    """Content of an agreement that may be filed with the Ministry."""
    return AgreementInput(
        **{
            "document_type": "agreement",
            "title_uk": "Угода про партнерство та співробітництво",
            "title_en": "Agreement on partnership and cooperation",
            "kinds": ("interterritorial",),
            "spheres": ("education", "health"),
            "term": TermInput("years", years=5),
            **fields,
        }
    )


def partnership_input(
    community: Community, municipality: ForeignMunicipality, *more: ForeignMunicipality, **fields: Any
) -> PartnershipInput:
    """A whole filing of one community with one or more foreign municipalities."""
    return PartnershipInput(
        **{
            "community_parties": (PartyInput(katottg=community.katottg, body_kind="council"),),
            "foreign_parties": tuple(
                PartyInput(municipality_id=foreign.pk, body_kind="council")
                for foreign in (municipality, *more)
            ),
            "started": PartialDate(dt.date(2022, 6, 1), DatePrecision.MONTH),
            "summary_uk": "Співпраця шкіл і лікарень.",
            "summary_en": "Cooperation of schools and hospitals.",
            "agreement": agreement_input(),
            **fields,
        }
    )


def reason_for(step: Transition) -> Reason:
    """A reason that fits a step; none when it needs none."""
    if not step.needs_reason:
        return Reason()
    return REASON if step.reasons else IN_WORDS


def partnership_step_fields(name: str) -> dict[str, Any]:
    """What a step of a partnership asks for beside its reason."""
    return {"ended_on": timezone.localdate()} if name == "end" else {}


@contextmanager
def read_model_written_once() -> Iterator[None]:
    """Write the rows of the read model at the end, and not after each step on the way there."""
    waiting: set[int] = set()

    def later(partnership_ids: Iterable[int]) -> Iterator[Any]:
        waiting.update(partnership_ids)
        return iter(())

    with patch.object(refresh, "built", later):
        yield
    refresh.refresh_records(waiting)


@read_model_written_once()
def make_partnership(
    status: str = PartnershipStatus.DRAFT,
    *,
    official: User | None = None,
    community: Community | None = None,
    municipality: ForeignMunicipality | None = None,
    association: Any = None,  # a user; made when a step needs one
    **fields: Any,
) -> Partnership:
    """File a partnership and lead it to a status; ``fields`` are those of ``PartnershipInput``."""
    community = community or make_community()
    official = official or make_user(communities=[community])
    if status == PartnershipStatus.TRANSFERRED:
        entry = make_transferred_entry(community=community, municipality=municipality)
        return set_responsible(
            entry.agreement.partnership_id, actor=official, user_id=official.pk, expected_version=None
        )
    data = partnership_input(community, municipality or make_municipality(), **fields)
    partnership = file_partnership(actor=official, data=data)
    for step in PARTNERSHIP_LIFE_CYCLE.way(PartnershipStatus.DRAFT, status):
        if Role.OFFICIAL not in step.roles:
            association = association or make_user(Role.ASSOCIATION)
        partnership = partnership_step(
            partnership.pk,
            step.name,
            actor=official if Role.OFFICIAL in step.roles else association,
            expected_version=partnership.version,
            reason=reason_for(step),
            **partnership_step_fields(step.name),
            confirm=EVERYTHING,
        )
    return partnership


@read_model_written_once()
def make_case(
    status: str = CaseStatus.FILED,
    *,
    partnership: Partnership | None = None,
    which: Agreement | None = None,
    clerk: Any = None,  # a user; made when a step needs one
    step_fields: dict[str, dict[str, Any]] | None = None,
    **fields: Any,
) -> RegistrationCase:
    """File an agreement (the first one, or ``which``) with the Ministry and lead it to a status.

    ``step_fields`` overrides the input of single steps (``{"register": {"number": "7"}}``); ``fields``
    are those of ``make_partnership``.
    """
    partnership = partnership or make_partnership(PartnershipStatus.APPROVED, **fields)
    official = partnership.responsible
    assert official is not None
    case = file_case(
        (which or first_agreement(partnership)).pk,
        actor=official,
        letter_number="02-15/118",
        letter_date=LETTER_DATE,
        confirm=EVERYTHING,
    )
    for step in CASE_LIFE_CYCLE.way(CaseStatus.FILED, status):
        if Role.OFFICIAL not in step.roles:
            clerk = clerk or make_user(Role.MINISTRY)
        case = case_step(
            case.pk,
            step.name,
            actor=official if Role.OFFICIAL in step.roles else clerk,
            expected_version=case.version,
            reason=reason_for(step),
            confirm=EVERYTHING,
            **{**case_step_fields(step.name), **(step_fields or {}).get(step.name, {})},
        )
    return case


def make_entry(**fields: Any) -> RegisterEntry:
    """Make a registered agreement; ``fields`` are those of ``make_case``."""
    return make_case(CaseStatus.REGISTERED, **fields).entry


def make_transferred_entry(
    *,
    clerk: User | None = None,
    community: Community | None = None,
    municipality: ForeignMunicipality | None = None,
    number: str = "",
    **fields: Any,
) -> RegisterEntry:
    """Enter an agreement of the previous register; ``fields`` are those of ``transfer_entry``."""
    community, municipality = community or make_community(), municipality or make_municipality()
    return transfer_entry(
        **{
            "actor": clerk or make_user(Role.MINISTRY),
            "community_parties": (PartyInput(katottg=community.katottg, body_kind="council"),),
            "foreign_parties": (PartyInput(municipality_id=municipality.pk, body_kind="council"),),
            "agreement": agreement_input(term=TermInput("unknown")),
            "signed": PartialDate(dt.date(2009, 8, 1), DatePrecision.MONTH),
            "signed_place": "м. Ковель",
            "number": number or f"ТК-{next(_counter)}",
            "registered_on": dt.date(2009, 10, 5),
            "confirm": EVERYTHING,
            **fields,
        }
    )


def first_agreement(partnership: Partnership) -> Agreement:
    """Return the first agreement of a partnership, fresh from the database."""
    return Agreement.objects.filter(partnership=partnership).order_by("pk")[0]


def scan(name: str = "signed.pdf") -> SimpleUploadedFile:
    """Return a small whole scan, as a browser would send it."""
    return SimpleUploadedFile(name, pdf("Signed agreement"))


def attach_scan(case: RegistrationCase, **fields: Any) -> Document:
    """Attach the scan to the agreement of a case first, as programs do."""
    given = {"kind": DocumentKind.SIGNED_SCAN, "agreement_id": case.agreement_id, **fields}
    return attach_document(
        case.agreement.partnership_id,
        actor=case.filed_by,  # type: ignore[arg-type]  # filed by make_case
        upload=scan(),
        **given,
    )


def case_step_fields(name: str) -> dict[str, Any]:
    """Return the further input with which a step of a case succeeds."""
    return {
        "clear": {"order_number": "879", "order_date": ORDER_DATE, "signer": ""},
        "submit-signed": {"signed": SIGNED, "signed_place": "м. Єна (Німеччина)", "upload": scan()},
        "terminate": {"act_kind": "council_decision", "act_number": "55-12/2", "act_date": SIGNED.date},
    }.get(name, {})
