"""The community's desk: my partnerships, and one partnership with everything that belongs to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.roles import Role
from accounts.selectors import active_community_ids
from audit.readable import readable
from common.life_cycle import LifeCycle, Transition
from common.pages import page_of
from common.policies import Decision
from communities.models import Community
from partnerships.activity_totals import totals_of
from partnerships.amendments import Relations, relations_of
from partnerships.choices import CooperationKind, Sphere
from partnerships.desk_forms.records import CommentForm
from partnerships.document_versions import VersionedDocument, with_versions
from partnerships.models import Agreement, Comment, Document, Partnership
from partnerships.policies import (
    NO_COMMUNITY,
    OFFICIALS_ONLY,
    available_steps,
    can_add,
    can_attach_something,
    can_comment,
    can_delete_draft,
    can_edit_agreement,
    can_edit_partnership,
)
from partnerships.selectors import comments_for, is_public, same_parties, with_everything
from partnerships.services.drafts import is_unsubmitted
from partnerships.timeline import timeline_for
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from partnerships.views.desk_support import desk_page, forbidden, open_partnership, person, staff_desk_url
from registration import policies as case_policies
from registration.desk_forms.my_list import MyListForm
from registration.expectations import Expectation, NextStep, ending_of, expectation_of
from registration.models import ClaimState, RegistrationCase
from registration.my_partnerships import Show, counts, my_partnerships
from registration.outside_lists.claims import claims_of, unanswered
from registration.selectors import cases_for, current_case
from registration.services.clearance import FILING_STATUSES
from registration.status_words import words_on
from registration.transitions import CASE_LIFE_CYCLE

if TYPE_CHECKING:
    from accounts.models import User


@desk_page
@require_GET
def my_list(request: HttpRequest) -> HttpResponse:
    """Everything of the own communities: what waits for me first."""
    user = person(request)
    if user.role != Role.OFFICIAL:
        return forbidden(request, OFFICIALS_ONLY.reason)
    communities = list(Community.objects.filter(pk__in=active_community_ids(user)))
    form = MyListForm(request.GET, user=user, communities=communities)
    context: dict[str, Any] = {"form": form, "no_community": "" if communities else NO_COMMUNITY.reason}
    if not form.is_valid():
        return render(request, "desk/my_list.html", context, status=400)
    page = page_of(request, my_partnerships(user, form.wanted))
    keys = [row.pk for row in page.object_list]
    found = with_everything(Partnership.objects.filter(pk__in=keys)).select_related("responsible")
    rows = {row.pk: row for row in found}
    how_many = counts(user)
    context |= {
        "page": page,
        "rows": [(rows[key], expectation_of(rows[key]), ending_of(rows[key])) for key in keys],
        "filtered": form.narrows,
        "waiting": how_many[Show.MINE],
        "parts": [(show, how_many[show]) for show in Show],
        "shown": form.wanted.show,
        "words": words_on(rows.values()),
    }
    if form.wanted.show == Show.CLAIMED:
        claims = claims_of(user)
        context |= {
            "claims": page_of(request, unanswered(claims)),
            "denied": claims.filter(state=ClaimState.NOT_OURS),
        }
    return render(request, "desk/my_list.html", context)


@dataclass
class AgreementPart:
    """One agreement on the page: its case, what may be done, its documents."""

    agreement: Agreement
    case: RegistrationCase | None
    steps: list[Transition]
    may_file: bool
    may_edit: bool
    relations: Relations
    amending: Decision
    documents: list[VersionedDocument] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def may_amend(self) -> bool:
        """Whether an amendment or a prolongation may be filed."""
        return bool(self.amending)

    @property
    def why_not_amended(self) -> str:
        """The reason that an official should read; none where nobody would ask."""
        return str(self.amending.reason) if self.amending is case_policies.AMENDMENT_GOES_ON else ""

    @property
    def kinds(self) -> list[str]:
        """Kinds of cooperation in words."""
        return [str(CooperationKind(kind).label) for kind in self.agreement.kinds]

    @property
    def spheres(self) -> list[str]:
        """Spheres of cooperation in words."""
        return [str(Sphere(sphere).label) for sphere in self.agreement.spheres]


@desk_page
@require_GET
def partnership_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one partnership whole: where it stands, what is next, who did what."""
    user = person(request)
    partnership = open_partnership(request, code)
    prefetch_related_objects([partnership], "agreements__signatories")
    documents = list(partnership.documents.select_related("uploaded_by"))
    activities = list(partnership.activities.prefetch_related("documents"))
    may_comment = can_comment(user, partnership)
    agreements = agreement_parts(user, partnership, documents)
    may_edit = can_edit_partnership(user, partnership)
    expectation = expectation_of(partnership) if user.role == Role.OFFICIAL else None
    next_step, other_steps = split_steps(expectation, available_steps(user, partnership), partnership)
    context = {
        "partnership": partnership,
        "expectation": expectation,
        "next_step": next_step,
        "other_steps": other_steps,
        "may_edit": may_edit,
        "may_add": can_add(user, partnership),
        "may_attach": can_attach_something(user, partnership),
        "may_delete": bool(can_delete_draft(user, partnership)) and is_unsubmitted(partnership),
        "comment_form": CommentForm(role=user.role) if may_comment else None,
        "agreements": agreements,
        "documents": with_versions(
            one for one in documents if one.agreement_id is None and one.activity_id is None
        ),
        "activities": activities,
        "totals": totals_of(activities),
        "comments": with_role_labels(comments_for(user, partnership)),
        "timeline": readable(timeline_for(user, partnership))[::-1],
        "reasons": reason_labels(PARTNERSHIP_LIFE_CYCLE, partnership.reason_codes),
        "same": list(same_parties(partnership)) if may_edit else [],
        "is_public": is_public(partnership),
        "desk_url": staff_desk_url(request, "admin:partnerships_partnership_change", partnership.pk),
    }
    return render(request, "desk/partnership.html", context)


def split_steps(
    expectation: Expectation | None, steps: list[Transition], partnership: Partnership
) -> tuple[NextStep | None, list[Transition]]:
    """Tell the one next step from the other possible ones; "Correct" stands beside the remarks already."""
    step = expectation.step if expectation else None
    if step and step.url_name == "desk_edit":
        step = None
    others = [other for other in steps if not step or step.url_args != (partnership.code, other.name)]
    return step, others


def agreement_parts(user: "User", partnership: Partnership, documents: list[Document]) -> list[AgreementPart]:
    """Each agreement with its case, as far as this person may see it."""
    visible = cases_for(user).filter(agreement__partnership=partnership.pk)
    visible_cases = set(visible.values_list("pk", flat=True))
    parts = []
    siblings = list(partnership.agreements.all())
    for agreement in siblings:
        case = current_case(agreement)
        shown = case if case and case.pk in visible_cases else None
        closed = case is None or not CASE_LIFE_CYCLE.leaving(case.status)
        may_file = bool(case_policies.can_file_case(user, agreement)) and closed
        parts.append(
            AgreementPart(
                agreement=agreement,
                case=shown,
                steps=case_policies.available_steps(user, shown) if shown else [],
                may_file=may_file
                and partnership.status in FILING_STATUSES
                and not hasattr(agreement, "register_entry"),
                may_edit=bool(can_edit_agreement(user, agreement)),
                relations=relations_of(agreement, siblings),
                amending=case_policies.can_amend(user, agreement),
                documents=with_versions(one for one in documents if one.agreement_id == agreement.pk),
                reasons=reason_labels(CASE_LIFE_CYCLE, shown.reason_codes if shown else []),
            )
        )
    return parts


def reason_labels(cycle: LifeCycle, codes: list[str]) -> list[str]:
    """Write coded reasons in words."""
    labels = dict(cycle.reason_codes.choices)
    return [str(labels.get(code, code)) for code in codes]


def with_role_labels(comments: Iterable[Comment]) -> list[tuple[Comment, str]]:
    """Say with each comment in which role it was written."""
    labels = dict(Role.choices)
    return [(comment, str(labels.get(comment.author_role, ""))) for comment in comments]
