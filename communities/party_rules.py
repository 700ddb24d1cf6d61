"""Who can never be a foreign party: businesses, international and civil organisations.

The law is about territories. Markers are matched as whole words, abbreviations in capitals only, so that
the town of Ås, Fundão or San Un is not taken for a company. Associations of municipalities may be parties.
"""

import re

from django.utils.translation import gettext_lazy as _

from common.errors import Text
from common.text import fold

_NOT_BEFORE, _NOT_AFTER = r"(?<![\w-])", r"(?![\w-])"


def _words(*words: str) -> re.Pattern[str]:
    """Any of the folded words or phrases, as whole words."""
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def _abbreviations(*forms: str) -> re.Pattern[str]:
    """Any of these, spelled just so, beside other words: alone it may be a town (As, Un)."""
    return re.compile(rf"{_NOT_BEFORE}(?:{'|'.join(forms)}){_NOT_AFTER}")


_MUNICIPAL_ASSOCIATION = _words(
    r"асоціаці\w+ \w*\s?(?:міст|громад|органів місцевого)",
    r"(?:союз|спілка|об єднання|обєднання) (?:міст|громад|гмін|комун)",
    r"(?:association|union|league|network) of \w*\s?(?:municipalities|communes|cities|towns|counties)",
    r"association of local authorities",
    r"communaute (?:de communes|urbaine|d agglomeration)", r"zwiazek (?:\w+ )?(?:gmin|powiatow|miast)",
    r"(?:gemeinde|stadte|zweck)\w*verband", r"(?:stadte|gemeinde)\w*bund", r"zdruzenie (?:miest|obci)", r"svazek obci",
)  # fmt: skip

# Written before or after the name.
_BUSINESS_FORMS = _abbreviations(
    "ТОВ", "ТзОВ", "ТЗОВ", "ПАТ", "ПрАТ", "ВАТ", "ЗАТ", "АТ", "ПП", "ФОП", "ДП", "КП", "ООО", "ОАО", "UAB", "SIA",
    "OÜ", "AS", r"[sS]p\.\s?z\s?o\.\s?o\.",
)  # fmt: skip
# Written after the name only: Limited Creek and Co Roscommon are places.
_BUSINESS_ENDINGS = re.compile(
    _abbreviations(
        "GmbH", "mbH", "AG", "KG", "OHG", "Ltd", "LTD", "Limited", "LLC", "LLP", "PLC", "Inc", "INC", "Corp", "SpA",
        r"S\.\s?A\.", r"S\.\s?p\.\s?A\.", r"S\.\s?[rR]\.\s?[lL]\.", "SRL", "SARL", "SAS", r"s\.\s?r\.\s?o\.",
        r"a\.\s?s\.", r"d\.\s?o\.\s?o\.", r"B\.\s?V\.", r"N\.\s?V\.", "Oy", "OY", "Oyj", "AB", "ASA", "A/S",
        "ApS", "Kft", "Zrt", "EOOD",
    ).pattern
    + r"[\s.»\"']*\Z"
)  # fmt: skip
_BUSINESS_WORDS = _words(
    "товариство з обмеженою", r"акціонерне товариство", r"приватне підприємство", "підприємство", "компанія",
    "корпорація", "холдинг", "company", "corporation", "enterprise", "holding", "unternehmen",
    "spolka akcyjna", "societate comerciala",
)  # fmt: skip

_INTERNATIONAL_FORMS = _abbreviations(
    "ООН", "ПРООН", "ЮНІСЕФ", "ЮНЕСКО", "МОМ", "ОБСЄ", "НАТО", "ЄС", "ЄБРР", "ЄІБ",
    "UN", "UNDP", "UNICEF", "UNESCO", "UNHCR", "UNOPS", "USAID", "IOM", "OSCE", "NATO", "EU", "EBRD", "EIB", "GIZ",
    "WHO",
)  # fmt: skip
_INTERNATIONAL_WORDS = _words(
    r"організаці\w+ об ?єднаних націй", "united nations", "nations unies", "vereinte nationen", "світовий банк",
    "world bank", "рада європи", "council of europe", "європейськ(?:ий союз|а комісія)",
    "european (?:union|commission)",
    "європарламент", "european parliament",
    "агентство сша", "міжнародна організація", "international organi[sz]ation",
    "червон\\w+ хрест\\w*", "red cross", "rotes kreuz", "croix rouge", "czerwony krzyz",
)  # fmt: skip

_CIVIL_FORMS = _abbreviations("ГО", "БФ", "БО", "ГС", "NGO")
_CIVIL_WORDS = _words(
    "карітас", "caritas", "фонд", "fund", "foundation", "fondation", "stiftung", "fundacja", "fundatia", "nadacia",
    "nadace", "благодійн\\w+", "громадська організація", "громадська спілка", "charity", "rotary", "lions club",
    "engagement global",
)  # fmt: skip


def non_municipal_reason(name: str) -> Text | None:
    """Why a party of this name is no territory, or None when nothing says so."""
    folded = fold(name)
    if _matches(name, folded, _BUSINESS_FORMS, _BUSINESS_WORDS) or _means_something(name, _BUSINESS_ENDINGS):
        return _("This is a business. Only territories and associations of municipalities can be parties.")
    if _MUNICIPAL_ASSOCIATION.search(folded):
        return None
    if _matches(name, folded, _INTERNATIONAL_FORMS, _INTERNATIONAL_WORDS):
        return _("This is an international organisation. Agreements with it follow other procedures.")
    if _matches(name, folded, _CIVIL_FORMS, _CIVIL_WORDS):
        return _("This is a foundation or civil society organisation, not a territory.")
    return None


def _matches(name: str, folded: str, forms: re.Pattern[str], words: re.Pattern[str]) -> bool:
    return bool(words.search(folded)) or _means_something(name, forms)


def _means_something(name: str, forms: re.Pattern[str]) -> bool:
    """Whether a form in the name is a form, and not an article, a town or a clerk's capitals.

    Forms of four letters, with dots or in mixed case are no words of any language; a short one in
    capitals must begin or end the name, and the rest of the name must not be in capitals too.
    """
    found = forms.search(name)
    if found is None:
        return False
    form = found[0].strip(" .»\"'")
    before, after = name[: found.start()].strip(_QUOTES), name[found.end() :].strip(_QUOTES)
    if len(form) >= 4 or "." in form or form in _NEVER_A_NAME:
        return True
    if not (before or after) or (before and after):
        return False
    return not form.isupper() or any(char.islower() for char in before + after)


_QUOTES = " «»\"'.,„“”"
_NEVER_A_NAME = {
    "ООН",
    "GIZ",
    "IOM",
    "WHO",
    "БФ",
    "ЄС",
    "EU",
    "LLC",
    "LTD",
    "ТОВ",
    "ПАТ",
    "ФОП",
    "ООО",
    "ОАО",
}
