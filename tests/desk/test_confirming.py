"""What is possible but unusual: the page comes again with a tick for each question, everything typed kept."""

import pytest
from django.urls import reverse

from common.errors import ConfirmationNeeded, Question
from common.forms import ConfirmableForm
from partnerships.models import Partnership
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(official, community, municipality):
    """A second draft of the same parties."""
    first = make_partnership("submitted", official=official, community=community, municipality=municipality)
    second = make_partnership(official=official, community=community, municipality=municipality)
    return first, second


def submit_page(partnership):
    return reverse("desk_filing", args=[partnership.code, "submit"])


def test_submit__same_parties_again__asked_with_a_tick_and_nothing_is_done(signed_in, official, again):
    first, second = again
    response = signed_in(official).post(submit_page(second), {"version": second.version})
    assert response.status_code == 409
    page = response.content.decode()
    assert 'name="confirm"' in page
    assert 'value="same_parties"' in page
    assert first.code in page
    assert "Перевірте й підтвердьте" in page
    assert Partnership.objects.get(pk=second.pk).status == "draft"


def test_submit__ticked__goes_through_and_history_keeps_it(signed_in, official, again):
    _first, second = again
    answer = {"version": second.version, "confirm": ["same_parties"]}
    response = signed_in(official).post(submit_page(second), answer)
    assert response.status_code == 302
    assert Partnership.objects.get(pk=second.pk).status == "submitted"
    event = Partnership.pgh_event_model.objects.filter(pgh_obj=second).latest("pgh_id")
    assert event.pgh_context["confirmed"] == ["same_parties"]


def test_submit__another_code_ticked__asked_again(signed_in, official, again):
    _first, second = again
    response = signed_in(official).post(
        submit_page(second), {"version": second.version, "confirm": ["number_gap"]}
    )
    assert response.status_code == 409


def test_submit__only_partner_of_its_kind__nothing_is_asked(signed_in, official, community):
    partnership = make_partnership(official=official, community=community)
    response = signed_in(official).post(submit_page(partnership), {"version": partnership.version})
    assert response.status_code == 302


def test_form__asked__keeps_what_was_ticked_before_and_its_prefix():
    form = ConfirmableForm({"one-confirm": ["gap", "x"]}, prefix="one")
    assert form.confirmed == ["gap", "x"]
    assert form.question_field is None
    form.ask(ConfirmationNeeded([Question("gap", "A gap."), Question("shape", "A shape.")]))
    shown = str(form.question_field)
    assert shown.count('name="one-confirm"') == 2
    assert shown.count("checked") == 1
