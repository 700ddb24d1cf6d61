"""Making two records of one partnership one. For a day it can be undone; the old address leads to the kept one."""

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from common.acting import acting
from common.errors import Conflict, FieldProblem, NotVisible, RuleViolated, StaleVersion
from common.transition_executor import save_version
from partnerships.choices import PartnershipStatus
from partnerships.models import Activity, Agreement, Comment, Document, Partnership, PartnershipMerge
from partnerships.policies import can_merge
from partnerships.records.refresh import lock_partnerships, refresh_records
from partnerships.selectors import same_parties

if TYPE_CHECKING:
    from accounts.models import User

NOT_KEPT = (PartnershipStatus.REJECTED, PartnershipStatus.WITHDRAWN)
_moved_models: list[type[models.Model]] = [Agreement, Document, Activity, Comment]


def moves_with_partnership(model: type[models.Model]) -> None:
    """Let rows of later apps (column ``partnership``) follow a partnership; from ``AppConfig.ready``."""
    _moved_models.append(model)


def merge_partnerships(
    gone_id: int, kept_id: int, *, actor: "User", expected_version: int | None
) -> PartnershipMerge:
    """Make the first one the second; ``expected_version`` is that of the one that goes.

    Raises ``NotVisible``, ``NotAllowed``, ``StaleVersion``, or ``RuleViolated`` beside ``kept``.
    """
    with transaction.atomic(), acting(actor, "merge"):
        can_merge(actor).require()
        gone, kept = _locked(gone_id, kept_id)
        if expected_version is not None and gone.version != expected_version:
            raise StaleVersion(current_version=gone.version)
        if problems := merge_problems(gone, kept):
            raise RuleViolated(problems)
        moved = {}
        for model in _moved_models:
            rows = _rows(model, gone)
            moved[model._meta.label_lower] = list(rows.order_by("pk").values_list("pk", flat=True))
            rows.update(partnership=kept)
        gone.merged_into = kept
        save_version(gone, ["merged_into"])
        save_version(kept, [])
        merge = PartnershipMerge.objects.create(kept=kept, gone=gone, moved=moved, merged_by=actor)
        refresh_records([gone_id, kept_id])
    return merge


def merge_problems(gone: Partnership, kept: Partnership) -> list[FieldProblem]:
    """Why two records cannot be made one."""
    if gone.pk == kept.pk:
        return [FieldProblem("kept", "same", _("This is the same record. Choose another one."))]
    if kept.status in NOT_KEPT:
        return [
            FieldProblem("kept", "closed", _("The record you want to keep has been rejected or withdrawn."))
        ]
    if not same_parties(gone).filter(pk=kept.pk).exists():
        detail = _(
            "The two records have different parties. Correct the parties, or merge the municipalities first."
        )
        return [FieldProblem("kept", "other_parties", detail)]
    if _bodies(gone) != _bodies(kept) and gone.agreements.filter(register_entry__isnull=False).exists():
        detail = _(
            "An agreement of the record that would go is registered with other bodies of these parties. Have the "
            "Ministry correct the entry first, or keep that record."
        )
        return [FieldProblem("kept", "other_bodies", detail)]
    if gone.is_checked and not kept.is_checked:
        detail = _(
            "The Association has checked only the record that would go. Keep that one, and merge the other into it."
        )
        return [FieldProblem("kept", "not_checked", detail)]
    return []


def _bodies(partnership: Partnership) -> set[tuple[Any, ...]]:
    """The parties with what the register says of them."""
    said = ("community_id", "municipality_id", "body_kind", "body_name_uk")
    return set(partnership.parties.values_list(*said))


def undo_partnership_merge(merge_id: int, *, actor: "User") -> PartnershipMerge:
    """Take a merger back within a day. Raises ``NotVisible``, ``NotAllowed`` or ``Conflict``."""
    with transaction.atomic(), acting(actor, "undo_merge"):
        can_merge(actor).require()
        merge = PartnershipMerge.objects.select_for_update(of=("self",)).filter(pk=merge_id).first()
        if merge is None:
            raise NotVisible
        if not merge.can_be_undone:
            raise Conflict(_("You can undo a merge only once, within a day."))
        lock_partnerships([merge.gone_id, merge.kept_id])
        if merge.kept.merged_into_id:
            raise Conflict(_("The record you kept was later merged too: undo that merge first."))
        gone, kept = merge.gone, merge.kept
        for model in _moved_models:
            ids = merge.moved.get(model._meta.label_lower, [])
            _rows(model, kept).filter(pk__in=ids).update(partnership=gone)
        gone.merged_into = None
        save_version(gone, ["merged_into"])
        save_version(kept, [])
        merge.note_undoing(actor)
        refresh_records([gone.pk, kept.pk])
    return merge


def _locked(gone_id: int, kept_id: int) -> tuple[Partnership, Partnership]:
    lock_partnerships([gone_id, kept_id])
    found = Partnership.objects.filter(merged_into=None).in_bulk([gone_id, kept_id])
    if gone_id not in found or kept_id not in found:
        raise NotVisible
    return found[gone_id], found[kept_id]


def _rows(model: type[models.Model], partnership: Partnership) -> "models.QuerySet[Any]":
    return model._default_manager.filter(partnership=partnership)
