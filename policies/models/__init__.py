from policies.models.document import Document, Speaker
from policies.models.industry import Industry
from policies.models.priority import KeyPoint, Priority

__all__ = ["Document", "Industry", "KeyPoint", "Priority", "Speaker"]
