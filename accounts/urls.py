"""Addresses of sign-in, profile and invitations."""

from allauth.mfa.urls import urlpatterns as mfa_urls
from django.urls import include, path

from accounts import views, views_people

urlpatterns = [
    # Nobody signs up and nobody changes the address alone: these two of allauth's pages lead elsewhere.
    path("account/signup/", views.no_sign_up, name="account_signup"),
    path("account/email/", views.no_change_of_address, name="account_email"),
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include(mfa_urls)),
    path("account/start/", views.start, name="start"),
    path("account/profile/", views.profile, name="profile"),
    path("account/profile/keys/", views.create_key, name="key_create"),
    path("account/profile/keys/<int:token_id>/revoke/", views.revoke_key, name="key_revoke"),
    path("account/sessions/", views.sessions, name="sessions"),
    path("account/sessions/<int:session_id>/end/", views.end_one_session, name="session_end"),
    path("account/sessions/end-others/", views.end_all_other_sessions, name="sessions_end_others"),
    path("desk/people/", views_people.people, name="people"),
    path("desk/people/<int:membership_id>/leave/", views_people.leave, name="membership_end"),
    path(
        "desk/people/invitations/<int:invitation_id>/withdraw/",
        views_people.withdraw,
        name="invitation_withdraw",
    ),
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
]
