"""Columns of a list: which there are, which a person has chosen, and what they say in files and on paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from common.errors import Text
from desks.models import ChosenColumns


@dataclass(frozen=True)
class Column:
    """A column of a list. ``name`` is that of the list on the page, ``text`` its content in files."""

    name: str
    label: Text
    text: Callable[[Any], Any]
    is_shown: bool = True  # unless somebody has chosen otherwise
    is_day: bool = False  # a true date in a spreadsheet


def chosen_columns(user: Any, list_name: str, columns: Sequence[Column]) -> list[Column]:
    """The columns that a person wants to see, in the order of the list; the usual ones without a choice."""
    row = ChosenColumns.objects.filter(user=user.pk, list_name=list_name).first()
    wanted = set(row.columns) if row else set()
    chosen = [column for column in columns if column.name in wanted]
    return chosen or [column for column in columns if column.is_shown]


def choose_columns(user: Any, list_name: str, names: Sequence[str], columns: Sequence[Column]) -> None:
    """Keep a choice; unknown names are left out, and nothing chosen means the usual ones."""
    known = [column.name for column in columns if column.name in names]
    if known:
        ChosenColumns.objects.update_or_create(user=user, list_name=list_name, defaults={"columns": known})
    else:
        ChosenColumns.objects.filter(user=user, list_name=list_name).delete()
