"""Partnerships of other communities: the pairs are public facts, what the desks do with them is invented."""

from demo.stories.model import Case, Ours, Paper, Story, Theirs, partial, years
from partnerships.inputs import TermInput

STORIES = (
    Story(
        ours=(Ours("UA63120270000028556", body_name_uk="Харківська міська рада"),),
        theirs=(
            Theirs("Strasbourg", "FR", 2973783, body_name_original="Ville de Strasbourg"),
            Theirs(
                "Eurométropole de Strasbourg",
                "FR",
                level="association",
                region="Grand Est",
                name_uk="Європейська метрополія Страсбург",
                name_en="Eurometropolis of Strasbourg",
                body_kind="association",
            ),
            Theirs("Kehl", "DE", 2891951, body_name_original="Stadt Kehl"),
        ),
        started="2023",
        summary_uk="Один документ чотирьох сторін із трьох держав: відбудова, освіта, європейська співпраця.",
        summary_en="One document of four parties from three states: recovery, education, European cooperation.",
        papers=(
            Paper(
                "Угода про співробітництво між Харковом, Страсбургом, Європейською метрополією Страсбург і Келем",
                "Cooperation agreement between Kharkiv, Strasbourg, the Eurometropolis of Strasbourg and Kehl",
                ("planning", "education", "governance", "culture"),
                kinds=("interterritorial", "transnational"),
                with_draft=True,
                case=Case(
                    "registered",
                    steps=("accept", "return", "refile", "accept", "clear", "submit-signed", "register"),
                    reason=(
                        ("wrong_kind",),
                        "Оберіть також транснаціональне співробітництво: сторін три держави.",
                    ),
                    signed="2025-06-27",
                    place="м. Страсбург (Французька Республіка)",
                    number="DEMO-2025-0002",
                    registered_on="2025-07-18",
                    opinions=(("justice", "positive", ""), ("foreign_affairs", "positive", "")),
                ),
            ),
        ),
    ),
    Story(
        ours=(Ours("UA18060170000069581", body_name_uk="Овруцька міська рада"),),
        theirs=(Theirs("Vincennes", "FR", 2968054, body_name_original="Ville de Vincennes"),),
        papers=(
            Paper(
                "Угода про співпрацю між містами Овруч та Венсенн",
                "Agreement on cooperation between Ovruch and Vincennes",
                ("health", "education", "emergencies"),
                case=Case("cleared", letter="DEMO-118"),
            ),
        ),
    ),
    Story(
        ours=(
            Ours(
                "UA63080090000067457",
                body_kind="military_administration",
                body_name_uk="Куп’янська міська військова адміністрація",
            ),
        ),
        theirs=(Theirs("Windsor", "CA", 6182962, region="Ontario", body_name_original="City of Windsor"),),
        summary_uk="Місто біля лінії фронту та місто в провінції Онтаріо.",
        summary_en="A city near the front line and a city in the province of Ontario.",
        papers=(
            Paper(
                "Угода про співпрацю між Куп’янськом і Віндзором (Онтаріо)",
                "Agreement on cooperation between Kupiansk and Windsor (Ontario)",
                ("planning", "emergencies", "social"),
                case=Case(
                    "cleared", letter="DEMO-9", letter_date="2026-01-12", order=("DEMO-17", "2026-02-20")
                ),
            ),
        ),
    ),
    Story(
        ours=(
            Ours(
                "UA26000000000069363",
                body_kind="oblast_council",
                body_name_uk="Івано-Франківська обласна рада",
            ),
        ),
        theirs=(
            Theirs(
                "Vilniaus regionas",
                "LT",
                level="region",
                region="Vilnius",
                name_uk="Вільнюський регіон",
                name_en="Vilnius Region",
                body_name_original="Vilniaus regiono plėtros taryba",
            ),
        ),
        papers=(
            Paper(
                "Угода про міжрегіональне співробітництво між Івано-Франківською областю та Вільнюським регіоном",
                "Agreement on interregional cooperation between Ivano-Frankivsk Oblast and Vilnius Region",
                ("governance", "tourism", "agriculture", "digital"),
                document_type="framework_agreement",
                case=Case(
                    "registered",
                    signed="2025-06-05",
                    place="м. Вільнюс (Литовська Республіка)",
                    number="DEMO-2025-0003",
                    registered_on="2025-07-21",
                ),
            ),
        ),
    ),
    Story(
        ours=(
            Ours(
                "UA63000000000041885",
                body_kind="military_administration",
                body_name_uk="Харківська обласна державна (військова) адміністрація",
            ),
        ),
        theirs=(
            Theirs(
                "West Yorkshire Combined Authority",
                "GB",
                level="region",
                region="England",
                name_uk="Західний Йоркшир",
                name_en="West Yorkshire",
                body_kind="other",
            ),
        ),
        papers=(
            Paper(
                "Угода про міжнародне територіальне партнерство між Харківською областю та Західним Йоркширом",
                "Agreement on an international territorial partnership of Kharkiv Oblast and West Yorkshire",
                ("planning", "investment", "health"),
                case=Case(
                    "cleared", letter="DEMO-10", letter_date="2026-01-15", order=("DEMO-17", "2026-02-20")
                ),
            ),
        ),
    ),
    Story(
        ours=(
            Ours(
                "UA71000000000010357",
                body_kind="state_administration",
                body_name_uk="Черкаська обласна державна адміністрація",
            ),
        ),
        theirs=(
            Theirs(
                "Iowa", "US", level="region", name_uk="штат Айова", name_en="State of Iowa", body_kind="other"
            ),
        ),
        papers=(
            Paper(
                "Угода про партнерство між Черкаською областю та штатом Айова",
                "Partnership agreement between Cherkasy Oblast and the State of Iowa",
                ("agriculture", "education", "trade"),
                case=Case(
                    "registration_refused",
                    order=("DEMO-17", "2026-02-20"),
                    signed="2026-03-03",
                    place="м. Черкаси",
                    reason=(
                        ("differs_from_cleared",),
                        "Підписаний текст відрізняється від погодженого проєкту: подайте проєкт знову.",
                    ),
                ),
            ),
        ),
    ),
    Story(
        ours=(Ours("UA74040250000063494", body_name_uk="Ніжинська міська рада"),),
        theirs=(Theirs("Winchester", "GB", 2633858, body_name_original="Winchester City Council"),),
        started="2025",
        summary_uk="Школи, культура, підтримка громади.",
        summary_en="Schools, culture, support of the community.",
        papers=(
            Paper(
                "Угода про побратимство між Ніжином і Вінчестером",
                "Twinning agreement between Nizhyn and Winchester",
                ("education", "culture", "youth"),
                case=Case(
                    "registration_filed",
                    order=("DEMO-14", "2025-09-10"),
                    signed="2025-10",
                    place="м. Вінчестер (Сполучене Королівство)",
                ),
            ),
        ),
    ),
    Story(
        ours=(Ours("UA05020030000031457", body_name_uk="Вінницька міська рада"),),
        theirs=(Theirs("Helsingborg", "SE", 2706767, body_name_original="Helsingborgs stad"),),
        papers=(
            Paper(
                "Угода про партнерство між Вінницею та Гельсінгборгом",
                "Partnership agreement between Vinnytsia and Helsingborg",
                ("planning", "environment", "governance"),
                term=TermInput("until", until=partial("2030-04-15").date),
                case=Case(
                    "registered",
                    order=("DEMO-22", "2026-03-25"),
                    signed="2026-04-15",
                    place="м. Гельсінгборг (Сконе, Швеція)",
                    number="DEMO-2026-0002",
                    registered_on="2026-05-06",
                ),
            ),
        ),
    ),
    Story(
        ours=(Ours("UA53040030000088898", body_name_uk="Лубенська міська рада"),),
        theirs=(Theirs("Kelsterbach", "DE", 2891742),),
        papers=(
            Paper(
                "Угода про міжнародне територіальне співробітництво між Лубнами та Кельстербахом",
                "Agreement on international territorial cooperation between Lubny and Kelsterbach",
                ("education", "health", "sport"),
                term=years(10),
                case=Case(
                    "registered",
                    order=("DEMO-15", "2025-10-06"),
                    signed="2025-10-23",
                    place="м. Раунхайм (Федеративна Республіка Німеччина)",
                    number="DEMO-2025-0005",
                    registered_on="2025-11-12",
                ),
            ),
        ),
    ),
    Story(
        ours=(Ours("UA48060150000071713", body_name_uk="Миколаївська міська рада"),),
        theirs=(
            Theirs("Narbonne", "FR", 2990919),
            Theirs(
                "Le Grand Narbonne",
                "FR",
                level="association",
                region="Occitanie",
                name_uk="Великий Нарбонн",
                name_en="Greater Narbonne",
                body_kind="association",
            ),
        ),
        papers=(
            Paper(
                "Угода про співпрацю між Миколаєвом, Нарбонном і Великим Нарбонном",
                "Agreement on cooperation between Mykolaiv, Narbonne and Greater Narbonne",
                ("environment", "culture", "governance"),
                term=TermInput("auto_renewal", years=5),
                case=Case(
                    "registered",
                    order=("DEMO-14", "2025-09-10"),
                    signed="2025-09-25",
                    place="м. Нарбонн (Французька Республіка)",
                    number="DEMO-2025-0006",
                    registered_on="2025-10-20",
                ),
            ),
        ),
    ),
    Story(
        ours=(Ours("UA21100230000083101", body_name_uk="Ужгородська міська рада"),),
        theirs=(Theirs("Nyíregyháza", "HU", 716935), Theirs("Michalovce", "SK", 724144)),
        status="ended",
        ended_on="2026-03-31",
        reason=((), "Спільний проєкт завершено."),
        summary_uk="Спільний проєкт трьох міст біля кордону; завершено.",
        summary_en="A joint project of three cities near the border; completed.",
        papers=(
            Paper(
                "Угода про спільний проєкт Ужгорода, Ньїредьгази та Михайлівців",
                "Agreement on a joint project of Uzhhorod, Nyíregyháza and Michalovce",
                ("cross_border", "environment"),
                kinds=("cross_border", "transnational"),
            ),
        ),
    ),
    Story(
        ours=(
            Ours("UA32080070000050759", body_name_uk="Бучанська міська рада"),
            Ours("UA63040090000021240", body_name_uk="Ізюмська міська рада"),
        ),
        theirs=(Theirs("Bergisch Gladbach", "DE", 2950349),),
        status="returned",
        reason=(("wrong_party",), "Ізюм названо стороною, але в угоді його немає."),
        papers=(
            Paper(
                "Угода про допомогу у відбудові Бучі та Ізюма",
                "Agreement on help in the recovery of Bucha and Izium",
                ("planning", "social"),
                document_type="solidarity_agreement",
            ),
        ),
    ),
)
