"""How priorities and their documents lie in the regions of regional editors."""

from django.db.models import QuerySet

from bureaus.staff.groups import let_regional_editors
from bureaus.staff.reach import lie
from policies.models import Document, KeyPoint, Priority, Speaker

EDITED = ("policies.document", "policies.speaker", "policies.priority", "policies.keypoint")


def listen() -> None:
    let_regional_editors("add", "change", of=EDITED)
    lie(Document, "region", Document.objects.published)
    lie(Speaker, "document__region", _speakers)
    lie(Priority, "region", Priority.objects.published)
    lie(KeyPoint, "priority__region", _key_points)


def _speakers() -> QuerySet[Speaker]:
    return Speaker.objects.filter(document__in=Document.objects.published())


def _key_points() -> QuerySet[KeyPoint]:
    return KeyPoint.objects.filter(priority__in=Priority.objects.published())
