"""What a unit is called: full names in both languages, kind, and where its centre is."""

from common.text import fold, transliterate
from communities.choices import CommunityKind, CommunityLevel
from communities.loaders.codifier import (
    CITY,
    HROMADA,
    OBLAST,
    RAION,
    SETTLEMENT,
    SPECIAL_CITY,
    URBAN_SETTLEMENT,
    VILLAGE,
    Codifier,
    Unit,
)

LEVEL_OF_CATEGORY = {
    OBLAST: CommunityLevel.OBLAST,
    SPECIAL_CITY: CommunityLevel.CITY,
    RAION: CommunityLevel.RAION,
    HROMADA: CommunityLevel.HROMADA,
}
KIND_OF_CATEGORY = {
    CITY: CommunityKind.CITY,
    SPECIAL_CITY: CommunityKind.CITY,
    # Since 26.01.2024 urban-type settlements are settlements (law 3285-IX).
    URBAN_SETTLEMENT: CommunityKind.SETTLEMENT,
    SETTLEMENT: CommunityKind.SETTLEMENT,
    VILLAGE: CommunityKind.VILLAGE,
}
_HROMADA_UK = {
    CommunityKind.CITY: "міська територіальна громада",
    CommunityKind.SETTLEMENT: "селищна територіальна громада",
    CommunityKind.VILLAGE: "сільська територіальна громада",
}
CRIMEA = "UA01000000000013043"
# Established English names; the transliterated adjective ("Kyivska") is not used abroad.
_OBLAST_EN = {
    "01": "Autonomous Republic of Crimea", "05": "Vinnytsia Oblast", "07": "Volyn Oblast",
    "12": "Dnipropetrovsk Oblast", "14": "Donetsk Oblast", "18": "Zhytomyr Oblast", "21": "Zakarpattia Oblast",
    "23": "Zaporizhzhia Oblast", "26": "Ivano-Frankivsk Oblast", "32": "Kyiv Oblast", "35": "Kirovohrad Oblast",
    "44": "Luhansk Oblast", "46": "Lviv Oblast", "48": "Mykolaiv Oblast", "51": "Odesa Oblast",
    "53": "Poltava Oblast", "56": "Rivne Oblast", "59": "Sumy Oblast", "61": "Ternopil Oblast",
    "63": "Kharkiv Oblast", "65": "Kherson Oblast", "68": "Khmelnytskyi Oblast", "71": "Cherkasy Oblast",
    "73": "Chernivtsi Oblast", "74": "Chernihiv Oblast",
}  # fmt: skip
# Units that are not called after their centre.
_CENTRE_OF = {
    CRIMEA: "UA01160330010074014",  # Simferopol
    "UA07000000000024379": "UA07080170010083384",  # Volyn: Lutsk
    "UA12000000000090473": "UA12020010010037010",  # Dnipropetrovsk oblast: Dnipro
    "UA21000000000011690": "UA21100230010016545",  # Zakarpattia: Uzhhorod
    "UA32000000000030281": "UA80000000000093317",  # Kyiv oblast: Kyiv, outside of it
    "UA35000000000016081": "UA35040210010019355",  # Kirovohrad oblast: Kropyvnytskyi
    "UA01120000000061837": "UA01120270010073116",  # Kurmanskyi raion: Kurman
    "UA73040000000031528": "UA73040030010052462",  # Dnistrovskyi raion: Kelmentsi
}


class CommunityNames:
    """Derives names and centres of the units of one codifier."""

    def __init__(self, codifier: Codifier) -> None:
        self._codifier = codifier
        self._by_name: dict[tuple[str, str], list[Unit]] = {}
        for hromada in codifier.of_category(HROMADA):
            for code in hromada.path:
                self._by_name.setdefault((code, hromada.name), []).append(hromada)

    def centre(self, unit: Unit) -> Unit | None:
        """The settlement from which the unit is run; None where the codifier does not tell."""
        if unit.category == SPECIAL_CITY:
            return unit
        if unit.category == HROMADA:
            return self._codifier.centres.get(unit.code)
        if unit.code in _CENTRE_OF:
            return self._codifier.units.get(_CENTRE_OF[unit.code])
        return self._namesake_centre(unit)

    def _namesake_centre(self, unit: Unit) -> Unit | None:
        """«Броварський» raion is run from the centre of «Броварська» hromada."""
        feminine = unit.name.removesuffix("ий") + "а" if unit.name.endswith("ий") else unit.name
        namesakes = self._by_name.get((unit.code, feminine), [])
        centres = [self._codifier.centres.get(hromada.code) for hromada in namesakes]
        return centres[0] if len(centres) == 1 else None

    def kind(self, unit: Unit) -> str:
        """Kind of a hromada or city by its centre; empty for oblasts and raions."""
        centre = self.centre(unit)
        if unit.category not in {HROMADA, SPECIAL_CITY}:
            return ""
        return KIND_OF_CATEGORY[centre.category] if centre else CommunityKind.VILLAGE

    def full_name_uk(self, unit: Unit) -> str:
        """«Броварська міська територіальна громада», «Броварський район», «Київська область»."""
        if unit.category == HROMADA:
            return f"{unit.name} {_HROMADA_UK[CommunityKind(self.kind(unit))]}"
        if unit.category == RAION:
            return f"{unit.name} район"
        if unit.category == SPECIAL_CITY:
            return f"місто {unit.name}"
        return unit.name if unit.code == CRIMEA else f"{unit.name} область"

    def full_name_en(self, unit: Unit) -> str:
        """Readable English: called after the centre where the Ukrainian adjective is made from it."""
        if unit.category == OBLAST:
            return _OBLAST_EN.get(unit.code[2:4], f"{transliterate(unit.name)} Oblast")
        if unit.category == SPECIAL_CITY:
            return f"City of {transliterate(unit.name)}"
        centre = self.centre(unit)
        called_after = centre is not None and fold(centre.name)[:2] == fold(unit.name)[:2]
        name = transliterate(centre.name if centre and called_after else unit.name)
        if unit.category == RAION:
            return f"{name} Raion"
        return f"{name} {CommunityKind(self.kind(unit)).value} territorial community"
