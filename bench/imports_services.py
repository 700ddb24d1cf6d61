"""Import through the services: file, submit, approve; run as ``python -m bench.imports_services ROWS``."""

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from accounts.models import User
    from partnerships.inputs import PartnershipInput


def main() -> None:
    """Import and print the seconds."""
    django.setup()
    from django.db import connection

    connection.ensure_connection()
    from accounts.models import User
    from partnerships.services import file_partnership, take_step

    rows = int(sys.argv[1])
    reviewer = User.objects.filter(role="association").order_by("pk")[0]
    filings = list(_filings(rows))
    started = time.perf_counter()
    for official, data in filings:
        made = file_partnership(actor=official, data=data)
        made = take_step(made.pk, "submit", actor=official, expected_version=made.version)
        take_step(made.pk, "approve", actor=reviewer, expected_version=made.version)
    print(time.perf_counter() - started)


def _filings(rows: int) -> Iterator[tuple["User", "PartnershipInput"]]:
    from accounts.models import Membership
    from communities.models import ForeignMunicipality
    from partnerships.inputs import AgreementInput, PartnershipInput, PartyInput, TermInput

    memberships = list(Membership.objects.select_related("user", "community").order_by("pk"))
    partners = list(ForeignMunicipality.objects.order_by("pk").values_list("pk", flat=True))
    for number in range(rows):
        member = memberships[number % len(memberships)]
        agreement = AgreementInput(
            document_type="agreement",
            title_uk=f"Угода про співробітництво у сфері освіти та культури № {number}",
            kinds=("interterritorial",),
            spheres=("education", "culture"),
            term=TermInput("open_ended"),
        )
        yield (
            member.user,
            PartnershipInput(
                community_parties=(PartyInput(katottg=member.community.katottg, body_kind="council"),),
                foreign_parties=(
                    PartyInput(municipality_id=partners[number % len(partners)], body_kind="council"),
                ),
                summary_uk="Обмін досвідом між громадами.",
                agreement=agreement,
            ),
        )


if __name__ == "__main__":
    main()
