from bureaus.models.alias import BureauAlias, RegionAlias
from bureaus.models.bureau import Bureau
from bureaus.models.check import Check
from bureaus.models.contact_point import ContactPoint
from bureaus.models.edition import Edition
from bureaus.models.loaded_row import LoadedRow
from bureaus.models.region import Region
from bureaus.models.search_tokens import BureauTokens, RegionTokens
from bureaus.models.succession import Succession

__all__ = [
    "Bureau",
    "BureauAlias",
    "BureauTokens",
    "Check",
    "ContactPoint",
    "Edition",
    "LoadedRow",
    "Region",
    "RegionAlias",
    "RegionTokens",
    "Succession",
]
