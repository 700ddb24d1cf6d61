"""Every step × every status of both life cycles, generated from the tables.

What a declared step must stamp stands here once more by hand, so that the code does not judge itself.
"""

from itertools import product

import pytest
from django.forms.models import model_to_dict

from accounts.roles import Role
from common.errors import InvalidTransition, NotVisible, RuleViolated, StaleVersion
from common.life_cycle import NO_REASON, Reason
from partnerships.choices import PartnershipStatus
from partnerships.models import Partnership
from partnerships.services import take_step as partnership_step
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.choices import CaseStatus
from registration.models import RegistrationCase
from registration.services import take_step as case_step
from registration.transitions import CASE_LIFE_CYCLE
from tests.factories import (
    EVERYTHING,
    case_step_fields,
    make_case,
    make_partnership,
    make_user,
    partnership_step_fields,
    reason_for,
)

pytestmark = pytest.mark.django_db

PARTNERSHIP_STAMPS = {
    "submit": ["submitted_at", "first_submitted_at"],
    "return": ["decided_at", "reviewer", "reason_codes", "reason_text"],
    "approve": ["decided_at", "reviewer", "stepped_at", "stepped_by", "stepped_from"],
    "reject": ["decided_at", "reviewer", "reason_codes", "reason_text"],
    "withdraw": ["decided_at", "stepped_at", "stepped_by", "stepped_from"],
    "end": ["ended_on", "reason_text", "stepped_at", "stepped_by", "stepped_from"],
}
CASE_STAMPS = {
    "accept": ["accepted_on", "assigned_to", "due_on"],
    "return": ["decided_on", "reason_codes", "reason_text"],
    "refile": ["filed_on", "due_on"],
    "refuse": ["decided_on", "reason_codes", "reason_text"],
    "clear": ["decided_on", "order"],
    "annul-clearance": ["due_on"],
    "submit-signed": ["registration_filed_on"],
    "register": ["decided_on", "entry"],
    "return-registration": ["decided_on", "reason_codes", "reason_text"],
    "refuse-registration": ["decided_on", "reason_codes", "reason_text"],
    "withdraw": ["decided_on"],
    "terminate": ["act_kind", "act_number", "act_date"],
}


class OfPartnership:
    """Steps of a partnership with the Association."""

    cycle = PARTNERSHIP_LIFE_CYCLE
    model = Partnership
    stamps = PARTNERSHIP_STAMPS
    make = staticmethod(make_partnership)

    @staticmethod
    def take(record, name, **kwargs):
        return partnership_step(record.pk, name, **{**partnership_step_fields(name), **kwargs})

    @staticmethod
    def official_of(record):
        return record.responsible


class OfCase:
    """Steps of a case with the Ministry."""

    cycle = CASE_LIFE_CYCLE
    model = RegistrationCase
    stamps = CASE_STAMPS
    make = staticmethod(make_case)

    @staticmethod
    def take(record, name, **kwargs):
        return case_step(record.pk, name, **case_step_fields(name), **kwargs)

    @staticmethod
    def official_of(record):
        return record.filed_by


ALL = [OfPartnership, OfCase]
CELLS = [
    (kind, step, str(status))
    for kind in ALL
    for step, status in product(kind.cycle.transitions, kind.cycle.statuses.values)
]
DECLARED = [(kind, step, status) for kind, step, status in CELLS if status in step.sources]
STATUSES = [(kind, status) for kind in ALL for status in kind.cycle.statuses.values]
NEEDING_REASON = [(kind, step) for kind in ALL for step in kind.cycle.transitions if step.needs_reason]


def name_of(value):
    if isinstance(value, type):
        return value.__name__
    return value if isinstance(value, str) else value.name


def actor_for(kind, step, record):
    """Somebody who may take the step."""
    if Role.OFFICIAL in step.roles:
        return kind.official_of(record)
    return make_user(next(iter(step.roles)))


def take(kind, step, record, **kwargs):
    arguments = {
        "actor": actor_for(kind, step, record),
        "expected_version": record.version,
        "reason": reason_for(step),
        "confirm": EVERYTHING,
        **kwargs,
    }
    return kind.take(record, step.name, **arguments)


def history_of(record):
    return type(record).pgh_event_model.objects.filter(pgh_obj_id=record.pk)


def columns_of(record):
    fresh = type(record).objects.get(pk=record.pk)
    return {
        **model_to_dict(fresh, fields=[field.name for field in fresh._meta.concrete_fields]),
        "status": fresh.status,
        "version": fresh.version,
        "updated_at": fresh.updated_at,
    }


@pytest.mark.parametrize(("kind", "step", "status"), DECLARED, ids=name_of)
def test_declared_step__changes_status__stamps__and_leaves_one_history_row(kind, step, status):
    record = kind.make(status)
    version, rows = record.version, history_of(record).count()

    returned = take(kind, step, record)

    fresh = kind.model.objects.get(pk=record.pk)
    assert (fresh.status, fresh.version) == (step.target, version + 1)
    assert (returned.status, returned.version) == (fresh.status, fresh.version)
    for name in kind.stamps[step.name]:
        assert getattr(fresh, name), f"{step.name} leaves {name} empty"
    assert history_of(record).count() == rows + 1
    row = history_of(record).latest("pgh_id")
    assert (row.status, row.version) == (step.target, version + 1)
    assert row.pgh_context["verb"] == kind.cycle.verb(step.name)
    assert row.pgh_context["reason"] == reason_for(step).text


@pytest.mark.parametrize(("kind", "status"), STATUSES, ids=name_of)
def test_undeclared_steps__are_refused_with_the_current_status__and_change_nothing(kind, status):
    """All of one status in one test: a refused step leaves the record as it was for the next."""
    record = kind.make(status)
    before, rows = columns_of(record), history_of(record).count()
    undeclared = [step for step in kind.cycle.transitions if status not in step.sources]
    assert undeclared
    for step in undeclared:
        with pytest.raises(InvalidTransition) as refused:
            take(kind, step, record)
        assert refused.value.current_status == status, step.name
        assert columns_of(record) == before, step.name
        assert history_of(record).count() == rows, step.name


@pytest.mark.parametrize("kind", ALL, ids=name_of)
def test_every_status_has_a_way_in(kind):
    targets = {str(step.target) for step in kind.cycle.transitions}
    assert targets | set(map(str, kind.cycle.initial)) == set(kind.cycle.statuses.values)


@pytest.mark.parametrize("kind", ALL, ids=name_of)
def test_no_two_steps_share_a_name__nor_two_of_one_status_a_target(kind):
    names = [step.name for step in kind.cycle.transitions]
    assert len(names) == len(set(names))
    for status in kind.cycle.statuses.values:
        targets = [step.target for step in kind.cycle.leaving(status)]
        assert len(targets) == len(set(targets)), status


@pytest.mark.parametrize("kind", ALL, ids=name_of)
def test_stale_version__is_refused_with_the_current_one(kind):
    record = kind.make()
    step = kind.cycle.get("withdraw")
    with pytest.raises(StaleVersion) as stale:
        take(kind, step, record, expected_version=record.version + 7)
    assert stale.value.current_version == record.version
    assert kind.model.objects.get(pk=record.pk).status == record.status


@pytest.mark.parametrize("kind", ALL, ids=name_of)
def test_unknown_step_or_record__does_not_exist(kind):
    record = kind.make()
    official = kind.official_of(record)
    with pytest.raises(NotVisible):
        kind.take(record, "explode", actor=official, expected_version=record.version)
    record.pk = 0
    with pytest.raises(NotVisible):
        kind.take(record, "withdraw", actor=official, expected_version=1)


@pytest.mark.parametrize(("kind", "step"), NEEDING_REASON, ids=name_of)
@pytest.mark.parametrize("reason", [NO_REASON, Reason(text="  \n ")], ids=["none", "blank"])
def test_step_that_needs_a_reason__fails_without_one(kind, step, reason):
    record = kind.make(min(step.sources))
    with pytest.raises(RuleViolated) as refused:
        take(kind, step, record, reason=reason)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [("text", "required")]
    assert kind.model.objects.get(pk=record.pk).status == record.status


@pytest.mark.parametrize("reason", [Reason(codes=("incomplete",)), Reason(text="Не вказано строк.")])
def test_code_alone_or_words_alone__are_reason_enough(reason):
    partnership = make_partnership(PartnershipStatus.SUBMITTED)
    returned = take(OfPartnership, PARTNERSHIP_LIFE_CYCLE.get("return"), partnership, reason=reason)
    assert (returned.reason_codes, returned.reason_text) == (list(reason.codes), reason.text)


@pytest.mark.parametrize("kind", ALL, ids=name_of)
def test_unknown_reason_code__is_refused_and_the_known_ones_named(kind):
    record = kind.make("submitted" if kind is OfPartnership else CaseStatus.IN_REVIEW)
    with pytest.raises(RuleViolated) as refused:
        take(kind, kind.cycle.get("return"), record, reason=Reason(codes=("because",)))
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("reason_codes", "invalid_choice")
    assert "incomplete" in str(problem.detail)
