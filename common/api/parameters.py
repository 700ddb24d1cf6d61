"""Query parameters, declared as data: read strictly, and described in the OpenAPI document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter

from common.api.kinds import TEXT, Kind
from common.errors import FieldProblem, RuleViolated

LONGEST_ECHO = 60
MOST_VALUES = 100


@dataclass(frozen=True)
class Parameter:
    """One parameter; with ``many`` it may be repeated or hold several values between commas (OR).

    A comma may belong to a free text («17, 18-МС»): then the whole is one of the values meant.
    """

    name: str
    kind: Kind
    description: str
    many: bool = False

    def schema(self) -> OpenApiParameter:
        """Describe the parameter in the OpenAPI document."""
        schema = {"type": "array", "items": self.kind.schema} if self.many else self.kind.schema
        more: dict[str, Any] = {"style": "form", "explode": True} if self.many else {}
        return OpenApiParameter(self.name, schema, description=self.description, **more)


Asked = dict[str, Any]


class ParameterSet:
    """The parameters that an address knows."""

    def __init__(self, parameters: Sequence[Parameter] = ()) -> None:
        self.parameters = {parameter.name: parameter for parameter in parameters}

    def read(self, query: QueryDict) -> Asked:
        """Read all values; raises ``RuleViolated`` with every unknown name and malformed value at once."""
        problems = [self._unknown(name) for name in query if name not in self.parameters]
        asked: Asked = {}
        for name in query:
            if parameter := self.parameters.get(name):
                values, value_problems = _values(parameter, query.getlist(name))
                problems += value_problems
                asked[name] = values if parameter.many else (values or [None])[0]
        if problems:
            raise RuleViolated(problems)
        return asked

    def schema(self) -> list[OpenApiParameter]:
        """Describe all parameters in the OpenAPI document."""
        return [parameter.schema() for parameter in self.parameters.values()]

    def _unknown(self, name: str) -> FieldProblem:
        if not self.parameters:
            return FieldProblem(name, "unknown_parameter", _("This address does not accept parameters."))
        detail = _("Unknown parameter “%(name)s”. Known parameters: %(known)s.") % {
            "name": _echo(name),
            "known": ", ".join(sorted(self.parameters)),
        }
        return FieldProblem(name, "unknown_parameter", detail)


NO_PARAMETERS = ParameterSet()


def _values(parameter: Parameter, given: Sequence[str]) -> tuple[list[Any], list[FieldProblem]]:
    raw = list(_split(given, whole_too=parameter.kind is TEXT)) if parameter.many else list(given)
    if len(raw) > (MOST_VALUES if parameter.many else 1):
        detail = _("“%(name)s” accepts at most %(most)s values.") % {
            "name": parameter.name,
            "most": MOST_VALUES if parameter.many else 1,
        }
        return [], [FieldProblem(parameter.name, "too_many_values", detail)]
    values, problems = [], []
    for text in raw:
        try:
            values.append(parameter.kind.read(text))
        except (ValueError, KeyError, OverflowError):
            problems.append(_malformed(parameter, text))
    return values, problems


def _split(given: Iterable[str], *, whole_too: bool) -> Iterator[str]:
    for value in given:
        parts = [part.strip() for part in value.split(",")]
        if whole_too and len(parts) > 1:
            yield value
            parts = [part for part in parts if part]
        yield from parts


def _malformed(parameter: Parameter, text: str) -> FieldProblem:
    detail = _("“%(name)s” must be %(takes)s; “%(given)s” is not.") % {
        "name": parameter.name,
        "takes": parameter.kind.takes,
        "given": _echo(text),
    }
    return FieldProblem(parameter.name, "invalid", detail)


def _echo(text: str) -> str:
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"
