"""Addresses of the inbox and of the settings."""

from django.urls import path

from notices import views

urlpatterns = [
    path("", views.inbox, name="notices"),
    path("read/", views.read_all, name="notices_read_all"),
    path("settings/", views.settings, name="notice_settings"),
    path("<int:notice_id>/read/", views.read, name="notice_read"),
]
