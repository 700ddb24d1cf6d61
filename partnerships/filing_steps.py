"""The steps in which an official files a partnership."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FilingStep(models.TextChoices):
    """In the order in which they are shown; a person may go to any of them at any time."""

    PARTIES = "parties", _("Parties")
    AGREEMENT = "agreement", _("Agreement")
    DOCUMENTS = "documents", _("Documents")
    CHECK = "check", pgettext_lazy("step of a filing", "Check")
    SUBMIT = "submit", _("Submit")

    @property
    def following(self) -> "FilingStep":
        """The step after this one; the last one stays where it is."""
        steps = list(FilingStep)
        return steps[min(steps.index(self) + 1, len(steps) - 1)]

    @property
    def preceding(self) -> "FilingStep":
        """The step before this one; the first one stays where it is."""
        steps = list(FilingStep)
        return steps[max(steps.index(self) - 1, 0)]


# Steps with a form that is kept while somebody types.
TYPED_STEPS = (FilingStep.PARTIES, FilingStep.AGREEMENT)
