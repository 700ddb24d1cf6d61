"""Filling in a form of a page that is ready: what was typed before is put into its fields.

Only the tags of the fields are written anew, everything else of the page stays byte for byte. What has no field
on the page (a row that a script had added) goes along as hidden fields.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Typed = Sequence[tuple[str, str]]
Attributes = dict[str, str | None]
CHOSEN = frozenset({"checkbox", "radio"})
NOT_TYPED = frozenset({"submit", "button", "image", "reset", "file"})


@dataclass
class Control:
    """One field: its tag or, of a long text, what stands between its tags."""

    tag: str
    name: str
    attributes: Attributes
    start: int
    end: int
    text_end: int = 0

    @property
    def kind(self) -> str:
        """``text``, ``checkbox``, ``textarea``, ``option`` and so on."""
        return (self.attributes.get("type") or "text").lower() if self.tag == "input" else self.tag


@dataclass
class Form:
    """One form of a page."""

    attributes: Attributes
    end: int  # of its start tag
    controls: list[Control] = field(default_factory=list)

    def leads_to(self, path: str, page: str) -> bool:
        """Whether the form, or a button of it, is sent to a path."""
        if (self.attributes.get("method") or "get").lower() != "post":
            return False
        buttons = (one.attributes.get("formaction") for one in self.controls)
        actions = [self.attributes.get("action") or page, *filter(None, buttons)]
        return any(urlsplit(urljoin(page, action)).path == path for action in actions)


class _Reader(HTMLParser):
    """Finds the forms and their fields, each with its place in the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines = [0]
        for line in html.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = ""
        self.text: Control | None = None
        self.feed(html)

    def place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes, start = dict(attrs), self.place()
        end = start + len(self.get_starttag_text() or "")
        if tag == "form":
            self.form = Form(attributes, end)
            self.forms.append(self.form)
        elif tag == "select":
            self.select = attributes.get("name") or ""
        elif tag in {"input", "textarea", "button", "option"}:
            name = self.select if tag == "option" else attributes.get("name") or ""
            control = Control(tag, name, attributes, start, end)
            if tag == "textarea":
                self.text = control
            if self.form is not None:
                self.form.controls.append(control)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.text is not None:
            self.text.text_end, self.text = self.place(), None


def filled_in(
    html: str, *, page: str, path: str, typed: Typed, notice: str, kept_out: Iterable[str]
) -> str | None:
    """Return the page with the form that is sent to ``path`` filled in, or None when it has no such form.

    ``page`` is the page's own path, ``notice`` is HTML that is put at the beginning of the form. Fields named in
    ``kept_out`` stay as the page has them.
    """
    left_alone = frozenset(kept_out)
    forms = [form for form in _Reader(html).forms if form.leads_to(path, page)]
    if not forms:
        return None
    form = max(forms, key=lambda one: _likeness(one, typed, left_alone))
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in typed:
        if name not in left_alone:
            values[name].append(value)
    edits, known = [], set()
    for control in form.controls:
        known.add(control.name)
        if control.name and control.name not in left_alone and control.kind not in NOT_TYPED | {"button"}:
            edits.append(_edit(control, values[control.name]))
    missing = "".join(_hidden(name, one) for name in values if name not in known for one in values[name])
    edits.append((form.end, form.end, notice + missing))
    for start, end, text in sorted(edits, reverse=True):
        html = html[:start] + text + html[end:]
    return html


def _likeness(form: Form, typed: Typed, left_alone: frozenset[str]) -> int:
    """How well a form fits what was sent: by the names of its fields, and by what its hidden fields hold."""
    names, pairs = {name for name, _value in typed}, set(typed)
    hidden = {
        (one.name, one.attributes.get("value") or "")
        for one in form.controls
        if one.kind == "hidden" and one.name not in left_alone
    }
    return len(names & {one.name for one in form.controls}) + 2 * len(hidden & pairs)


def _edit(control: Control, values: list[str]) -> tuple[int, int, str]:
    """The place of a field and what comes there; of several fields with one name each takes its own value."""
    if control.kind == "textarea":
        # The first line feed after the tag is not of the text.
        return control.end, control.text_end or control.end, "\n" + escape(values.pop(0) if values else "")
    attributes = dict(control.attributes)
    if control.kind in CHOSEN or control.kind == "option":
        mark = "selected" if control.kind == "option" else "checked"
        attributes.pop(mark, None)
        if (attributes.get("value") or ("" if control.kind == "option" else "on")) in values:
            attributes[mark] = None
    elif values or control.kind != "hidden":
        attributes["value"] = values.pop(0) if values else ""
    return control.start, control.end, _tag(control.tag, attributes)


def _tag(name: str, attributes: Attributes) -> str:
    parts = [key if value is None else f'{key}="{escape(value)}"' for key, value in attributes.items()]
    return f"<{' '.join([name, *parts])}>"


def _hidden(name: str, value: str) -> str:
    return _tag("input", {"type": "hidden", "name": name, "value": value})
