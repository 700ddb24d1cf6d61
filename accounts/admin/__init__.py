"""People, what they act for, and invitations."""

from accounts.admin.invitation import InvitationAdmin
from accounts.admin.membership import MembershipAdmin
from accounts.admin.token import ApiTokenAdmin
from accounts.admin.user import UserAdmin

__all__ = ["ApiTokenAdmin", "InvitationAdmin", "MembershipAdmin", "UserAdmin"]
