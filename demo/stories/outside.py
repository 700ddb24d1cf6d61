"""What an outside list claims of Brovary and Lviv, as such lists are written: some of it is filed here, some is not."""

from datetime import date

NAME = "Перелік міст-побратимів (демонстраційний)"
DATED_ON = date(2025, 12, 31)
BROVARY, LVIV = "UA32060050000030591", "UA46060250000025047"
HEADER = ("katottg", "partner", "country", "year")
ROWS = (
    (BROVARY, "Fontenay-sous-Bois", "France", "2002"),
    (BROVARY, "Rockford", "United States", ""),
    (BROVARY, "Hengyang", "China", ""),
    (BROVARY, "Tonalá", "Mexico", ""),
    (BROVARY, "Sillamäe", "Estonia", ""),
    (BROVARY, "Santa Marinella", "Italy", ""),
    (BROVARY, "Erlangen", "Germany", "2022"),
    (BROVARY, "Kehl", "Germany", "2019"),
    (BROVARY, "Grybów", "Poland", ""),
    (BROVARY, "Бабруйск", "Belarus", ""),
    (LVIV, "Wrocław", "Poland", ""),
    (LVIV, "Freiburg", "Germany", "1989"),
    ("UA00000000000000000", "Somewhere", "Poland", ""),
)
