"""The demo accounts of development (docs: API contract). Never created outside development."""

from accounts.roles import Role

DEMO_PASSWORD = "pobratym-demo"  # noqa: S105  # published on purpose: development only

DEMO_ACCOUNTS = [
    ("official@brovary.example", Role.OFFICIAL),
    ("official@lviv.example", Role.OFFICIAL),
    ("association@pobratym.example", Role.ASSOCIATION),
    ("ministry@pobratym.example", Role.MINISTRY),
    ("auditor@pobratym.example", Role.AUDITOR),
    ("admin@pobratym.example", Role.ADMINISTRATOR),
]

# Invented people; nobody of this name works there.
NAMES = {
    "official@brovary.example": "Олена Криничанка",
    "official@lviv.example": "Андрій Підзамчий",
    "association@pobratym.example": "Марія Громадська",
    "ministry@pobratym.example": "Тарас Порядний",
    "auditor@pobratym.example": "Ірина Перевірко",
    "admin@pobratym.example": "Степан Сторожук",
}

OFFICIAL_POSITION = "Головний спеціаліст відділу міжнародного співробітництва"
COMMUNITIES = {
    "official@brovary.example": "UA32060050000030591",
    "official@lviv.example": "UA46060250000025047",
}
