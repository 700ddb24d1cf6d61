"""Queues: the tabs above a list. Without a choice the list shows what waits for the person's role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.admin.counting import count_text, counts_up_to
from common.errors import Text

ALL = "all"


@dataclass(frozen=True)
class Queue:
    """One tab: which records stand in it, and whether their number is worth counting."""

    name: str
    label: Text
    condition: Callable[[Any], Q]
    counted: bool = False


class QueueFilter(SimpleListFilter):
    """Chooses a queue by ``?queue=``; shown as tabs by ``admin/desk/queues.html``."""

    title = _("queue")
    parameter_name = "queue"
    template = "admin/desk/queue_filter.html"
    queues: ClassVar[Sequence[Queue]] = ()
    default_by_role: ClassVar[dict[str, str]] = {}
    is_queue = True

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.request = request
        self.rows = model_admin.get_queryset(request)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(queue.name, queue.label) for queue in self.queues]

    def value(self) -> str:
        return self.shown(self.request)

    @classmethod
    def shown(cls, request: HttpRequest) -> str:
        """The queue that a request shows."""
        if request.GET.get("status"):
            return ALL  # a queue is a choice of statuses: two choices would mostly find nothing
        if asked := request.GET.get(str(cls.parameter_name)):
            return asked
        if request.GET.get("q"):
            return ALL  # whoever searches asks about everything
        return cls.default_by_role.get(getattr(request.user, "role", ""), ALL)

    def known_values(self) -> list[str]:
        """What the address may ask for."""
        return [*(queue.name for queue in self.queues), ALL]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = next((queue for queue in self.queues if queue.name == self.value()), None)
        return queryset.filter(chosen.condition(request.user)) if chosen else queryset

    def tabs(self) -> list[dict[str, Any]]:
        """The tabs with their addresses and counts; one query counts them all."""
        counts = counts_up_to({
            queue.name: self.rows.filter(queue.condition(self.request.user))
            for queue in self.queues
            if queue.counted
        })  # fmt: skip
        rows = [(queue.name, queue.label) for queue in self.queues] + [(ALL, _("All"))]
        return [
            {
                "label": label,
                "url": self._url(name),
                "count": count_text(counts[name]) if name in counts else None,
                "is_current": name == self.value(),
            }
            for name, label in rows
        ]

    def _url(self, name: str) -> str:
        query = self.request.GET.copy()
        query.pop("p", None)
        query.pop("status", None)
        query[self.parameter_name] = name
        return f"?{query.urlencode()}"
