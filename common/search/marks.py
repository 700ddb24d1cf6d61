"""The marks that tell kinds of lexemes apart, so that one GIN index answers every tier.

None of them survives ``common.text.fold``, so no word that somebody types can pretend to be marked.
"""

NAME = "="  # a whole folded name, spaces as underscores: =івано_франківськ
LEMMA = "~"  # the dictionary form of a word: ~бровари for «Броварів»
LEMMA_NAME = "@"  # a whole name in dictionary forms: @білий_церква for «Білої Церкви»
BESIDE = "+"  # a whole text that only narrows, as it stands and in dictionary forms: +львівська_область
TITLE = "#"  # the hash of a whole folded title
NUMBER = "!"  # a number without punctuation, and its groups without leading zeros: !20260017, !2026.17
SHORT = "*"  # one or two first letters of a name, only where the owner of a big table puts them

MARKS = NAME + LEMMA + LEMMA_NAME + BESIDE + TITLE + NUMBER + SHORT
JOINER = "_"
LONGEST = 100  # letters of a lexeme; PostgreSQL takes 2,046 bytes


def joined(words: list[str] | tuple[str, ...]) -> str:
    """Write the words of a name as one lexeme."""
    return JOINER.join(words)[:LONGEST]
