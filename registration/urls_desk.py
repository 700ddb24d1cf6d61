"""Addresses of the community's desk that show or move cases at the Ministry."""

from django.urls import path

from registration.views import desk, desk_cases

urlpatterns = [
    path("", desk.my_list, name="desk"),
    path("partnerships/<str:code>/", desk.partnership_page, name="desk_partnership"),
    path("agreements/<int:agreement_id>/file/", desk_cases.file, name="desk_case_file"),
    path("cases/<str:number>/steps/<slug:name>/", desk_cases.step, name="desk_case_step"),
]
