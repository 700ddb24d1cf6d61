"""Who can be a party to a partnership, and the reference data behind it."""

from communities.models.community import HROMADAS, Community
from communities.models.country import Country
from communities.models.merge import MunicipalityMerge
from communities.models.municipality import ForeignMunicipality
from communities.models.place import Place
from communities.models.reference_load import ReferenceLoad
from communities.models.vocabulary import SearchWord

__all__ = [
    "HROMADAS",
    "Community",
    "Country",
    "ForeignMunicipality",
    "MunicipalityMerge",
    "Place",
    "ReferenceLoad",
    "SearchWord",
]
