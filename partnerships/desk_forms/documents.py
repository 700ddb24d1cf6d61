"""Choosing a file, and saying what it is."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.choices import DocumentKind
from partnerships.desk_forms.base import DeskForm
from partnerships.languages import language_choices
from partnerships.models import Partnership
from partnerships.services.file_types import ENDINGS

ACCEPT = ",".join(ending for endings in ENDINGS.values() for ending in endings)


def _file_help() -> str:
    return gettext(
        "PDF, DOCX, ODT, JPEG, PNG, a signature (p7s) or a signature container (asice, asics), "
        "up to %(most)s. If the page shows an error, choose the file again."
    ) % {"most": filesizeformat(settings.DOCUMENT_MAX_BYTES)}


def _too_large() -> str:
    most = filesizeformat(settings.DOCUMENT_MAX_BYTES)
    return gettext("The file is too large. It must be %(most)s or smaller.") % {"most": most}


class DocumentFileField(forms.FileField):
    """A file; the service says what is wrong with it, together with all the rest."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_empty_file": True, "help_text": lazy(_file_help, str)(), **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser offer fitting files, and say at once when one is too large."""
        attrs = super().widget_attrs(widget)
        return attrs | {
            "accept": ACCEPT,
            "data-max-bytes": settings.DOCUMENT_MAX_BYTES,
            "data-too-large": lazy(_too_large, str)(),
        }


class DocumentForm(DeskForm):
    """A file and what it is."""

    needed = frozenset({"kind", "file"})

    kind = forms.ChoiceField(label=_("Type"), choices=DocumentKind.choices)
    language = forms.ChoiceField(
        label=_("Language of the text"),
        required=False,
        help_text=_("For a draft in the partner’s language, choose which language."),
    )
    agreement = forms.TypedChoiceField(
        label=_("Belongs to"), required=False, coerce=int, empty_value=None, choices=()
    )
    file = DocumentFileField(label=_("File"))

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreements = [(agreement.pk, agreement.title) for agreement in partnership.agreements.all()]
        self._offer("agreement", [("", _("the whole partnership")), *agreements])
        if not agreements:
            del self.fields["agreement"]
        parties = [party.municipality for party in partnership.parties.all() if party.municipality]
        choices = language_choices(municipality.country_id for municipality in parties)
        self._offer("language", [("", _("not stated")), *choices])

    def _offer(self, name: str, choices: Iterable[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = choices
