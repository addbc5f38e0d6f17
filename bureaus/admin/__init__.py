"""Where staff keep regions and bureaus right."""

from bureaus.admin.bases import NeverDeleted, OnlyDraftsDeleted, SearchedByIndex, TogetherAdmin
from bureaus.admin.bureau import BureauAdmin
from bureaus.admin.correction import CorrectionAdmin
from bureaus.admin.exchange import ExchangeAdmin, ImportRunAdmin
from bureaus.admin.region import RegionAdmin
from bureaus.staff.accounts import RoleAdmin, StaffAdmin

__all__ = [
    "BureauAdmin",
    "CorrectionAdmin",
    "ExchangeAdmin",
    "ImportRunAdmin",
    "NeverDeleted",
    "OnlyDraftsDeleted",
    "RegionAdmin",
    "RoleAdmin",
    "SearchedByIndex",
    "StaffAdmin",
    "TogetherAdmin",
]
