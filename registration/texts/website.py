"""A ready text about a registered agreement for the community's website."""

from django.utils.translation import gettext_lazy as _

from partnerships.texts.facts import facts_of
from partnerships.texts.papers import Kind, Paper, paper_from
from registration.models import RegisterEntry
from registration.texts.extract import check_url

KINDS = {
    language: Kind("website", language, label, _("The entry in the register."), file_name)
    for language, label, file_name in (
        ("uk", _("Text for the website, in Ukrainian"), "Новина про угоду {code}"),
        ("en", _("Text for the website, in English"), "News about agreement {code}"),
    )
}


def website_paper(entry: RegisterEntry, language: str) -> Paper:
    """The text in a language, from the entry and the agreement as registered; nothing is stored."""
    agreement = entry.agreement
    facts = facts_of(agreement.partnership, agreement, language)
    return paper_from(
        KINDS[language],
        {"facts": facts, "entry": entry, "agreement": agreement, "check_url": lambda: check_url(entry)},
        code=entry.number.replace("/", "-"),
    )


def plain_text(paper: Paper) -> str:
    """The text as it is pasted: a paragraph a line, points with a dash."""
    return "\n\n".join(f"– {block.text}" if block.style == "point" else block.text for block in paper.blocks)
