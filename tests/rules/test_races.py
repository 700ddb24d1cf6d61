"""Two people at the same moment: one wins, the other is told, nothing happens twice."""

import datetime as dt
from functools import partial

import pytest
from django.db import OperationalError

from accounts.roles import Role
from common.errors import Conflict, DomainError, InvalidTransition, RuleViolated, StaleVersion
from communities.models import ForeignMunicipality
from partnerships.inputs import ActivityInput, PartnershipInput, PartyInput
from partnerships.models import Agreement, Partnership
from partnerships.services import add_activity, file_partnership, update_agreement, update_partnership
from partnerships.services import take_step as partnership_step
from registration.choices import CaseStatus
from registration.models import MinistryOrder, RegisterEntry, RegistrationCase
from registration.register_chain import chain_problems
from registration.services import file_case, register
from registration.services import take_step as case_step
from tests.communities.factories import make_community, make_municipality, make_place
from tests.factories import (
    EVERYTHING,
    IN_WORDS,
    LETTER_DATE,
    ORDER_DATE,
    SIGNED,
    agreement_input,
    case_step_fields,
    first_agreement,
    make_case,
    make_partnership,
    make_transferred_entry,
    make_user,
    partnership_input,
    partnership_step_fields,
)
from tests.rules.threads import at_once, split

pytestmark = pytest.mark.django_db(transaction=True)

LOST = (StaleVersion, InvalidTransition)


def history_of(record):
    return type(record).pgh_event_model.objects.filter(pgh_obj_id=record.pk)


@pytest.mark.parametrize("knows_version", [True, False], ids=["with version", "without version"])
def test_one_step_taken_twice__one_success__one_refusal__one_history_row(knows_version):
    partnership = make_partnership("submitted")
    rows = history_of(partnership).count()
    clerks = [make_user(Role.ASSOCIATION), make_user(Role.ASSOCIATION)]
    version = partnership.version if knows_version else None
    won, lost = split(
        at_once(
            *[
                partial(partnership_step, partnership.pk, "approve", actor=clerk, expected_version=version)
                for clerk in clerks
            ]
        )
    )
    assert len(won) == 1
    assert [type(error) for error in lost] == [StaleVersion if knows_version else InvalidTransition]
    assert history_of(partnership).count() == rows + 1
    partnership.refresh_from_db()
    assert (partnership.status, partnership.reviewer) == ("approved", won[0].reviewer)


def test_two_opposite_steps__only_one_happens():
    case = make_case(CaseStatus.IN_REVIEW)
    rows = history_of(case).count()
    clear = partial(
        case_step,
        case.pk,
        "clear",
        actor=case.assigned_to,
        expected_version=case.version,
        order_number="879",
        order_date=ORDER_DATE,
    )
    withdraw = partial(case_step, case.pk, "withdraw", actor=case.filed_by, expected_version=case.version)
    won, lost = split(at_once(clear, withdraw))
    assert len(won) == 1
    assert isinstance(lost[0], LOST)
    assert history_of(case).count() == rows + 1
    assert MinistryOrder.objects.count() == (1 if won[0].status == "cleared" else 0)


def test_two_clerks_register_at_once__two_consecutive_numbers__one_chain():
    cases = [make_case(CaseStatus.REGISTRATION_FILED) for _ in range(4)]
    clerks = [make_user(Role.MINISTRY) for _ in cases]
    won, lost = split(
        at_once(
            *[
                partial(register, case.pk, actor=clerk, expected_version=case.version, confirm=EVERYTHING)
                for case, clerk in zip(cases, clerks, strict=True)
            ]
        )
    )
    assert (len(won), lost) == (4, [])
    numbers = sorted(RegisterEntry.objects.values_list("number", flat=True))
    year = dt.date.today().year
    assert numbers == [f"{year}-{sequence:04d}" for sequence in range(1, 5)]
    assert sorted(RegisterEntry.objects.values_list("act_id", flat=True)) == [1, 2, 3, 4]
    assert list(chain_problems()) == []


def test_two_clerks_type_one_number__one_wins__the_other_is_told_at_the_number():
    cases = [make_case(CaseStatus.REGISTRATION_FILED) for _ in range(2)]
    clerk = make_user(Role.MINISTRY)
    won, lost = split(
        at_once(
            *[
                partial(
                    register,
                    case.pk,
                    actor=clerk,
                    expected_version=case.version,
                    number="15/2026",
                    confirm=EVERYTHING,
                )
                for case in cases
            ]
        )
    )
    assert len(won) == 1
    (error,) = lost
    assert isinstance(error, RuleViolated)
    assert [(problem.field, problem.code) for problem in error.problems] == [("number", "unique")]
    assert RegisterEntry.objects.count() == 1
    assert list(chain_problems()) == []


def test_typed_number_meets_the_counters_own__both_are_registered():
    """One clerk types what the counter is about to give to the other."""
    cases = [make_case(CaseStatus.REGISTRATION_FILED) for _ in range(2)]
    clerk = make_user(Role.MINISTRY)
    first = f"{dt.date.today().year}-0001"
    outcomes = at_once(
        partial(
            register,
            cases[0].pk,
            actor=clerk,
            expected_version=cases[0].version,
            number=first,
            confirm=EVERYTHING,
        ),
        partial(register, cases[1].pk, actor=clerk, expected_version=cases[1].version, confirm=EVERYTHING),
    )
    won, lost = split(outcomes)
    # Whoever types a number that the counter gave a moment ago is told; the counter never fails.
    assert not isinstance(outcomes[1], Exception)
    assert len(won) + len(lost) == 2
    assert all(isinstance(error, RuleViolated) for error in lost)
    assert list(chain_problems()) == []


def test_two_officials_file_one_agreement__one_case():
    partnership = make_partnership("approved")
    agreement, rows = first_agreement(partnership), history_of(partnership).count()
    colleague = make_user(communities=[partnership.parties.get(side="ukrainian").community])
    won, lost = split(
        at_once(
            *[
                partial(file_case, agreement.pk, actor=official, letter_number="1", letter_date=LETTER_DATE)
                for official in (partnership.responsible, colleague)
            ]
        )
    )
    assert len(won) == 1
    assert [type(error) for error in lost] == [Conflict]
    assert RegistrationCase.objects.filter(agreement=agreement).count() == 1
    assert history_of(agreement).filter(content_state="locked").count() == 1
    assert history_of(partnership).count() == rows + 1  # once: its check can no longer be taken back


def test_one_order_for_two_drafts_at_once__one_order():
    cases = [make_case(CaseStatus.IN_REVIEW) for _ in range(3)]
    won, lost = split(
        at_once(
            *[
                partial(
                    case_step,
                    case.pk,
                    "clear",
                    actor=case.assigned_to,
                    expected_version=case.version,
                    order_number=" 879 ",
                    order_date=ORDER_DATE,
                )
                for case in cases
            ]
        )
    )
    assert (len(won), lost) == (3, [])
    assert MinistryOrder.objects.get().cases.count() == 3


def test_two_drafts_begun_at_once__get_different_codes():
    communities = [make_community() for _ in range(4)]
    officials = [make_user(communities=[community]) for community in communities]
    municipality = make_municipality()
    won, lost = split(
        at_once(
            *[
                partial(file_partnership, actor=official, data=partnership_input(community, municipality))
                for community, official in zip(communities, officials, strict=True)
            ]
        )
    )
    assert (len({partnership.code for partnership in won}), lost) == (4, [])


def test_two_corrections_of_one_draft__the_second_does_not_overwrite_the_first():
    partnership = make_partnership()
    won, lost = split(
        at_once(
            *[
                partial(
                    update_partnership,
                    partnership.pk,
                    actor=partnership.responsible,
                    expected_version=partnership.version,
                    data=PartnershipInput(summary_uk=text),
                )
                for text in ("перший", "другий")
            ]
        )
    )
    assert len(won) == 1
    assert [type(error) for error in lost] == [StaleVersion]
    assert Partnership.objects.get().summary_uk == won[0].summary_uk


def works_on(case):
    """Everything that locks rows around one case, by name; each may be refused, none may hang."""
    agreement, official, clerk = case.agreement, case.filed_by, make_user(Role.MINISTRY)
    partnership = agreement.partnership
    free = {"actor": official, "expected_version": None}
    steps = {
        "refile": partial(case_step, case.pk, "refile", **free),
        "withdraw case": partial(case_step, case.pk, "withdraw", **free),
        "submit signed": partial(
            case_step, case.pk, "submit-signed", **free, **case_step_fields("submit-signed")
        ),
        "accept": partial(case_step, case.pk, "accept", actor=clerk, expected_version=None),
        "register": partial(case_step, case.pk, "register", actor=clerk, expected_version=None),
    }
    return steps | {
        "update agreement": partial(update_agreement, agreement.pk, **free, data=agreement_input()),
        "update partnership": partial(
            update_partnership, partnership.pk, **free, data=PartnershipInput(agreement=agreement_input())
        ),
        "file case": partial(
            file_case, agreement.pk, actor=official, letter_number="1", letter_date=LETTER_DATE
        ),
        "end": partial(
            partnership_step,
            partnership.pk,
            "end",
            actor=make_user(Role.ASSOCIATION),
            expected_version=None,
            reason=IN_WORDS,
            confirm=EVERYTHING,
            **partnership_step_fields("end"),
        ),
    }


PAIRS = [
    (CaseStatus.RETURNED, "update agreement", "refile"),
    (CaseStatus.RETURNED, "update partnership", "refile"),
    (CaseStatus.RETURNED, "update agreement", "withdraw case"),
    (CaseStatus.WITHDRAWN, "update agreement", "file case"),
    (CaseStatus.WITHDRAWN, "end", "file case"),
    (CaseStatus.CLEARED, "submit signed", "update agreement"),
    (CaseStatus.CLEARED, "submit signed", "end"),
    (CaseStatus.FILED, "accept", "withdraw case"),
    (CaseStatus.REGISTRATION_FILED, "register", "end"),
]


@pytest.mark.parametrize(("status", "one", "other"), PAIRS)
def test_pairs_that_lock_the_same_rows__never_deadlock(status, one, other):
    case = make_case(status)
    # Several of each, so that they really meet.
    works = [works_on(case)[name] for name in (one, other) for _ in range(3)]
    won, lost = split(at_once(*works))
    assert won
    assert not [error for error in lost if isinstance(error, OperationalError)], lost
    assert all(isinstance(error, DomainError) for error in lost), lost
    assert list(chain_problems()) == []


def test_registration_and_transfer_at_once__do_not_wait_for_each_other_for_ever():
    cases = [make_case(CaseStatus.REGISTRATION_FILED) for _ in range(2)]
    communities, municipalities = (
        [make_community() for _ in range(2)],
        [make_municipality() for _ in range(2)],
    )
    clerk = make_user(Role.MINISTRY)
    works = [
        partial(register, case.pk, actor=clerk, expected_version=None, confirm=EVERYTHING) for case in cases
    ]
    works += [
        partial(make_transferred_entry, clerk=clerk, community=community, municipality=municipality)
        for community, municipality in zip(communities, municipalities, strict=True)
    ]
    won, lost = split(at_once(*works))
    assert (len(won), lost) == (4, [])
    assert list(chain_problems()) == []


def test_activity_while_a_step_is_taken__both_are_kept():
    case = make_case(CaseStatus.CLEARED)

    data = ActivityInput("visit", SIGNED, "Візит")
    works = works_on(case)
    add = partial(add_activity, case.agreement.partnership_id, actor=case.filed_by, data=data)
    won, lost = split(at_once(add, works["submit signed"], add))
    assert (len(won), lost) == (3, [])
    assert Agreement.objects.get().signed_on == SIGNED.date


def test_two_filings_name_the_same_new_places_the_other_way_round__both_are_filed():
    places = [make_place().geonames_id for _ in range(2)]
    communities = [make_community() for _ in range(4)]
    works = []
    for number, community in enumerate(communities):
        order = places if number % 2 else places[::-1]
        data = PartnershipInput(
            community_parties=(PartyInput(katottg=community.katottg),),
            foreign_parties=tuple(PartyInput(geonames_id=place) for place in order),
        )
        works.append(partial(file_partnership, actor=make_user(communities=[community]), data=data))
    won, lost = split(at_once(*works))
    assert (len(won), lost) == (4, [])
    assert ForeignMunicipality.objects.filter(geonames_id__in=places).count() == 2
    for number, partnership in enumerate(won):
        named = [party.municipality.geonames_id for party in partnership.parties.filter(side="foreign")]
        assert named == (places if number % 2 else places[::-1])
