from policies.models.document import Document, DocumentTokens, Speaker
from policies.models.industry import Industry, IndustryTokens
from policies.models.parts import Evidence, KeyPoint
from policies.models.priority import Priority, PriorityTokens

__all__ = [
    "Document",
    "DocumentTokens",
    "Evidence",
    "Industry",
    "IndustryTokens",
    "KeyPoint",
    "Priority",
    "PriorityTokens",
    "Speaker",
]
