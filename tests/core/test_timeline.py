"""The timeline: who did what, in order, with what changed."""

import pytest
from django.db import transaction
from django.test import RequestFactory
from django.utils import translation

from audit.middleware import AuditContextMiddleware, channel_of
from audit.timeline import timeline_of
from common.acting import acting
from partnerships.inputs import PartnershipInput
from partnerships.models import Comment, Partnership
from partnerships.services import add_comment, file_partnership, take_step, update_partnership
from registration.choices import CaseStatus
from tests.communities.factories import make_community, make_municipality
from tests.factories import REASON, make_case, make_partnership, make_user, partnership_input

pytestmark = pytest.mark.django_db


def verbs(partnership, **kwargs):
    return [entry.verb for entry in timeline_of(partnership.pk, **kwargs)]


def test_whole_path__in_order__though_the_test_is_one_transaction():
    case = make_case(CaseStatus.TERMINATED)
    assert verbs(case.agreement.partnership) == [
        "create", "submit", "approve", "case:file", "case:accept", "case:clear", "case:submit-signed",
        "case:register", "case:terminate",
    ]  # fmt: skip


def test_every_verb_has_words():
    case = make_case(CaseStatus.TERMINATED)
    entries = timeline_of(case.agreement.partnership_id)
    assert all(str(entry.label) != entry.verb for entry in entries)


def test_entry__says_who_why_and_from_which_role():
    partnership = make_partnership("returned")
    last = timeline_of(partnership.pk)[-1]
    assert (last.actor_id, last.actor_name) == (partnership.reviewer.pk, partnership.reviewer.name)
    assert (last.actor_role, last.reason) == ("association", REASON.text)


def test_entry__keeps_the_name_of_a_person_who_is_renamed_since():
    partnership = make_partnership()
    official, name = partnership.responsible, partnership.responsible.name
    official.name = "Інше Прізвище"
    official.save()
    assert timeline_of(partnership.pk)[0].actor_name == name


def test_differences__before_and_after__with_labels():
    partnership = make_partnership()
    update_partnership(
        partnership.pk,
        actor=partnership.responsible,
        expected_version=partnership.version,
        data=PartnershipInput(summary_uk="Нове."),
    )
    (difference,) = timeline_of(partnership.pk)[-1].differences
    assert (difference.model, difference.field) == ("partnership", "summary_uk")
    assert (difference.before, difference.after) == ("Співпраця шкіл і лікарень.", "Нове.")
    with translation.override("en"):
        assert str(difference.label) == "summary in Ukrainian"


def test_differences__of_a_party_that_is_gone():
    partnership = make_partnership()
    gone = partnership.parties.get(side="foreign").municipality_id
    update_partnership(
        partnership.pk,
        actor=partnership.responsible,
        expected_version=partnership.version,
        data=PartnershipInput(
            foreign_parties=partnership_input(make_community(), make_municipality()).foreign_parties
        ),
    )
    changes = {
        (difference.before, difference.after)
        for difference in timeline_of(partnership.pk)[-1].differences
        if difference.field == "municipality"
    }
    assert (gone, None) in changes
    assert len(changes) == 2


def test_hidden_rows__leave_no_trace():
    partnership = make_partnership("submitted")
    add_comment(partnership.pk, actor=make_user("association"), text="Лише для нас.", visibility="desk")

    def hide(row):
        return isinstance(row, Comment.pgh_event_model) and row.visibility == "desk"

    assert verbs(partnership)[-1] == "comment"
    assert verbs(partnership, hide=hide) == ["create", "submit"]


def test_rolled_back_work__leaves_no_entry():
    partnership = make_partnership()
    with transaction.atomic():
        take_step(partnership.pk, "submit", actor=partnership.responsible, expected_version=None)
        transaction.set_rollback(True)
    assert verbs(partnership) == ["create"]


def test_two_acts_in_one_request__are_two_entries(rf):
    """As a creating request does that also submits."""
    community = make_community()
    official, data = make_user(communities=[community]), partnership_input(community, make_municipality())

    def view(_request):
        with transaction.atomic():
            partnership = file_partnership(actor=official, data=data)
            take_step(partnership.pk, "submit", actor=official, expected_version=None)
        return {}

    middleware = AuditContextMiddleware(lambda request: ResponseLike(view(request)))
    middleware(rf.post("/api/v1/partnerships/", headers={"X-Request-ID": "r-1"}))
    entries = timeline_of(Partnership.objects.get().pk)
    assert [(entry.verb, entry.channel) for entry in entries] == [("create", "api"), ("submit", "api")]
    rows = Partnership.pgh_event_model.objects.order_by("pgh_id")
    assert {row.pgh_context["request_id"] for row in rows} == {"r-1"}


class ResponseLike:
    """Just enough of a response for the middleware."""

    def __init__(self, _content):
        self.headers = {}


def test_work_of_the_system__has_no_person():
    partnership = make_partnership()
    with acting(None, "repair"):
        Partnership.objects.filter(pk=partnership.pk).update(summary_en="Repaired.")
    last = timeline_of(partnership.pk)[-1]
    assert (last.actor_id, last.actor_name, last.actor_role) == (None, "", "system")


def test_number_of_queries__does_not_grow_with_the_history(django_assert_num_queries):
    short, long = make_partnership(), make_case(CaseStatus.TERMINATED).agreement.partnership
    with django_assert_num_queries(12):
        timeline_of(short.pk)
    with django_assert_num_queries(12):
        timeline_of(long.pk)


@pytest.mark.parametrize(
    ("path", "channel"),
    [
        ("/api/v1/check/", "api"),
        ("/admin/", "admin"),
        ("/en/admin/x/", "admin"),
        ("/desk/", "page"),
        ("/apix", "page"),
    ],
)
def test_channel__is_the_door(path, channel):
    assert channel_of(path) == channel


@pytest.mark.parametrize("given", ["", "зло", "a b", "x" * 65, "a\nb"])
def test_request_id__that_is_none_is_replaced(given):
    middleware = AuditContextMiddleware(lambda _request: ResponseLike(None))
    request = RequestFactory().get("/")
    request.META["HTTP_X_REQUEST_ID"] = given
    answered = middleware(request).headers["X-Request-ID"]
    assert answered != given
    assert len(answered) == 32


def test_differences__place_of_a_party_is_not_called_a_job():
    """«Посада» is the job of an official; of a party it is the place in the list."""
    with translation.override("uk"):
        labels = {
            str(d.label) for d in timeline_of(make_partnership().pk)[0].differences if d.model == "party"
        }
    assert "порядковий номер" in labels
    assert "посада" not in labels
