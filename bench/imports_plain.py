"""The textbook's import: plain ``create`` of the same rows; run as ``python -m bench.imports_plain ROWS``."""

import sys
import time

import django


def main() -> None:
    """Import and print the seconds."""
    django.setup()
    from django.db import connection, transaction
    from django.utils import timezone

    connection.ensure_connection()
    from communities.models import Community, ForeignMunicipality
    from partnerships.models import Agreement, Partnership, Party

    rows = int(sys.argv[1])
    units = list(Community.objects.filter(level="hromada", is_active=True)[:200])
    partners = list(ForeignMunicipality.objects.order_by("pk"))
    started = time.perf_counter()
    for number in range(rows):
        with transaction.atomic():
            made = Partnership.objects.create(code=f"T-{number}", summary_uk="Обмін досвідом між громадами.")
            Party.objects.create(
                partnership=made, side="ukrainian", community=units[number % len(units)], body_kind="council"
            )
            Party.objects.create(
                partnership=made,
                side="foreign",
                municipality=partners[number % len(partners)],
                body_kind="council",
            )
            Agreement.objects.create(
                partnership=made,
                document_type="agreement",
                title_uk=f"Угода про співробітництво у сфері освіти та культури № {number}",
                kinds=["interterritorial"],
                spheres=["education", "culture"],
                term_kind="open_ended",
            )
        for status in ("submitted", "approved"):  # the database refuses to insert it as checked
            made.status, made.submitted_at = status, timezone.now()
            made.save()
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main()
