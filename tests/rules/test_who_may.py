"""Every role × every action × own / other community.

``ALLOWED`` is written by hand from the roles of the field, not derived from policies or tables.
"""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from common.errors import NotAllowed, RuleViolated
from common.life_cycle import TAKE_BACK
from common.partial_dates import DatePrecision, PartialDate
from demo.paper import pdf
from partnerships import services as partnership_services
from partnerships.choices import PartnershipStatus
from partnerships.inputs import ActivityInput, PartnershipInput, PartyInput
from partnerships.policies import available_steps as partnership_steps
from partnerships.services.drafts import ContentInput
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration import services as case_services
from registration.choices import CaseStatus
from registration.models import Opinion
from registration.policies import available_steps as case_steps
from registration.transitions import CASE_LIFE_CYCLE
from tests.communities.factories import make_community, make_municipality
from tests.factories import (
    LETTER_DATE,
    agreement_input,
    case_step_fields,
    first_agreement,
    make_case,
    make_partnership,
    make_transferred_entry,
    make_user,
    partnership_input,
    partnership_step_fields,
    reason_for,
)

pytestmark = pytest.mark.django_db

OWN, ASSOCIATION, MINISTRY = {"own official"}, {"association"}, {"ministry"}
ALLOWED = {
    "partnership: file": OWN,
    "partnership: update": OWN,
    "partnership: begin": OWN,
    "partnership: save parties": OWN,
    "partnership: save content": OWN,
    "partnership: add agreement": OWN,
    "partnership: update agreement": OWN,
    "partnership: attach document": OWN,
    "partnership: add activity": OWN,
    "partnership: correct activity": OWN,
    "partnership: remove activity": OWN,
    "partnership: name the responsible": OWN,
    "partnership: assign the review": ASSOCIATION,
    "partnership: delete the draft": OWN,
    "partnership: comment": OWN | ASSOCIATION | MINISTRY,
    "partnership: submit": OWN,
    "partnership: return": ASSOCIATION,
    "partnership: approve": ASSOCIATION,
    "partnership: reject": ASSOCIATION,
    "partnership: withdraw": OWN,
    "partnership: end": OWN | ASSOCIATION,
    "case: file": OWN,
    "case: accept": MINISTRY,
    "case: return": MINISTRY,
    "case: refile": OWN,
    "case: refuse": MINISTRY,
    "case: clear": MINISTRY,
    "case: annul-clearance": MINISTRY,
    "case: submit-signed": OWN,
    "case: register": MINISTRY,
    "case: return-registration": MINISTRY,
    "case: refuse-registration": MINISTRY,
    "case: withdraw": OWN,
    "case: terminate": OWN | MINISTRY,
    "case: request opinion": MINISTRY,
    "case: assign": MINISTRY,
    "case: record opinion": MINISTRY,
    "register: transfer entry": MINISTRY,
    "register: correct entry": MINISTRY,
    "register: correct order": MINISTRY,
}
PEOPLE = (
    "own official",
    "other official",
    "former official",
    "future official",
    "official without community",
    "official who became a clerk",
    "association",
    "ministry",
    "auditor",
    "administrator",
    "anonymous",
)


def people_around(community, own):
    today, day = timezone.localdate(), dt.timedelta(days=1)
    people = {
        "own official": own,
        "other official": make_user(communities=[make_community()]),
        "former official": make_user(),
        "future official": make_user(),
        "official without community": make_user(),
        # The membership was left behind; the role decides.
        "official who became a clerk": make_user(Role.AUDITOR, communities=[community]),
        "anonymous": AnonymousUser(),
        **{role: make_user(role) for role in Role.values if role != Role.OFFICIAL},
    }
    Membership.objects.create(
        user=people["former official"],
        community=community,
        valid_from=today - 9 * day,
        valid_until=today - day,
    )
    Membership.objects.create(user=people["future official"], community=community, valid_from=today + day)
    return people


def file_with_ministry(agreement, actor):
    return case_services.file_case(
        agreement.pk, actor=actor, letter_number="02-15/119", letter_date=LETTER_DATE
    )


def on_log():
    """What is done with the cooperation log of a partnership."""
    activity = ActivityInput("visit", PartialDate(dt.date(2024, 10, 1), DatePrecision.MONTH), "Візит")

    def entry_of(p):
        return p.activities.first() or partnership_services.add_activity(
            p.pk, actor=p.responsible, data=activity
        )

    return {
        "add activity": lambda p, actor: partnership_services.add_activity(p.pk, actor=actor, data=activity),
        "correct activity": lambda p, actor: partnership_services.update_activity(
            entry_of(p).pk, actor=actor, expected_version=None, data=activity
        ),
        "remove activity": lambda p, actor: partnership_services.delete_activity(
            entry_of(p).pk, actor=actor, expected_version=None
        ),
    }


def on_partnership(action):
    """Return what to do with a draft (or approved) partnership for an action that is no step."""

    def ours(p):
        return (PartyInput(katottg=p.parties.get(side="ukrainian").community.katottg, body_kind="council"),)

    return {
        "begin": lambda p, actor: partnership_services.begin_filing(
            actor=actor, communities=ours(p), foreign=()
        ),
        "save parties": lambda p, actor: partnership_services.save_parties(
            p.pk, actor=actor, expected_version=p.version, communities=ours(p), foreign=()
        ),
        "save content": lambda p, actor: partnership_services.save_content(
            p.pk, actor=actor, expected_version=p.version, data=ContentInput(None, "Інакше.", "", None)
        ),
        "file": lambda p, actor: partnership_services.file_partnership(
            actor=actor,
            data=partnership_input(p.parties.get(side="ukrainian").community, make_municipality()),
        ),
        "update": lambda p, actor: partnership_services.update_partnership(
            p.pk, actor=actor, expected_version=p.version, data=PartnershipInput(summary_uk="Інакше.")
        ),
        "add agreement": lambda p, actor: partnership_services.add_agreement(
            p.pk, actor=actor, data=agreement_input()
        ),
        "update agreement": lambda p, actor: partnership_services.update_agreement(
            first_agreement(p).pk, actor=actor, expected_version=1, data=agreement_input()
        ),
        "attach document": lambda p, actor: partnership_services.attach_document(
            p.pk, actor=actor, upload=SimpleUploadedFile("лист.pdf", pdf("Letter")), kind="other"
        ),
        **on_log(),
        "name the responsible": lambda p, actor: partnership_services.set_responsible(
            p.pk, actor=actor, user_id=p.responsible_id, expected_version=None
        ),
        "assign the review": lambda p, actor: partnership_services.assign_review(
            p.pk, actor=actor, holder_id=None, expected_version=None
        ),
        "delete the draft": lambda p, actor: partnership_services.delete_draft(
            p.pk, actor=actor, expected_version=p.version
        ),
        "comment": lambda p, actor: partnership_services.add_comment(p.pk, actor=actor, text="Дякуємо."),
    }[action]


def on_case(action):
    """Return what to do with a case under review for an action that is no step."""

    def request(case, actor):
        return case_services.request_opinion(
            case.pk, actor=actor, expected_version=case.version, authority="justice"
        )

    def record(case, actor):
        return case_services.record_opinion(
            Opinion.objects.get(case=case).pk,
            actor=actor,
            expected_version=case.version,
            given_on=timezone.localdate(),
            conclusion="positive",
        )

    def assign(case, actor):
        return case_services.assign_case(case.pk, actor=actor, holder_id=None, expected_version=case.version)

    return {"request opinion": request, "record opinion": record, "assign": assign}[action]


def correct_title(case, actor):
    case_services.correct_entry(
        case.entry.pk, actor=actor, field="title_uk", value="Угода про співпрацю", text="Описка."
    )


def correct_number(case, actor):
    case_services.correct_order(
        case.order.pk,
        actor=actor,
        expected_version=None,
        order_number="880",
        order_date=case.order.date,
        text="Описка.",
    )


def prepare(action):
    """Make what an action is done with; return (record, what to do, partnership)."""
    kind, name = action.split(": ")
    if action == "register: transfer entry":
        return make_partnership(), lambda _record, actor: make_transferred_entry(clerk=actor)
    if action == "register: correct entry":
        return make_case(CaseStatus.REGISTERED), correct_title
    if action == "register: correct order":
        return make_case(CaseStatus.CLEARED), correct_number
    if action == "case: file":
        record = make_partnership(PartnershipStatus.SUBMITTED)
        return record, lambda p, actor: file_with_ministry(first_agreement(p), actor)
    cycle = PARTNERSHIP_LIFE_CYCLE if kind == "partnership" else CASE_LIFE_CYCLE
    if any(step.name == name for step in cycle.transitions):
        return prepare_step(kind, cycle.get(name))
    if kind == "partnership":
        return make_partnership(), on_partnership(name)
    record = make_case(CaseStatus.IN_REVIEW)
    if name == "record opinion":
        on_case("request opinion")(record, record.assigned_to)
        record.refresh_from_db()
    return record, on_case(name)


def prepare_step(kind, step):
    reason = reason_for(step)
    if kind == "partnership":
        return make_partnership(min(step.sources)), lambda record, actor: partnership_services.take_step(
            record.pk,
            step.name,
            actor=actor,
            expected_version=record.version,
            reason=reason,
            **partnership_step_fields(step.name),
        )
    return make_case(min(step.sources)), lambda record, actor: case_services.take_step(
        record.pk,
        step.name,
        actor=actor,
        expected_version=record.version,
        reason=reason,
        confirm=["held_by_another"],  # by the clerk of make_case
        **case_step_fields(step.name),
    )


def test_the_table_names_every_action_there_is():
    steps = {f"partnership: {step.name}" for step in PARTNERSHIP_LIFE_CYCLE.transitions}
    steps |= {f"case: {step.name}" for step in CASE_LIFE_CYCLE.transitions}
    writers = set(partnership_services.__all__) | set(case_services.__all__)
    others = {name for name in writers if name.islower()} - {"take_step"}
    # Services of single steps are reached through take_step.
    others -= {"accept", "clear", "decide", "refile", "register", "submit_signed", "terminate"}
    named = {action for action in ALLOWED if action not in steps}
    assert steps <= set(ALLOWED)
    assert len(named) == len(others), f"a new service needs its row here: {sorted(others)}"


@pytest.mark.parametrize("action", ALLOWED)
def test_only_those_in_the_table_may(action):
    """All people in one test: whoever is refused changes nothing, whoever may is rolled back."""
    record, do = prepare(action)
    partnership = (getattr(record, "agreement", None) and record.agreement.partnership) or record
    community = partnership.parties.get(side="ukrainian").community
    people = people_around(community, partnership.responsible)
    assert set(people) == set(PEOPLE)
    outcome = {name: refusal_of(do, record, people[name]) for name in PEOPLE}
    assert all(reason is None or reason.strip() for reason in outcome.values()), "a refusal says why"
    assert {name for name, reason in outcome.items() if reason is None} == ALLOWED[action]


def refusal_of(do, record, person):
    """Try, take it back, and return why it was refused (None when it was not)."""
    try:
        with transaction.atomic():
            do(record, person)
            transaction.set_rollback(True)
    except NotAllowed as refused:
        return str(refused.detail)
    except RuleViolated as refused:  # the first step of a filing says it beside the field of the community
        [problem] = refused.problems
        return str(problem.detail)
    return None


@pytest.mark.parametrize("status", PartnershipStatus.values)
def test_available_steps_of_a_partnership__are_those_of_the_table(status):
    partnership = make_partnership(status)
    people = people_around(partnership.parties.get(side="ukrainian").community, partnership.responsible)
    for name in PEOPLE:
        expected = {
            step.name
            for step in PARTNERSHIP_LIFE_CYCLE.leaving(status)
            if name in ALLOWED[f"partnership: {step.name}"]
        }
        found = {step.name for step in partnership_steps(people[name], partnership)}
        assert found - {TAKE_BACK} == expected, (
            name
        )  # who may take a step back: tests/rules/test_taking_back.py


@pytest.mark.parametrize("status", CaseStatus.values)
def test_available_steps_of_a_case__are_those_of_the_table(status):
    case = make_case(status)
    people = people_around(case.agreement.partnership.parties.get(side="ukrainian").community, case.filed_by)
    for name in PEOPLE:
        expected = {
            step.name for step in CASE_LIFE_CYCLE.leaving(status) if name in ALLOWED[f"case: {step.name}"]
        }
        assert {step.name for step in case_steps(people[name], case)} == expected, name


def test_any_community_of_the_partnership_is_own():
    first, second = make_community(), make_community()
    partnership = make_partnership(
        community=first,
        community_parties=(PartyInput(katottg=first.katottg), PartyInput(katottg=second.katottg)),
    )
    colleague = make_user(communities=[make_community(), second])
    submitted = partnership_services.take_step(
        partnership.pk, "submit", actor=colleague, expected_version=partnership.version
    )
    assert submitted.status == PartnershipStatus.SUBMITTED


def test_filing_for_a_foreign_community__is_refused():
    official = make_user(communities=[make_community()])
    with pytest.raises(NotAllowed):
        partnership_services.file_partnership(
            actor=official, data=partnership_input(make_community(), make_municipality())
        )


def test_correcting_one_self_out_of_a_partnership__is_refused():
    partnership = make_partnership()
    other = PartnershipInput(community_parties=(PartyInput(katottg=make_community().katottg),))
    with pytest.raises(NotAllowed):
        partnership_services.update_partnership(
            partnership.pk, actor=partnership.responsible, expected_version=partnership.version, data=other
        )


def test_blocked_account__may_nothing():
    partnership = make_partnership()
    official = partnership.responsible
    official.is_active = False
    with pytest.raises(NotAllowed):
        partnership_services.take_step(
            partnership.pk, "submit", actor=official, expected_version=partnership.version
        )


@pytest.mark.parametrize(("valid_until", "may"), [(0, True), (-1, False), (1, True), (None, True)], ids=str)
def test_membership__counts_to_its_last_day(valid_until, may):
    partnership = make_partnership()
    today = timezone.localdate()
    official = make_user()
    Membership.objects.create(
        user=official,
        community=partnership.parties.get(side="ukrainian").community,
        valid_from=today - dt.timedelta(days=10),
        valid_until=None if valid_until is None else today + dt.timedelta(days=valid_until),
    )
    assert bool(partnership_steps(official, partnership)) is may
