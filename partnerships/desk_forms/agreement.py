"""The content of an agreement as an official types it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.choices import CooperationKind, DocumentType, Sphere, TermKind
from partnerships.desk_forms.base import Checks, DeskForm, exact_date_field, text_field
from partnerships.inputs import AgreementInput, TermInput
from partnerships.models import Agreement

COUNTING_AS_TYPED = (
    "title_uk",
    "title_en",
    "kinds",
    "spheres",
    "term_years",
    "term_until",
    "council_decision_number",
    "council_decision_date",
)


class AgreementForm(DeskForm):
    """Type, titles, kinds, spheres, term and the council's decision."""

    needed = frozenset({"document_type", "title_uk"})
    problem_prefix = "agreement."

    document_type = forms.ChoiceField(
        label=_("Type of document"),
        choices=DocumentType.choices,
        initial=DocumentType.AGREEMENT,
        required=False,
    )
    title_uk = text_field(
        _("Title in Ukrainian"),
        most=1000,
        rows=2,
        help_text=_("Exactly as on the document, with the names of the parties."),
    )
    title_en = text_field(
        _("Title in English"),
        most=1000,
        rows=2,
        help_text=_("Foreign readers find the agreement by this title."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of cooperation"),
        choices=CooperationKind.choices,
        required=False,
        widget=Checks,
        help_text=_(
            "Choose one or more. Cross-border: the communities’ countries share a border. "
            "Transnational: they do not share one, but work together in one programme or "
            "region. Interterritorial: any other cooperation."
        ),
    )
    spheres = forms.MultipleChoiceField(
        label=_("Spheres of cooperation"),
        choices=Sphere.choices,
        required=False,
        widget=Checks,
        help_text=_("Choose those named in the agreement."),
    )
    term_kind = forms.ChoiceField(
        label=_("Term"), choices=TermKind.choices, initial=TermKind.UNKNOWN, required=False
    )
    term_years = forms.IntegerField(
        label=_("Number of years"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("For a term in years, or for a term that renews automatically."),
    )
    term_until = exact_date_field(_("Last day of the term"), help_text=_("For a term that ends on a date."))
    council_decision_number = text_field(_("Number of the council decision"), most=100)
    council_decision_date = exact_date_field(_("Date of the council decision"))

    def is_blank(self) -> bool:
        """Whether nothing has been said about an agreement yet."""
        return not any(self.cleaned_data.get(name) for name in COUNTING_AS_TYPED)

    def to_input(self, *, amends_id: int | None = None) -> AgreementInput:
        """What the services take; of a form with errors, what could be read."""
        cleaned = self.cleaned_data
        return AgreementInput(
            document_type=cleaned.get("document_type") or DocumentType.AGREEMENT,
            title_uk=cleaned.get("title_uk", ""),
            title_en=cleaned.get("title_en", ""),
            kinds=tuple(cleaned.get("kinds", ())),
            spheres=tuple(cleaned.get("spheres", ())),
            term=TermInput(
                kind=cleaned.get("term_kind") or TermKind.UNKNOWN,
                years=cleaned.get("term_years"),
                until=cleaned.get("term_until"),
            ),
            council_decision_number=cleaned.get("council_decision_number", ""),
            council_decision_date=cleaned.get("council_decision_date"),
            amends_id=amends_id,
        )

    @property
    def unreadable(self) -> frozenset[str]:
        """The parts of the input that could not be read."""
        return frozenset("term" if name.startswith("term_") else name for name in self.errors)

    @staticmethod
    def stored(agreement: Agreement) -> dict[str, Any]:
        """The stored content, as the form's initial values."""
        names = ("document_type", "term_kind", *COUNTING_AS_TYPED)
        return {name: getattr(agreement, name) for name in names}
