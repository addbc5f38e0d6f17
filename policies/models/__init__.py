from policies.models.document import Document, Speaker
from policies.models.industry import Industry
from policies.models.priority import KeyPoint, Priority
from policies.models.search_tokens import DocumentTokens, IndustryTokens, PriorityTokens

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
