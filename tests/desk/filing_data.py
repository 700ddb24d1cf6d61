"""What a browser sends from the filing page."""


def filing_data(community, municipality=None, **changes):
    """A complete filing; ``changes`` replace single fields, None drops one."""
    data = {
        "action": "save",
        "community_rows": ["0"],
        "community-0-reference": f"community:{community.katottg}",
        "community-0-body_kind": "council",
        "community-0-body_name_uk": "Зразкова міська рада",
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
        "draft_kind": "draft_uk",
    }
    if municipality:
        data |= {
            "foreign_rows": ["0"],
            "foreign-0-reference": f"municipality:{municipality.pk}",
            "foreign-0-body_kind": "council",
            "foreign-0-body_name_original": "Stadtrat",
        }
    data |= changes
    return {name: value for name, value in data.items() if value is not None}
