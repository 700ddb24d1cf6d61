"""Addresses of cases, the register and the status check."""

from django.urls import path

from common.api.exports import export_urls
from registration.api.changes import ChangeList
from registration.api.exports import Register
from registration.api.opinion_views import OpinionDetail, OpinionList
from registration.api.register_views import (
    Check,
    LegalActList,
    RegisterCorrection,
    RegisterDetail,
    RegisterList,
)
from registration.api.views import CaseDetail, CaseList, step_view
from registration.transitions import CASE_LIFE_CYCLE

urlpatterns = [
    path("registrations/", CaseList.as_view(), name="registrations"),
    path("registrations/<int:pk>/", CaseDetail.as_view(), name="registration"),
    *(
        path(
            f"registrations/<int:pk>/{step.name}/",
            step_view(step.name).as_view(),
            name=f"registration_{step.name}",
        )
        for step in CASE_LIFE_CYCLE.transitions
    ),
    path("registrations/<int:pk>/opinions/", OpinionList.as_view(), name="opinions"),
    path("registrations/<int:pk>/opinions/<int:opinion_pk>/", OpinionDetail.as_view(), name="opinion"),
    path("register/", RegisterList.as_view(), name="register"),
    path("register/<path:number>/correct/", RegisterCorrection.as_view(), name="register_correct"),
    path("register/<path:number>/", RegisterDetail.as_view(), name="register_entry"),
    path("legal-acts/", LegalActList.as_view(), name="legal_acts"),
    *export_urls(Register),
    path("changes/", ChangeList.as_view(), name="changes"),
    path("check/", Check.as_view(), name="check"),
]
