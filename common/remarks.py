"""Remarks with which a desk has returned a record, and what the officials answer to each of them.

A remark is a coded reason, or the words of the desk; an answer says that it is done, or why not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import FieldProblem, Text
from common.life_cycle import LifeCycle

WORDS = "text"  # the code of the remark in words
MOST_ANSWER_LETTERS = 2000


@dataclass(frozen=True)
class AnswerInput:
    """What an official answers to one remark; ``is_done`` is None when only words are given."""

    code: str
    text: str = ""
    is_done: bool | None = None


@dataclass(frozen=True)
class AnsweredRemark:
    """One remark as people read it, with its answer: None while nobody has answered it."""

    code: str
    label: Text
    answer: Any = None


def remark_codes(record: Any) -> list[str]:
    """Codes of the remarks of a record's last return, the remark in words last."""
    return [*record.reason_codes, *([WORDS] if record.reason_text else [])]


def answered_remarks(cycle: LifeCycle, record: Any) -> list[AnsweredRemark]:
    """Each remark of the last return with its answer, as the desk and the officials read them."""
    labels: dict[str, Text] = dict(cycle.reason_codes.choices) | {WORDS: record.reason_text}
    answers = {answer.code: answer for answer in record.answers.all()}
    return [AnsweredRemark(code, labels.get(code, code), answers.get(code)) for code in remark_codes(record)]


def answer_problems(open_codes: Sequence[str], answers: Iterable[AnswerInput]) -> list[FieldProblem]:
    """Check answers: each to a remark that is open, each remark once, and none without a word."""
    problems, seen = [], set()
    for index, answer in enumerate(answers):
        path = f"answers[{index}]"
        if answer.code not in open_codes:
            detail = _("There is no such remark: %(code)s. Open remarks: %(known)s.") % {
                "code": answer.code[:60],
                "known": ", ".join(open_codes) or "–",
            }
            problems.append(FieldProblem(f"{path}.code", "unknown", detail))
        elif answer.code in seen:
            detail = _("This remark is answered twice.")
            problems.append(FieldProblem(f"{path}.code", "duplicate", detail))
        seen.add(answer.code)
        problems += _text_problems(path, answer)
    return problems


def _text_problems(path: str, answer: AnswerInput) -> list[FieldProblem]:
    if len(answer.text) > MOST_ANSWER_LETTERS:
        detail = _("Use %(most)s characters or fewer.") % {"most": MOST_ANSWER_LETTERS}
        return [FieldProblem(f"{path}.text", "too_long", detail)]
    if answer.is_done or answer.text.strip():
        return []
    detail = _("Say in words why the remark was not followed.")
    return [FieldProblem(f"{path}.text", "required", detail)]


def forget_answers(record: Any) -> None:
    """Begin a new return: what was answered to the one before is in the history."""
    record.answers.all().delete()


def write_answers(record: Any, answers: Iterable[AnswerInput], actor: Any) -> None:
    """Keep the answers to the last return; part of the step that files a record again, checked there."""
    forget_answers(record)
    for answer in answers:
        record.answers.create(
            code=answer.code, text=answer.text.strip(), is_done=answer.is_done, answered_by=actor
        )


ANSWER_LABELS = {True: gettext_lazy("Done"), False: gettext_lazy("Not done"), None: gettext_lazy("Answer")}
