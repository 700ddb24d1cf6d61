"""How pages say what a form or the domain refused."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from common.errors import DomainError, NotVisible, RuleViolated

ROWS_OF_A_PAGE = 25


def page_of(request: HttpRequest, rows: QuerySet[Any], size: int = ROWS_OF_A_PAGE) -> Page[Any]:
    """Return the asked page of a list; a number that makes no sense leads to the first or last page."""
    return page_number(Paginator(rows, size), request.GET.get("page", 1))


def page_number(paginator: Paginator[Any], number: Any) -> Page[Any]:
    """The page of that number, or the nearest one that makes sense."""
    try:
        return paginator.page(number)
    except PageNotAnInteger:
        return paginator.page(1)
    except EmptyPage:
        return paginator.page(paginator.num_pages)


def show_error(request: HttpRequest, error: DomainError) -> None:
    """Turn an error of the domain into a message on the next page; what one may not see is a 404."""
    if isinstance(error, NotVisible):
        raise Http404(str(error.detail))
    if isinstance(error, RuleViolated):
        for problem in error.problems:
            messages.error(request, str(problem.detail))
        return
    messages.error(request, str(error.detail))


def put_into_form(form: forms.BaseForm, error: RuleViolated, known: Iterable[str] | None = None) -> None:
    """Put each problem beside its field; what belongs to no field of this form goes to the top."""
    fields = set(known if known is not None else form.fields)
    for problem in error.problems:
        name = problem.field.rsplit(".", 1)[-1]
        form.add_error(name if name in fields else None, str(problem.detail))
