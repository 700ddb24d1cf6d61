"""Addresses of the community's desk that need no case at the Ministry."""

from django.urls import path

from partnerships.views import (
    desk_activities,
    desk_agreements,
    desk_filing,
    desk_previews,
    desk_records,
    desk_responsible,
    desk_steps,
    desk_texts,
)

urlpatterns = [
    path("file/", desk_filing.file, name="desk_file"),
    path("partnerships/<str:code>/edit/", desk_filing.edit, name="desk_edit"),
    path("partnerships/<str:code>/edit/<slug:name>/", desk_filing.step, name="desk_filing"),
    path("partnerships/<str:code>/delete/", desk_steps.delete, name="desk_draft_delete"),
    path("partnerships/<str:code>/steps/<slug:name>/", desk_steps.step, name="desk_step"),
    path("partnerships/<str:code>/documents/add/", desk_records.upload, name="desk_document_upload"),
    path("partnerships/<str:code>/texts/", desk_texts.texts, name="desk_texts"),
    path(
        "partnerships/<str:code>/texts/<slug:name>-<slug:language>.<slug:ending>",
        desk_texts.text_file,
        name="desk_text_file",
    ),
    path("partnerships/<str:code>/activities/add/", desk_activities.add, name="desk_activity_add"),
    path("activities/<int:activity_id>/edit/", desk_activities.edit, name="desk_activity_edit"),
    path("activities/<int:activity_id>/remove/", desk_activities.remove, name="desk_activity_remove"),
    path("partnerships/<str:code>/responsible/", desk_responsible.responsible, name="desk_responsible"),
    path("partnerships/<str:code>/comments/add/", desk_records.comment, name="desk_comment_add"),
    path("partnerships/<str:code>/agreements/add/", desk_agreements.add, name="desk_agreement_add"),
    path("documents/<int:document_id>/", desk_records.download, name="desk_document"),
    path("documents/<int:document_id>/preview/", desk_previews.preview, name="desk_document_preview"),
    path(
        "documents/<int:document_id>/preview/<int:page>.jpg",
        desk_previews.preview_page,
        name="desk_document_preview_page",
    ),
]
