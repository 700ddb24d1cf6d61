from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    name = "registration"
    verbose_name = _("Registration of agreements")

    def ready(self) -> None:
        """Tell the timeline which history tables belong to a case."""
        from audit.timeline import register_source, register_verbs
        from communities.merging import moves_with_municipality
        from registration import models
        from registration.transitions import CASE_LIFE_CYCLE

        moves_with_municipality(models.OutsideClaim, "municipality")
        register_source(models.RegistrationCase, "agreement__partnership_id")
        register_source(models.CaseRemarkAnswer, "case__agreement__partnership_id")
        register_source(models.Opinion, "case__agreement__partnership_id")
        register_source(models.Signatory, "agreement__partnership_id")
        register_source(models.RegisterEntry, "agreement__partnership_id")
        register_verbs({CASE_LIFE_CYCLE.verb(step.name): step.done for step in CASE_LIFE_CYCLE.transitions})
        register_verbs(
            {
                "case:file": _("draft filed with the Ministry"),
                "request_opinion": _("opinion requested"),
                "record_opinion": _("opinion recorded"),
                "correct_opinion": _("opinion corrected"),
                "correct_entry": _("register entry corrected"),
                "correct_order": _("order corrected"),
                "attach_order": _("order attached"),
                "transfer": _("transferred from the previous register"),
            }
        )
