"""Words around names: which say nothing (noise) and which may be left out (soft)."""

from common.text import fold


def _words(*lines: str) -> frozenset[str]:
    return frozenset(fold(word) for line in lines for word in line.split())


# Words of a question, in both languages.
QUESTION_NOISE = _words(
    "і й та а але або чи у в з із зі до на по про за від для між при є це що як який яка яке які де коли хто",
    "чому скільки має мають всі усі",
    "and or of the a an in on at with from to for by between is are was were which what who where when how has",
    "have all und mit von der die das et de la le les du avec",
)
# Around the name of a Ukrainian unit: council, hromada, kind of settlement.
UNIT_NOISE = _words(
    "м с смт сщ місто міста місті містом села село селі селом селище селища селищі селищем",
    "мтг стг тг отг об'єднана об'єднаної громада громади громаді громаду громадою громад територіальна",
    "територіальної територіальній територіальну територіальною територіальні",
    "рада ради раді раду радою міськрада міськради сільрада сільради селищрада виконком виконкому",
    "виконавчий комітет комітету міська міської міській міську міською сільська сільської сільській сільську",
    "сільською селищна селищної селищній селищну селищною міський голова міського військова адміністрація",
    "адміністрації україна україни україні",
    "hromada tg otg community territorial council city town village settlement municipality urban rural ukraine",
    "hromadas gromada",
)
# Around the name of a foreign municipality.
FOREIGN_NOISE = _words(
    "м місто міста місті містом муніципалітет муніципалітету муніципалітетом комуна комуни комуною гміна гміни",
    "гміною ґміна ґміни община общини",
    "city town municipality commune gmina stadt gemeinde miasto ville",
)
# Kinds of units: they tell which of several namesakes is meant, but are written in many ways.
SAME_WORD = {
    fold(short): fold(full)
    for short, full in (
        ("обл", "область"), ("області", "область"), ("областю", "область"), ("обласна", "область"),
        ("обласної", "область"), ("обласною", "область"), ("обласній", "область"), ("обласну", "область"),
        ("р-н", "район"), ("рн", "район"), ("району", "район"), ("районі", "район"), ("районом", "район"),
        ("районна", "район"), ("районної", "район"), ("районною", "район"), ("районній", "район"),
        ("oblast'", "oblast"), ("rayon", "raion"), ("район-у", "район"),
    )
}  # fmt: skip
LEVEL_WORDS = _words("область район oblast raion")
# Words of the domain: true of every record, so a query may name them in vain.
SOFT = _words(
    "співпраця співпраці співпрацю співпрацею співробітництво співробітництва співробітництві співробітництвом",
    "партнер партнера партнери партнерів партнерам партнерами партнерство партнерства партнерстві партнерством",
    "партнерські партнерська партнерський побратим побратими побратимів побратимами побратимство побратимства",
    "побратимством побратимські місто-побратим міста-побратими угода угоди угоду угодою угод договір договору",
    "договори договорів меморандум меморандуму меморандуми протокол протоколу декларація декларації",
    "зв'язки дружба дружби дружбу дружні спільні спільно проєкт проєкти проекти разом закордонні іноземні",
    "міжнародні міжнародне міжнародна",
    "partner partners partnership partnerships twin twins twinning twinned sister cooperation agreement",
    "agreements memorandum treaty friendship cities towns hromadas communities municipalities",
)
