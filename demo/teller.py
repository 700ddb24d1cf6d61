"""Tells the demo stories through the services, each step by somebody who may take it."""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from common.life_cycle import LifeCycle, Reason, Transition
from communities.models import Community
from communities.services import create_municipality
from demo.paper import pdf
from demo.people import make_accounts, official_of
from demo.stories.model import Case, Ours, Paper, Story, Theirs, Transferred, day, partial
from partnerships import services as partnerships
from partnerships.inputs import AgreementInput, PartnershipInput, PartyInput
from partnerships.models import Agreement, Partnership
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration import services as cases
from registration.models import RegistrationCase
from registration.transitions import CASE_LIFE_CYCLE

# What is unusual about the numbers and dates of the stories is invented, or was so.
MEANT = (
    "same_parties",
    "number_shape",
    "number_gap",
    "letter_other_date",
    "order_other_date",
    "council_after_signing",
)
DISCLAIMER_UK = "Демонстраційний запис: стан розгляду, листи, накази та номери вигадані."
DISCLAIMER_EN = "Demo record: the state of review, letters, orders and numbers are invented."


@dataclass
class Teller:
    """Knows the people; tells one story at a time."""

    people: dict[str, User] = field(default_factory=make_accounts)

    def by_role(self, role: str, official: User) -> User:
        """Return who acts in a role; the official is that of the story."""
        return {
            Role.OFFICIAL: official,
            Role.ASSOCIATION: self.people["association@pobratym.example"],
            Role.MINISTRY: self.people["ministry@pobratym.example"],
        }[Role(role)]

    def tell(self, story: Story) -> Partnership:
        """Make one partnership and lead it, with its agreements, to where it stands."""
        official = official_of(Community.objects.get(katottg=story.ours[0].katottg))
        partnership = partnerships.file_partnership(actor=official, data=self._filing(story))
        for paper in story.papers[1:]:
            partnerships.add_agreement(partnership.pk, actor=official, data=_agreement(paper))
        for paper in story.papers:
            if paper.with_draft:
                self._attach_draft(partnership, paper, official)
        for step in _steps(PARTNERSHIP_LIFE_CYCLE, story.steps, "draft", story.status):
            self._take(story, partnership.pk, step, official)
            if step.name == story.cases_after and not self._is_followed_by_return(story, step):
                for paper in story.papers:
                    self._tell_case(partnership, paper, official)
        for activity in story.activities:
            partnerships.add_activity(partnership.pk, actor=official, data=activity)
        for comment in story.comments:
            author = self.by_role(comment.role, official)
            partnerships.add_comment(
                partnership.pk, actor=author, text=comment.text, visibility=comment.visibility
            )
        return partnership

    def tell_transferred(self, story: Transferred) -> None:
        """Enter one agreement of the previous register."""
        clerk = self.people["ministry@pobratym.example"]
        cases.transfer_entry(
            actor=clerk,
            community_parties=(_ours(story.ours),),
            foreign_parties=(_theirs(story.theirs, clerk),),
            agreement=_agreement(story.paper),
            signed=partial(story.signed),
            signed_place=story.place,
            number=story.number,
            registered_on=day(story.registered_on),
        )

    def _filing(self, story: Story) -> PartnershipInput:
        official = official_of(Community.objects.get(katottg=story.ours[0].katottg))
        return PartnershipInput(
            community_parties=tuple(_ours(party) for party in story.ours),
            foreign_parties=tuple(_theirs(party, official) for party in story.theirs),
            started=partial(story.started) if story.started else None,
            summary_uk=f"{story.summary_uk} {DISCLAIMER_UK}".strip(),
            summary_en=f"{story.summary_en} {DISCLAIMER_EN}".strip(),
            agreement=_agreement(story.papers[0]),
        )

    def _take(self, story: Story, partnership_id: int, step: Transition, official: User) -> None:
        actor = self.by_role(_role_for(step), official)
        current = Partnership.objects.get(pk=partnership_id)
        gives_reason = step.needs_reason or step.name == "withdraw"
        partnerships.take_step(
            partnership_id,
            step.name,
            actor=actor,
            expected_version=current.version,
            reason=_reason(story.reason, step) if gives_reason else Reason(),
            ended_on=day(story.ended_on) if step.name == "end" else None,
            confirm=MEANT,
        )

    def _is_followed_by_return(self, story: Story, step: Transition) -> bool:
        """Whether the step is only the first try of a story that was returned once."""
        return story.steps.count(step.name) > 1

    def _attach_draft(self, partnership: Partnership, paper: Paper, official: User) -> None:
        content = pdf("Demo document", paper.title_en, "Draft of the agreement", partnership.code)
        partnerships.attach_document(
            partnership.pk,
            actor=official,
            upload=SimpleUploadedFile("проєкт-угоди.pdf", content),
            kind="draft_uk",
            language="uk",
            agreement_id=_find(partnership, paper).pk,
        )

    def _tell_case(self, partnership: Partnership, paper: Paper, official: User) -> None:
        story = paper.case
        if story is None:
            return
        case = cases.file_case(
            _find(partnership, paper).pk,
            actor=official,
            letter_number=story.letter,
            letter_date=day(story.letter_date),
            confirm=MEANT,
        )
        opinions_asked = False
        for step in _steps(CASE_LIFE_CYCLE, story.steps, "filed", story.status):
            gives_reason = step.needs_reason or step.name == "withdraw"
            case = cases.take_step(
                case.pk,
                step.name,
                actor=self.by_role(_role_for(step), official),
                expected_version=case.version,
                reason=_reason(story.reason, step) if gives_reason else Reason(),
                confirm=MEANT,
                **_fields(step.name, story),
                **self._scan_of(partnership, paper, step),
            )
            if case.status == "in_review" and not opinions_asked:
                opinions_asked = True
                self._tell_opinions(case, story)
                case.refresh_from_db()

    def _tell_opinions(self, case: RegistrationCase, story: Case) -> None:
        clerk = self.people["ministry@pobratym.example"]
        for authority, conclusion, text in story.opinions:
            case.refresh_from_db()
            asked_on = day(story.received_on) if story.received_on else timezone.localdate()
            opinion = cases.request_opinion(
                case.pk,
                actor=clerk,
                expected_version=case.version,
                authority=authority,
                requested_on=asked_on,
            )
            if conclusion:
                cases.record_opinion(
                    opinion.pk,
                    actor=clerk,
                    expected_version=case.version + 1,
                    given_on=timezone.localdate(),
                    conclusion=conclusion,
                    text=text,
                )

    def _scan_of(self, partnership: Partnership, paper: Paper, step: Transition) -> dict[str, Any]:
        if step.name != "submit-signed":
            return {}
        content = pdf("Demo document", paper.title_en, "Scan of the signed agreement", partnership.code)
        return {"upload": SimpleUploadedFile("підписана-угода.pdf", content)}


def _steps(cycle: LifeCycle, named: tuple[str, ...], start: str, status: str) -> list[Transition]:
    return [cycle.get(name) for name in named] or cycle.way(start, status)


def _role_for(step: Transition) -> str:
    return next(role for role in (Role.OFFICIAL, Role.ASSOCIATION, Role.MINISTRY) if role in step.roles)


def _reason(reason: tuple[tuple[str, ...], str], step: Transition) -> Reason:
    """The reason of a story, in words alone where the step takes no coded ones."""
    return Reason(codes=reason[0] if step.reasons else (), text=reason[1])


def _find(partnership: Partnership, paper: Paper) -> Agreement:
    return Agreement.objects.get(partnership=partnership, title_uk=paper.title_uk)


def _ours(party: Ours) -> PartyInput:
    return PartyInput(katottg=party.katottg, body_kind=party.body_kind, body_name_uk=party.body_name_uk)


def _theirs(party: Theirs, actor: User) -> PartyInput:
    municipality_id = None if party.geonames_id else _typed_in(party, actor)
    return PartyInput(
        geonames_id=party.geonames_id,
        municipality_id=municipality_id,
        body_kind=party.body_kind,
        body_name_original=party.body_name_original,
    )


def _typed_in(party: Theirs, actor: User) -> int:
    municipality = create_municipality(
        name=party.name,
        country=party.country,
        level=party.level,
        region=party.region,
        name_uk=party.name_uk,
        name_en=party.name_en,
        actor=actor,
    )
    return municipality.pk


def _agreement(paper: Paper) -> AgreementInput:
    number, decided_on = paper.council_decision
    return AgreementInput(
        document_type=paper.document_type,
        title_uk=paper.title_uk,
        title_en=paper.title_en,
        kinds=paper.kinds,
        spheres=paper.spheres,
        term=paper.term,
        council_decision_number=number,
        council_decision_date=day(decided_on) if decided_on else None,
    )


def _fields(step: str, story: Case) -> dict[str, Any]:
    if step == "accept" and story.received_on:
        return {"received_on": day(story.received_on)}
    if step == "clear":
        return {"order_number": story.order[0], "order_date": day(story.order[1])}
    if step == "submit-signed":
        return {
            "signed": partial(story.signed),
            "signed_place": story.place,
            "signed_online": story.online,
        }
    if step == "register":
        return {"number": story.number, "registered_on": day(story.registered_on)}
    if step == "terminate":
        kind, number, on = story.act
        return {"act_kind": kind, "act_number": number, "act_date": day(on)}
    return {}
