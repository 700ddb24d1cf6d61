"""Filters of a list that a person keeps under a name."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from common.cleaning import clean_line
from common.errors import FieldProblem, RuleViolated
from common.sorting import UkrainianSortKey
from desks.models import LONGEST_QUERY, SavedFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_SAVED = 30
NOT_KEPT = ("p", "e", "csrfmiddlewaretoken")  # the page, and Django's sign of a wrong filter
LONGEST_NAME = 80


def saved_filters(user: Any, list_name: str) -> "QuerySet[SavedFilter]":
    """A person's filters of a list, by name."""
    own = SavedFilter.objects.filter(user=user, list_name=list_name)
    return own.order_by(UkrainianSortKey("name"), "pk")


def kept_query(request: HttpRequest, changelist: Any) -> str:
    """The filters of a list as they stand, the queue said in any case: the link means the same to everybody."""
    query = request.GET.copy()
    for name in NOT_KEPT:
        query.pop(name, None)
    for spec in changelist.filter_specs:
        if getattr(spec, "is_queue", False):
            query[spec.parameter_name] = spec.value()
    return str(query.urlencode())


def save_filter(user: Any, list_name: str, *, name: str, query: str) -> SavedFilter:
    """Keep filters under a name; the same name again means the new ones. Raises ``RuleViolated``."""
    name = clean_line(name)
    problems = []
    if not name:
        problems.append(FieldProblem("name", "required", _("Give the filter a name.")))
    if len(name) > LONGEST_NAME:
        detail = _("Use %(most)s characters or fewer.") % {"most": LONGEST_NAME}
        problems.append(FieldProblem("name", "too_long", detail))
    cleaned = QueryDict(query, mutable=True)
    for unwanted in NOT_KEPT:
        cleaned.pop(unwanted, None)
    text = cleaned.urlencode()
    if len(text) > LONGEST_QUERY:
        problems.append(FieldProblem("query", "too_long", _("There are too many filters to save.")))
    others = saved_filters(user, list_name).exclude(name=name)
    if others.count() >= MOST_SAVED:
        detail = _("You already have %(most)s saved filters here. Remove one first.") % {"most": MOST_SAVED}
        problems.append(FieldProblem("name", "too_many", detail))
    if problems:
        raise RuleViolated(problems)
    saved, _is_new = SavedFilter.objects.update_or_create(
        user=user, list_name=list_name, name=name, defaults={"query": text}
    )
    return saved


def forget_filter(user: Any, list_name: str, pk: int) -> None:
    """Remove one's own filter; one that is gone already stays gone."""
    saved_filters(user, list_name).filter(pk=pk).delete()
