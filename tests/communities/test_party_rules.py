"""Businesses and international organisations are told from towns with odd names."""

import pytest

from communities.party_rules import non_municipal_reason

BUSINESSES = [
    "ТОВ «Ромашка»", "ТзОВ Енергія", "ПАТ Укрнафта", "ПП Світанок", "Товариство з обмеженою відповідальністю Мрія",
    "Siemens AG", "Stadtwerke Jena GmbH", "Acme Ltd", "Acme Ltd.", "Acme LLC", "Acme, Inc.", "Enel S.p.A.",
    "Orange S.A.", "Orlen Sp. z o.o.", "Škoda a.s.", "Firma s.r.o.", "Nokia Oyj", "Volvo AB", "Equinor ASA",
    "Novo Nordisk A/S", "MOL Kft.", "UAB Vilnius", "Swedbank AS", "Будівельна компанія Схід", "КП Водоканал",
]  # fmt: skip
ORGANISATIONS = [
    "ООН", "ПРООН в Україні", "UNDP Ukraine", "UNICEF", "USAID", "UN Habitat", "World Bank", "Світовий банк",
    "Council of Europe", "Рада Європи", "European Commission", "GIZ", "НАТО",
    "Організація Об'єднаних Націй", "Міжнародний комітет Червоного Хреста",
]  # fmt: skip
CIVIL = [
    "Red Cross", "Caritas Polska", "Карітас України", "Фонд «Відродження»", "Konrad-Adenauer-Stiftung", "Open Fund",
    "ГО Добрі люди", "Благодійний фонд Надія", "Solidarity Foundation",
]  # fmt: skip
TOWNS = [
    "As", "Ås", "AS", "Åsa", "Asti", "Un", "Unna", "Gostyń", "Fundão", "Abony", "Inca", "Oy-Mittelberg", "Co Roscommon",
    "La Spezia", "San Sebastián de los Reyes", "Grodzisk Wielkopolski", "Gmina Grybów", "Gemeinde Au", "Agde",
    "Сан-Ніколас", "Понтуаз", "Тов", "Кпінга", "Атенс", "Sainte-Anne-sur-Co", "Kehl", "Фондо", "BROVARY", "PP",
    "Santa Marinella", "Banská Bystrica", "Fontenay-sous-Bois", "County of Gniezno", "Eurometropolis of Strasbourg",
    "м. Дніпро", "Ústí nad Labem", "Sas van Gent", "Municipality of Ag. Dimitrios", "Limited Creek", "Who",
]  # fmt: skip
ASSOCIATIONS = [
    "Асоціація міст України", "Association of Municipalities of Moldova", "Związek Gmin Śląskich", "Union of Communes",
    "Communauté de communes du Pays", "Deutscher Städtebund", "Association of cities and towns",
]  # fmt: skip


@pytest.mark.parametrize("name", BUSINESSES + ORGANISATIONS + CIVIL)
def test_reason__no_territory__is_given(name):
    assert non_municipal_reason(name)


@pytest.mark.parametrize("name", [*TOWNS, *ASSOCIATIONS, "", "   ", "№ 5"])
def test_reason__town_or_association_of_municipalities__is_none(name):
    assert non_municipal_reason(name) is None


def test_reason__kinds__have_their_own_words():
    reasons = {str(non_municipal_reason(name)) for name in ("Acme LLC", "UNICEF", "Caritas")}
    assert len(reasons) == 3
