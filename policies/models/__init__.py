from policies.models.document import Document, DocumentTokens, Speaker
from policies.models.industry import Industry, IndustryTokens
from policies.models.priority import KeyPoint, Priority, PriorityTokens

__all__ = [
    "Document",
    "DocumentTokens",
    "Industry",
    "IndustryTokens",
    "KeyPoint",
    "Priority",
    "PriorityTokens",
    "Speaker",
]
