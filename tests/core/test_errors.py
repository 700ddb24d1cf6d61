"""The domain errors, as far as they carry something."""

import pytest
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import errors
from common.policies import ALLOWED, Decision

STATUSES = {
    errors.DomainError: (400, "error"),
    errors.InvalidTransition: (409, "invalid_transition"),
    errors.ConfirmationNeeded: (409, "confirmation_needed"),
    errors.Conflict: (409, "conflict"),
    errors.StaleVersion: (412, "stale_version"),
    errors.NotAllowed: (403, "not_allowed"),
    errors.NotVisible: (404, "not_found"),
    errors.MovedTo: (404, "not_found"),  # to readers of the API and of pages: the new address
    errors.RuleViolated: (400, "invalid"),
}


def every_error():
    return {
        error
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.DomainError)
    }


def test_every_error__has_its_status_code_and_title():
    assert every_error() == set(STATUSES), "a new error needs its row here"
    for error, (status, code) in STATUSES.items():
        assert (error.status, error.code) == (status, code)
        assert str(error.title).strip()


def test_rule_violated__carries_all_problems_and_says_them():
    problems = [errors.FieldProblem("a", "x", "Перше."), errors.FieldProblem("b", "y", _("Draft"))]
    error = errors.RuleViolated(problems)
    assert error.problems == problems
    assert "Перше." in str(error.detail)


def test_errors_are_said_in_the_readers_language():
    error = errors.StaleVersion(current_version=4)
    assert error.current_version == 4
    with translation.override("en"):
        assert str(error.detail).startswith("Someone else")
    assert isinstance(errors.NotVisible().detail, Promise), "translated when shown, not when raised"


def test_decision__is_true_or_says_why():
    assert ALLOWED
    ALLOWED.require()
    refused = Decision(False, "Не ваша громада.")
    assert not refused
    with pytest.raises(errors.NotAllowed, match="Не ваша громада"):
        refused.require()


def test_rule_violated__says_the_same_sentence_once():
    problems = [errors.FieldProblem(name, "required", "Це поле обов’язкове.") for name in ("a", "b")]
    error = errors.RuleViolated(problems)
    assert (error.detail, len(error.problems)) == ("Це поле обов’язкове.", 2)
