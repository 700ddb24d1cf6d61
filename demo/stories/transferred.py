"""Agreements of the previous (cross-border) register: parties, dates and places as its published list has them.

Their numbers are invented: the list in the sample does not give any.
"""

from demo.stories.model import OPEN_ENDED, UNKNOWN_TERM, Ours, Paper, Theirs, Transferred

BOTH = ("cross_border", "interterritorial")

STORIES = (
    Transferred(
        Ours("UA07060190000036342"),
        Theirs("Chełm", "PL", 774558),
        Paper("Договір про партнерство", "Treaty on partnership", (), "treaty", BOTH, OPEN_ENDED),
        signed="1996",
        place="м. Ковель",
        number="DEMO-TR-1",
        registered_on="2005-01-10",
    ),
    Transferred(
        Ours("UA46080130000077112"),
        Theirs("Jasło", "PL", 770293),
        Paper(
            "Угода про співробітництво між Самбірською міською радою (Україна) та містом Ясло (Польща)",
            "Agreement on cooperation between Sambir city council (Ukraine) and the town of Jasło (Poland)",
            ("culture", "tourism"),
            "agreement",
            BOTH,
            UNKNOWN_TERM,
        ),
        signed="2013-09",
        place="м. Самбір",
        number="DEMO-TR-2",
        registered_on="2013-11-04",
    ),
    Transferred(
        Ours("UA51080030000048246"),
        Theirs("Giurgiu", "RO", 677106),
        Paper(
            "Меморандум порозуміння між громадою м. Джурджу, Румунія та громадою м. Ізмаїл, Україна",
            "Memorandum of understanding between Giurgiu, Romania, and Izmail, Ukraine",
            ("trade", "transport"),
            "memorandum",
            BOTH,
            OPEN_ENDED,
        ),
        signed="2003-05-05",
        place="м. Чернівці",
        number="DEMO-TR-3",
        registered_on="2003-06-30",
    ),
)
