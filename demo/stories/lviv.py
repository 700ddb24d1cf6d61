"""Lviv with some of its partners: the pairs are public facts, what the desks do with them is invented."""

from demo.stories.model import OPEN_ENDED, Case, Comment, Ours, Paper, Story, Theirs, days_ago, partial
from partnerships.inputs import ActivityInput, TermInput

LVIV = (Ours("UA46060250000025047", body_name_uk="Львівська міська рада"),)
WROCLAW = Theirs("Wrocław", "PL", 3081368, body_name_original="Rada Miejska Wrocławia")

STORIES = (
    Story(
        ours=LVIV,
        theirs=(WROCLAW,),
        started="2002",
        summary_uk="Два міста зі спільною історією: культура, університети, транспорт.",
        summary_en="Two cities with a shared history: culture, universities, transport.",
        papers=(
            Paper(
                "Угода про партнерство між Львовом і Вроцлавом (попередня редакція)",
                "Partnership agreement between Lviv and Wrocław (former edition)",
                ("culture", "science"),
                term=OPEN_ENDED,
                case=Case(
                    "terminated",
                    signed="2025-06-02",
                    place="м. Вроцлав (Республіка Польща)",
                    number="DEMO-2025-0004",
                    registered_on="2025-06-30",
                ),
            ),
            Paper(
                "Угода про партнерство між Львовом і Вроцлавом (нова редакція)",
                "Partnership agreement between Lviv and Wrocław (new edition)",
                ("culture", "science", "transport", "digital"),
                kinds=("cross_border", "interterritorial"),
                term=TermInput("until", until=partial(days_ago(-60)).date),
                with_draft=True,
                case=Case(
                    "registered",
                    order=("DEMO-21", "2026-01-20"),
                    signed="2026-01-29",
                    place="м. Львів",
                    number="DEMO-2026-0001",
                    registered_on="2026-02-12",
                ),
            ),
        ),
        activities=(
            ActivityInput(
                "project",
                partial("2024-09"),
                "Демонстраційний запис: спільний проєкт із міського транспорту",
                "Demo entry: joint project on city transport",
                value="250000",
                currency="EUR",
                spheres=("transport",),
            ),
        ),
        comments=(
            Comment("official", "Строк дії нової редакції спливає за два місяці: готуємо продовження."),
        ),
    ),
    Story(
        ours=LVIV,
        theirs=(Theirs("Lublin", "PL", 765876),),
        papers=(
            Paper(
                "Угода про співробітництво між Львовом і Любліном",
                "Agreement on cooperation between Lviv and Lublin",
                ("culture", "transport", "cross_border"),
                kinds=("cross_border",),
                case=Case(
                    "in_review",
                    steps=("accept",),
                    letter="DEMO-205",
                    letter_date=days_ago(15),
                    received_on=days_ago(12),
                    opinions=(("justice", "remarks", "Уточнити повноваження сторін у пункті 3."),),
                ),
            ),
        ),
    ),
    Story(
        ours=LVIV,
        theirs=(Theirs("Corning", "US", 5113760, region="New York"),),
        papers=(
            Paper(
                "Меморандум про дружбу між Львовом і Корнінгом",
                "Memorandum of friendship between Lviv and Corning",
                ("education", "industry"),
                document_type="memorandum",
                case=Case(
                    "refused",
                    reason=(("outside_powers",), "Пункт про мито виходить за межі повноважень ради."),
                ),
            ),
        ),
    ),
    Story(
        ours=LVIV,
        theirs=(WROCLAW,),
        status="withdrawn",
        reason=((), "Подано помилково: запис уже є."),
        papers=(
            Paper(
                "Угода з Вроцлавом (чернетка, подана помилково)",
                "Agreement with Wrocław (a draft filed by mistake)",
                ("culture",),
            ),
        ),
    ),
    Story(
        ours=LVIV,
        theirs=(Theirs("Freiburg", "DE", 2925177),),
        status="submitted",
        cases_after="submit",
        summary_uk="Проєкт угоди вже в Міністерстві, хоча Асоціація його ще не перевірила.",
        summary_en="The draft is with the Ministry, though the Association has not checked it yet.",
        papers=(
            Paper(
                "Угода про партнерство між Львовом і Фрайбургом",
                "Partnership agreement between Lviv and Freiburg",
                ("environment", "energy", "health"),
                with_draft=True,
                case=Case("filed", letter="DEMO-231", letter_date=days_ago(3)),
            ),
        ),
    ),
)
