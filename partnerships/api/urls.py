"""Addresses of partnerships and of what belongs to them."""

from django.urls import path

from common.api.exports import export_urls
from partnerships.api.activity_views import ActivityDetail, ActivityList
from partnerships.api.bulk_views import PartnershipBulk
from partnerships.api.checklist_views import Checklist
from partnerships.api.document_views import DocumentContent, DocumentList
from partnerships.api.exports import Partnerships
from partnerships.api.map_views import PartnershipMap
from partnerships.api.part_views import AgreementDetail, AgreementList, CommentList, EventList
from partnerships.api.stats_views import FacetList, Stats
from partnerships.api.upload_views import UploadAnnounce, UploadDetail
from partnerships.api.views import PartnershipDetail, PartnershipList, PartnershipStep
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

urlpatterns = [
    path("partnerships/", PartnershipList.as_view(), name="partnerships"),
    path("partnerships/bulk/", PartnershipBulk.as_view(), name="partnerships_bulk"),
    path("partnerships/<int:pk>/", PartnershipDetail.as_view(), name="partnership"),
    *(
        path(
            f"partnerships/<int:pk>/{step.name}/",
            PartnershipStep.as_view(step=step.name),
            name=f"partnership_{step.name}",
        )
        for step in PARTNERSHIP_LIFE_CYCLE.declared
    ),
    path("partnerships/<int:pk>/agreements/", AgreementList.as_view(), name="agreements"),
    path("partnerships/<int:pk>/agreements/<int:agreement_pk>/", AgreementDetail.as_view(), name="agreement"),
    path("partnerships/<int:pk>/checklist/", Checklist.as_view(), name="checklist"),
    path("partnerships/<int:pk>/activities/", ActivityList.as_view(), name="activities"),
    path("partnerships/<int:pk>/activities/<int:activity_pk>/", ActivityDetail.as_view(), name="activity"),
    path("partnerships/<int:pk>/documents/", DocumentList.as_view(), name="documents"),
    path(
        "partnerships/<int:pk>/documents/<int:document_pk>/content/",
        DocumentContent.as_view(),
        name="document_content",
    ),
    path("partnerships/<int:pk>/documents/announce/", UploadAnnounce.as_view(), name="upload_announce"),
    path("uploads/<uuid:upload_id>/", UploadDetail.as_view(), name="upload"),
    path("partnerships/<int:pk>/comments/", CommentList.as_view(), name="comments"),
    path("partnerships/<int:pk>/events/", EventList.as_view(), name="events"),
    *export_urls(Partnerships),
    path("map/", PartnershipMap.as_view(), name="map"),
    path("facets/", FacetList.as_view(), name="facets"),
    path("stats/", Stats.as_view(), name="stats"),
]
