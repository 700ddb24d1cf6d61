"""The same addresses as ours, as far as a router makes them."""

from django.urls import include, path
from rest_framework.routers import DefaultRouter

from bench.textbook.admin import site
from bench.textbook.views import PartnershipViewSet

router = DefaultRouter()
router.register("partnerships", PartnershipViewSet, basename="partnership")

urlpatterns = [path("api/v1/", include(router.urls)), path("admin/", site.urls)]
