from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        """Tell the timeline which history tables belong to a partnership."""
        from audit.timeline import register_source, register_verbs
        from communities.merging import moves_with_municipality
        from partnerships import models
        from partnerships.records.territories import connect, lock_partnerships_of
        from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

        connect()
        moves_with_municipality(models.Party, "municipality", lock=lock_partnerships_of)
        register_source(models.Partnership, "pgh_obj_id")
        for model in (
            models.Party,
            models.Agreement,
            models.Document,
            models.Activity,
            models.Comment,
            models.RemarkAnswer,
        ):
            register_source(model, "partnership_id")
        register_verbs({step.name: step.done for step in PARTNERSHIP_LIFE_CYCLE.declared})
        register_verbs(
            {
                "create": _("draft started"),
                "edit": _("edited"),
                "delete_draft": _("draft deleted"),
                "add_agreement": _("agreement added"),
                "attach_document": _("document attached"),
                "add_activity": _("activity added"),
                "edit_activity": _("activity corrected"),
                "delete_activity": _("activity removed"),
                "responsible": _("responsible official changed"),
                "assign": _("reassigned to a colleague"),
                "helpers": _("helper recorded"),
                "merge": _("merged with another record"),
                "undo_merge": _("merge undone"),
                "comment": _("comment added"),
            }
        )
