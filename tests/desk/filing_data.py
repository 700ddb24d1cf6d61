"""What a browser sends from the pages of a filing."""

from django.urls import reverse

from partnerships.models import Partnership


def parties_data(community, municipality=None, **changes):
    """The first step; ``changes`` replace single fields, None drops one."""
    data = {
        "action": "next",
        "community_rows": ["0"],
        "community-0-reference": f"community:{community.katottg}",
        "community-0-body_kind": "council",
        "community-0-body_name_uk": "Зразкова міська рада",
    }
    if municipality:
        data |= {
            "foreign_rows": ["0"],
            "foreign-0-reference": f"municipality:{municipality.pk}",
            "foreign-0-body_kind": "council",
            "foreign-0-body_name_original": "Stadtrat",
        }
    return without_none(data | changes)


def content_data(**changes):
    """The second step: words and agreement."""
    data = {
        "action": "next",
        "started_day": "",
        "started_month": "11",
        "started_year": "2022",
        "summary_uk": "Спільні проєкти шкіл.",
        "summary_en": "Joint projects of schools.",
        "document_type": "memorandum",
        "title_uk": "Меморандум про співпрацю",
        "title_en": "Memorandum of cooperation",
        "kinds": ["interterritorial"],
        "spheres": ["education", "health"],
        "term_kind": "years",
        "term_years": "5",
        "term_until": "",
        "council_decision_number": "12-5/8",
        "council_decision_date": "2025-03-20",
    }
    return without_none(data | changes)


def without_none(data):
    return {name: value for name, value in data.items() if value is not None}


def step_of(partnership, step):
    """Address of a step."""
    return reverse("desk_filing", args=[partnership.code, step])


def file_whole(client, community, municipality, **content):
    """File both steps; returns the draft."""
    assert client.post("/desk/file/", parties_data(community, municipality)).status_code == 302
    partnership = Partnership.objects.latest("pk")
    data = content_data(version=partnership.version, **content)
    assert client.post(step_of(partnership, "agreement"), data).status_code == 302
    partnership.refresh_from_db()
    return partnership
