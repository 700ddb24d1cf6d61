"""What is asked: random but the same for every contestant, taken from the data itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import connection

from common.search.query import parse
from common.search.tsquery import tier_queries

PATHS = 20_000  # different addresses of a measure: more than are asked in its time
WORDS = 60  # different words in a constant array of PostgreSQL's own scripts
DEEP_PAGE, PAGE_SIZE = 4000, 50
MOST_HITS = 20  # of a rare word
LETTERS = "абвгдежзиклмнопрстуфхцчшюяіїє"


@dataclass(frozen=True)
class Misspelled:
    """A name of a party with one wrong letter."""

    typed: str
    right: str


@dataclass
class Asked:
    """The parameters of all cases."""

    random: Random
    ids: list[int] = field(default_factory=list)  # public ones, newest first
    filters: list[tuple[str, str]] = field(default_factory=list)  # country and status
    places: list[tuple[str, str]] = field(default_factory=list)  # country and oblast
    rare: list[str] = field(default_factory=list)
    common: list[str] = field(default_factory=list)
    misspelled: list[Misspelled] = field(default_factory=list)

    def some_ids(self, first: int = 0, last: int | None = None) -> list[int]:
        """Random ids of a part of the list, as many as there are paths."""
        part = self.ids[first:last]
        return self.random.choices(part, k=PATHS) if len(part) < PATHS else self.random.sample(part, PATHS)

    @property
    def deep_page(self) -> int:
        """Page 4,000, or the last full one of a smaller list."""
        return max(1, min(DEEP_PAGE, len(self.ids) // PAGE_SIZE - 1))


def gather(seed: int = 7) -> Asked:
    """Read what there is and choose."""
    asked = Asked(Random(seed))
    asked.ids = [row[0] for row in _rows(
        "SELECT partnership_id FROM partnerships_record WHERE is_public ORDER BY partnership_id DESC"
    )]  # fmt: skip
    least = 2 * PAGE_SIZE if len(asked.ids) > 20_000 else 1
    pair = (
        "SELECT country, other FROM partnerships_record, unnest(countries) AS country, {other} AS other "
        "WHERE is_public GROUP BY 1, 2 HAVING count(*) >= %s ORDER BY 1, 2"
    )
    asked.filters = _pairs(pair.format(other="unnest(ARRAY[status])"), least)
    asked.places = _pairs(pair.format(other="unnest(oblasts)"), 1)
    candidates = _words("frequency BETWEEN 5 AND 20", 4000)
    asked.random.shuffle(candidates)
    asked.rare = found_rarely(candidates[:1500])
    asked.common = _words(f"frequency >= {max(20, len(asked.ids) // 50)}", WORDS)
    asked.misspelled = misspell(asked.random, _names(), 3000)
    return asked


def _rows(sql: str, params: Sequence[Any] = ()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _pairs(sql: str, least: int) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in _rows(sql, [least])]


def _words(condition: str, most: int) -> list[str]:
    """Ukrainian words of the vocabulary of records by how often they occur, the most frequent first."""
    return [row[0] for row in _rows(
        f"SELECT word FROM communities_searchword WHERE scope = 'record' AND {condition} "
        "AND length(word) >= 5 AND word ~ '^[а-яіїєґ]+$' ORDER BY frequency DESC, word LIMIT %s", [most]
    )]  # fmt: skip


def found_rarely(words: Sequence[str]) -> list[str]:
    """Words that find 1 to 20 records in all their forms: a rare form of a common word is not rare."""
    queries = [tsquery(word) for word in words]
    rows = _rows(
        "SELECT asked.place, (SELECT count(*) FROM (SELECT 1 FROM partnerships_record WHERE is_public "
        "AND words @@ asked.query LIMIT 21) AS hit) AS hits "
        "FROM unnest(%s::tsquery[]) WITH ORDINALITY AS asked(query, place)",
        [queries],
    )
    return [words[place - 1] for place, hits in rows if 0 < hits <= MOST_HITS]


def tsquery(word: str) -> str:
    """What our search asks for a word, in its widest tier."""
    return tier_queries(parse(word)).widest or "''"


def _names() -> list[str]:
    """Names of one word of communities that are parties of public partnerships."""
    return [row[0] for row in _rows(
        "SELECT DISTINCT lower(c.centre_name_uk) FROM communities_community c "
        "JOIN partnerships_party p ON p.community_id = c.id "
        "JOIN partnerships_record r ON r.partnership_id = p.partnership_id AND r.is_public "
        "WHERE c.level = 'hromada' AND c.centre_name_uk ~ '^[А-ЯІЇЄҐа-яіїєґ]{6,}$' ORDER BY 1"
    )]  # fmt: skip


def misspell(random: Random, names: Sequence[str], count: int) -> list[Misspelled]:
    """Change one letter of names: leave one out, put one in, take another, or swap two."""
    known = set(names)
    found: dict[str, str] = {}
    for _try in range(count * 3):
        if len(found) == count or not names:
            break
        right = random.choice(names)
        typed = one_mistake(random, right)
        if typed not in known and typed != right:
            found.setdefault(typed, right)
    return [Misspelled(typed, right) for typed, right in found.items()]


def one_mistake(random: Random, word: str) -> str:
    """Make one mistake behind the first letter."""
    place = random.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    mistakes = (
        before + after,
        before + random.choice(LETTERS) + letter + after,
        before + random.choice(LETTERS) + after,
        before + after[0] + letter + after[1:],
    )
    return random.choice(mistakes)


def in_any_case(random: Random, word: str) -> str:
    """The word in random capitals: the same question under another address, so that no cache answers."""
    return "".join(letter.upper() if random.random() < 0.5 else letter for letter in word)
