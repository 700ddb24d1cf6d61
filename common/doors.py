"""Cleans what comes in before anything looks at it: in every form of pages and admin, in every body of the API.

Django and the REST framework are changed at their roots, because a base class can be forgotten: forms of other
packages and those that the admin makes of models would not have it. So "required", the greatest length and all
rules judge what will be stored. Passwords are left as they are: their fields do not strip (``strip=False``).
"""

from typing import Any

from django import forms
from rest_framework import serializers

from common.cleaning import clean_line, clean_lines

LONGEST_LINE = 1000  # a field that takes more letters is a text, whose line breaks mean something


def clean_what_comes_in() -> None:
    """Put the cleaning before the text fields of all forms and serializers; called once, at the start."""
    form_value, api_value = forms.CharField.to_python, serializers.CharField.run_validation

    def to_python(field: forms.CharField, value: Any) -> str | None:
        if field.strip and isinstance(value, str):
            has_lines = field.max_length is None and isinstance(field.widget, forms.Textarea)
            value = _clean(value, field.max_length, has_lines=has_lines)
        return form_value(field, value)

    def run_validation(field: serializers.CharField, data: Any = serializers.empty) -> Any:
        if field.trim_whitespace and isinstance(data, str):
            data = _clean(data, field.max_length, has_lines=field.max_length is None)
        return api_value(field, data)

    forms.CharField.to_python = to_python  # type: ignore[assignment,method-assign]
    serializers.CharField.run_validation = run_validation  # type: ignore[assignment,method-assign]


def _clean(text: str, most: int | None, *, has_lines: bool) -> str:
    return clean_lines(text) if has_lines or (most or 0) > LONGEST_LINE else clean_line(text)
