from bureaus.models.alias import BureauAlias, RegionAlias
from bureaus.models.assignment import Assignment
from bureaus.models.bureau import Bureau
from bureaus.models.change import Change
from bureaus.models.check import Check
from bureaus.models.check_request import CheckRequest
from bureaus.models.closing import Closing
from bureaus.models.contact_point import ContactPoint
from bureaus.models.correction import Correction, ProposedValue, Settlement
from bureaus.models.edition import Edition
from bureaus.models.import_run import ImportRun
from bureaus.models.loaded_row import LoadedRow
from bureaus.models.region import Region
from bureaus.models.search_tokens import BureauTokens, RegionTokens
from bureaus.models.succession import Succession

__all__ = [
    "Assignment",
    "Bureau",
    "BureauAlias",
    "BureauTokens",
    "Change",
    "Check",
    "CheckRequest",
    "Closing",
    "ContactPoint",
    "Correction",
    "Edition",
    "ImportRun",
    "LoadedRow",
    "ProposedValue",
    "Region",
    "RegionAlias",
    "RegionTokens",
    "Settlement",
    "Succession",
]
