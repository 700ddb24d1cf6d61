"""What is possible but unusual is asked once more, by one mechanism, and history keeps the answer."""

import pghistory
import pytest

from common.confirmation import require_confirmed
from common.errors import ConfirmationNeeded, Question
from tests.factories import make_partnership

QUESTIONS = [Question("odd_shape", "The number looks unusual."), Question("gap", "A number is left out.")]


def test_require_confirmed__nothing_unusual__goes_on() -> None:
    require_confirmed([], ())


@pytest.mark.parametrize("confirm", [(), ("gap",), ("something_else",)])
def test_require_confirmed__one_unconfirmed__names_all_questions(confirm: tuple[str, ...]) -> None:
    with pytest.raises(ConfirmationNeeded) as caught:
        require_confirmed(QUESTIONS, confirm)
    assert [question.code for question in caught.value.questions] == ["odd_shape", "gap"]


@pytest.mark.django_db
def test_require_confirmed__all_confirmed__history_keeps_the_codes() -> None:
    partnership = make_partnership()
    with pghistory.context(verb="test"):
        require_confirmed(QUESTIONS, ["gap", "odd_shape", "not asked"])
        partnership.summary_uk = "Змінено"
        partnership.save(update_fields=["summary_uk"])
    event = type(partnership).pgh_event_model.objects.filter(pgh_obj=partnership).latest("pgh_id")
    assert event.pgh_context["confirmed"] == ["gap", "odd_shape"]
