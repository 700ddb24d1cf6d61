"""Addresses of the pickers that forms use to find a community or a municipality."""

from django.urls import path

from communities.views import pick_communities, pick_municipalities

urlpatterns = [
    path("pickers/communities/", pick_communities, name="pick_communities"),
    path("pickers/municipalities/", pick_municipalities, name="pick_municipalities"),
]
