"""Addresses of the public pages of partnerships and communities."""

from django.urls import path

from partnerships.views.communities import community_list, community_page
from partnerships.views.map import map_page
from partnerships.views.public import partnership_list, partnership_page

urlpatterns = [
    path("partnerships/", partnership_list, name="partnerships"),
    path("partnerships/<str:code>/", partnership_page, name="partnership"),
    path("map/", map_page, name="map"),
    path("communities/", community_list, name="communities"),
    path("communities/<str:katottg>/", community_page, name="community"),
]
