"""Labels of codes in both languages, whatever language the reader has chosen."""

from functools import lru_cache

from django.db import models
from django.utils import translation

from common.errors import Text


def in_language(language: str, text: Text) -> str:
    """Return a text of the catalogue in a language."""
    with translation.override(language):
        return str(text)


@lru_cache
def labels_of(choices: type[models.TextChoices], language: str) -> dict[str, str]:
    """Return code → label of a vocabulary in a language."""
    with translation.override(language):
        return {str(choice.value): str(choice.label) for choice in choices}


def label_of(choices: type[models.TextChoices], code: str, language: str) -> str:
    """Return the label of one code; an unknown code is its own label."""
    return labels_of(choices, language).get(code, code)
