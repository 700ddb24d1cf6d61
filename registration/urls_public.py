"""Addresses of the public pages of the register."""

from django.urls import path

from registration.views.papers import extract
from registration.views.public import about, check_page, home, integrity_page, register_list

urlpatterns = [
    path("", home, name="home"),
    path("check/", check_page, name="check"),
    path("register/", register_list, name="register"),
    path("register/<int:sequence>/extract-<slug:language>.pdf", extract, name="register_extract"),
    path("register/integrity/", integrity_page, name="register_integrity"),
    path("about/", about, name="about"),
]
