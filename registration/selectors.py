"""Reads of cases and of the register."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.roles import Role
from partnerships.choices import ForceReason
from partnerships.force_words import Force
from partnerships.managers import PartnershipQuerySet
from partnerships.models import Agreement, Partnership, Party
from partnerships.records.found import found_by, publicly_found_by
from partnerships.selectors import agreements_for, public_agreement_condition, with_everything
from partnerships.validity import answer_of
from registration.choices import AFTER_CLEARANCE, CLOSED_STATUSES, ActKind
from registration.corrections import CorrectionWords, words_of
from registration.managers import CaseQuerySet
from registration.models import LegalAct, Opinion, RegisterEntry, RegistrationCase
from registration.numbers import number_key

if TYPE_CHECKING:
    from accounts.models import User

PARTIES = Party.objects.select_related(
    "community", "community__oblast", "municipality", "municipality__country"
)


def cases_for(user: "User | AnonymousUser") -> CaseQuerySet:
    """The cases a person may see, ready to be shown in a constant number of queries."""
    return (
        RegistrationCase.objects.visible_to(user)
        .select_related("order", "entry", "agreement", "agreement__partnership", "assigned_to")
        .prefetch_related(
            "opinions",
            "answers",
            "agreement__signatories",
            Prefetch("agreement__partnership__parties", PARTIES),
        )
    )


def overdue(cases: CaseQuerySet) -> CaseQuerySet:
    """Those whose review period has run out."""
    return cases.filter(due_on__lt=timezone.localdate())


def register_entries() -> QuerySet[RegisterEntry]:
    """The public list of registered agreements, ready to be shown."""
    return RegisterEntry.objects.select_related(
        "act", "case__order", "agreement__partnership"
    ).prefetch_related(Prefetch("agreement__partnership__parties", PARTIES), "case__acts")


@dataclass(frozen=True)
class StatusFacts:
    """Three separate facts about an agreement, and whether it is in force on a day."""

    agreement: Agreement
    partnership: Partnership
    checked: bool
    cleared: bool
    registered: bool
    reason: ForceReason  # why it is in force on the day, is not, or why nobody can tell
    day: date
    case: RegistrationCase | None
    entry: RegisterEntry | None

    @property
    def force(self) -> Force:
        """The same in words."""
        return self.agreement.force(self.day)

    @property
    def corrections(self) -> list[CorrectionWords]:
        """What of the entry was corrected, in words."""
        return words_of(self.entry.corrections) if self.entry else []

    @property
    def in_force(self) -> bool | None:
        """Whether it is in force on the day; None when that is not known."""
        return answer_of(self.reason)


def facts_of(agreement: Agreement, on: date | None = None) -> StatusFacts:
    """Say of an agreement whether it is checked, cleared, registered and in force.

    Registered means: entered on or before the day. An old, transferred entry is registered without
    having been cleared.
    """
    day = on or timezone.localdate()
    case = current_case(agreement)
    entry: RegisterEntry | None = getattr(agreement, "register_entry", None)
    return StatusFacts(
        agreement=agreement,
        partnership=agreement.partnership,
        checked=agreement.partnership.is_checked,
        cleared=bool(case and case.order and case.order.date <= day and case.status in AFTER_CLEARANCE),
        registered=bool(entry and entry.registered_on <= day),
        reason=agreement.force_reason(day),
        day=day,
        case=case,
        entry=entry,
    )


def current_case(agreement: Agreement) -> RegistrationCase | None:
    """The open or registered case of an agreement, else the latest one."""
    cases = sorted(agreement.cases.all(), key=lambda case: (case.status not in CLOSED_STATUSES, case.pk))
    return cases[-1] if cases else None


def open_opinions(case: RegistrationCase) -> list[Opinion]:
    """The opinions that speak against clearing a draft; of each authority the one asked for last counts."""
    latest = {opinion.authority: opinion for opinion in sorted(case.opinions.all(), key=lambda one: one.pk)}
    return [opinion for opinion in latest.values() if opinion.is_open]


@dataclass(frozen=True)
class Scope:
    """Among which agreements a status is checked: those that everybody, or that one person, may know."""

    partnerships: PartnershipQuerySet
    known: QuerySet[Agreement] | None  # None: all of these partnerships
    found_by: Callable[..., Q]
    knows_cases: bool = False

    def agreements(self, wanted: QuerySet[Agreement], most: int | None = None) -> list[Agreement]:
        """Those of the wanted agreements that may be known, ready to be shown; ``most`` cuts the list."""
        if self.known is not None:
            wanted = wanted.filter(pk__in=self.known.values("pk"))
        rows = wanted.filter(partnership__in=self.partnerships).order_by("partnership_id", "id")
        found = list(rows.values_list("pk", "partnership_id")[:most])
        whole = with_everything(self.partnerships).filter(pk__in={key for _pk, key in found})
        parts = {one.pk: one for partnership in whole for one in partnership.agreements.all()}
        return [parts[pk] for pk, _key in found if pk in parts]

    def named(self, words: str, most: int) -> list[Agreement]:
        """Those that the site's search finds for these words."""
        return self.agreements(Agreement.objects.filter(self.found_by(words, path="partnership")), most)


def public_scope() -> Scope:
    """What everybody may know."""
    known = Agreement.objects.filter(public_agreement_condition())
    return Scope(Partnership.objects.public(), known, publicly_found_by)


def scope_of(user: "User") -> Scope:
    """What a person of a desk may know: drafts under review, too."""
    known = agreements_for(user) if user.role == Role.OFFICIAL else None
    return Scope(Partnership.objects.visible_to(user), known, found_by, knows_cases=True)


def legal_acts() -> QuerySet[LegalAct]:
    """The whole chain; ``is_public`` says of an act whether more than its hashes may be known."""
    entered = RegisterEntry.objects.filter(case=OuterRef("case"))
    return LegalAct.objects.annotate(is_public=Exists(entered))


def entries_numbered(key: str) -> QuerySet[RegisterEntry]:
    """The entries whose number, as it is or as it was before a correction, has this key (``number_key``)."""
    return register_entries().filter(Q(number_key=key) | Q(case__in=cases_once_numbered([key])))


def cases_once_numbered(keys: Collection[str]) -> list[int]:
    """The cases whose entry had a number with one of these keys before it was corrected: papers bear it."""
    corrections = LegalAct.objects.filter(kind=ActKind.CORRECTION, content__field="number")
    before = corrections.values_list("case", "content__before")
    return [case for case, number in before if number_key(number) in keys]


def check_by_number(number: str, scope: Scope | None = None) -> list[Agreement]:
    """Agreements whose registration number is this one, however its signs are typed.

    Also found by the code of their partnership, and at the desks by the number of the case.
    """
    scope = scope or public_scope()
    key, code = number_key(number), number.strip().upper()
    if not key:
        return []
    ways: list[QuerySet[Any]] = [
        entries_numbered(key).values_list("agreement", flat=True),
        Agreement.objects.filter(partnership__code=code).values_list("pk", flat=True),
    ]
    if scope.knows_cases:
        ways.append(RegistrationCase.objects.filter(number=code).values_list("agreement", flat=True))
    for way in ways:
        ids = list(way)  # few, each from an index
        if ids and (found := scope.agreements(Agreement.objects.filter(pk__in=ids))):
            return found
    return []


def check_by_parties(
    community_ids: Sequence[int], municipality_ids: Sequence[int], scope: Scope | None = None
) -> list[Agreement]:
    """Agreements in which one of the communities and one of the municipalities are parties."""
    partnerships = Partnership.objects.filter(parties__community__in=community_ids).filter(
        parties__municipality__in=municipality_ids
    )
    return (scope or public_scope()).agreements(Agreement.objects.filter(partnership__in=partnerships))
