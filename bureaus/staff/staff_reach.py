"""How bureaus and what belongs to them lie in the regions of regional editors."""

from functools import partial

from django.db.models import QuerySet

from bureaus.models import Bureau, BureauAlias, Check, ContactPoint, Correction, Region, Succession
from bureaus.staff.groups import let_regional_editors
from bureaus.staff.reach import lie

EDITED = (
    "bureaus.bureau",
    "bureaus.contactpoint",
    "bureaus.bureaualias",
    "bureaus.check",
    "bureaus.correction",
    "bureaus.importrun",
)


def listen() -> None:
    let_regional_editors("add", "change", of=EDITED)
    lie(Region, "", Region.objects.all)
    lie(Bureau, "region", Bureau.objects.public, narrow=("parent",))
    for model in (BureauAlias, Check, ContactPoint):
        lie(model, "bureau__region", partial(_of_public_bureaus, model))
    lie(Succession, "predecessor__region", _public_successions)
    lie(Correction, "bureau__region", Correction.objects.none)


def _of_public_bureaus(model: type[BureauAlias | Check | ContactPoint]) -> QuerySet:
    return model.objects.filter(bureau__in=Bureau.objects.public())


def _public_successions() -> QuerySet[Succession]:
    public = Bureau.objects.public()
    return Succession.objects.filter(predecessor__in=public, successor__in=public)
