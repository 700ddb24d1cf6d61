"""The checklist of a filing: what is complete, what is missing, what will probably be returned."""

from typing import Any

from django.utils import translation
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ReadByAll
from common.api.fields import CodeField
from common.api.openapi import answers
from partnerships.api.access import partnership_or_404
from partnerships.checklist import Hint, Weight, complete_parts, hints_of
from partnerships.checklist_facts import stored_facts
from partnerships.filing_steps import FilingStep
from partnerships.policies import can_read_file_content


class CompletePartSerializer(serializers.Serializer):
    """A part of the filing that is filled in and has no hint."""

    step = CodeField(FilingStep, help_text="Step of the filing.")
    text_uk = serializers.CharField(help_text="Name of the part in Ukrainian.")
    text_en = serializers.CharField(help_text="Name of the part in English.")


class HintSerializer(serializers.Serializer):
    """One finding about the filing."""

    code = serializers.CharField(help_text="Code of the finding, such as `no_term`.")
    weight = serializers.ChoiceField(
        choices=[weight.value for weight in Weight],
        help_text="`missing`: cannot be submitted; `return`: will probably be returned; `note`: look again.",
    )
    step = CodeField(FilingStep, help_text="Step of the filing where it can be corrected.")
    field = serializers.CharField(help_text="Path of the field as in `errors`; empty for the whole step.")
    agreement = serializers.IntegerField(
        allow_null=True, help_text="Id of the agreement that is meant, when the filing has several."
    )
    partnerships = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of partnerships to look at, such as duplicates."
    )
    text_uk = serializers.CharField(help_text="The finding in Ukrainian.")
    text_en = serializers.CharField(help_text="The finding in English.")


class ChecklistSerializer(serializers.Serializer):
    """What the last step of filing shows."""

    is_complete = serializers.BooleanField(
        help_text="Whether nothing is missing, so that it can be submitted."
    )
    complete = CompletePartSerializer(many=True, help_text="What is complete, in the order of the steps.")
    hints = HintSerializer(many=True, help_text="What is not, in the order of the steps.")


class Checklist(ReadByAll):
    """The checklist of a partnership; never public."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="partnership_checklist_read",
        tags=["partnerships"],
        responses=answers({200: ChecklistSerializer}, 302, 401, 403, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        """Say what is complete, what is missing and what will probably be returned."""
        partnership = partnership_or_404(request.user, pk)
        can_read_file_content(request.user, partnership).require()
        facts = stored_facts(partnership, self.actor)
        hints, parts = {}, {}
        for language in ("uk", "en"):  # a finding names titles and places: it is made anew, not translated
            with translation.override(language):
                hints[language] = hints_of(facts)
                parts[language] = [(part.step, str(part.text)) for part in complete_parts(facts, hints["uk"])]
        shown = {
            "is_complete": all(hint.weight != Weight.MISSING for hint in hints["uk"]),
            "complete": [
                {"step": step, "text_uk": text_uk, "text_en": text_en}
                for (step, text_uk), (_step, text_en) in zip(parts["uk"], parts["en"], strict=True)
            ],
            "hints": [_shown(uk, en) for uk, en in zip(hints["uk"], hints["en"], strict=True)],
        }
        return Response(ChecklistSerializer(shown).data)


def _shown(uk: Hint, en: Hint) -> dict[str, Any]:
    return {
        "code": uk.code,
        "weight": uk.weight,
        "step": uk.step,
        "field": uk.field,
        "agreement": uk.agreement_id,
        "partnerships": uk.codes,
        "text_uk": uk.text,
        "text_en": en.text,
    }
