"""People, what they may act for, and their keys."""

from accounts.models.api_token import ApiToken
from accounts.models.attempt import AttemptCounter
from accounts.models.cache_entry import CacheEntry
from accounts.models.idempotency import IdempotentAnswer
from accounts.models.invitation import Invitation
from accounts.models.membership import Membership
from accounts.models.user import User

__all__ = ["ApiToken", "AttemptCounter", "CacheEntry", "IdempotentAnswer", "Invitation", "Membership", "User"]
