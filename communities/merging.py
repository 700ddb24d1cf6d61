"""Making two records of one municipality one: everything that refers to the other is moved to the kept one.

Later apps say which of their tables refer to municipalities (``moves_with_municipality``). The old address
leads to the kept record; for a day all of it can be undone.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from common.acting import acting
from common.errors import Conflict, FieldProblem, NotVisible, RuleViolated
from communities.changes import territories_changed
from communities.models import ForeignMunicipality, MunicipalityMerge
from communities.policies import can_merge_municipalities

if TYPE_CHECKING:
    from accounts.models import User

TAKEN_OVER = ("name_uk", "name_en", "region", "lat", "lon", "geonames_id", "wikidata_id")
LockRows = Callable[["models.QuerySet[Any]"], None]


@dataclass(frozen=True)
class Mover:
    """Rows that refer to a municipality; ``lock`` locks what their writers lock before them."""

    model: type[models.Model]
    column: str
    lock: LockRows

    def rows(self, *municipality_ids: int) -> "models.QuerySet[Any]":
        """Those that refer to the municipalities."""
        return self.model._default_manager.filter(**{f"{self.column}__in": municipality_ids})

    @property
    def key(self) -> str:
        """The name under which moved rows are kept."""
        return f"{self.model._meta.label_lower}.{self.column}"


_movers: list[Mover] = []


def moves_with_municipality(
    model: type[models.Model], column: str, *, lock: LockRows = lambda rows: None
) -> None:
    """Let rows that refer to a municipality follow it; called from ``AppConfig.ready``."""
    _movers.append(Mover(model, column, lock))


def merge_municipalities(gone_id: int, kept_id: int, *, actor: "User") -> MunicipalityMerge:
    """Make the first one the second. What the kept record lacks (coordinates, ids, names) it takes over.

    Raises ``NotVisible``, ``NotAllowed``, or ``RuleViolated`` beside ``kept`` for one and the same record,
    for different countries or levels, and when both are parties of one partnership.
    """
    with transaction.atomic(), acting(actor, "merge"):
        can_merge_municipalities(actor).require()
        for mover in _movers:
            mover.lock(mover.rows(gone_id, kept_id))
        gone, kept = _locked(gone_id, kept_id)
        if problems := merge_problems(gone, kept):
            raise RuleViolated(problems)
        content = serializers.serialize("python", [gone])[0]["fields"]
        moved = _move_all(gone, kept)
        name, before = str(gone), {field: getattr(kept, field) for field in ("id", *TAKEN_OVER, "aliases")}
        try:
            gone.delete()
        except ProtectedError:
            raise Conflict(_("Someone else is using this record. Try again.")) from None
        _save(lambda: _take_over(kept, content))
        return MunicipalityMerge.objects.create(
            kept=kept,
            gone_id=gone_id,
            gone_name=name,
            gone=_storable(content),
            kept_before=before,
            moved=moved,
            merged_by=actor,
        )


def merge_problems(gone: ForeignMunicipality, kept: ForeignMunicipality) -> list[FieldProblem]:
    """Why two records cannot be one and the same municipality."""
    if gone.pk == kept.pk:
        return [FieldProblem("kept", "same", _("This is the same record. Choose another one."))]
    if gone.country_id != kept.country_id:
        return [FieldProblem("kept", "other_country", _("The two records are in different countries."))]
    if gone.level != kept.level:
        detail = _(
            "The two records are at different levels: a county is not the same as its town. "
            "Correct the level first."
        )
        return [FieldProblem("kept", "other_level", detail)]
    return []


def undo_merge(merge_id: int, *, actor: "User") -> MunicipalityMerge:
    """Take a merger back within a day. Raises ``NotVisible``, ``NotAllowed`` or ``Conflict``."""
    with transaction.atomic(), acting(actor, "undo_merge"):
        can_merge_municipalities(actor).require()
        merge = MunicipalityMerge.objects.select_for_update(of=("self",)).filter(pk=merge_id).first()
        if merge is None:
            raise NotVisible
        if not merge.can_be_undone:
            raise Conflict(_("You can undo a merge only once, within a day."))
        if merge.kept_before["id"] != merge.kept_id:
            raise Conflict(_("The record you kept was later merged too: undo that merge first."))
        for mover in _movers:
            mover.lock(mover.rows(merge.kept_id))
        kept = ForeignMunicipality.objects.select_for_update(of=("self",)).get(pk=merge.kept_id)
        _give_back(kept, merge)
        gone = ForeignMunicipality(pk=merge.gone_id, **_fields_of(merge.gone))
        gone.version += 1
        _save(lambda: gone.save(force_insert=True))
        ForeignMunicipality.objects.filter(pk=gone.pk).update(created_at=merge.gone["created_at"])
        for mover in _movers:
            mover.rows(kept.pk).filter(pk__in=merge.moved.get(mover.key, [])).update(**{mover.column: gone})
        merge.note_undoing(actor)
        _tell([kept.pk, gone.pk])
    return merge


def merged_into(municipality_id: int) -> int | None:
    """The record that an old id leads to, also over several mergers; None for an id that was never merged."""
    found: int | None = None
    seen = {municipality_id}
    while True:
        merges = MunicipalityMerge.objects.filter(gone_id=municipality_id, undone_at=None)
        kept = merges.values_list("kept_id", flat=True).first()
        if kept is None or kept in seen:
            return found
        seen.add(kept)
        found = municipality_id = kept


def _locked(gone_id: int, kept_id: int) -> tuple[ForeignMunicipality, ForeignMunicipality]:
    rows = ForeignMunicipality.objects.select_for_update(of=("self",)).select_related("country")
    found = {row.pk: row for row in rows.filter(pk__in={gone_id, kept_id}).order_by("pk")}
    if gone_id not in found or kept_id not in found:
        raise NotVisible
    return found[gone_id], found[kept_id]


def _move_all(gone: ForeignMunicipality, kept: ForeignMunicipality) -> dict[str, list[int]]:
    moved = {}
    try:
        with transaction.atomic():
            for mover in _movers:
                rows = mover.rows(gone.pk)
                moved[mover.key] = list(rows.order_by("pk").values_list("pk", flat=True))
                rows.update(**{mover.column: kept})
    except IntegrityError:
        detail = _("Both are parties to the same partnership: correct or merge the partnerships first.")
        raise RuleViolated([FieldProblem("kept", "both_are_parties", detail)]) from None
    return moved


def _take_over(kept: ForeignMunicipality, content: dict[str, Any]) -> None:
    """Fill what is empty; the other spellings are names under which it is found."""
    for field in TAKEN_OVER:
        if getattr(kept, field) in (None, "") and content[field] not in (None, ""):
            setattr(kept, field, content[field])
    spellings = [*kept.aliases.split("|"), content["name"], content["name_uk"], content["name_en"]]
    spellings += content["aliases"].split("|")
    own = {kept.name, kept.name_uk, kept.name_en}
    kept.aliases = "|".join(dict.fromkeys(name for name in spellings if name and name not in own))
    kept.version += 1
    kept.save()


def _give_back(kept: ForeignMunicipality, merge: MunicipalityMerge) -> None:
    """Empty what was taken over, unless somebody has corrected it since; forget the other's names."""
    for field in TAKEN_OVER:
        before = merge.kept_before[field]
        if before in (None, "") and getattr(kept, field) == merge.gone[field]:
            setattr(kept, field, before)
    own = set(merge.kept_before["aliases"].split("|"))
    theirs = {merge.gone[name] for name in ("name", "name_uk", "name_en")} | set(
        merge.gone["aliases"].split("|")
    )
    names = [name for name in kept.aliases.split("|") if name in own or name not in theirs]
    kept.aliases = "|".join(names)
    kept.version += 1
    kept.save()


def _save(write: Callable[[], None]) -> None:
    """Write what may meet a third record of the same name or place."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        raise Conflict(
            _("Another record has the same name or place: merge or correct that one first.")
        ) from None


def _storable(content: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.datetime) else value
        for name, value in content.items()
        if name not in {"search_vector", "name_sort", "search_text", "identity"}
    }


def _fields_of(stored: dict[str, Any]) -> dict[str, Any]:
    foreign = {"country": "country_id", "created_by": "created_by_id"}
    return {foreign.get(name, name): value for name, value in stored.items()}


def _tell(municipality_ids: Iterable[int]) -> None:
    territories_changed.send(
        sender=MunicipalityMerge, communities=[], municipalities=list(municipality_ids), countries=[]
    )
