"""Application settings of ``communities``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    """Who can be a party: Ukrainian units, foreign municipalities, and the gazetteer behind them."""

    name = "communities"
    verbose_name = _("Communities and municipalities")

    def ready(self) -> None:
        """Let mergers follow when the kept municipality is merged itself."""
        from communities.merging import moves_with_municipality
        from communities.models import MunicipalityMerge

        moves_with_municipality(MunicipalityMerge, "kept")
