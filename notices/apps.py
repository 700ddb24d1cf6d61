from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Be told of what happens to partnerships and cases."""
        from common.admin.previews import use_previews
        from common.happenings import listen
        from notices.listening import on_happening
        from notices.models import Notice
        from notices.preview import preview_of
        from partnerships.services.merging import moves_with_partnership

        listen(on_happening)
        moves_with_partnership(Notice)
        use_previews(preview_of)
