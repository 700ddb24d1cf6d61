from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        """Tell the timeline which history tables belong to a partnership."""
        from audit.timeline import register_source, register_verbs
        from partnerships import models
        from partnerships.records.territories import connect
        from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

        connect()
        register_source(models.Partnership, "pgh_obj_id")
        for model in (models.Party, models.Agreement, models.Document, models.Activity, models.Comment):
            register_source(model, "partnership_id")
        register_verbs({step.name: step.done for step in PARTNERSHIP_LIFE_CYCLE.transitions})
        register_verbs(
            {
                "create": _("draft begun"),
                "edit": _("edited"),
                "add_agreement": _("agreement added"),
                "attach_document": _("document attached"),
                "add_activity": _("activity added"),
                "edit_activity": _("activity corrected"),
                "delete_activity": _("activity removed"),
                "responsible": _("another official is responsible"),
                "assign": _("given to another member of the desk"),
                "helpers": _("said who helped"),
                "comment": _("comment written"),
            }
        )
