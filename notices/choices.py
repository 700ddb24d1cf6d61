"""What people are told of, and how it reaches them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """Events that concern a person; the labels stand beside the boxes of the settings."""

    RETURNED = "returned", _("The Association has returned a record for revision")
    APPROVED = "approved", _("The Association has checked a record")
    REJECTED = "rejected", _("The Association has rejected a record")
    CLEARED = "cleared", _("The Ministry has cleared a draft")
    CLEARANCE_ANNULLED = "clearance_annulled", _("The Ministry has annulled a clearance")
    DRAFT_RETURNED = "draft_returned", _("The Ministry has returned a draft for revision")
    REFUSED = "refused", _("The Ministry has refused clearance")
    REGISTERED = "registered", _("The Ministry has registered an agreement")
    REGISTRATION_RETURNED = (
        "registration_returned",
        _("The Ministry has returned a registration filing for revision"),
    )
    REGISTRATION_REFUSED = "registration_refused", _("The Ministry has refused registration")
    DUE_SOON = "due_soon", _("The review period of a draft ends within a week")
    EXPIRING = "expiring", _("The term of an agreement ends within six months")
    RESPONSIBLE = "responsible", _("I am made responsible for a record")
    COMMENT = "comment", _("There is a new comment")


class Delivery(models.TextChoices):
    """When a notice goes out by e-mail; it stands in the inbox at once in any case."""

    AT_ONCE = "at_once", _("At once: an email for each event")
    DAILY = "daily", _("Once a day: one email with all events")
    NONE = "none", _("Never: only in the inbox")
