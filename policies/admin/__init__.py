"""Where staff record industries, documents and each year's priorities."""

from policies.admin.document import DocumentAdmin, IndustryAdmin
from policies.admin.priority import PriorityAdmin

__all__ = ["DocumentAdmin", "IndustryAdmin", "PriorityAdmin"]
