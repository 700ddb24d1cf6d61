"""Addresses of the community's desk that show or move cases at the Ministry."""

from django.urls import path

from registration.views import desk, desk_agreement_edit, desk_amendments, desk_cases, desk_claims, papers

urlpatterns = [
    path("", desk.my_list, name="desk"),
    path("partnerships/<str:code>/", desk.partnership_page, name="desk_partnership"),
    path("agreements/<int:agreement_id>/edit/", desk_agreement_edit.edit, name="desk_agreement_edit"),
    path("agreements/<int:agreement_id>/file/", desk_cases.file, name="desk_case_file"),
    path("agreements/<int:agreement_id>/amend/", desk_amendments.amend, name="desk_agreement_amend"),
    path("agreements/<int:agreement_id>/prolong/", desk_amendments.prolong, name="desk_agreement_prolong"),
    path("agreements/<int:agreement_id>/website-text/", papers.website_text, name="desk_website_text"),
    path(
        "agreements/<int:agreement_id>/website-text-<slug:language>.<slug:ending>",
        papers.website_text_file,
        name="desk_website_text_file",
    ),
    path("claims/<int:claim_id>/deny/", desk_claims.deny_claim, name="desk_claim_deny"),
    path("claims/<int:claim_id>/reopen/", desk_claims.reopen_claim, name="desk_claim_reopen"),
    path("cases/<str:number>/steps/<slug:name>/", desk_cases.step, name="desk_case_step"),
]
