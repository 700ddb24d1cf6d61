"""Translations without a gettext program."""

import gettext
import os

import pytest
from django.core.management import call_command

from scripts import messages

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "community"
msgstr "громада"

#, fuzzy
msgid "not sure"
msgstr "не певен"
"""


@pytest.fixture
def folder(tmp_path, settings):
    folder = tmp_path / "uk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    return folder


def test_compiled_translations_can_be_read(folder):
    call_command("compile_translations", verbosity=0)
    with (folder / "django.mo").open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    assert catalog.gettext("community") == "громада"
    assert catalog.gettext("not sure") == "not sure"


def test_what_is_up_to_date_is_left_alone(folder, capsys):
    call_command("compile_translations")
    assert capsys.readouterr().out == "Compiled uk.\n"
    call_command("compile_translations")
    assert capsys.readouterr().out == ""
    os.utime(folder / "django.po", ns=(2**62, 2**62))
    call_command("compile_translations")
    assert capsys.readouterr().out == "Compiled uk.\n"


def test_texts_of_templates_and_modules_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "accounts").mkdir()
    (tmp_path / "accounts" / "views.py").write_text(
        'title = _("From a module")\nmonth = pgettext("month", "May")\n'
    )
    (tmp_path / "templates" / "page.html").write_text(
        '<h1>{% translate "It\'s a title" %}</h1>\n'
        "    <p title=\"{{ _('In a variable') }}\">({% blocktranslate count n=n %}{{ n }} town{% plural %}{{ n }} towns"
        "{% endblocktranslate %}\n{% blocktranslate trimmed %}\n  Two\n  lines\n{% endblocktranslate %}"
    )
    found = {messages.key(message) for message in messages.extract_all() if message.id}
    assert found == {
        ("From a module", None),
        ("May", "month"),
        ("It's a title", None),
        ("In a variable", None),
        ("%(n)s town", None),
        ("Two lines", None),
    }
    assert messages.update("uk", messages.extract_all(), check=False)
    catalog = tmp_path / "locale" / "uk" / "LC_MESSAGES" / "django.po"
    before = catalog.read_bytes()
    messages.update("uk", messages.extract_all(), check=False)
    assert catalog.read_bytes() == before, "nothing changes by itself"
