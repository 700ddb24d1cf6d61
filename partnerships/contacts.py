"""Phones and e-mail addresses in texts that everybody will read.

Letters and old lists put them into the same cell as the name of the body («Броварська міська рада,
тел. …»). Public answers hold none, so they are refused where they are typed: hiding them later would
change what the register has sealed.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from common.errors import FieldProblem

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_GAP = r"[\s().\-–]{0,3}"
# +380 44 123-45-67 · (04594) 6-20-30 · 050 123 45 67 · тел. 6-20-30. Dates, sums and numbers of papers
# have no plus sign, no bracketed code with a zero, and never nine digits behind a leading zero.
_PHONE = re.compile(
    rf"\+(?:{_GAP}\d){{9,14}}(?!\d)"
    rf"|\(0\d{{2,4}}\)(?:{_GAP}\d){{5,7}}(?!\d)"
    rf"|(?<![\d./№-])(?<!№ )0\d{{2}}(?:{_GAP}\d){{7}}(?![\d/])"
    rf"|\b(?:тел|телефон|факс|моб|tel|phone|fax)\b[.:]?\s*[(+]?(?:{_GAP}\d){{5,14}}",
    re.IGNORECASE,
)


def has_contact(text: str) -> bool:
    """Whether a phone or an e-mail address stands in a text."""
    return bool(_EMAIL.search(text) or _PHONE.search(text))


def contact_problems(texts: Iterable[tuple[str, str]]) -> list[FieldProblem]:
    """Name every field (path, text) whose text holds a phone or an e-mail address."""
    detail = _("This text will be public: remove the phone number or email address.")
    return [FieldProblem(path, "contact", detail) for path, text in texts if text and has_contact(text)]
