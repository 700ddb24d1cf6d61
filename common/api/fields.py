"""Shapes that several resources share: strict input, codes, partial dates, labels in two languages."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from common.api.labels import label_of
from common.partial_dates import DatePrecision, PartialDate
from common.remarks import MOST_ANSWER_LETTERS, AnsweredRemark, AnswerInput


class StrictSerializer(serializers.Serializer):
    """Refuses fields it does not know, naming those it does: a typo never passes as "nothing given"."""

    def to_internal_value(self, data: Any) -> Any:
        """Check the shape; unknown fields are reported together with everything else."""
        unknown = self._unknown(data) if isinstance(data, Mapping) else {}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if unknown and isinstance(error.detail, dict):
                raise serializers.ValidationError({**error.detail, **unknown}) from None
            raise
        if unknown:
            raise serializers.ValidationError(unknown)
        return value

    def _unknown(self, data: Mapping[Any, Any]) -> dict[str, list[ErrorDetail]]:
        known = ", ".join(name for name, field in self.fields.items() if not field.read_only)
        message = _("Unknown field. Known fields: %(known)s.") % {"known": known or "–"}
        return {
            str(name)[:100]: [ErrorDetail(message, "unknown_field")]
            for name in data
            if name not in self.fields
        }


class CodeField(serializers.ChoiceField):
    """A code of a vocabulary; the refusal names the vocabulary."""

    def __init__(self, choices: type[models.TextChoices], **options: Any) -> None:
        super().__init__(choices=choices.choices, **options)
        self.error_messages["invalid_choice"] = gettext_lazy(
            "“{input}” is not a known value. Known values: {known}."
        )

    def fail(self, key: str, **values: Any) -> Any:
        """Refuse, naming the known codes; what was sent is echoed shortened."""
        if key == "invalid_choice":
            values["input"] = str(values.get("input"))[:60]
            values["known"] = ", ".join(str(value) for value in self.choices)
        super().fail(key, **values)


class CodesField(serializers.ListField):
    """A set of codes of a vocabulary."""

    def __init__(self, choices: type[models.TextChoices], **options: Any) -> None:
        super().__init__(child=CodeField(choices), max_length=50, **options)


class LabelField(serializers.CharField):
    """The label of a code in one language."""

    def __init__(self, choices: type[models.TextChoices], language: str, **options: Any) -> None:
        self.vocabulary, self.language = choices, language
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Any) -> str:
        """Translate the code."""
        return label_of(self.vocabulary, str(value), self.language)


class TextInLanguage(serializers.CharField):
    """A text of the catalogue in one language, whatever the caller reads."""

    def __init__(self, language: str, **options: Any) -> None:
        self.language = language
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Any) -> str:
        """Render the text."""
        from common.api.labels import in_language

        return in_language(self.language, value)


class MomentField(serializers.DateTimeField):
    """A moment in UTC with its offset, whatever the time zone of the pages."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)


class PartialDateSerializer(StrictSerializer):
    """A date of which only the month or the year may be known."""

    date = serializers.DateField(help_text="The day, or the first day of the known month or year.")
    precision = CodeField(
        DatePrecision, default=DatePrecision.DAY, help_text="How much of the date is known."
    )


def partial_date(given: dict[str, Any] | None) -> PartialDate | None:
    """Build the value from checked input; any day of a month or year means its first one."""
    if not given:
        return None
    known = PartialDate(given["date"], DatePrecision(given["precision"]))
    return PartialDate(known.earliest, known.precision)


class TransitionSerializer(serializers.Serializer):
    """A step that the asking person may take now."""

    name = serializers.CharField(help_text="Code of the step, the last part of its address.")
    label_uk = TextInLanguage("uk", source="label", help_text="What the button says, in Ukrainian.")
    label_en = TextInLanguage("en", source="label", help_text="What the button says, in English.")
    needs_reason = serializers.BooleanField(
        help_text="Whether `reason_codes` or `text` must be given with the step."
    )
    reason_codes = serializers.ListField(
        source="reasons",
        child=serializers.CharField(),
        help_text="Coded reasons that fit the step; empty when its reason is given in words.",
    )
    until = MomentField(
        allow_null=True, help_text="Until when the step is possible; null when there is no such limit."
    )


class ConfirmableInput(StrictSerializer):
    """What a write takes that may be possible but unusual (``common.confirmation``)."""

    confirm = serializers.ListField(
        child=serializers.CharField(max_length=50),
        max_length=50,
        required=False,
        help_text="Codes of the questions of a 409 `confirmation_needed` that you have checked and confirm.",
    )


class AnswerWrite(StrictSerializer):
    """An answer to one remark of a desk."""

    code = serializers.CharField(max_length=50, help_text="Code of the remark; `text` for the one in words.")
    text = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=MOST_ANSWER_LETTERS,
        help_text="The answer in words; may be left out when `done` is true.",
    )
    done = serializers.BooleanField(
        required=False, allow_null=True, help_text="Whether it was done as asked; may be left out."
    )


def answers_field() -> Any:
    """The answers to the remarks of a return, with the step that files a record again."""
    return serializers.ListField(
        child=AnswerWrite(),
        required=False,
        max_length=50,
        help_text="Answers to the remarks of the last return; the desk sees which of them have none.",
    )


def answer_inputs(given: dict[str, Any]) -> list[AnswerInput]:
    """Build the answers from checked input."""
    return [
        AnswerInput(one["code"], one.get("text", ""), one.get("done")) for one in given.get("answers", ())
    ]


class AnsweredRemarkSerializer(serializers.Serializer):
    """One remark of the last return, with what the officials answered."""

    code = serializers.CharField(help_text="Coded reason, or `text` for the remark in words.")
    answered = serializers.SerializerMethodField(help_text="Whether the officials have answered it.")
    done = serializers.BooleanField(
        source="answer.is_done",
        default=None,
        allow_null=True,
        help_text="Whether it was done as asked; null when that was not said.",
    )
    text = serializers.CharField(source="answer.text", default="", help_text="The answer in words.")

    def get_answered(self, remark: AnsweredRemark) -> bool:
        """Say whether there is an answer."""
        return remark.answer is not None


class ReasonInput(ConfirmableInput):
    """Why a step is taken; needed for returns and refusals."""

    reason_codes = serializers.ListField(
        child=serializers.CharField(max_length=50),
        max_length=50,
        required=False,
        help_text="Coded reasons.",
    )
    text = serializers.CharField(
        required=False, allow_blank=True, max_length=5000, help_text="The reasons in words."
    )
