"""The ranks of hits: those of the tiers, then that of misspelled words (and, added to it, again the tier)."""

WHOLE, NAMED, INFLECTED, PREFIX, WORDS, LEMMA, SIMILAR = range(7)
