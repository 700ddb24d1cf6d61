"""What everybody may ask of the register: the list, one entry, the status check."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotency import answer_once
from accounts.api.views import ReadByAll
from common.api.kinds import DATE, IDENTIFIER, KATOTTG, TEXT
from common.api.openapi import IDEMPOTENCY_KEY, answers, page_of
from common.api.parameters import Parameter, ParameterSet
from common.errors import FieldProblem, RuleViolated
from communities.models import Community
from partnerships.models import Agreement
from registration.api.filters import LEGAL_ACT_LISTING, REGISTER_LISTING, narrowed
from registration.api.inputs import CorrectionInput
from registration.api.serializers import CheckSerializer, EntrySerializer, LegalActSerializer
from registration.models import RegisterEntry
from registration.numbers import number_key
from registration.policies import can_work_as_ministry
from registration.selectors import (
    check_by_number,
    check_by_parties,
    entries_numbered,
    facts_of,
    legal_acts,
    register_entries,
)
from registration.sentence_check import check_by_sentence
from registration.services import correct_entry

TAGS = ["register"]

CHECK_PARAMETERS = ParameterSet(
    [
        Parameter("number", TEXT, "Registration number, with any punctuation, or partnership code."),
        Parameter("community", KATOTTG, "KATOTTG code of the Ukrainian party; together with `municipality`."),
        Parameter("municipality", IDENTIFIER, "Id of the foreign party; together with `community`."),
        Parameter("q", TEXT, "Names of the parties, a sentence with them, or a number."),
        Parameter("on", DATE, "The day to check; today if omitted."),
    ]
)


class RegisterList(ReadByAll):
    """The list of registered agreements."""

    parameters = REGISTER_LISTING

    @extend_schema(
        operation_id="register_list",
        tags=TAGS,
        parameters=REGISTER_LISTING.schema(),
        responses=answers({200: page_of(EntrySerializer)}),
    )
    def get(self, request: Request) -> Response:
        """List registered agreements, the latest first."""
        found = narrowed(register_entries(), REGISTER_LISTING, self.asked)
        return self.page(found, EntrySerializer, REGISTER_LISTING.order(self.asked))


class RegisterDetail(ReadByAll):
    """One registered agreement."""

    @extend_schema(operation_id="register_read", tags=TAGS, responses=answers({200: EntrySerializer}, 404))
    def get(self, request: Request, number: str) -> Response:
        """Show the entry with this number; the punctuation may differ if the number is unambiguous."""
        return Response(EntrySerializer(_entry(number)).data)


class RegisterCorrection(ReadByAll):
    """Correcting a registered agreement."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="register_correct",
        tags=TAGS,
        parameters=[IDEMPOTENCY_KEY],
        request=CorrectionInput,
        responses=answers({200: EntrySerializer}, 401, 403, 404, 409, 415),
    )
    def post(self, request: Request, number: str) -> Response:
        """Append a correction: what was registered stays as it was written, and the correction is shown with it.

        Acts follow one another and change nothing, so no `If-Match` is needed.
        """
        return answer_once(request, lambda: self._correct(request, number))

    def _correct(self, request: Request, number: str) -> Response:
        entry = _entry(number)
        can_work_as_ministry(request.user).require()
        given = CorrectionInput(data=request.data)
        given.is_valid(raise_exception=True)
        correct_entry(entry.pk, actor=self.actor, **given.validated_data)
        entry.refresh_from_db(fields=["number"])
        return Response(EntrySerializer(_entry(entry.number)).data)


class LegalActList(ReadByAll):
    """The chain of legal acts."""

    parameters = LEGAL_ACT_LISTING

    @extend_schema(
        operation_id="legal_acts_list",
        tags=TAGS,
        parameters=LEGAL_ACT_LISTING.schema(),
        responses=answers({200: page_of(LegalActSerializer)}),
    )
    def get(self, request: Request) -> Response:
        """List the legal acts in the order of the chain, so that anybody can walk it and repeat each hash."""
        acts = legal_acts()
        for condition in LEGAL_ACT_LISTING.conditions(self.asked).values():
            acts = acts.filter(condition)
        return self.page(acts, LegalActSerializer, LEGAL_ACT_LISTING.order(self.asked))


def _entry(number: str) -> RegisterEntry:
    if "\x00" in number:
        raise Http404
    found = register_entries().filter(number=number).first()
    if found is None and (key := number_key(number)):
        similar = list(entries_numbered(key)[:2])
        found = similar[0] if len(similar) == 1 else None
    if found is None:
        raise Http404
    return found


class Check(ReadByAll):
    """The status check."""

    parameters = CHECK_PARAMETERS

    @extend_schema(
        operation_id="check",
        tags=TAGS,
        parameters=CHECK_PARAMETERS.schema(),
        responses=answers({200: CheckSerializer}),
    )
    def get(self, request: Request) -> Response:
        """Show whether an agreement is checked, cleared, registered and in force on a given day."""
        day: date = self.asked.get("on") or timezone.localdate()
        facts = []
        for agreement in self._find():
            fact = facts_of(agreement, day)
            path = reverse("partnership", args=[fact.partnership.code])
            facts.append({**vars(fact), "in_force": fact.in_force, "url": request.build_absolute_uri(path)})
        return Response(CheckSerializer({"on": day, "results": facts}).data)

    def _find(self) -> Sequence[Agreement]:
        asked = {name for name in self.asked if name != "on"}
        if asked == {"number"}:
            return check_by_number(self.asked["number"])
        if asked == {"q"}:
            return check_by_sentence(self.asked["q"])
        if asked == {"community", "municipality"}:
            units = Community.objects.filter(katottg=self.asked["community"]).values_list("pk", flat=True)
            return check_by_parties(list(units), [self.asked["municipality"]])
        detail = _("Send exactly one of: number; community and municipality; q.")
        raise RuleViolated([FieldProblem(name, "required", detail) for name in sorted(asked) or ["q"]])
