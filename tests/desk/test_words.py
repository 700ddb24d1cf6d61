"""Every status word is explained: on hover, and on the page for whoever cannot hover. Every act has words."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.utils import translation

from audit import timeline
from partnerships.choices import PartnershipStatus
from partnerships.force_words import term_words
from partnerships.status_words import PARTNERSHIP_WORDS
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.choices import CaseStatus
from registration.corrections import CORRECTABLE
from registration.status_words import CASE_WORDS
from registration.transitions import CASE_LIFE_CYCLE
from tests.factories import make_case, make_partnership

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
# Acts on people and lists, which belong to no partnership and so to no timeline.
NO_PARTNERSHIP = {
    "invite", "withdraw_invitation", "accept_invitation", "membership", "end_membership", "deny_claim",
    "reopen_claim",
}  # fmt: skip


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_status__has_an_explanation_in_both_languages(language):
    words = [PARTNERSHIP_WORDS[code] for code in PartnershipStatus.values]
    words += [CASE_WORDS[code] for code in CaseStatus.values]
    with translation.override(language):
        texts = [str(word.explanation) for word in words]
    assert all(texts)
    is_cyrillic = [any("а" <= letter.lower() <= "я" for letter in text) for text in texts]
    assert set(is_cyrillic) == {language == "uk"}


@pytest.mark.parametrize(
    ("prefix", "heading"), [("", "Що означають статуси"), ("/en", "What the status words mean")]
)
def test_list__explains_the_statuses_that_it_shows__and_no_others(
    signed_in, official, community, prefix, heading
):
    make_partnership("returned", official=official, community=community)
    make_case("cleared", official=official, community=community)
    page = signed_in(official).get(f"{prefix}/desk/")
    assert heading in page.content.decode()
    explained = [word for _label, word in page.context["words"]]
    expected = [PARTNERSHIP_WORDS["returned"], PARTNERSHIP_WORDS["approved"], CASE_WORDS["cleared"]]
    assert explained == expected


def test_public_list__explains_its_statuses(client):
    make_partnership("approved")
    page = client.get("/en/partnerships/").content.decode()
    assert "What the status words mean" in page
    assert str(PARTNERSHIP_WORDS["approved"].explanation) in page or "has no legal force" in page


def verbs_of_services():
    """The acts that services name, read from their source."""
    for path in ROOT.glob("*/services/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_acting = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "acting"
            if is_acting and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                yield node.args[1].value


def test_every_act__has_words_in_the_timeline():
    verbs = set(verbs_of_services()) - NO_PARTNERSHIP
    verbs |= {CASE_LIFE_CYCLE.verb(step.name) for step in CASE_LIFE_CYCLE.transitions}
    verbs |= {PARTNERSHIP_LIFE_CYCLE.verb(step.name) for step in PARTNERSHIP_LIFE_CYCLE.transitions}
    assert len(verbs) > 20
    assert sorted(verb for verb in verbs if verb not in timeline._verb_labels) == []


@pytest.mark.parametrize(
    ("kind", "years", "until", "words"),
    [
        ("auto_renewal", 5, None, "З автоматичним продовженням (5 років)"),
        ("years", 3, None, "3 роки"),
        ("until", None, dt.date(2030, 4, 15), "до 15 квітня 2030\N{NO-BREAK SPACE}р."),
        ("open_ended", None, None, "Безстрокова"),
    ],
)
def test_term__is_said_alike_by_extracts_and_corrections(kind, years, until, words):
    with translation.override("uk"):
        assert term_words(kind, years, until) == words
        value = {"kind": kind, "years": years, "until": until.isoformat() if until else None}
        assert CORRECTABLE["term"].words(value) == words
