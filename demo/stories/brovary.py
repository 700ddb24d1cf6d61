"""Brovary with its twelve partners, as the city itself tells it; what the desks do with them is invented."""

from demo.stories.model import (
    OPEN_ENDED,
    Case,
    Comment,
    Ours,
    Paper,
    Story,
    Theirs,
    days_ago,
    partial,
    years,
)
from partnerships.inputs import ActivityInput, TermInput

BROVARY = (Ours("UA32060050000030591", body_name_uk="Броварська міська рада"),)

JENA = Theirs("Jena", "DE", 2895044, body_name_original="Stadt Jena")
ERLANGEN = Theirs("Erlangen", "DE", 2929567, body_name_original="Stadt Erlangen")

JENA_LOG = (
    ActivityInput(
        "aid",
        partial("2022-11"),
        "Обладнання для Броварської лікарні на понад 3,9 млн грн (спільно з Engagement Global)",
        "Equipment for Brovary hospital worth more than UAH 3.9 million (with Engagement Global)",
        value="3900000",
        currency="UAH",
        spheres=("health",),
    ),
    ActivityInput(
        "aid",
        partial("2023-01"),
        "Теплова гармата та генератор для роботи взимку",
        "A heater and a generator for the winter",
        spheres=("energy", "emergencies"),
    ),
    ActivityInput(
        "meeting",
        partial("2023-03"),
        "Підписано угоду про солідарність",
        "A solidarity agreement was signed",
        spheres=("governance",),
    ),
    ActivityInput(
        "visit",
        partial("2023-06"),
        "Делегація Броварів у Німеччині: комунальні підприємства та школи",
        "A Brovary delegation in Germany: utilities and schools",
        spheres=("governance", "education"),
    ),
    ActivityInput(
        "meeting",
        partial("2023-08"),
        "Онлайн-зустріч водоканалів",
        "Online meeting of the water utilities",
        spheres=("governance", "environment"),
    ),
    ActivityInput(
        "aid",
        partial("2023-10"),
        "Автобус для учнів Княжицького ліцею",
        "A bus for pupils of Kniazhytskyi Lyceum",
        spheres=("education", "transport"),
    ),
    ActivityInput(
        "aid", partial("2023-12"), "Подарунки для дітей", "Gifts for children", spheres=("social",)
    ),
    ActivityInput(
        "visit",
        partial("2024"),
        "Візит міського голови: енергетика, житло, економіка (початок року)",
        "Visit of the mayor: energy, housing, economy (early in the year)",
        spheres=("energy", "planning", "investment"),
    ),
    ActivityInput(
        "exchange",
        partial("2024-04"),
        "Засновано товариство «JenaUA e.V.»; п’ять учителів німецької мови на обміні в Єні",
        "Association “JenaUA e.V.” founded; five teachers of German on exchange in Jena",
        people=5,
        spheres=("education",),
    ),
    ActivityInput(
        "visit",
        partial("2024-10"),
        "Делегація Єни на чолі з депутатом міської ради у Броварах: модульне містечко, лікарня",
        "A Jena delegation led by a deputy of the city council in Brovary: modular town, hospital",
        spheres=("health", "social"),
    ),
)

ERLANGEN_LOG = (
    ActivityInput(
        "aid",
        partial("2022"),
        "Ерланген прийняв понад 1600 вимушених переселенців з України",
        "Erlangen took in more than 1,600 refugees from Ukraine",
        people=1600,
        spheres=("social",),
    ),
    ActivityInput(
        "meeting",
        partial("2023-03"),
        "Підписано угоду про солідарність",
        "A solidarity agreement was signed",
        spheres=("governance",),
    ),
    ActivityInput(
        "visit",
        partial("2023-06"),
        "Делегація Броварів у Німеччині: комунальні підприємства та школи",
        "A Brovary delegation in Germany: utilities and schools",
        spheres=("governance", "education"),
    ),
    ActivityInput(
        "exchange",
        partial("2023"),
        "Фотообмін учнів і спільні спортивні заходи",
        "Photo exchange of pupils and joint sports events",
        spheres=("youth", "sport", "culture"),
    ),
)

STORIES = (
    Story(
        ours=BROVARY,
        theirs=(JENA,),
        started="2022",
        steps=("submit", "return", "submit", "approve"),
        reason=(("unclear_spheres",), "Назвіть сфери співробітництва так, як вони звучать в угоді."),
        summary_uk="Співпраця з 2022 року: лікарня, водоканал, школи, відновлення енергетики.",
        summary_en="Cooperation since 2022: hospital, water utility, schools, recovery of the energy supply.",
        papers=(
            Paper(
                "Угода про партнерство між містами Бровари та Єна",
                "Partnership agreement between the cities of Brovary and Jena",
                ("health", "education", "energy", "governance", "youth"),
                council_decision=("DEMO-1205", "2025-04-24"),
                with_draft=True,
                case=Case(
                    "registered",
                    signed="2025-06-12",
                    place="м. Єна (Федеративна Республіка Німеччина)",
                    number="DEMO-2025-0001",
                    registered_on="2025-07-03",
                    opinions=(("justice", "positive", "Зауважень немає."),),
                ),
            ),
        ),
        activities=JENA_LOG,
        comments=(
            Comment("association", "Додайте, будь ласка, сфери молоді та енергетики: вони є в журналі."),
            Comment("official", "Додали, дякуємо за уважність."),
            Comment("association", "Зразок для інших громад: повний журнал співпраці.", "desk"),
        ),
    ),
    Story(
        ours=BROVARY,
        theirs=(ERLANGEN,),
        started="2022",
        summary_uk="Співпраця з 2022 року: допомога переселенцям, школи, спорт.",
        summary_en="Cooperation since 2022: support of refugees, schools, sport.",
        papers=(
            Paper(
                "Угода про партнерство між містами Бровари та Ерланген",
                "Partnership agreement between the cities of Brovary and Erlangen",
                ("social", "education", "sport", "youth"),
                council_decision=("DEMO-1206", "2025-04-24"),
                case=Case(
                    "registration_filed",
                    signed="2025-06-14",
                    place="м. Ерланген (Федеративна Республіка Німеччина)",
                ),
            ),
        ),
        activities=ERLANGEN_LOG,
    ),
    Story(
        ours=BROVARY,
        theirs=(Theirs("Fontenay-sous-Bois", "FR", 3017910),),
        summary_uk="Давнє побратимство: культура, молодіжні обміни.",
        summary_en="A long-standing twinning: culture and youth exchange.",
        papers=(
            Paper(
                "Угода про побратимство Бровари – Фонтене-су-Буа",
                "Twinning agreement Brovary – Fontenay-sous-Bois",
                ("culture", "youth"),
                term=OPEN_ENDED,
            ),
        ),
    ),
    Story(
        ours=BROVARY,
        theirs=(Theirs("Rockford", "US", 4907959, region="Illinois"),),
        summary_uk="Медичні обміни та підтримка лікарні.",
        summary_en="Medical exchange and support of the hospital.",
        papers=(
            Paper(
                "Меморандум про співпрацю між містами Бровари та Рокфорд (Іллінойс)",
                "Memorandum of cooperation between Brovary and Rockford (Illinois)",
                ("health", "emergencies"),
                document_type="memorandum",
                with_draft=True,
                # The letter came on paper weeks before it was filed here: the review is overdue.
                case=Case(
                    "in_review",
                    letter="DEMO-02/31",
                    letter_date=days_ago(52),
                    received_on=days_ago(47),
                    opinions=(("justice", "", ""), ("foreign_affairs", "positive", "Підтримуємо.")),
                ),
            ),
        ),
        comments=(Comment("ministry", "Нагадати Мін’юсту про висновок.", "desk"),),
    ),
    Story(
        ours=BROVARY,
        theirs=(Theirs("Sillamäe", "EE", 588686),),
        status="returned",
        reason=(("missing_document", "unclear_term"), "Долучіть проєкт угоди та зазначте строк її дії."),
        summary_uk="Обміни шкіл і творчих колективів.",
        summary_en="Exchanges of schools and artists.",
        papers=(
            Paper(
                "Угода про співпрацю між містами Бровари та Сілламяе",
                "Agreement on cooperation between Brovary and Sillamäe",
                ("culture", "education"),
                term=TermInput("unknown"),
            ),
        ),
    ),
    Story(
        ours=BROVARY,
        theirs=(Theirs("Hengyang", "CN", 1808370),),
        status="submitted",
        papers=(
            Paper(
                "Протокол намірів між містами Бровари та Хен’ян",
                "Protocol of intent between Brovary and Hengyang",
                ("trade", "education"),
                document_type="protocol_of_intent",
            ),
        ),
    ),
    Story(
        ours=BROVARY,
        theirs=(Theirs("Zhanjiang", "CN", 1784990),),
        status="draft",
        papers=(
            Paper(
                "Угода про дружні зв’язки між містами Бровари та Чжаньцзян",
                "Agreement on friendly relations between Brovary and Zhanjiang",
                (),
                kinds=(),
            ),
        ),
    ),
    Story(
        ours=BROVARY,
        theirs=(
            Theirs(
                "Powiat kraśnicki",
                "PL",
                level="county",
                region="Lublin",
                name_uk="Красницький повіт",
                name_en="Kraśnik County",
                body_name_original="Rada Powiatu w Kraśniku",
            ),
        ),
        summary_uk="Обміни освітян і рятувальників.",
        summary_en="Exchanges of teachers and rescuers.",
        papers=(
            Paper(
                "Угода про партнерство між Броварами та Красницьким повітом",
                "Partnership agreement between Brovary and Kraśnik County",
                ("education", "emergencies"),
                with_draft=True,
                case=Case("filed", letter="DEMO-02/40", letter_date=days_ago(6)),
            ),
        ),
    ),
    Story(
        ours=BROVARY,
        theirs=(
            Theirs(
                "Powiat gnieźnieński",
                "PL",
                level="county",
                region="Greater Poland",
                name_uk="Гнезненський повіт",
                name_en="Gniezno County",
            ),
        ),
        papers=(
            Paper(
                "Угода про співпрацю між Броварами та Гнезненським повітом",
                "Agreement on cooperation between Brovary and Gniezno County",
                ("culture", "tourism"),
                case=Case(
                    "returned",
                    letter="DEMO-02/36",
                    letter_date=days_ago(30),
                    reason=(
                        ("unclear_term", "wrong_party"),
                        "Уточніть орган, який підписує угоду від повіту, та порядок продовження строку.",
                    ),
                ),
            ),
        ),
    ),
    Story(
        ours=BROVARY,
        theirs=(
            Theirs(
                "Powiat grodziski",
                "PL",
                level="county",
                region="Greater Poland",
                name_uk="Гродзиський повіт (Великопольське воєводство)",
                name_en="Grodzisk County (Wielkopolskie)",
            ),
        ),
        papers=(
            Paper(
                "Угода про співпрацю між Броварами та Гродзиським повітом",
                "Agreement on cooperation between Brovary and Grodzisk County",
                ("agriculture", "sport"),
                case=Case(
                    "withdrawn",
                    letter="DEMO-02/22",
                    reason=((), "Сторони домовилися підготувати новий текст угоди."),
                ),
            ),
        ),
    ),
    Story(
        ours=BROVARY,
        theirs=(Theirs("Tonalá", "MX", 3981369, region="Jalisco"),),
        papers=(
            Paper(
                "Угода про побратимство між містами Бровари та Тонала (Халіско)",
                "Twinning agreement between Brovary and Tonalá (Jalisco)",
                ("culture", "tourism"),
                case=Case(
                    "registration_returned",
                    signed="2025-08",
                    online=True,
                    reason=(("signing_details",), "На скані не видно підпису другої сторони."),
                ),
            ),
        ),
    ),
    Story(
        ours=BROVARY,
        theirs=(Theirs("Santa Marinella", "IT", 3167520),),
        summary_uk="Відпочинок дітей біля моря, культура.",
        summary_en="Seaside holidays for children, culture.",
        papers=(
            Paper(
                "Угода про побратимство між містами Бровари та Санта-Маринелла",
                "Twinning agreement between Brovary and Santa Marinella",
                ("culture", "social", "tourism"),
                term=TermInput("auto_renewal", years=5),
                case=Case("cleared"),
            ),
        ),
        activities=(
            ActivityInput(
                "rehabilitation",
                partial("2024-07"),
                "Демонстраційний запис: відпочинок дітей біля моря",
                "Demo entry: seaside holidays for children",
                people=20,
                spheres=("social",),
            ),
        ),
    ),
    Story(
        ours=BROVARY,
        theirs=(ERLANGEN,),
        status="rejected",
        reason=(("duplicate",), "Партнерство з Ерлангеном уже є в реєстрі; доповніть наявний запис."),
        papers=(
            Paper(
                "Договір про партнерство з містом Ерланген (подано вдруге)",
                "Partnership treaty with the city of Erlangen (filed twice)",
                ("education",),
                document_type="treaty",
                term=years(3),
            ),
        ),
    ),
)
