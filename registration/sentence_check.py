"""The status check for a sentence: «Чи чинна угода Броварів з Єною?», "agreement 2026-0017".

Every word is compared with the names of the parties of public agreements. Ukrainian names change their
endings, so a word is taken for a name when both begin alike up to the last letters.
"""

import re
from collections.abc import Iterable

from django.db.models import Q

from common.text import fold
from communities.models import Community, ForeignMunicipality
from partnerships.models import Agreement, Partnership, Party
from registration.selectors import Scope, check_by_number, check_by_parties, public_scope
from registration.status_check import MOST_ANSWERS

MOST_WORDS = 30
ENDING = 3  # letters by which two forms of one name may differ at the end
SHORTEST_STEM = 2
NUMBER = re.compile(r"\S*\d\S*")
# Words of the question and of full names that name nobody.
NOISE = frozenset(
    word
    for line in (
        "чи та і й з із зі до про на в у між за міська міської сільська селищна рада ради громада громади",
        "громадою територіальна область обласна району район місто міста місті угода угоду угоди угодою",
        "договір меморандум партнерство партнерства зареєстрована зареєстровано зареєстрований чинна чинний",
        "діє погоджена погоджено is are the a an of and with between in from to for by agreement memorandum",
        "partnership registered cleared valid force city town council community municipality district county",
        "region",
    )
    for word in line.split()
)


def check_by_sentence(text: str, scope: Scope | None = None) -> list[Agreement]:
    """Find agreements by a number, by names as the site's search knows them, or by a sentence."""
    scope = scope or public_scope()
    for number in [text, *NUMBER.findall(text)]:
        if found := check_by_number(number.strip(".,;:!?()«»“”\"'"), scope):
            return found
    if found := scope.named(text, MOST_ANSWERS):
        return found
    return _by_names(fold(text).split()[:MOST_WORDS], scope)


def _by_names(words: list[str], scope: Scope) -> list[Agreement]:
    words = [word for word in words if word not in NOISE]
    if not words:
        return []
    begins = Q()
    for word in words:
        begins |= Q(search_text__contains=word[: max(SHORTEST_STEM, len(word) - ENDING - 2)])
    units, partners = Community.objects.filter(begins), ForeignMunicipality.objects.filter(begins)
    communities = _named(
        units.values_list("pk", "name_uk", "name_en", "centre_name_uk", "centre_name_en"), words
    )
    municipalities = _named(partners.values_list("pk", "name", "name_uk", "name_en"), words)
    communities, municipalities = _partners(communities, municipalities, scope)
    if communities and municipalities:
        return check_by_parties(communities, municipalities, scope)[:MOST_ANSWERS]
    one_side = Q(parties__community__in=communities) | Q(parties__municipality__in=municipalities)
    partnerships = Partnership.objects.filter(one_side)
    return scope.agreements(Agreement.objects.filter(partnership__in=partnerships), most=MOST_ANSWERS)


def _partners(communities: list[int], municipalities: list[int], scope: Scope) -> tuple[list[int], list[int]]:
    """Those that are a party to anything: a word may happen to be the name of some village, too."""
    named = Q(community__in=communities) | Q(municipality__in=municipalities)
    parties = Party.objects.filter(named, partnership__in=scope.partnerships)
    found = set(parties.values_list("community_id", "municipality_id"))
    ours, theirs = ({pair[side] for pair in found} - {None} for side in (0, 1))
    return sorted(ours & set(communities)), sorted(theirs & set(municipalities))


def _named(rows: Iterable[tuple[int, *tuple[str, ...]]], words: list[str]) -> list[int]:
    """Ids of the rows of which a whole name is said in the sentence."""
    return [key for key, *names in rows if any(_is_said(fold(name).split(), words) for name in names if name)]


def _is_said(name: list[str], words: list[str]) -> bool:
    return bool(name) and all(any(_same(part, word) for word in words) for part in name)


def _same(name: str, word: str) -> bool:
    """Whether a word may be a form of a name: «Броварів» of «Бровари», «Єною» of «Єна»."""
    if name == word:
        return True
    stem = max(SHORTEST_STEM, len(name) - (1 if len(name) < 6 else 2))
    return word[:stem] == name[:stem] and abs(len(word) - len(name)) <= ENDING
