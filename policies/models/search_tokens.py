"""Tables of what each industry, document and priority is found by."""

from django.db import models

from bureaus.search.search_tokens import SearchTokens
from policies.models.document import Document
from policies.models.industry import Industry
from policies.models.priority import Priority


class IndustryTokens(SearchTokens):
    row = models.OneToOneField(Industry, models.CASCADE, primary_key=True, related_name="+")


class DocumentTokens(SearchTokens):
    row = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="+")


class PriorityTokens(SearchTokens):
    row = models.OneToOneField(Priority, models.CASCADE, primary_key=True, related_name="+")
