from bureaus.changes.change import Change
from bureaus.edition.edition import Edition
from bureaus.models.alias import BureauAlias, RegionAlias
from bureaus.models.bureau import Bureau
from bureaus.models.check import Check, CheckRequest
from bureaus.models.contacts import ContactPoint
from bureaus.models.correction import Correction
from bureaus.models.region import Region
from bureaus.models.succession import Succession
from bureaus.search.search_tokens import BureauTokens, RegionTokens
from bureaus.spreadsheets.import_run import ImportRun
from bureaus.staff.assignment import Assignment
from bureaus.telling.letter import Letter

__all__ = [
    "Assignment",
    "Bureau",
    "BureauAlias",
    "BureauTokens",
    "Change",
    "Check",
    "CheckRequest",
    "ContactPoint",
    "Correction",
    "Edition",
    "ImportRun",
    "Letter",
    "Region",
    "RegionAlias",
    "RegionTokens",
    "Succession",
]
