"""Addresses of reference data."""

from django.urls import path, re_path

from common.api.exports import export_urls
from communities.api.exports import Communities
from communities.api.views import (
    CommunityDetail,
    CommunityList,
    MunicipalityDetail,
    MunicipalityList,
    PlaceList,
)

urlpatterns = [
    path("communities/", CommunityList.as_view(), name="communities"),
    re_path("^communities/(?P<katottg>[Uu][Aa][0-9]{17})/$", CommunityDetail.as_view(), name="community"),
    path("municipalities/", MunicipalityList.as_view(), name="municipalities"),
    path("municipalities/<int:pk>/", MunicipalityDetail.as_view(), name="municipality"),
    path("places/", PlaceList.as_view(), name="places"),
    *export_urls(Communities),
]
